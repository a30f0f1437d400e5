#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"
#include "text/gazetteer.h"

namespace hb::text {

/// A place that the rulebook names. Several names of one place are several of these with the same id.
struct NamedPlace {
  std::string name;
  std::string id;  ///< division code or the rulebook's id
  PlaceLevel level = PlaceLevel::own;
  std::string unit;  ///< whose it is; may be empty

  friend bool operator==(const NamedPlace&, const NamedPlace&) = default;
};

struct FoundPlace {
  Span span;  ///< of the original text, in code points; of a place that is only implied, the town that implies it
  PlaceLevel level = PlaceLevel::own;
  std::string code;  ///< division code or the rulebook's id; empty: several divisions have the name, nothing says which
  std::string name;  ///< as the division or the rulebook calls it
  std::string unit;  ///< whose it is, by the rulebook; empty: nobody's
};

/// Finds places by name. The longest name counts, the rulebook's before a division's. A name that several places have
/// is decided by what else the text names (a city beside its district); a short name (西湖, 朝阳) needs such company,
/// the start of an address, or to be no word of everyday use. A town whose name no other has implies what holds it.
/// Built once, then read by any thread.
class PlaceFinder {
 public:
  /// Names of `own` are folded; those shorter than two characters are left out.
  PlaceFinder(std::shared_ptr<const Gazetteer> gazetteer, std::vector<NamedPlace> own,
              const Simplifier& simplifier = {});

  /// Ascending; where a town implies others they come before it, from the largest.
  std::vector<FoundPlace> find(const Folded& text) const;

 private:
  struct OwnName {
    std::u32string name;
    uint32_t place;
  };
  struct Mention;
  class Reader;
  size_t longest_own(std::u32string_view rest) const;
  std::string unit_of_code(std::string_view code) const;

  std::shared_ptr<const Gazetteer> gazetteer_;
  std::vector<NamedPlace> own_;
  std::vector<OwnName> names_;  // sorted
};

/// The unit of the places found: nothing if none has one, "several" (`several` true) if they differ.
struct PlaceUnit {
  std::string unit;
  bool several = false;
};
PlaceUnit unit_of(const std::vector<FoundPlace>& places);

}  // namespace hb::text
