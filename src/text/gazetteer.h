#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hb::text {

/// `own` are the rulebook's: markets, piers, estates.
enum class PlaceLevel { province, city, district, town, own };

/// "province", …
std::string_view name(PlaceLevel level);

/// An administrative division. Codes have 2, 4, 6 and 9 digits from province to town; the code of what holds it is the
/// start of its own.
struct Division {
  std::string code;
  std::string name;
  PlaceLevel level = PlaceLevel::province;
};

/// How a name is to a division.
enum class Spelling : uint8_t {
  full,   ///< 义乌市, 广西壮族自治区; also 广西省
  brief,  ///< 义乌, 广西
  other,  ///< 义乌县, 义乌区: as a county was called before or after it became a city or a district
};

/// The administrative divisions by all their names. Built once, then read by any thread.
class Gazetteer {
 public:
  /// Reads lines "code name", a county's going on with its towns as "three digits and name"; '#' starts a comment.
  /// `earlier` are divisions that are no more but still written. Errors: "regions.line" with the line.
  static Result<Gazetteer> parse(std::string_view divisions, std::string_view earlier = {});

  /// Names that start at one position of a text, as a search that goes on one character at a time.
  struct Name {
    std::u32string_view text;
    uint32_t division;
    Spelling spelling;
  };
  class Cursor {
   public:
    explicit Cursor(const Gazetteer& g) : first_(g.names_.data()), last_(first_ + g.names_.size()) {}
    /// Goes on with `c`; false if no name does.
    bool step(char32_t c);
    /// The names that end here.
    const Name* begin() const { return first_; }
    const Name* end() const;

   private:
    const Name* first_;
    const Name* last_;
    size_t depth_ = 0;
  };

  Gazetteer(Gazetteer&&) = default;
  Gazetteer& operator=(Gazetteer&&) = default;
  Gazetteer(const Gazetteer&) = delete;
  Gazetteer& operator=(const Gazetteer&) = delete;
  ~Gazetteer() = default;

  const Division& operator[](uint32_t division) const { return divisions_[division]; }
  /// The division of a code; null if there is none.
  const Division* by_code(std::string_view code) const;
  /// Those of a full name.
  std::vector<const Division*> by_name(std::string_view name) const;

 private:
  struct Alias;
  Gazetteer() = default;
  Result<void> read(std::string_view file, std::vector<Alias>& aliases);

  std::vector<Division> divisions_;  // by code, but for those that are no more
  size_t present_ = 0;
  std::u32string letters_;   // of all names
  std::vector<Name> names_;  // sorted; they point into letters_
};

}  // namespace hb::text
