#pragma once
#include <string>

#include "base/language.h"
#include "rulebook/rulebook.h"

namespace hb::rulebook {

/// The rulebook as a page of plain text for people who do not read TOML: who is who, which promises hold, when an issue
/// is graver, who takes what, what noticing goes by.
std::string in_words(const Rulebook& rulebook, Language language);

/// What the second says otherwise than the first, by the sections of that page: "- " before a line of the first, "+ "
/// before one of the second, a thing's two wordings together. Empty if they say the same. What only moved inside the
/// file is no difference.
std::string differences(const Rulebook& before, const Rulebook& after, Language language);

}  // namespace hb::rulebook
