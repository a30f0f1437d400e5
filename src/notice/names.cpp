#include "notice/names.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "text/fold.h"

namespace hb::notice {
namespace {

/// What names of premises end in; one row is one sort, and within a row the endings mean the same. A longer ending
/// wins over a shorter one that it contains. Two families are one sort each: schools, where the ending is part of the
/// name (a primary school is no secondary school), and shops, where it is not (who sells is told by the name before).
constexpr size_t kSchools = 4, kShops = 27;
constexpr std::u32string_view kSorts[][24] = {
    {U"小学"},
    {U"中学", U"高中", U"初中"},
    {U"大学", U"学院"},
    {U"幼儿园", U"托育园", U"托儿所"},
    {U"药店", U"大药房", U"药房"},
    {U"超市", U"生鲜超市", U"大卖场", U"便利店"},
    {U"饭店", U"酒楼", U"餐厅", U"餐馆", U"饭馆", U"酒家"},
    {U"火锅店", U"火锅"},
    {U"烧烤店", U"烧烤", U"大排档"},
    {U"奶茶店", U"奶茶", U"茶饮店"},
    {U"面馆", U"面包店", U"蛋糕店", U"烘焙店"},
    {U"健身房", U"健身馆", U"健身", U"健身中心", U"健身会所", U"瑜伽馆"},
    {U"美容院", U"美容店", U"理发店", U"美发店", U"养生馆"},
    {U"包子店", U"包子铺", U"早餐店", U"早点铺"},
    {U"饺子馆", U"粉馆", U"粉店", U"米粉店"},
    {U"烤鸭店", U"卤味店", U"熟食店"},
    {U"快餐店", U"小吃店", U"麻辣烫", U"麻辣烫店"},
    {U"烤肉店", U"烤肉", U"自助餐厅"},
    {U"咖啡店", U"咖啡馆", U"甜品店"},
    {U"水果店", U"水果行"},
    {U"海鲜店", U"海鲜城", U"海鲜楼"},
    {U"服装店", U"鞋店", U"童装店"},
    {U"手机店", U"手机城", U"数码城"},
    {U"眼镜店", U"钟表店", U"金店", U"珠宝店"},
    {U"宠物店", U"宠物医院"},
    {U"家具城", U"家具店", U"建材城"},
    {U"母婴店", U"玩具店"},
    {U"修理厂", U"汽修厂", U"汽修店", U"修车行"},
    {U"网吧", U"棋牌室"},
    {U"洗浴中心", U"足浴店", U"浴场"},
    {U"洗衣店", U"干洗店"},
    {U"码头", U"游船码头", U"渡口"},
    {U"医院", U"卫生院", U"诊所", U"门诊部"},
    {U"市场", U"农贸市场", U"菜市场", U"批发市场", U"海鲜市场"},
    {U"商场", U"购物中心", U"百货", U"万达广场"},
    {U"酒店", U"宾馆", U"民宿", U"旅馆"},
    {U"小区", U"花园", U"家园", U"公寓", U"新村", U"华庭", U"华府", U"名苑", U"名都", U"名城", U"名邸", U"名居",
     U"豪庭", U"豪苑", U"雅苑", U"佳苑", U"嘉苑", U"馨苑", U"花苑", U"悦府", U"御府", U"公馆", U"新城", U"山庄"},
    {U"景区", U"公园", U"乐园", U"度假村"},
    {U"驾校", U"培训班", U"培训学校", U"培训中心", U"培训机构"},
    {U"加油站", U"充电站"},
    {U"影院", U"影城", U"电影院"},
    {U"公司", U"集团"},
    {U"分局", U"市监所", U"市场监管所"},
    {U"养老院", U"敬老院", U"护理院"},
    {U"地铁站", U"地铁口"},
    {U"垃圾站", U"垃圾中转站", U"中转站"},
};

/// Characters that end a name read backwards: "带孩子去南门码头" names 南门.
constexpr std::u32string_view kStops =
    U"的了在是我你他她它们这那哪此该某各每家间个所座处条去到来从往向和跟与同及或被把给让叫对为就都也还又再才只很太真有"
    U"没无不别"
    U"一两几多些里外上下前后边旁吃喝买卖逛开办进出过着地得吗呢吧啊说问看听想要请等因由于之其以并且将会能可";

/// Counts a shop ("这家超市") only after one of these; else it is a part of the name ("乐家超市").
constexpr std::u32string_view kBeforeCounted = U"这那哪某每各一几两二三四五六七八九十多该此本别大到回";

/// Words that stand before an ending without naming anything.
constexpr std::u32string_view kGeneric[] = {
    U"学校", U"单位", U"我们", U"附近", U"门口", U"楼下", U"社区", U"大型", U"连锁", U"生鲜", U"食品", U"当地",
    U"本地", U"城市", U"全市", U"全国", U"人民", U"中心", U"旅游", U"房产", U"科技", U"有限", U"责任", U"股份",
    U"物业", U"建设", U"国际", U"公立", U"私立", U"民办", U"公办", U"整个", U"全部", U"知名", U"网红", U"线下",
    U"违法", U"不法", U"传销", U"利益", U"黑心", U"无良", U"民营", U"劳务", U"派遣", U"租车", U"安置", U"配套",
    U"乡镇", U"文化", U"教育", U"技术", U"物流", U"快递", U"运输", U"出租", U"公交", U"燃气", U"然气", U"供水",
    U"来水", U"供电", U"电力", U"移动", U"联通", U"电信", U"邮政", U"保险", U"装修", U"装饰", U"网络", U"贸易",
    U"商业", U"建筑", U"工程", U"置业", U"地产", U"开发", U"餐饮", U"商贸", U"实业", U"劳务", U"投资", U"供销",
    U"集团", U"广告", U"上市", U"母亲", U"老年", U"附属", U"定点", U"综合", U"专科"};

/// What titles of rules and papers end in: whoever complains cites them, of whatever matter.
constexpr std::u32string_view kPapers[] = {U"法",     U"条例", U"办法", U"规定", U"规则", U"细则", U"标准", U"通知",
                                           U"意见",   U"方案", U"决定", U"公告", U"规范", U"制度", U"合同", U"协议",
                                           U"协议书", U"证",   U"证明", U"证书", U"解释", U"批复", U"报告", U"说明"};

/// Words that begin like an ending and name no place: "辛苦市场监管局".
constexpr std::u32string_view kNoPlaces[] = {U"市场监", U"市场主体", U"市场秩序", U"市场价", U"市场经济", U"市场准入"};

/// After "一中" and "四中" these say that no school is meant: 五中全会, 一中心.
constexpr std::u32string_view kAfterNoSchool =
    U"全央心国间文旬期午年秋介医小外东西南北华原共立层等部途标断止毒奖招考学";

constexpr uint8_t kOwnPlaces = 255;  // the sort of Options::places
constexpr uint8_t kLines = 254;      // of lines of a metro
constexpr uint8_t kCities = 1;       // of places: a city, where 0 is a district
static_assert(std::size(kSorts) < kLines);

bool in_word(std::u32string_view s, size_t at) { return at > 0 && text::is_word_char(s[at - 1]) && !is_han(s[at - 1]); }

/// "a7县", "m3区", "k市": a division as exports write it that hide where it is. The length of the one that begins at
/// `at`, or 0.
size_t hidden_place(std::u32string_view s, size_t at) {
  if (s[at] < U'a' || s[at] > U'z' || in_word(s, at)) return 0;
  size_t end = at + 1;
  while (end < s.size() && end < at + 3 && s[end] >= U'0' && s[end] <= U'9') ++end;
  if (end == s.size() || (s[end] != U'区' && s[end] != U'县' && s[end] != U'市')) return 0;
  return end > at + 1 || s[end] == U'市' ? end + 1 - at : 0;
}

/// Digits and the numbers of Chinese alike: 1 to 99, or 0.
int small_number(std::u32string_view s) {
  constexpr std::u32string_view kNumerals = U"零一二三四五六七八九";
  int value = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    const size_t numeral = kNumerals.find(s[i]);
    if (s[i] >= U'0' && s[i] <= U'9')
      value = value * 10 + static_cast<int>(s[i] - U'0');
    else if (s[i] == U'十')
      value = std::max(value, 1) * 10;
    else if (numeral != std::u32string_view::npos)
      value += static_cast<int>(numeral);
    else
      return 0;
  }
  return value < 100 ? value : 0;
}

/// The number written before `at`, and where it begins.
std::pair<int, size_t> number_before(std::u32string_view s, size_t at) {
  size_t begin = at;
  while (begin > 0 && at - begin < 3 && small_number(s.substr(begin - 1, at - begin + 1)) > 0) --begin;
  return {begin < at && !in_word(s, begin) ? small_number(s.substr(begin, at - begin)) : 0, begin};
}

uint32_t hash_of(std::u32string_view s) {
  uint64_t h = 0xcbf29ce484222325u;
  for (const char32_t c : s) h = (h ^ c) * 0x100000001b3u;
  return static_cast<uint32_t>(h ^ (h >> 32));
}

struct Ending {
  uint8_t row = 0;
  size_t length = 0;
};

/// The longest ending that begins at `at`, judged by its first character first.
std::optional<Ending> ending_at(std::u32string_view s, size_t at) {
  static const std::vector<std::pair<std::u32string_view, uint8_t>> sorted = [] {
    std::vector<std::pair<std::u32string_view, uint8_t>> all;
    for (size_t row = 0; row < std::size(kSorts); ++row)
      for (const auto ending : kSorts[row])
        if (!ending.empty()) all.emplace_back(ending, static_cast<uint8_t>(row));
    std::sort(all.begin(), all.end());
    return all;
  }();
  std::optional<Ending> best;
  const auto first = std::lower_bound(sorted.begin(), sorted.end(), s.substr(at, 1),
                                      [](const auto& e, std::u32string_view c) { return e.first < c; });
  for (auto it = first; it != sorted.end() && it->first[0] == s[at]; ++it)
    if (s.substr(at).starts_with(it->first)) best = {it->second, it->first.size()};  // sorted: a longer one comes later
  return best;
}

bool generic(std::u32string_view stem) {
  return std::find(std::begin(kGeneric), std::end(kGeneric), stem) != std::end(kGeneric);
}

bool stops(std::u32string_view s, size_t at) {
  if (!is_han(s[at]) || kStops.find(s[at]) == std::u32string_view::npos) return !is_han(s[at]);
  return s[at] != U'家' || at == 0 || !is_han(s[at - 1]) ||
         kBeforeCounted.find(s[at - 1]) != std::u32string_view::npos ||
         kStops.find(s[at - 1]) != std::u32string_view::npos;
}

/// 第四中学 and 四中 are one.
std::u32string school_by_number(int number) { return {static_cast<char32_t>(number), U'中'}; }

/// The two characters before an ending, or fewer if something that is no name comes before; "第一" counts whole. What a
/// firm does and an ending of the same sort before it name nothing: "鸿远建筑公司", "碧水华庭小区".
std::u32string_view stem_before(std::u32string_view s, size_t ending, size_t row) {
  for (int words = 0; words < 3; ++words) {
    if (ending >= 2 && s[ending - 2] == U'第') return s.substr(ending - 2, 2);
    size_t begin = ending;
    while (begin > 0 && ending - begin < 2 && !stops(s, begin - 1)) --begin;
    const auto stem = s.substr(begin, ending - begin);
    const bool named = begin >= 2 && !stops(s, begin - 1) && !stops(s, begin - 2);
    const bool again = std::find(std::begin(kSorts[row]), std::end(kSorts[row]), stem) != std::end(kSorts[row]);
    if (stem.size() < 2 || !named || !(again || generic(stem))) return stem;
    ending = begin;
  }
  return {};
}

bool is_paper(std::u32string_view title) {
  return std::ranges::any_of(kPapers, [&](auto ending) { return title.ends_with(ending); });
}

}  // namespace

std::vector<Name> names_of(std::u32string_view s, std::vector<text::Span>* spans) {
  std::vector<Name> out;
  const auto put = [&](Name::Kind kind, uint8_t sort, std::u32string_view key, size_t begin, size_t end) {
    out.push_back({kind, sort, hash_of(key)});
    if (spans != nullptr) spans->push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  };
  for (size_t i = 0; i < s.size() && out.size() < kNamesPerPost; ++i) {
    if (s[i] == U'《') {
      const size_t end = s.find(U'》', i + 1);
      if (end != std::u32string_view::npos && end - i <= 40 && end > i + 1 && !is_paper(s.substr(i + 1, end - i - 1)))
        put(Name::Kind::title, 0, s.substr(i + 1, end - i - 1), i, end + 1);
      continue;
    }
    if (const size_t hidden = hidden_place(s, i); hidden > 0) {
      const bool city = hidden == 2;
      put(Name::Kind::place, city ? kCities : 0, s.substr(i, hidden), i, i + hidden);
      i += hidden - 1;
      continue;
    }
    if (!is_han(s[i])) continue;
    if (s.substr(i).starts_with(U"号线")) {
      const auto [number, begin] = number_before(s, i);
      if (number > 0) put(Name::Kind::premises, kLines, std::u32string(1, static_cast<char32_t>(number)), begin, i + 2);
      i += 1;
      continue;
    }
    if (s[i] == U'中' && !(i + 1 < s.size() && kAfterNoSchool.find(s[i + 1]) != std::u32string_view::npos)) {
      const auto [number, begin] = number_before(s, i);
      if (number > 0 && is_han(s[begin])) {
        put(Name::Kind::premises, 0, school_by_number(number), begin, i + 1);
        continue;
      }
    }
    const auto no_place = std::ranges::find_if(kNoPlaces, [&](auto word) { return s.substr(i).starts_with(word); });
    if (no_place != std::end(kNoPlaces)) {
      i += no_place->size() - 1;
      continue;
    }
    const auto ending = ending_at(s, i);
    if (!ending) continue;
    const auto stem = stem_before(s, i, ending->row);
    if (stem.size() == 2 && !generic(stem)) {
      const bool school = ending->row < kSchools, shop = !school && ending->row < kSchools + kShops;
      const bool numbered = school && kSorts[ending->row][0] == U"中学" && stem[0] == U'第';
      const std::u32string key = numbered ? school_by_number(small_number(stem.substr(1)))
                                 : school ? std::u32string(stem) += kSorts[ending->row][0]
                                          : std::u32string(stem);
      const uint8_t sort = school ? 0 : shop ? kSchools : ending->row;
      put(Name::Kind::premises, sort, key, static_cast<size_t>(stem.data() - s.data()), i + ending->length);
    }
    i += ending->length - 1;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Name place_name(std::string_view id) {
  const bool code = id.size() > 6 && id.find_first_not_of("0123456789") == std::string_view::npos;
  return {Name::Kind::place, 0, hash_of(to_utf32(code ? id.substr(0, 6) : id))};
}

Name own_place_name(std::string_view id) { return {Name::Kind::premises, kOwnPlaces, hash_of(to_utf32(id))}; }

NameMatch match(const std::vector<Name>& a, const std::vector<Name>& b) {
  NameMatch out;
  const auto same_sort = [](const Name& x, const Name& y) { return x.kind == y.kind && x.sort == y.sort; };
  for (size_t i = 0; i < a.size();) {
    size_t i_end = i + 1;
    while (i_end < a.size() && same_sort(a[i], a[i_end])) ++i_end;
    bool both = false, shared = false;
    for (const Name& y : b) {
      if (!same_sort(a[i], y)) continue;
      both = true;
      shared = shared || std::find(a.begin() + static_cast<ptrdiff_t>(i), a.begin() + static_cast<ptrdiff_t>(i_end),
                                   y) != a.begin() + static_cast<ptrdiff_t>(i_end);
    }
    KindMatch& kind = a[i].kind == Name::Kind::place      ? out.place
                      : a[i].kind == Name::Kind::premises ? out.premises
                                                          : out.title;
    kind.agree |= shared && (a[i].kind != Name::Kind::place || a[i].sort != kCities);
    kind.conflict |= both && !shared;
    i = i_end;
  }
  return out;
}

}  // namespace hb::notice
