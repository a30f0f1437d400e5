#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace hb {

/// SHA-256 over texts, each preceded by its length in decimal and a line feed, so that no two different lists agree.
inline Digest sha256_of(std::span<const std::string_view> pieces) {
  Sha256 hash;
  for (const std::string_view piece : pieces) hash.add(std::to_string(piece.size())).add("\n").add(piece);
  return hash.digest();
}
inline Digest sha256_of(std::initializer_list<std::string_view> pieces) {
  return sha256_of(std::span(pieces.begin(), pieces.size()));
}

}  // namespace hb
