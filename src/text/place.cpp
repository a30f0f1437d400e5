// A text is read from left to right for names; each becomes a mention with all divisions it may mean. Whether a name is
// taken depends on how it is spelled, what it follows and what follows it: "杭州路" is a road, "西湖" is a lake unless
// it stands behind 杭州. Behind a road or a house number only whole names count. Then mentions decide each other: a
// division that holds, or is held by, what another mention means is preferred, neighbours first.
#include "text/place.h"

#include <algorithm>
#include <tuple>

#include "base/utf8.h"

namespace hb::text {
namespace {

bool one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool starts_with_any(std::u32string_view text, std::initializer_list<std::u32string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view w) { return text.starts_with(w); });
}

bool ends_sentence(char32_t c) { return one_of(c, U"。！？!?;；,，\n"); }

// Between two divisions of one address.
bool joins(char32_t c) { return one_of(c, U" -_,，/、·.()（）[]【】:：|>—"); }

// What makes a name part of a longer one: a road, a water, an estate.
bool goes_on(std::u32string_view rest) {
  return starts_with_any(
      rest, {U"路",   U"街",   U"大道", U"巷",   U"弄",   U"桥",   U"里路", U"东路", U"西路", U"南路", U"北路",
             U"中路", U"一路", U"二路", U"三路", U"东街", U"西街", U"南街", U"北街", U"中街", U"新村", U"花园",
             U"花苑", U"家园", U"小区", U"公寓", U"大厦", U"广场", U"大楼", U"宾馆", U"酒店", U"饭店", U"山庄",
             U"名苑", U"嘉园", U"湖",   U"江",   U"河",   U"塘",   U"国道", U"支路", U"公园", U"景区", U"银行",
             U"名城", U"新城", U"佳苑", U"社区", U"村",   U"苑",   U"府",   U"人家", U"商城", U"商厦", U"湾",
             U"港",   U"镇",   U"乡",   U"岛",   U"新区", U"园"});
}

// What makes a name part of a firm's or a school's, unless it stands where an address names its divisions.
bool is_named_after(std::u32string_view rest) {
  return starts_with_any(
             rest, {U"国际", U"工业", U"集团", U"中心", U"联合", U"经济", U"科技", U"大学", U"学院", U"学校", U"医院",
                    U"商贸", U"外语", U"中学", U"小学", U"开发", U"燃气", U"公司", U"有限"}) ||
         (rest.starts_with(U"市场") && !starts_with_any(rest, {U"市场监", U"市场局"}));
}

// Words of everyday use and names that many things have; divisions' only in company.
constexpr std::u32string_view kEveryday[] = {
    U"和平", U"三明", U"鸡西", U"巴中", U"开封", U"海东", U"大庆", U"白银", U"黄石", U"普洱", U"南阳", U"东方", U"平安",
    U"长安", U"中山", U"朝阳", U"新城", U"鼓楼", U"钟楼", U"中原", U"长江", U"黄河", U"文化", U"吉利", U"大同", U"新华",
    U"解放", U"建设", U"胜利", U"红旗", U"团结", U"友好", U"前进", U"光明", U"太平", U"永安", U"开放", U"集中", U"城中",
    U"中心", U"宝山", U"南山", U"东山", U"西山", U"北山", U"金山", U"中央", U"高新", U"公安", U"安康", U"富民", U"平和",
    U"兴安", U"通道", U"民主", U"民乐", U"天山", U"青山", U"白云", U"东风", U"东港", U"南海", U"东海", U"北海", U"黄山",
    U"泰山", U"武功", U"政和", U"凤凰", U"开平", U"向阳", U"定安", U"广安", U"集安", U"凌云", U"普安", U"保德", U"大安",
    U"阳光", U"大方", U"大通", U"安定", U"平定", U"平原", U"高密", U"高台", U"三门", U"双流", U"信丰", U"新兴", U"新和",
    U"新安", U"新民", U"新建", U"新乐", U"新都", U"新源", U"新郑", U"西湖", U"江北", U"江南", U"江东", U"城东", U"城西",
    U"城北", U"城南", U"城区", U"东城", U"西城", U"南城", U"北城", U"河东", U"河西", U"龙港", U"铁东", U"铁西", U"东湖",
    U"南湖", U"正定", U"正安", U"古城", U"海港", U"万年", U"千山", U"阿里", U"中方", U"理县", U"云阳", U"同心", U"惠民",
    U"利民", U"华龙", U"龙华", U"永和", U"金水", U"天元", U"天桥", U"甘泉", U"温泉", U"石泉", U"清水", U"清流", U"明光",
    U"明水", U"资源", U"绿春", U"德化", U"开化", U"从化", U"敦化", U"通化", U"奉化", U"怀化", U"兴化", U"兴国", U"兴业",
    U"建宁", U"建德", U"安宁", U"平乐", U"尚志", U"奉节", U"方正", U"庆安", U"延长", U"互助", U"循化", U"天等", U"安图",
    U"祁连", U"依安", U"富裕", U"东平", U"天长", U"全南", U"全椒", U"上高", U"上思", U"大足", U"合作", U"会同", U"会理",
    U"任城", U"商城", U"商州", U"经开", U"沙湾", U"沙市", U"道里", U"道外", U"南关", U"二道", U"市中", U"市南", U"市北",
    U"中区", U"港口", U"港南", U"港北", U"江口", U"江山", U"江岸", U"江汉", U"秀山", U"秀英", U"美兰", U"雨湖", U"天心",
    U"开福", U"安居", U"船山", U"顺庆", U"高坪", U"长乐", U"长治", U"兴隆", U"康乐", U"和顺", U"和静", U"隆昌", U"永兴",
    U"永福", U"永泰", U"福安", U"安化", U"安福", U"安义", U"安乡", U"大化", U"东安", U"东兴", U"东至", U"南安", U"南部",
    U"西和", U"北安", U"左权", U"黄龙", U"黄陵", U"黄平", U"黄岛", U"黄梅", U"木兰", U"牡丹", U"芙蓉", U"荔湾", U"石门",
    U"双江", U"龙门", U"龙江", U"龙海", U"海口", U"港区", U"鹤山", U"梅江", U"广宁", U"玉山", U"玉泉", U"天门", U"潜江",
    U"星子", U"彭水", U"桃源", U"桃江", U"金川", U"金塔", U"金湾", U"金明", U"红河", U"红桥", U"红岗", U"友谊", U"宝清",
    U"伊春", U"克东", U"克山", U"讷河", U"嘉禾", U"嘉善", U"信宜", U"长岛", U"成安", U"成武", U"平谷"};

bool is_municipality(std::string_view code) { return code == "11" || code == "12" || code == "31" || code == "50"; }

bool everyday(std::u32string_view name) {
  return std::find(std::begin(kEveryday), std::end(kEveryday), name) != std::end(kEveryday);
}

// Counties and small cities that everybody calls by their short names, which mean nothing else.
constexpr std::u32string_view kWellKnown[] = {
    U"义乌",   U"昆山", U"江阴", U"常熟", U"太仓", U"张家港", U"宜兴", U"晋江",     U"慈溪",
    U"余姚",   U"诸暨", U"乐清", U"海宁", U"桐乡", U"温岭",   U"苍南", U"永嘉",     U"九寨沟",
    U"都江堰", U"敦煌", U"汶川", U"曲阜", U"延吉", U"神木",   U"浦东", U"浦东新区", U"雄安",
    U"即墨",   U"寿光", U"邳州", U"沭阳", U"启东", U"如皋",   U"靖江", U"香格里拉", U"满洲里"};

bool well_known(std::u32string_view name) {
  return std::find(std::begin(kWellKnown), std::end(kWellKnown), name) != std::end(kWellKnown);
}

// Whether a text names a road with its number, or a house: then short names are read as an address has them.
bool has_address(std::u32string_view text) {
  const auto digit = [&](size_t i) {
    return i < text.size() && ((text[i] >= '0' && text[i] <= '9') || one_of(text[i], U"一二三四五六七八九十"));
  };
  for (size_t i = 1; i < text.size(); ++i) {
    if (one_of(text[i], U"路街巷弄道") && digit(i + 1)) return true;
    if (digit(i - 1) && one_of(text[i], U"号幢栋楼室弄层区期座-")) return true;
  }
  return false;
}

// A house number, a floor, a road: from here on it is no division any more.
bool is_detail(std::u32string_view text, size_t i) {
  if (!one_of(text[i], U"路街巷弄号幢栋楼室")) return false;
  return i > 0 && text[i - 1] != ' ';
}

}  // namespace

struct PlaceFinder::Mention {
  Span span;  // of the folded text
  Spelling spelling = Spelling::full;
  std::vector<uint32_t> divisions;  // what it may mean
  const NamedPlace* own = nullptr;
  bool chained = false;  // stands directly behind the mention before it
};

/// Reads one text.
class PlaceFinder::Reader {
 public:
  Reader(const PlaceFinder& finder, const Folded& folded)
      : finder_(finder), g_(*finder.gazetteer_), folded_(folded), text_(folded.text) {}

  std::vector<FoundPlace> run() {
    for (size_t i = 0; i < text_.size();) {
      const size_t end = take(i);
      if (end > i) {
        i = end;
        continue;
      }
      if (ends_sentence(text_[i])) {
        detail_ = false;
        start_ = i + 1;
        sentence_ = mentions_.size();
      } else if (is_detail(text_, i)) {
        detail_ = true;
      } else if (i == start_ && joins(text_[i])) {
        start_ = i + 1;
      }
      ++i;
    }
    decide();
    return found();
  }

 private:
  std::u32string_view rest(size_t i) const { return text_.substr(std::min(i, text_.size())); }

  // Whether only joints stand between the last mention and i.
  bool chained(size_t i) const {
    if (mentions_.empty()) return false;
    for (size_t k = mentions_.back().span.end; k < i; ++k)
      if (!joins(text_[k])) return false;
    return true;
  }

  // A municipality as a city holds also its counties, whose codes start otherwise.
  static bool holds(const Division& outer, const Division& inner) {
    if (inner.code.size() <= outer.code.size()) return false;
    if (outer.code.size() == 4 && outer.code.ends_with("01") && is_municipality(outer.code.substr(0, 2)))
      return inner.code.starts_with(std::string_view(outer.code).substr(0, 2));
    return inner.code.starts_with(outer.code);
  }

  // Whether a name follows, joined, that one of the divisions holds.
  bool followed_by_held(size_t end, const std::vector<uint32_t>& divisions) const {
    while (end < text_.size() && joins(text_[end])) ++end;
    Gazetteer::Cursor cursor(g_);
    for (size_t k = end; k < text_.size() && cursor.step(text_[k]); ++k)
      for (const auto& n : cursor)
        for (const uint32_t d : divisions)
          if (holds(g_[d], g_[n.division]) &&
              (n.spelling != Spelling::brief || g_[n.division].level < PlaceLevel::town) &&
              (n.spelling != Spelling::brief || !starts_with_any(rest(k + 1), {U"路", U"街", U"大道"})))
            return true;
    return false;
  }

  // Whether what this sentence named allows the division: nothing named so far is elsewhere.
  bool fits(const Division& d) const {
    return std::all_of(mentions_.begin() + static_cast<ptrdiff_t>(sentence_), mentions_.end(), [&](const Mention& m) {
      return m.divisions.empty() || std::any_of(m.divisions.begin(), m.divisions.end(), [&](uint32_t o) {
               return holds(g_[o], d) || g_[o].code == d.code || holds(d, g_[o]);
             });
    });
  }

  bool named_small() const {
    return std::any_of(mentions_.begin() + static_cast<ptrdiff_t>(sentence_), mentions_.end(), [&](const Mention& m) {
      return !m.divisions.empty() && g_[m.divisions.front()].level >= PlaceLevel::district;
    });
  }

  std::vector<uint32_t> held_by_last(const std::vector<uint32_t>& divisions) const {
    std::vector<uint32_t> out;
    for (const uint32_t d : divisions)
      if (std::any_of(mentions_.back().divisions.begin(), mentions_.back().divisions.end(),
                      [&](uint32_t m) { return holds(g_[m], g_[d]); }))
        out.push_back(d);
    return out;
  }

  // A municipality is a province and its own city; where it is named it counts as the city.
  bool same_municipality(uint32_t province, uint32_t city) const {
    return g_[province].level == PlaceLevel::province && g_[city].code == g_[province].code + "01" &&
           g_[city].name == g_[province].name;
  }

  // Takes the name that starts at i, if one does; the position behind it.
  size_t take(size_t i) {
    struct Ending {
      size_t end;
      const Gazetteer::Name *first, *last;
    };
    std::vector<Ending> endings;
    Gazetteer::Cursor cursor(g_);
    for (size_t k = i; k < text_.size() && cursor.step(text_[k]); ++k)
      if (cursor.begin() != cursor.end()) endings.push_back({k + 1, cursor.begin(), cursor.end()});
    const size_t own = finder_.longest_own(rest(i));
    if (own > 0 && (endings.empty() || i + own >= endings.back().end)) return take_own(i, i + own);
    for (auto it = endings.rbegin(); it != endings.rend(); ++it) {
      if (own > 0 && i + own >= it->end) return take_own(i, i + own);
      for (const Spelling spelling : {Spelling::full, Spelling::brief, Spelling::other}) {
        std::vector<uint32_t> divisions;
        for (const auto* n = it->first; n != it->last; ++n)
          if (n->spelling == spelling) divisions.push_back(n->division);
        std::erase_if(divisions, [&](uint32_t p) {
          return std::any_of(divisions.begin(), divisions.end(), [&](uint32_t c) { return same_municipality(p, c); });
        });
        if (divisions.empty()) continue;
        if (accept(i, it->end, spelling, divisions)) return it->end;
      }
    }
    return own > 0 ? take_own(i, i + own) : i;
  }

  size_t take_own(size_t start, size_t end) {
    const auto name = text_.substr(start, end - start);
    auto at = std::lower_bound(finder_.names_.begin(), finder_.names_.end(), name,
                               [](const OwnName& n, std::u32string_view wanted) { return n.name < wanted; });
    for (; at != finder_.names_.end() && at->name == name; ++at)
      mentions_.push_back({.span = {static_cast<uint32_t>(start), static_cast<uint32_t>(end)},
                           .divisions = {},
                           .own = &finder_.own_[at->place]});
    return end;
  }

  bool accept(size_t start, size_t end, Spelling spelling, std::vector<uint32_t>& divisions) {
    const auto name = text_.substr(start, end - start);
    const auto after = rest(end);
    const bool is_chained = chained(start);
    bool companion = false;
    if (is_chained) {
      if (auto held = held_by_last(divisions); !held.empty()) {
        divisions = std::move(held);
        companion = true;
      }
    }
    const auto keep = [&](auto&& wanted) {
      std::erase_if(divisions, [&](uint32_t d) { return !wanted(g_[d]); });
      return !divisions.empty();
    };
    const bool opens = start == start_;
    const bool leads = followed_by_held(end, divisions);
    switch (spelling) {
      case Spelling::full:
        if (name.back() == U'市' && starts_with_any(after, {U"场", U"面"})) return false;
        if (!leads && starts_with_any(after, {U"路", U"大道"})) return false;
        if (name.back() == U'乡' && starts_with_any(after, {U"村", U"亲"})) return false;
        if (detail_ && !companion && !leads) return false;
        if (name.size() == 2 && !companion && !(opens && name.back() == U'县')) return false;
        break;
      case Spelling::brief:
        if (detail_ && !companion && !leads) return false;
        if (goes_on(after) && !leads) return false;
        if (companion && address_) break;
        if (!keep([](const Division& d) { return d.level != PlaceLevel::town; })) return false;
        if (companion || leads) break;
        if (is_named_after(after) && (!opens || !address_ || everyday(name) || !keep([](const Division& d) {
              return d.level < PlaceLevel::district || !d.name.ends_with("区");
            })))
          return false;
        if (opens && address_) break;
        if (named_small()) return false;
        if (!keep([&](const Division& d) {
              return d.level == PlaceLevel::province ||
                     ((d.level == PlaceLevel::city ? !everyday(name) : well_known(name)) && fits(d));
            }))
          return false;
        break;
      case Spelling::other:
        if (detail_ && !companion) return false;
        if (name.size() < 3) return false;
        if (name.back() == U'市' && starts_with_any(after, {U"场", U"面"})) return false;
        if (!companion && !(opens && address_) && !leads) return false;
        break;
    }
    mentions_.push_back({.span = {static_cast<uint32_t>(start), static_cast<uint32_t>(end)},
                         .spelling = spelling,
                         .divisions = divisions,
                         .chained = is_chained});
    return true;
  }

  // Narrows what each mention may mean: by its neighbours in one address first, then by the whole text.
  void decide() {
    const auto narrow = [&](Mention& m, const Mention& by) {
      std::vector<uint32_t> kept;
      for (const uint32_t d : m.divisions)
        if (std::any_of(by.divisions.begin(), by.divisions.end(),
                        [&](uint32_t o) { return holds(g_[o], g_[d]) || holds(g_[d], g_[o]); }))
          kept.push_back(d);
      if (kept.empty() || kept.size() == m.divisions.size()) return;
      m.divisions = std::move(kept);
    };
    for (size_t i = 1; i < mentions_.size(); ++i) {
      if (!mentions_[i].chained) continue;
      narrow(mentions_[i], mentions_[i - 1]);
    }
    for (size_t i = mentions_.size(); i-- > 1;)
      if (mentions_[i].chained) narrow(mentions_[i - 1], mentions_[i]);
    for (auto& m : mentions_)
      for (const auto& by : mentions_)
        if (&m != &by && m.divisions.size() > 1) narrow(m, by);
    for (auto& m : mentions_) settle(m);
    forget_repeated();
  }

  // One level only: of a name that a city and its district share (朝阳, 吉林), the larger.
  void settle(Mention& m) const {
    if (m.divisions.size() < 2) return;
    PlaceLevel largest = PlaceLevel::own;
    for (const uint32_t d : m.divisions) largest = std::min(largest, g_[d].level);
    std::erase_if(m.divisions, [&](uint32_t d) { return g_[d].level != largest; });
  }

  // Where the address that m stands in begins: the first of the joined mentions that get smaller.
  size_t address_of(size_t i) const {
    while (i > 0 && mentions_[i].chained && !mentions_[i - 1].divisions.empty() &&
           g_[mentions_[i - 1].divisions.front()].level < g_[mentions_[i].divisions.front()].level)
      --i;
    return i;
  }

  // A division named again is one place, and the address that begins with the larger division says where: of equal ones
  // the later, as people repeat a form's fields before they go on.
  void forget_repeated() {
    std::vector<bool> forgotten(mentions_.size());
    for (size_t i = 1; i < mentions_.size(); ++i) {
      if (mentions_[i].divisions.size() != 1) continue;
      for (size_t k = 0; k < i; ++k) {
        if (forgotten[k] || mentions_[k].divisions != mentions_[i].divisions) continue;
        const auto& earlier = g_[mentions_[address_of(k)].divisions.front()];
        const auto& later = g_[mentions_[address_of(i)].divisions.front()];
        const bool spelled_out = k + 1 == i && mentions_[k].spelling == Spelling::brief;
        forgotten[spelled_out || later.level <= earlier.level ? k : i] = true;
        break;
      }
    }
    for (size_t i = 0; i < mentions_.size(); ++i)
      if (forgotten[i]) mentions_[i].divisions.clear();
  }

  std::vector<FoundPlace> found() const {
    std::vector<FoundPlace> out;
    for (const auto& m : mentions_) {
      const Span span = folded_.original(m.span);
      if (m.own != nullptr) {
        out.push_back({span, m.own->level, m.own->id, m.own->name, m.own->unit});
        continue;
      }
      if (m.divisions.empty()) continue;
      const auto& first = g_[m.divisions.front()];
      if (first.level == PlaceLevel::town && m.spelling == Spelling::full && sole(m)) imply(first, span, out);
      const bool clear = m.divisions.size() == 1;
      const auto unit = clear ? finder_.unit_of_code(first.code) : std::string();
      out.push_back({span, first.level, clear ? first.code : std::string(), first.name, unit});
    }
    return out;
  }

  // Whether no other town has the name.
  bool sole(const Mention& m) const {
    return g_.by_name(to_utf8(text_.substr(m.span.start, m.span.end - m.span.start))).size() == 1;
  }

  // What holds the town, as far as the text does not name another of that level.
  void imply(const Division& town, Span span, std::vector<FoundPlace>& out) const {
    for (const auto& m : mentions_) {
      if (m.divisions.empty()) continue;
      const auto& other = g_[m.divisions.front()];
      const size_t shared = other.level == PlaceLevel::province ? 2 : 4;
      if (other.level < PlaceLevel::town && other.code.compare(0, shared, town.code, 0, shared) != 0 &&
          !holds(other, town))
        return;
    }
    for (const size_t digits : {2u, 4u, 6u}) {
      const auto* holder = g_.by_code(std::string_view(town.code).substr(0, digits));
      if (holder == nullptr) continue;
      if (digits == 2 && g_.by_code(holder->code + "01") != nullptr &&
          g_.by_code(holder->code + "01")->name == holder->name)
        continue;
      const bool named = std::any_of(mentions_.begin(), mentions_.end(), [&](const Mention& m) {
        return !m.divisions.empty() && g_[m.divisions.front()].level == holder->level;
      });
      if (named || std::any_of(out.begin(), out.end(), [&](const FoundPlace& f) { return f.level == holder->level; }))
        continue;
      out.push_back({span, holder->level, holder->code, holder->name, finder_.unit_of_code(holder->code)});
    }
  }

  const PlaceFinder& finder_;
  const Gazetteer& g_;
  const Folded& folded_;
  std::u32string_view text_;
  bool address_ = has_address(text_);
  std::vector<Mention> mentions_;
  size_t start_ = 0;     // where the sentence begins
  size_t sentence_ = 0;  // the first mention of the sentence
  bool detail_ = false;  // a road or a number was read in this sentence
};

PlaceFinder::PlaceFinder(std::shared_ptr<const Gazetteer> gazetteer, std::vector<NamedPlace> own,
                         const Simplifier& simplifier)
    : gazetteer_(std::move(gazetteer)), own_(std::move(own)) {
  for (uint32_t i = 0; i < own_.size(); ++i)
    if (auto folded = fold(own_[i].name, simplifier).text; folded.size() >= 2) names_.push_back({std::move(folded), i});
  std::sort(names_.begin(), names_.end(),
            [](const OwnName& a, const OwnName& b) { return std::tie(a.name, a.place) < std::tie(b.name, b.place); });
}

size_t PlaceFinder::longest_own(std::u32string_view rest) const {
  size_t longest = 0;
  auto low = names_.begin(), high = names_.end();
  for (size_t k = 0; k < rest.size() && low != high; ++k) {
    low = std::lower_bound(low, high, rest[k],
                           [k](const OwnName& n, char32_t c) { return n.name.size() <= k || n.name[k] < c; });
    high = std::upper_bound(low, high, rest[k],
                            [k](char32_t c, const OwnName& n) { return n.name.size() > k && c < n.name[k]; });
    if (low != high && low->name.size() == k + 1) longest = k + 1;
  }
  return longest;
}

std::string PlaceFinder::unit_of_code(std::string_view code) const {
  const NamedPlace* nearest = nullptr;
  for (const auto& place : own_)
    if (place.level != PlaceLevel::own && !place.unit.empty() && code.starts_with(place.id) &&
        (nearest == nullptr || nearest->id.size() < place.id.size()))
      nearest = &place;
  return nearest == nullptr ? std::string() : nearest->unit;
}

std::vector<FoundPlace> PlaceFinder::find(const Folded& text) const { return Reader(*this, text).run(); }

PlaceUnit unit_of(const std::vector<FoundPlace>& places) {
  PlaceUnit out;
  for (const auto& place : places) {
    if (place.unit.empty() || place.unit == out.unit) continue;
    if (!out.unit.empty()) out.several = true;
    out.unit = place.unit;
  }
  return out;
}

}  // namespace hb::text
