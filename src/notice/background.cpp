#include "notice/background.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hb::notice {
namespace {

struct Band {
  uint32_t frequency;
  std::u32string_view pairs;
};

#include "notice/background_table.inc"
#include "notice/place_pairs.inc"

constexpr std::u32string_view kGrammar =
    U"的了是在我你他她它们这那有不都也就和说到去来一个没上下人要会能可以还很太吗呢吧啊把被让给对从向跟与及或但而因为所"
    U"如果么什怎"
    U"哪谁多少几再又才只已经过着得地之其此该本各每等于后前里中外时候天年月日号点";
constexpr uint32_t kOneOfGrammar = 12, kBothOfGrammar = 60;

// The commonest surnames, without those that are as common in other words (高, 时, 金, 成 …).
constexpr std::u32string_view kSurnames =
    U"王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴钟汪"
    U"田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟颜倪严牛芦季俞章"
    U"鲁葛伍韦申尤毕聂柴焦柳邢岳齐沿梅莫庄辛管祝左涂谷祁耿牟卜詹苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋植甘"
    U"景薄司柯阮桂闵强冉房";

// With which people turn to an office or tell of themselves.
constexpr std::u32string_view kPleas =
    U"请问 希望 投诉 举报 尊敬 领导 您好 你好 我们 业主 咨询 反映 解决 居民 物业 请求 恳请 建议 我是 我家 村民 扰民 "
    U"维权 强烈 能否 是否 为何 小区 "
    U"本人 盼望 为盼 查处 监管 退款 退钱 商家 不给 无人 没人 有没 大家 我在 我的 我买 我去 我也 曝光 ";

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

enum Trait : uint8_t { kOfGrammar = 1, kSurname = 2 };

struct Letter {
  uint8_t traits = 0;
  uint32_t frequency = 0;
};

/// What is known of pairs: open addressing, a quarter full at the most.
struct Pairs {
  struct Cell {
    uint32_t pair = 0;  // 0: free; no letter is 0
    uint16_t frequency = 0;
    bool place = false, plea = false;
  };
  static constexpr size_t kCells = size_t{1} << 16;

  Pairs() : cells(kCells), letters(kLetters) {
    for (const Band& band : kBands)
      for (size_t i = 0; i + 1 < band.pairs.size(); i += 2) {
        const uint16_t a = letter_of(band.pairs[i]), b = letter_of(band.pairs[i + 1]);
        at(a, b).frequency = static_cast<uint16_t>(band.frequency);
        letters[a].frequency += band.frequency;
        if (b != a) letters[b].frequency += band.frequency;
      }
    for (size_t i = 0; i + 1 < kPlacePairs.size(); i += 2)
      at(letter_of(kPlacePairs[i]), letter_of(kPlacePairs[i + 1])).place = true;
    for (size_t i = 0; i < kPleas.size(); i += 3) at(letter_of(kPleas[i]), letter_of(kPleas[i + 1])).plea = true;
    for (const char32_t c : kGrammar) letters[letter_of(c)].traits |= kOfGrammar;
    for (const char32_t c : kSurnames) letters[letter_of(c)].traits |= kSurname;
    // Inside a run each character stands in two pairs.
    for (Letter& letter : letters) letter.frequency /= 2;
  }

  Cell& at(uint16_t a, uint16_t b) {
    const uint32_t pair = uint32_t{a} << 16 | b;
    size_t i = pair * 0x9e3779b9u >> 16;
    while (cells[i].pair != 0 && cells[i].pair != pair) i = (i + 1) & (kCells - 1);
    cells[i].pair = pair;
    return cells[i];
  }
  Cell find(uint16_t a, uint16_t b) const {
    const uint32_t pair = uint32_t{a} << 16 | b;
    for (size_t i = pair * 0x9e3779b9u >> 16; cells[i].pair != 0; i = (i + 1) & (kCells - 1))
      if (cells[i].pair == pair) return cells[i];
    return {};
  }

  std::vector<Cell> cells;
  std::vector<Letter> letters;
};

const Pairs& pairs() {
  static const Pairs all;
  return all;
}

}  // namespace

const uint32_t kBackgroundPosts = kPosts;

uint16_t letter_of(char32_t c) {
  constexpr char32_t kFirst = 0x4E00, kLast = 0x9FFF;
  constexpr uint32_t kRest = kLast - kFirst + 2;
  return static_cast<uint16_t>(c >= kFirst && c <= kLast ? c - kFirst + 1 : kRest + c % (kLetters - kRest));
}

PairSense sense_of(uint16_t first, uint16_t second) {
  const Pairs& all = pairs();
  const Pairs::Cell known = all.find(first, second);
  const uint8_t a = all.letters[first].traits, b = all.letters[second].traits;
  const uint32_t guess = (a & b & kOfGrammar) != 0 ? kBothOfGrammar : ((a | b) & kOfGrammar) != 0 ? kOneOfGrammar : 0;
  return {.frequency = std::max<uint32_t>(known.frequency, guess),
          .place = known.place,
          .plea = known.plea,
          .person = !known.place && (a & kSurname) != 0 && (b & kOfGrammar) == 0};
}

uint32_t background_frequency(uint16_t letter) { return pairs().letters[letter].frequency; }

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
