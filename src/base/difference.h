#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hb {

enum class Change : uint8_t { same, removed, added };
std::string_view name_of(Change change);

/// A run of text that both have, or only the earlier (removed), or only the later one (added).
struct Piece {
  Change change = Change::same;
  std::string text;
  friend bool operator==(const Piece&, const Piece&) = default;
};

/// What must be struck from `before` and written in to make `after`, in reading order; what is removed stands before
/// what is added in its place, and no two neighbours are of one kind. The pieces that are not added make up `before`,
/// those that are not removed `after`, byte for byte. Whole sentences are matched first, then the characters inside
/// those that changed; never half a character. Well-formed UTF-8; a stretch of
/// sentences or of characters that would take more than 4 million comparisons is struck and written in whole.
std::vector<Piece> difference(std::string_view before, std::string_view after);

}  // namespace hb
