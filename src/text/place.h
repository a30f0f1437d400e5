#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"

namespace hb::text {

/// `own` are the rulebook's: markets, piers, estates.
enum class PlaceLevel { province, city, district, town, own };

/// A place with a name. Several names of one place are several of these with the same id.
struct NamedPlace {
  std::string name;
  std::string id;  ///< division code or the rulebook's id
  PlaceLevel level = PlaceLevel::own;
  std::string unit;  ///< whose it is; may be empty

  friend bool operator==(const NamedPlace&, const NamedPlace&) = default;
};

struct FoundPlace {
  Span span;  ///< of the original text, in code points
  const NamedPlace* place = nullptr;
};

/// Finds places by name, whatever stands around: at each position the longest name, of several places of that name all.
/// Built once, then read by any thread; what it finds points into it.
class PlaceIndex {
 public:
  /// Names are folded; those shorter than two characters are left out.
  explicit PlaceIndex(std::vector<NamedPlace> places, const Simplifier& simplifier = {});

  /// Ascending; names do not overlap.
  std::vector<FoundPlace> find(const Folded& text) const;

 private:
  struct Entry {
    std::u32string name;
    uint32_t place;
  };
  std::vector<NamedPlace> places_;
  std::vector<Entry> names_;  // sorted
};

}  // namespace hb::text
