#include "notice/background.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace hb::notice {
namespace {

struct Band {
  uint32_t frequency;
  std::u32string_view pairs;
};

#include "notice/background_table.inc"

constexpr std::u32string_view kGrammar =
    U"的了是在我你他她它们这那有不都也就和说到去来一个没上下人要会能可以还很太吗呢吧啊把被让给对从向跟与及或但而因为所"
    U"如果么什怎"
    U"哪谁多少几再又才只已经过着得地之其此该本各每等于后前里中外时候天年月日号点";
constexpr uint32_t kOneOfGrammar = 12, kBothOfGrammar = 60;

// Words of English that say little: of its grammar, and of every headline.
constexpr std::u32string_view kGrammarWords =
    U"a about above after again against all also am an and any are aren as at be because been before "
    U"being below between both but by can could couldn d did didn do does doesn doing don down during "
    U"each few for from further get gets getting go goes going got had has hasn have haven having he her "
    U"here hers him his how i if in into is isn it its just let like ll m may me might more most must my "
    U"no nor not now of off on once only or other our out over own re s said same say saying says shall "
    U"she should shouldn so some such t take than that the their them then there these they this those "
    U"through to too under until up us ve very via was wasn we were weren what when where which while who "
    U"whom why will with won would wouldn yet you your yours ";
constexpr std::u32string_view kCommonWords =
    U"amp back best big come day days end ever every first five four full good great know last latest "
    U"look made make makes many month months much need never new news next old one people photo photos "
    U"pics post read report reports review see set show shows six still ten three time times today top "
    U"two update use video want watch way week weeks work world year years ";

uint64_t key(char32_t a, char32_t b) { return uint64_t{a} << 32 | b; }

}  // namespace

const uint32_t kBackgroundPosts = kPosts;

uint32_t background_frequency(char32_t first, char32_t second) {
  static const std::unordered_map<uint64_t, uint32_t> table = [] {
    std::unordered_map<uint64_t, uint32_t> all;
    for (const Band& band : kBands)
      for (size_t i = 0; i + 1 < band.pairs.size(); i += 2) all[key(band.pairs[i], band.pairs[i + 1])] = band.frequency;
    return all;
  }();
  const auto it = table.find(key(first, second));
  const bool a = kGrammar.find(first) != std::u32string_view::npos,
             b = kGrammar.find(second) != std::u32string_view::npos;
  const uint32_t guess = a && b ? kBothOfGrammar : a || b ? kOneOfGrammar : 0;
  return std::max(it == table.end() ? 0 : it->second, guess);
}

uint32_t background_frequency(std::u32string_view word) {
  static const std::unordered_map<std::u32string_view, uint32_t> table = [] {
    std::unordered_map<std::u32string_view, uint32_t> all;
    for (const auto& [words, frequency] : {std::pair{kGrammarWords, kPosts}, std::pair{kCommonWords, kPosts / 20}})
      for (size_t begin = 0, end; (end = words.find(U' ', begin)) != std::u32string_view::npos; begin = end + 1)
        all.emplace(words.substr(begin, end - begin), frequency);
    return all;
  }();
  const auto it = table.find(word);
  return it == table.end() ? 0 : it->second;
}

}  // namespace hb::notice
