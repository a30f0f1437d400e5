#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"

namespace hb::notice {

/// Something a post names that tells its matter from another of the same sort.
struct Name {
  enum class Kind : uint8_t {
    place,  ///< a district the caller gave (PostView::places), or hidden by a letter: "A7县"; `key` hashes it; `sort` 1
            ///< a city hidden so: it keeps apart, but two that name it agree on nothing
    premises,  ///< "东湖码头", "阳光小学", "3号线", one of Options::places; `sort` says which sort, `key` hashes the
               ///< two characters before it, with what school it is, or the id
    title,  ///< 《…》 of a work, no law or certificate; `key` hashes the whole
  };
  Kind kind = Kind::place;
  uint8_t sort = 0;  ///< premises: the row of the list of sorts, one for all schools, one for all shops; else 0
  uint32_t key = 0;

  friend auto operator<=>(const Name&, const Name&) = default;
};

/// At most this many names of one post count.
inline constexpr size_t kNamesPerPost = 16;

/// The districts, premises and titles named in a folded text, sorted, each once. Premises are found by what such names
/// end in (pier, school, supermarket, …) and the characters before; "这家超市" names none. Where they stand is added to
/// `spans`, if given.
std::vector<Name> names_of(std::u32string_view folded, std::vector<text::Span>* spans = nullptr);

/// The name of a place by its id or division code; codes count by district (their first six digits).
Name place_name(std::string_view id);
/// The name of a place of the agency's own: premises of a sort that only these have.
Name own_place_name(std::string_view id);

/// How the names of one kind stand to each other in two posts.
struct KindMatch {
  bool agree = false;     ///< one in common
  bool conflict = false;  ///< both name some of one sort, and none of that sort is in common
};
struct NameMatch {
  KindMatch place, premises, title;

  bool agree() const { return place.agree || premises.agree || title.agree; }
  /// Other places, premises or titles, and nothing but a district in common.
  bool veto() const {
    return !premises.agree && !title.agree && (place.conflict || premises.conflict || title.conflict);
  }
};
NameMatch match(const std::vector<Name>& a, const std::vector<Name>& b);

}  // namespace hb::notice
