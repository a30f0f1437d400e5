#include "rulebook/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hb::rulebook {
namespace {

using namespace casework;

/// Two wordings of the same thing; `in` chooses.
struct Both {
  std::string_view zh;
  std::string_view en;
  std::string_view in(Language l) const { return l == Language::zh ? zh : en; }
};

constexpr std::array<Both, kRoles> kRoleWords = {{{"舆情员", "monitor"},
                                                  {"公开回应员", "responder"},
                                                  {"单位负责人", "unit head"},
                                                  {"分管领导", "supervising leader"},
                                                  {"新闻发言人", "spokesperson"},
                                                  {"网上发言人", "online spokesperson"},
                                                  {"办公室", "office coordinator"},
                                                  {"监察", "auditor"},
                                                  {"管理员", "administrator"}}};
constexpr std::array<Both, 3> kKindWords = {{{"办公室", "office"}, {"部门", "department"}, {"分局", "branch"}}};
constexpr std::array<Both, 3> kSizeWords = {{{"大型", "large"}, {"中型", "medium"}, {"小型", "small"}}};
constexpr std::array<Both, kClockOns> kOnWords = {{{"事项", "a case"},
                                                   {"议题", "an issue"},
                                                   {"上级提示", "a directive"},
                                                   {"协办", "help"},
                                                   {"后续承诺", "a follow-up"}}};
constexpr std::array<Both, kClockStarts> kStartWords = {
    {{"网上发布", "it was posted"},
     {"本系统发现", "it was noticed"},
     {"立项", "it was opened"},
     {"定级", "it was graded"},
     {"收到", "it was received"},
     {"提出", "it was asked for"},
     {"作出承诺", "it was promised"},
     {"上一步法定决定", "the decision before it"},
     {"写明下次时间的通报", "a statement that names the next one"},
     {"定下下次时间的研判", "an assessment that sets the next one"}}};
constexpr std::array<Both, kClockEnds> kEndWords = {
    {{"作出初步回应", "the first reply"},
     {"答复", "the answer"},
     {"立项或说明理由不立项", "a case is opened or it is dismissed with a reason"},
     {"书面报告并经签收", "the written report is handed over and acknowledged"},
     {"有人签收", "a person acknowledges it"},
     {"发布权威信息", "the statement is published"},
     {"承办单位签收", "the unit accepts it"},
     {"作出法定决定", "the statutory decision"},
     {"交回协办意见", "the help is given"},
     {"兑现", "it is done"},
     {"研判并记录", "the assessment is on record"},
     {"办结", "it is closed"}}};
constexpr std::array<Both, kCaseKinds> kKindOfCaseWords = {{{"投诉", "complaint"},
                                                            {"举报", "tip-off"},
                                                            {"咨询", "question"},
                                                            {"建议", "suggestion"},
                                                            {"反映工作人员", "about staff"},
                                                            {"媒体", "press"}}};
constexpr std::array<Both, 3> kGradeWords = {{{"一般", "routine"}, {"重大", "serious"}, {"特别重大", "critical"}}};

template <size_t N, class Enum>
std::string_view word(const std::array<Both, N>& words, Enum e, Language l) {
  return words[static_cast<size_t>(e)].in(l);
}

/// One thing a rulebook states, with the lines that tell it. The key stays when the words change.
struct Item {
  std::string key;
  std::string text;  ///< whole lines
};
struct Section {
  std::string title;
  std::vector<Item> items;
};

class Page {
 public:
  Page(const Rulebook& book, Language language)
      : rules_(book.rules), notice_(book.notice), l_(language), zh_(language == Language::zh) {}

  std::vector<Section> write() {
    out_.push_back({});
    item("name", "{}  ({}, {})", name(rules_.name), rules_.id, rules_.version.substr(0, 12));
    head("日历", "Calendar");
    std::string hours;
    for (const OpeningHours& h : rules_.calendar->hours())
      hours += fmt::format("{}{}–{}", hours.empty() ? "" : (zh_ ? "、" : ", "), time(h.from), time(h.to));
    item("hours", zh_ ? "时区 {}；工作日 {}" : "zone {}; working days {}", rules_.calendar->zone().name(), hours);
    years();
    units();
    staffing();
    groups();
    clocks();
    kinds();
    rates();
    grades();
    routing();
    watches();
    accounts();
    noticing();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void item(std::string_view key, std::string_view format, const Args&... args) {
    out_.back().items.push_back({std::string(key), fmt::format(fmt::runtime(format), args...) + '\n'});
  }
  /// One more line of the item.
  template <class... Args>
  void line(std::string_view format, const Args&... args) {
    out_.back().items.back().text += fmt::format(fmt::runtime(format), args...) + '\n';
  }
  void head(std::string_view zh, std::string_view en) { out_.push_back({std::string(zh_ ? zh : en), {}}); }
  std::string name(const Words& w) const { return zh_ || w.en.empty() ? w.zh : w.en; }
  std::string join(const std::vector<std::string>& parts) const {
    return fmt::format("{}", fmt::join(parts, zh_ ? "、" : ", "));
  }
  static std::string time(Seconds s) { return fmt::format("{:02}:{:02}", s.count / 3600, s.count / 60 % 60); }

  std::string amount(int64_t n, std::string_view zh, std::string_view en) const {
    return zh_ ? fmt::format("{} {}", n, zh) : fmt::format("{} {}{}", n, en, n == 1 ? "" : "s");
  }

  std::string length(Seconds s) const {
    if (s.count % 3600 == 0) return amount(s.count / 3600, "小时", "hour");
    return amount(s.count / 60, "分钟", "minute");
  }

  std::string due(const DueRule& d) const {
    switch (d.kind) {
      case DueRule::Kind::working:
        return length(d.length) + (zh_ ? "（工作时间）" : " of working time");
      case DueRule::Kind::working_days:
        return amount(d.days, "个工作日", "working day");
      case DueRule::Kind::elapsed:
        return length(d.length) + (zh_ ? "（连续计时，含夜间和节假日）" : ", nights and holidays included");
      case DueRule::Kind::days:
        return amount(d.days, "日", "calendar day") +
               (d.roll ? (zh_ ? "（遇非工作日顺延）" : ", moved to the next working day") : "");
    }
    return {};
  }

  std::string rung(const Rung& r) const {
    switch (r.kind) {
      case Rung::Kind::unit:
        return name(rules_.unit({r.id})->name);
      case Rung::Kind::group:
        return name(rules_.group(r.id)->name);
      case Rung::Kind::role:
        return std::string(word(kRoleWords, *role_of(r.id), l_));
    }
    return {};
  }

  std::string sized(BranchSize size, std::string_view what) const {
    return fmt::format("{}{}{}", word(kSizeWords, size, l_), zh_ ? "" : " ", what);
  }

  std::string roles(const std::vector<Role>& all) const {
    std::vector<std::string> words;
    words.reserve(all.size());
    for (Role r : all) words.emplace_back(word(kRoleWords, r, l_));
    return join(words);
  }

  void years() {
    for (const int year : rules_.calendar->years_with_notice()) {
      std::vector<std::string> off, on;
      const Day end{date::year{year + 1} / 1 / 1};
      for (Day day{date::year{year} / 1 / 1}; day < end; day += date::days{1}) {
        const DayKind kind = rules_.calendar->kind(day);
        const date::year_month_day d{day};
        if (kind != DayKind::listed_off && kind != DayKind::listed_on) continue;
        (kind == DayKind::listed_off ? off : on)
            .push_back(fmt::format("{}-{:02}", static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day())));
      }
      item(std::to_string(year), zh_ ? "{} 年：休 {}" : "{}: off {}", year, fmt::join(off, " "));
      if (!on.empty()) line(zh_ ? "  调休上班 {}" : "  worked {}", fmt::join(on, " "));
    }
  }

  void units() {
    head("机构", "Units");
    for (const Unit& u : rules_.units) {
      std::string what(word(kKindWords, u.kind, l_));
      if (u.size) what = sized(*u.size, what);
      item(u.id.value, "{}  {} ({})", u.id.value, name(u.name), what);
      if (!u.remit.empty()) line(zh_ ? "  业务：{}" : "  remit: {}", join(u.remit));
      if (!u.places.empty()) line(zh_ ? "  辖区：{}" : "  places: {}", join(u.places));
    }
    for (const Place& p : rules_.places)
      item("place " + p.name.zh, zh_ ? "  地点 {}：{}" : "  place {}: {}", name(p.name),
           p.in.empty() ? (zh_ ? "全市" : "city-wide") : p.in);
  }

  void staffing() {
    if (rules_.staffing.empty()) return;
    head("人员", "People");
    for (const Staffing& s : rules_.staffing)
      item(fmt::format("{}-{}-{}", static_cast<int>(s.kind), s.size ? static_cast<int>(*s.size) : -1,
                       static_cast<int>(s.role)),
           zh_ ? "{}：{} {} 人" : "{}: {} {}",
           s.size ? sized(*s.size, word(kKindWords, s.kind, l_)) : std::string(word(kKindWords, s.kind, l_)),
           word(kRoleWords, s.role, l_),
           s.at_least == s.at_most ? std::to_string(s.at_least) : fmt::format("{}–{}", s.at_least, s.at_most));
    if (!rules_.deputies.empty())
      item("deputies", zh_ ? "须有 AB 岗：{}" : "must have a deputy: {}", roles(rules_.deputies));
  }

  void groups() {
    if (rules_.groups.empty()) return;
    head("小组", "Groups");
    for (const Group& g : rules_.groups) {
      item(g.id, "{}  {}", g.id, name(g.name));
      if (g.chair) line(zh_ ? "  组长：{}" : "  chair: {}", word(kRoleWords, *g.chair, l_));
      if (!g.members.empty()) line(zh_ ? "  成员：{}" : "  members: {}", roles(g.members));
      if (!g.fixed.empty()) line(zh_ ? "  固定成员：{}" : "  fixed: {}", roles(g.fixed));
      if (!g.plus.empty()) line(zh_ ? "  另加：{}" : "  plus: {}", roles(g.plus));
    }
  }

  void clocks() {
    if (rules_.clocks.empty()) return;
    head("时限", "Clocks");
    for (const ClockSpec& c : rules_.clocks) {
      item(c.id, zh_ ? "{}  {}自{}起 {}，至{}" : "{}  {}: from when {}, {}, until {}", c.id, word(kOnWords, c.on, l_),
           word(kStartWords, c.starts, l_), due(c.due), word(kEndWords, c.ends, l_));
      if (c.when) line(zh_ ? "  条件：{}" : "  when {}", to_text(*c.when));
      if (!c.ladder.empty()) {
        std::vector<std::string> rungs;
        for (const Rung& r : c.ladder) rungs.push_back(rung(r));
        line(
            zh_ ? "  逐级提醒：{}{}" : "  told in turn: {}{}", join(rungs),
            c.climb ? fmt::format(fmt::runtime(zh_ ? "（每级 {}）" : " (every {})"), length(*c.climb)) : std::string());
      }
      if (c.extension)
        line(zh_ ? "  可由{}延期，最长 {}{}" : "  {} may extend to {}{}",
             word(kRoleWords, *role_of(c.extension->by), l_), due(c.extension->until),
             c.extension->reason_required ? (zh_ ? "，须说明理由" : ", with a reason") : "");
      if (!c.basis.empty()) line(zh_ ? "  法定依据：{}" : "  by law: {}", c.basis);
      if (!c.after.empty()) line(zh_ ? "  接续：{}" : "  after: {}", c.after);
      if (!c.pause_reasons.empty()) line(zh_ ? "  可暂停：{}" : "  may pause for: {}", join(c.pause_reasons));
    }
  }

  void kinds() {
    if (rules_.kinds.empty()) return;
    head("事项种类", "Kinds of cases");
    for (const KindSpec& k : rules_.kinds) {
      item(name_of(k.kind), zh_ ? "{}：{}匿名" : "{}: {} anonymous", word(kKindOfCaseWords, k.kind, l_),
           k.anonymous ? (zh_ ? "可以" : "may be") : (zh_ ? "不可" : "may not be"));
      if (k.clocks) line(zh_ ? "  时限：{}" : "  clocks: {}", join(*k.clocks));
      if (!k.statutory.empty()) line(zh_ ? "  法定程序：{}" : "  statutory: {}", join(k.statutory));
    }
  }

  void rates() {
    if (rules_.rates.empty()) return;
    head("考核指标", "Rates");
    for (const Rate& r : rules_.rates) {
      item(r.id, "{}  {} ({}{})", r.id, name(r.name), name_of(r.of), r.clock.empty() ? "" : ": " + r.clock);
      if (r.floor) line(zh_ ? "  低于 {}% 的单位点名" : "  units below {} % are named", *r.floor);
      if (r.ceiling) line(zh_ ? "  高于 {}% 的单位点名" : "  units above {} % are named", *r.ceiling);
    }
  }

  void grades() {
    if (rules_.grades.empty()) return;
    head("等级", "Grades");
    for (const GradeSpec& g : rules_.grades) {
      item(name_of(g.grade), zh_ ? "{}，任一条成立：" : "{} if any holds:", word(kGradeWords, g.grade, l_));
      for (const Condition& c : g.any) line("  {}", to_text(c));
    }
  }

  void handler(std::string_view zh, std::string_view en, const std::optional<ConflictHandler>& h) {
    if (!h) return;
    const std::string who = h->unit ? name(rules_.unit(h->unit)->name) : h->outside;
    item(en, zh_ ? "反映{}的，由{}办理" : "about {}: {}", zh_ ? zh : en, who);
  }

  void routing() {
    head("回避与流转", "Conflict and routing");
    handler("部门", "a department", rules_.conflict.department);
    handler("分局", "a branch", rules_.conflict.branch);
    handler("办公室", "the office", rules_.conflict.office);
    handler("领导", "a leader", rules_.conflict.leader);
    if (rules_.routing.returns)
      item("returns", zh_ ? "退回超过 {} 次的报分管领导" : "returned more than {}×: to the supervising leader",
           *rules_.routing.returns);
    if (rules_.routing.redos)
      item("redos", zh_ ? "返工超过 {} 次的报分管领导" : "redone more than {}×: to the supervising leader",
           *rules_.routing.redos);
    item("business-names", rules_.business_names == BusinessNames::shown
                               ? (zh_ ? "被投诉商家的名称公开" : "names of complained-of businesses are shown")
                               : (zh_ ? "被投诉商家的名称不公开" : "names of complained-of businesses are withheld"));
  }

  void watches() {
    if (!rules_.narrow_watch) return;
    const auto& [days, places, voices] = *rules_.narrow_watch;
    head("关注", "Watches");
    item("narrow",
         zh_ ? "{} 天内命中的地点不到 {} 处且独立声音不到 {} 个的，请监察过目"
             : "matching fewer than {1} places and {2} voices within {0} days: put before the auditor",
         days, places, voices);
  }

  void accounts() {
    if (rules_.accounts.empty()) return;
    head("官方账号", "Official accounts");
    for (const OfficialAccount& a : rules_.accounts)
      item(a.id, "{}  {} · {} · {} · {}", a.id, name(a.name), a.channel, name(rules_.unit(a.unit)->name), a.address);
  }

  void noticing() {
    const notice::Options& n = notice_;
    head("发现", "Noticing");
    item("window", zh_ ? "回看 {}" : "looks back {}", amount(n.window.count / 86400, "日", "day"));
    item("join", zh_ ? "自动并入的把握 {}" : "joins by itself from {}", n.join);
    item("suggest", zh_ ? "提示人工判断的把握 {}" : "asks a person from {}", n.suggest);
    item("size-penalty", zh_ ? "议题每大一倍减 {}" : "less {} for every doubling of an issue", n.size_penalty);
    item("same-text", zh_ ? "视为同文的相似度 {}" : "the same text from {}", n.same_text);
    item("growth-min-posts", zh_ ? "增长提醒不迟于 {} 条" : "growth alarms from {} posts at the latest",
         n.growth_min_posts);
    item("growth-false-alarms",
         zh_ ? "增长误报限额：每百万议题日 {} 次" : "at most {} false alarms per million issue-days",
         n.growth_false_alarms);
    item("growth-false-a-week", zh_ ? "增长误报限额：每周 {} 次" : "at most {} false growth alarms a week",
         n.growth_false_a_week);
    head("危害", "Harms");
    for (const notice::Harm& harm : n.harms) {
      item(harm.id, "{}", zh_ || harm.en.empty() ? harm.zh : harm.en);
      line(zh_ ? "  词：{}" : "  words: {}", join(harm.words));
      if (!harm.negations.empty()) line(zh_ ? "  不算：{}" : "  but not: {}", join(harm.negations));
    }
  }

  const Rules& rules_;
  const notice::Options& notice_;
  Language l_;
  bool zh_;
  std::vector<Section> out_;
};

// The titles of both, each once, in the order of a page. A page leaves out what its rulebook does not state.
std::vector<std::string> titles(const std::vector<Section>& was, const std::vector<Section>& is) {
  std::vector<std::string> out;
  auto next = was.begin();
  for (const Section& section : is) {
    const auto same = std::find_if(next, was.end(), [&](const Section& s) { return s.title == section.title; });
    if (same != was.end())
      for (; next != same + 1; ++next) out.push_back(next->title);
    else
      out.push_back(section.title);
  }
  for (; next != was.end(); ++next) out.push_back(next->title);
  return out;
}

std::vector<Item> items_of(const std::vector<Section>& page, const std::string& title) {
  const auto found = std::ranges::find(page, title, &Section::title);
  return found == page.end() ? std::vector<Item>{} : found->items;
}

std::string marked(std::string_view lines, std::string_view mark) {
  std::string out;
  for (size_t at = 0; at < lines.size();) {
    const size_t end = lines.find('\n', at) + 1;
    out.append(mark).append(lines.substr(at, end - at));
    at = end;
  }
  return out;
}

}  // namespace

std::string in_words(const Rulebook& rulebook, Language language) {
  std::string out;
  for (const Section& section : Page(rulebook, language).write()) {
    if (!section.title.empty()) out += "\n## " + section.title + "\n";
    for (const Item& one : section.items) out += one.text;
  }
  return out;
}

std::string differences(const Rulebook& before, const Rulebook& after, Language language) {
  const std::vector<Section> was = Page(before, language).write();
  const std::vector<Section> is = Page(after, language).write();
  std::string out;
  for (const std::string& title : titles(was, is)) {
    const std::vector<Item> old_items = items_of(was, title), new_items = items_of(is, title);
    std::string changed;
    for (const Item& one : old_items) {
      const auto now = std::ranges::find(new_items, one.key, &Item::key);
      if (now != new_items.end() && now->text == one.text) continue;
      changed += marked(one.text, "- ");
      if (now != new_items.end()) changed += marked(now->text, "+ ");
    }
    for (const Item& one : new_items)
      if (std::ranges::find(old_items, one.key, &Item::key) == old_items.end()) changed += marked(one.text, "+ ");
    if (changed.empty()) continue;
    if (!out.empty()) out += '\n';
    if (!title.empty()) out += "## " + title + "\n";
    out += changed;
  }
  return out;
}

}  // namespace hb::rulebook
