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

}  // namespace hb::notice
