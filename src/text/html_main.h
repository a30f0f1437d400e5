#pragma once
// Inside of the HTML reader: which part of the page is its main text. Not for other rooms.
#include <initializer_list>
#include <string_view>

#include "text/html_tree.h"

namespace hb::text::html {

using Words = std::initializer_list<std::string_view>;

/// Whether the hints (class, id, role) hold one of the words as a part.
bool hinted(const std::string& hints, Words words);

/// Removes scripts, styles, frames and form controls. Measures the tree.
void strip(Tree& tree);

/// Characters of the page that stand in running text: in blocks with a sentence or more of their own, little of it
/// linked.
uint32_t running_chars(const Tree& tree);

/// Removes what is never text of the page: hidden elements, navigation, sharing, advertisements, related links,
/// captions, comments. Measures the tree.
void prune(Tree& tree);

/// The node that holds the main text, siblings that belong to it left in and the rest removed below it. 0 if the page
/// has none.
uint32_t find_main(Tree& tree);

}  // namespace hb::text::html
