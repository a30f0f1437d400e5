// One desk-day after another from consecutive seeds: people of every unit, citizens, posts, time and restarts, in any
// order and mostly not in the order the rules want. Whatever they do, the promises of the desk must hold; each is
// checked from the record alone, by other means than the code that made it. On a breach: the seed, the step and which.
//
// simulate SECONDS SEED | simulate --seeds N SEED

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "desk/reviews.h"
#include "ledger/entry.h"
#include "rulebook/holidays.h"
#include "tests/support/desk_world.h"
#include "tests/support/rulebooks.h"
#include "tests/support/slow_clock.h"
#include "tests/support/slow_merkle.h"

namespace hb::test {
namespace {

using namespace casework;

constexpr int kSteps = 250;

constexpr std::string_view kTexts[] = {
    "望江码头买的虾，三斤回家变两斤二两，电子秤有问题",
    "东城第三小学的孩子吃完午饭上吐下泻，送到医院住院输液，电话13800138000",
    "惠邻鲜超市的牛奶过期三天还在卖，孩子喝了拉肚子",
    "万象健身关门了，预付卡里还有两千块没人管",
    "登记许可窗口跑了五趟，每次说法都不一样",
    "今天江边的晚霞真好看",
    "26路公交又甩站了，天天迟到",
    "你们局就是一群吃干饭的，骂你们都嫌累",
};
constexpr std::string_view kPlaces[] = {"东城区", "西湾区", "南港区", "北岭县", "明川市"};
constexpr std::string_view kMatters[] = {"food", "price", "consumer", "licence", ""};

struct Breach {
  std::string what;
};

void must(bool holds, const std::string& what) {
  if (!holds) throw Breach{what};
}

class Day {
 public:
  explicit Day(uint64_t seed) : choose_(seed) {
    w_.random.next = seed;
    // Every third begins at the end of a year, so that its clocks reach into one whose notice is not out.
    const bool new_year = seed % 3 == 0;
    w_.clock.at = {(new_year ? 1798416000 : 1772496000) + static_cast<int64_t>(seed % 7) * 86400};
    int64_t id = 0;
    for (const auto& unit : w_.book.rules.units)
      for (const Role role : {Role::monitor, Role::responder, Role::unit_head, Role::online_spokesperson})
        people_.push_back({{++id}, "甲", {{role, unit.id}}});
    const UnitId office = office_of(w_.book.rules);
    people_.push_back({{++id}, "乙", {{Role::office, office}}});
    people_.push_back({{++id}, "乙", {{Role::spokesperson, office}}});
    people_.push_back({{++id}, "丁", {{Role::auditor, office}}});
    people_.push_back({{++id}, "丁", {{Role::supervising_leader, office}}});
    // One person with every part in one unit, one who audits and leads: no rule may be satisfied by them alone.
    people_.push_back({{++id}, "戊", {{Role::auditor, office}, {Role::supervising_leader, {"east"}}}});
    people_.push_back({{++id},
                       "丙",
                       {{Role::responder, {"east"}},
                        {Role::unit_head, {"east"}},
                        {Role::online_spokesperson, {"east"}},
                        {Role::monitor, {"east"}}}});
    for (auto& clock : w_.book.rules.clocks)
      if (clock.id == "final-answer") clock.pause_reasons = {"testing"};
    rulebook::Findings findings;
    const auto bytes = tests::source_file("rulebooks/calendars/cn.json").value();
    holidays_ = rulebook::parse_holidays(bytes, "cn.json", findings);
    holidays_.erase(2027);
    must(findings.empty(), "the shipped holidays are read");
    adopt("with pauses");
    must(w_.hearing.load().has_value() && w_.log.open().has_value(), "an empty desk opens");
  }

  void run() {
    for (step_ = 0; step_ < kSteps; ++step_) {
      act();
      if (step_ % 50 == 49) check();
    }
    w_.clock.at = w_.clock.at + hours(24 * 30);
    tick();
    check();
    check_ledger();
  }
  int step() const { return step_; }
  int64_t words() const { return words_; }
  int64_t named() const { return named_; }

 private:
  size_t any(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(choose_); }
  template <class List>
  const auto& one_of(const List& list) {
    return list[any(std::size(list))];
  }

  CaseNumber some_case() { return *std::next(numbers_.begin(), static_cast<std::ptrdiff_t>(any(numbers_.size()))); }

  void act() {
    if (any(120) == 0) return change_rules();
    switch (any(12)) {
      case 11:
        return review_command();
      case 10:
        return regroup();
      case 0:
        return hear();
      case 1:
        return complain();
      case 2:
        return open();
      case 3:
      case 4:
      case 5:
      case 6:
        return command();
      case 7:
        return issue_command();
      case 8:
        w_.clock.at = w_.clock.at + Seconds{static_cast<int64_t>(any(6 * 3600))};
        return tick();
      default:
        return restart();
    }
  }

  // Another version of the rules from now on; clocks that run keep theirs.
  void adopt(const std::string& version) {
    Rules& rules = w_.book.rules;
    rules.version = version;
    rules.calendar = std::make_shared<const Calendar>(rules.calendar->zone(), rules.calendar->hours(), holidays_);
    slow_.emplace(version, tests::SlowClock{date::locate_zone("Asia/Shanghai"), rules.calendar->hours(), holidays_});
    w_.wiring.rules.adopt(std::make_shared<const Rules>(rules));
  }

  void change_rules() {
    const auto version = "v" + std::to_string(slow_.size());
    if (any(2) == 0) {  // longer and shorter promises
      for (auto& clock : w_.book.rules.clocks) {
        if (clock.id == "first-reply") clock.due.length = hours(1 + static_cast<int64_t>(any(6)));
        if (clock.id == "final-answer") clock.due.days = 1 + static_cast<int>(any(9));
      }
      return adopt(version);
    }
    // Next year's notice is out: what was reckoned without it is reckoned again.
    const date::local_days first{date::year{2027} / 1 / 1};
    holidays_[2027] = {
        .source = "", .published = "", .off = {first, first + date::days{1 + static_cast<int>(any(9))}}, .on = {}};
    adopt(version);
    const Recompute again{w_.wiring.rules.versions()};
    for (const auto& number : numbers_)
      must(w_.cases.act(the_desk(), number, again).has_value(), "a case is reckoned again");
    const auto issues = w_.store.issues({.remit_only = false, .at_least = {}, .limit = 500}).value();
    for (const auto& row : issues)
      must(w_.issues.act(the_desk(), row.id, again).has_value(), "an issue is reckoned again");
  }

  void hear() {
    const std::string url = "http://forum.example/t/" + std::to_string(any(40));
    const std::string author = "网友" + std::to_string(any(9));
    const desk::Incoming in{.source = "forum",
                            .publisher = "",
                            .url = url,
                            .published_at = w_.clock.at,
                            .title = "",
                            .text = one_of(kTexts),
                            .author = author};
    must(w_.hearing.hear({&in, 1}).has_value(), "a post is heard");
  }

  void complain() {
    desk::Complaint complaint;
    complaint.title = complaint.text = std::string(one_of(kTexts));
    complaint.places = {std::string(one_of(kPlaces))};
    complaint.matter = std::string(one_of(kMatters));
    complaint.answer_privately = any(4) == 0;
    if (any(5) == 0) {
      complaint.kind = CaseKind::about_staff;
      complaint.about = one_of(w_.book.rules.units).id;
    }
    const auto receipt = w_.cases.complain(complaint, w_.vault);
    must(receipt.has_value(), "a complaint is taken");
    must(numbers_.insert(receipt->number).second, "no number is given twice");
  }

  void open() {
    CaseOpened facts;
    facts.title = facts.summary = "反映一处摊位短秤";
    facts.places = {std::string(one_of(kPlaces))};
    facts.matter = std::string(one_of(kMatters));
    facts.posted_at = facts.noticed_at = w_.clock.at;
    const auto issues = w_.store.issues({}).value();
    if (!issues.empty() && any(2) == 0) facts.issue = one_of(issues).id;
    if (any(5) == 0) facts.about = one_of(w_.book.rules.units).id;
    if (const auto number = w_.cases.open(one_of(people_), facts))
      must(numbers_.insert(*number).second, "no number is given twice");
  }

  void command() {
    if (numbers_.empty()) return;
    const CaseNumber number = some_case();
    const Case state = w_.cases.load(number).value();
    const Draft* draft = state.drafts.empty() ? nullptr : &one_of(state.drafts);
    const DraftId id = draft == nullptr ? DraftId{1} : draft->id;
    const Digest hash = draft == nullptr || any(8) == 0 ? sha256("another text") : draft->hash;
    const Part part = static_cast<Part>(any(4));
    const int help = static_cast<int>(any(static_cast<int64_t>(state.helps.size()) + 2));
    const CaseCommand commands[] = {
        Accept{},
        Accept{},
        ReturnDispatch{"不属于本单位职责"},
        DispatchTo{one_of(w_.book.rules.units).id, "按职责转办"},
        WriteDraft{part, "经查，情况属实。" + std::to_string(any(1000)), ""},
        WriteDraft{Part::answer, "经查，情况属实。", any(2) == 0 ? "另告知您本人" : "", some_promises()},
        Approve{id, hash},
        Approve{id, hash},
        Publish{id, hash},
        Publish{id, hash},
        SendBack{id, "请补充证据"},
        Extend{"final-answer", "需要检验"},
        PauseClock{"final-answer", "testing", "样品送检"},
        ResumeClock{"final-answer"},
        Merge{{.number = some_case(), .unit = {}, .about = {}}, "同一件事"},
        Unmerge{"不是同一件事"},
        AddNote{"已到现场", static_cast<NoteFor>(any(3))},
        AskHelp{one_of(w_.book.rules.units).id, "核实进货台账"},
        EndHelp{help, "不再需要"},
        KeepPromise{static_cast<int>(any(3)), "已复查"},
        SayNotOurs{"市交通运输局", "12328", "不属市场监管职责"},
        ExplainMiss{"final-answer", static_cast<int>(1 + any(2)), "检测报告晚到"}};
    if (any(2) == 0) return next_step(number, state);
    // Mostly somebody of the unit in charge, so that something happens; sometimes anybody.
    std::vector<Actor> able;
    for (const auto& person : people_)
      for (const auto& grant : person.grants)
        if (grant.unit == state.unit || grant.unit == office_of(w_.book.rules)) able.push_back(person);
    const Actor& actor = able.empty() || any(5) == 0 ? one_of(people_) : one_of(able);
    (void)w_.cases.act(actor, number, one_of(commands));
  }

  std::vector<Promise> some_promises() {
    std::vector<Promise> out;
    for (int64_t n = any(3); n > 1; --n)
      out.push_back({"复查整改情况", (w_.clock.at.seconds + 8 * 3600) / 86400 + static_cast<int64_t>(any(20))});
    return out;
  }

  // What the case waits for, by whose turn it is.
  void next_step(const CaseNumber& number, const Case& state) {
    const Unit* unit = w_.book.rules.unit(state.unit);
    if (unit == nullptr) return;
    const UnitId speaker = unit->kind == UnitKind::branch ? state.unit : office_of(w_.book.rules);
    const auto by = [&](Role role, const UnitId& of, const CaseCommand& command) {
      (void)w_.cases.act(only(role, of), number, command);
    };
    const bool answered = state.state == CaseState::answered;
    const Part part = answered ? (any(2) == 0 ? Part::correction : Part::retraction)
                               : (any(3) == 0 ? Part::first_reply : Part::answer);
    if (answered && any(3) == 0) {
      const bool of_unit = any(3) == 0;
      (void)w_.cases.rate(number, {static_cast<Solved>(any(3)), static_cast<int>(1 + any(kMostSatisfied)), of_unit});
      return;
    }
    if (any(40) == 0) return (void)w_.cases.act(the_citizen(), number, Withdraw{});
    for (const CaseClock& clock : state.clocks)
      if (clock.outcome == ClockOutcome::missed && clock.why_missed.empty() && any(6) == 0)
        return by(Role::unit_head, state.unit, ExplainMiss{clock.id, clock.round, "检测报告晚到"});
    for (size_t i = 0; i < state.helps.size(); ++i) {
      const Help& help = state.helps[i];
      if (help.state == HelpState::asked && any(2) == 0)
        return by(Role::responder, help.unit, WriteHelp{static_cast<int>(i) + 1, {"台账齐全", "票据", "并案"}});
      if (help.state == HelpState::written && any(2) == 0)
        return by(Role::unit_head, help.unit, SignHelp{static_cast<int>(i) + 1, help.hash});
    }
    for (size_t i = 0; i < state.follow_ups.size(); ++i)
      if (any(4) == 0) return by(Role::unit_head, state.unit, KeepPromise{static_cast<int>(i) + 1, "已复查"});
    if (answered && any(4) != 0) return;
    const Draft* draft = state.current(part);
    if (state.state == CaseState::dispatched) return by(Role::responder, state.unit, Accept{});
    if (any(6) == 0) {
      const bool paused = std::ranges::any_of(state.clocks, &CaseClock::paused);
      return paused ? by(Role::unit_head, state.unit, ResumeClock{"final-answer"})
                    : by(Role::unit_head, state.unit, PauseClock{"final-answer", "testing", "样品送检"});
    }
    if (draft == nullptr || draft->state == DraftState::sent_back)
      return by(Role::responder, state.unit,
                WriteDraft{part, "经查，情况属实。" + std::to_string(any(1000)), "",
                           answers(part) ? some_promises() : std::vector<Promise>{}});
    if (draft->state == DraftState::drafted) return by(Role::unit_head, state.unit, Approve{draft->id, draft->hash});
    by(Role::online_spokesperson, speaker, Publish{draft->id, draft->hash});
  }

  void issue_command() {
    const auto issues = w_.store.issues({}).value();
    if (issues.empty()) return;
    const IssueId id = one_of(issues).id;
    const Issue state = w_.issues.load(id).value();
    const auto* draft = state.statements.empty() ? nullptr : &one_of(state.statements);
    const DraftId number = draft == nullptr ? DraftId{1} : draft->id;
    const Digest hash = draft == nullptr ? Digest{} : draft->hash;
    if (any(2) == 0) return next_word(state);
    const IssueCommand commands[] = {SetGrade{static_cast<Grade>(any(3)), "现场情况"},
                                     Dismiss{"与本局职责无关"},
                                     DraftStatement{"情况通报", "截至20时，已查封相关食品。", "", next_at()},
                                     ApproveStatement{number, hash},
                                     PublishStatement{number, hash},
                                     SendBackStatement{number, "请写明依据"}};
    (void)w_.issues.act(one_of(people_), id, one_of(commands));
  }

  // The statement or assessment an issue waits for, by whose turn it is.
  void next_word(const Issue& state) {
    const UnitId office = office_of(w_.book.rules);
    const auto by = [&](Role role, const IssueCommand& command) {
      (void)w_.issues.act(only(role, office), state.id, command);
    };
    if (any(4) == 0)
      return by(Role::spokesperson, RecordAssessment{.held_at = w_.clock.at,
                                                     .present = {only(Role::spokesperson, office).user},
                                                     .findings = "同一供货商",
                                                     .decision = "统一检查",
                                                     .next_at = next_at()});
    const StatementDraft* last = state.statements.empty() ? nullptr : &state.statements.back();
    if (last != nullptr && last->state == DraftState::drafted)
      return by(Role::spokesperson, ApproveStatement{last->id, last->hash});
    if (last != nullptr && last->state == DraftState::approved)
      return by(Role::online_spokesperson, PublishStatement{last->id, last->hash});
    by(Role::responder, DraftStatement{"情况通报", "截至20时，已查封相关食品。", "", next_at()});
  }

  // Who has this part and no other.
  const Actor& only(Role role, const UnitId& unit) const {
    const auto found = std::ranges::find(people_, std::vector<Grant>{{role, unit}}, &Actor::grants);
    must(found != people_.end(), "somebody has the part " + std::string(name_of(role)));
    return *found;
  }

  std::optional<Instant> next_at() {
    if (any(2) == 0) return std::nullopt;
    return w_.clock.at + hours(any(200));
  }

  void regroup() {
    const auto issues = w_.store.issues({.remit_only = false, .at_least = {}}).value();
    if (issues.empty()) return;
    const IssueId one = one_of(issues).id, other = one_of(issues).id;
    const Issue state = w_.issues.load(one).value();
    const auto posts = w_.store.posts_of_issue(one, 0, 50).value();
    std::vector<PostId> some;
    for (const auto& post : posts)
      if (any(3) == 0) some.push_back(post.id);
    const IssueId within = state.took_in.empty() ? other : one_of(state.took_in).other;
    const desk::Regroup acts[] = {desk::MergeIssues{.one = one, .other = other, .reason = "同一件事"},
                                  desk::PartIssues{one, within, "不是同一件事"},
                                  desk::MoveThem{one, some, any(2) == 0 ? other : IssueId{}, "另一件事"}};
    (void)w_.hearing.regroup(one_of(people_), one_of(acts));
  }

  void tick() {
    must(w_.cases.tick().has_value() && w_.issues.tick().has_value(), "clocks are looked at");
    must(desk::enter_receipts(w_.wiring).has_value(), "receipts are entered");
    Result<bool> more = true;
    while (more && *more) more = w_.log.sequence();
    must(more.has_value(), "the log is sequenced");
  }

  // What is in memory only is gone; the record and the files stay.
  void restart() {
    must(w_.hearing.load().has_value(), "hearing goes on after a restart");
    must(w_.log.open().has_value(), "the log opens after a restart");
  }

  // Whoever may do it, from anybody on.
  void review_command() {
    const auto rows = w_.store.records(RecordKind::review, "", 0, 100).value();
    if (rows.empty()) return;
    const RecordId id = one_of(rows).id;
    const auto state = desk::load_record<Review, ReviewEvent>(w_.store, id).value();
    const casework::Day today = w_.book.rules.calendar->zone().day_at(w_.clock.at);
    const ReviewCommand commands[] = {
        WriteFinding{"值班空缺"}, StateReview{"已补值班"},
        CloseReview{"改进交接", {{"双人签字", one_of(w_.book.rules.units).id, today.time_since_epoch().count()}}},
        DoMeasure{static_cast<int>(any(3)), "已实行"}};
    const ReviewCommand& command = one_of(commands);
    desk::Reviews reviews(w_.wiring);
    const size_t first = any(people_.size());
    for (size_t i = 0; i < people_.size(); ++i)
      if (reviews.act(people_[(first + i) % people_.size()], id, command, state.version)) return;
  }

  // No unit judges itself, nobody is two of a review's people, and nothing late is closed over without a word.
  void check_reviews() {
    std::set<std::string> asked;
    const auto rows = w_.store.records(RecordKind::review, "", 0, 500).value();
    for (const auto& row : rows) {
      Review state;
      UserId finder;
      const auto history = w_.store.record_events(row.id).value();
      for (const auto& recorded : history) {
        const auto& event = std::get<ReviewEvent>(recorded.event);
        apply(state, recorded.at, recorded.by, event);
        if (std::holds_alternative<ReviewOpened>(event)) must(!recorded.by, "the desk alone opens a review");
        if (std::holds_alternative<ReviewFound>(event)) finder = recorded.by;
        if (std::holds_alternative<ReviewStated>(event))
          must(heads(recorded.by, state.opened.unit), "a unit's statement is its head's");
        if (!std::holds_alternative<ReviewClosed>(event)) continue;
        must(recorded.by != finder, "who found it does not decide it");
        must(state.opened.unit == office_of(w_.book.rules) || !accountability(state.opened.cause) ||
                 !of_unit(recorded.by, state.opened.unit),
             "no unit judges itself: " + row.id.value);
      }
      const ReviewOpened& about = state.opened;
      must(asked
               .insert(about.number.value + "/" + std::to_string(about.issue.value) + "/" +
                       std::string(name_of(about.cause)) + about.clock + std::to_string(about.round))
               .second,
           "nothing is reviewed twice: " + row.id.value);
    }
    for (const auto& number : numbers_) {
      const Case state = w_.cases.load(number).value();
      for (const ReviewOpened& owed : reviews_owed(state, w_.book.rules))
        must(asked.contains(number.value + "/0/" + std::string(name_of(owed.cause)) + owed.clock +
                            std::to_string(owed.round)),
             "what is late and over without a word is reviewed: " + number.value);
    }
  }

  // The board tells what the posts say, and a promise of what was merged away runs on where it went.
  void check_grouping() {
    std::map<IssueId, std::pair<int64_t, int64_t>> counted;
    const auto each = [&](const desk::Post& post) {
      auto& [texts, copies] = counted[post.issue];
      ++(post.same_text_as ? copies : texts);
      return true;
    };
    must(w_.store.each_post(each).has_value(), "posts are read");
    for (const auto& [id, count] : counted) {
      const auto row = w_.store.issue_row(id).value();
      const std::string which = std::to_string(id.value);
      must(row.has_value() && !row->merged_into, "no post is in an issue that was merged away: " + which);
      must(row->posts == count.first && row->copies == count.second,
           "an issue's counts are those of its posts: " + which);
    }
    for (int64_t id = 1; id <= 200; ++id) {
      const auto state = w_.issues.load({id});
      if (!state || !state->merged_into) continue;
      must(state->merged_into < state->id, "the older lives on");
      must(std::ranges::all_of(state->clocks, [](const CaseClock& c) { return c.ended_at.has_value(); }),
           "what was merged away has no running clock");
      const auto into = w_.issues.load(state->merged_into);
      must(into && std::ranges::count(into->took_in, state->id, &IssueTookIn::other) == 1, "both sides know of it");
    }
  }

  bool heads(UserId user, const UnitId& unit) const {
    return std::ranges::any_of(people_,
                               [&](const Actor& one) { return one.user == user && one.has(Role::unit_head, unit); });
  }

  // Whatever an answer said will follow has a clock of that day, which only its keeping or the answer's retraction
  // ends.
  void check_promises(const Case& state) {
    size_t said = 0;
    for (const auto& draft : state.drafts) {
      if (draft.state != DraftState::published) continue;
      for (const auto& promise : draft.promises) {
        must(draft.text.find(promise.what) != std::string::npos, "a promise stands in the public text");
        must(said < state.follow_ups.size() && state.follow_ups[said].promise == promise, "no promise is lost");
        ++said;
        const CaseClock* clock = state.clock(ClockEnd::done, static_cast<int>(said));
        const FollowUp& follow_up = state.follow_ups[said - 1];
        must(clock != nullptr && clock->due->seconds == (promise.by_day + 1) * 86400 - 8 * 3600,
             "a promise has a clock until the end of its day");
        must(clock->ended_at.has_value() == (follow_up.kept_at || follow_up.void_),
             "a promise ends only by its keeping");
        const bool retracted = std::ranges::any_of(state.drafts, [&](const Draft& one) {
          return one.part == Part::retraction && one.state == DraftState::published && one.id > draft.id;
        });
        must(!follow_up.void_ || retracted, "only a retraction takes a promise back");
      }
    }
    must(said == state.follow_ups.size(), "nothing is promised that was not said");
  }

  void check() {
    check_grouping();
    check_reviews();
    int64_t words = 0, named = 0;
    for (const auto& number : numbers_) {
      const auto history = w_.store.case_events(number).value();
      Case state;
      for (const auto& recorded : history) {
        may(state, recorded);
        apply(state, recorded);
        must(!of_unit(recorded.by, state.opened.about), "the criticised unit never acts: " + number.value);
        if (std::holds_alternative<Published>(recorded.event)) ++words;
        if (const auto* given = std::get_if<HelpGiven>(&recorded.event))
          must(heads(recorded.by, state.helps.at(static_cast<size_t>(given->help) - 1).unit),
               "a unit's part is signed by its own head: " + number.value);
        if (const auto* asked = std::get_if<HelpAsked>(&recorded.event))
          must(asked->unit != state.opened.about, "the criticised unit is not asked: " + number.value);
      }
      check_promises(state);
      std::optional<Instant> next;
      for (const auto& clock : state.clocks)
        if (clock.outcome == ClockOutcome::running && clock.due && (!next || *clock.due < *next)) next = clock.due;
      if (state.parent) {
        const auto parent = w_.cases.load(state.parent);
        must(parent && std::ranges::count(parent->children, number) == 1, "both sides know of a merge");
        must(parent->opened.about == state.opened.about, "only like goes with like");
        must(!parent->parent, "a parent is nobody's child");
        must(!closed(parent->state) || closed(state.state),
             "who was merged is answered with the parent: " + number.value);
      }
      for (const auto& child : state.children)
        must(w_.cases.load(child)->parent == number, "both sides know of a merge");
      must(w_.store.case_row(number).value()->next_due == next, "the inbox shows the next clock");
      for (const auto& draft : state.drafts) {
        if (draft.state != DraftState::published) continue;
        must(draft.hash == draft_hash(draft.part, draft.text, draft.note), "what was approved is what went out");
        must(draft.approver && draft.approver != draft.author, "two people stand behind a reply: " + number.value);
        if (draft.part != Part::first_reply)
          must(draft.publisher && draft.publisher != draft.author && draft.publisher != draft.approver,
               "three people stand behind an answer: " + number.value);
      }
      check_clocks(state.clocks, number.value);
    }
    desk::IssueFilter everything;
    everything.remit_only = false;
    everything.limit = 500;
    const auto issues = w_.store.issues(everything).value();
    for (const auto& row : issues) {
      const Issue state = w_.issues.load(row.id).value();
      const auto history = w_.store.issue_events(row.id).value();
      for (const auto& recorded : history) may(recorded);
      for (const auto& draft : state.statements) {
        if (draft.state != DraftState::published) continue;
        ++words;
        must(std::set<UserId>{draft.author, draft.approver, draft.publisher}.size() == 3,
             "three people stand behind a statement");
        const auto promised = [&](const CaseClock& clock) {
          return clock.id == "statement-update" && clock.from == draft.published_at && clock.due == draft.next_at;
        };
        must(!draft.next_at || std::ranges::any_of(state.clocks, promised), "what a statement names runs on a clock");
        named += draft.next_at.has_value();
      }
      for (const auto& assessed : state.assessments) {
        const auto promised = [&](const CaseClock& clock) {
          return clock.id == "re-assessment" && clock.from == assessed.at && clock.due == assessed.record.next_at;
        };
        must(!assessed.record.next_at || std::ranges::any_of(state.clocks, promised),
             "when the group meets again runs on a clock");
        named += assessed.record.next_at.has_value();
      }
      check_clocks(state.clocks, std::to_string(row.id.value));
      for (const auto& clock : state.clocks) {
        if (clock.ended_at ||
            told_at_start({.clock = clock.id, .from = {}, .due = {}, .rules = {}}, w_.book.rules).empty())
          continue;
        const auto about = [&](const Notice& n) { return n.told.clock == clock.id && n.told.round == clock.round; };
        must(std::ranges::any_of(state.notices, about),
             "somebody is told of a promise: " + std::to_string(row.id.value));
      }
    }
    int64_t entered = 0;
    const auto rows = w_.store.ledger_rows(0, w_.store.ledger_size().value()).value();
    for (const auto& row : rows) {
      const auto kind = ledger::parse_entry(row.leaf).value().kind;
      if (kind != ledger::EntryKind::receipt && kind != ledger::EntryKind::note) ++entered;
    }
    words_ = words;
    named_ = named;
    must(entered == words, "every official word is in the ledger once, and nothing else");
  }

  bool plays(UserId user, Role role, const UnitId& unit) const {
    return std::ranges::any_of(people_, [&](const Actor& one) {
      return one.user == user && std::ranges::any_of(one.grants, [&](const Grant& grant) {
               return grant.role == role && (!unit || grant.unit == unit);
             });
    });
  }

  // Who may, told apart from the table in casework: `before` is the case as the event found it.
  void may(const Case& before, const Recorded& recorded) const {
    if (!recorded.by) return;
    const auto is = [&](Role role, const UnitId& unit) { return plays(recorded.by, role, unit); };
    const UnitId office{"office"}, unit = before.unit;
    const std::string who = ": " + std::to_string(recorded.by.value) + " in " + before.opened.number.value;
    const bool taken_up =
        std::holds_alternative<Accepted>(recorded.event) || std::holds_alternative<Returned>(recorded.event);
    if (taken_up && !before.parent)  // what is merged goes where its parent is, whoever merged it
      must(of_unit(recorded.by, unit), "a unit takes up and returns its own" + who);
    if (std::holds_alternative<Drafted>(recorded.event))
      must(is(Role::responder, unit) || (unit == office && is(Role::office, office)), "its responders draft" + who);
    if (std::holds_alternative<Approved>(recorded.event) || std::holds_alternative<ClockExtended>(recorded.event) ||
        std::holds_alternative<ClockPaused>(recorded.event))
      must(is(Role::unit_head, unit), "its head approves, extends and pauses" + who);
    const auto* published = std::get_if<Published>(&recorded.event);
    const Draft* draft = published == nullptr ? nullptr : before.draft(published->draft);
    if (draft == nullptr || draft->part == Part::first_reply) return;
    const Unit* speaking = w_.book.rules.unit(unit);
    const bool branch = speaking != nullptr && speaking->kind == UnitKind::branch;
    must(is(Role::online_spokesperson, branch ? unit : office), "the online spokesperson publishes" + who);
  }
  void may(const IssueRecorded& recorded) const {
    if (!recorded.by) return;
    const auto is = [&](Role role, const char* unit) { return plays(recorded.by, role, {unit}); };
    if (std::holds_alternative<StatementApproved>(recorded.event))
      must(is(Role::spokesperson, ""), "the spokesperson approves statements");
    if (std::holds_alternative<StatementPublished>(recorded.event))
      must(is(Role::online_spokesperson, "office"), "the bureau's online spokesperson publishes them");
    if (std::holds_alternative<GradeSet>(recorded.event))
      must(is(Role::monitor, "") || is(Role::office, "") || is(Role::spokesperson, "") ||
               is(Role::online_spokesperson, ""),
           "who files and who speaks grades");
  }

  // Reckoned second by second, by the length of the version that made it and the holidays it was last reckoned with.
  void check_due(const CaseClock& clock, const std::string& whose) {
    const auto made = w_.wiring.rules.version(clock.rules);
    must(made != nullptr, "the version that made a clock is known: " + whose);
    const ClockSpec* spec = made->clock(clock.id.substr(0, clock.id.find('#')));
    if (spec == nullptr || spec->starts == ClockStart::promised || spec->starts == ClockStart::published ||
        spec->starts == ClockStart::assessed)
      return;  // due when a person said
    std::string key = clock.rules + "|" + clock.calendar + "|" + spec->id + "|" + std::to_string(clock.from.seconds) +
                      "|" + std::to_string(clock.extended);
    for (const auto& pause : clock.pauses)
      key += "|" + std::to_string(pause.from.seconds) + "-" + std::to_string(pause.to.value_or(Instant{}).seconds);
    auto [at, fresh] = reckoned_.try_emplace(std::move(key));
    if (fresh)
      at->second = slow_.at(clock.calendar.empty() ? clock.rules : clock.calendar).due(*spec, run_of(clock)).due;
    must(at->second == clock.due->seconds, "a clock is due when its rule says, counted by hand: " + clock.id + " of " +
                                               whose + ": " + std::to_string(clock.due->seconds) + " for " +
                                               std::to_string(at->second) + " by " + at->first);
  }

  void check_clocks(const std::vector<CaseClock>& clocks, const std::string& whose) {
    for (const auto& clock : clocks) {
      if (!clock.due) continue;
      check_due(clock, whose);
      must(!clock.paused(), "what has a due time is not paused: " + whose);
      if (!clock.ended_at || clock.outcome == ClockOutcome::not_required) continue;
      const bool late = *clock.ended_at > *clock.due;
      must(late == (clock.outcome == ClockOutcome::missed), "late is missed and in time is met: " + whose);
    }
  }

  bool of_unit(UserId user, const UnitId& unit) const {
    if (!unit) return false;
    for (const auto& person : people_)
      for (const auto& grant : person.grants)
        if (person.user == user && grant.unit == unit) return true;
    return false;
  }

  void check_ledger() {
    w_.clock.at = w_.clock.at + minutes(2);
    tick();
    const auto rows = w_.store.ledger_rows(0, w_.store.ledger_size().value()).value();
    const auto state = w_.store.ledger_state().value();
    must(state.size == static_cast<int64_t>(rows.size()), "every row is under the checkpoint");
    std::vector<Digest> leaves;
    size_t receipts = 0;
    for (const auto& row : rows) {
      leaves.push_back(ledger::leaf_hash(row.leaf));
      if (ledger::parse_entry(row.leaf)->kind == ledger::EntryKind::receipt) ++receipts;
    }
    must(receipts == numbers_.size(), "every complaint has its receipt");
    if (!leaves.empty())
      must(state.root == view(slow::root(leaves, 0, leaves.size())), "the signed root is that of the rows");
    for (size_t i = 0; i < rows.size(); i += 17) {
      const auto proof = w_.log.proof(static_cast<int64_t>(i));
      must(proof && ledger::verify_proof(*proof, rows[i].leaf, w_.signer.key()), "an entry proves itself");
    }
  }

  DeskWorld w_;
  std::mt19937_64 choose_;
  std::vector<Actor> people_;
  std::set<CaseNumber> numbers_;
  int step_ = 0;
  Holidays holidays_;
  std::map<std::string, tests::SlowClock> slow_;  ///< by version
  std::map<std::string, int64_t> reckoned_;       ///< what it answered
  int64_t words_ = 0;
  int64_t named_ = 0;  ///< times that a statement or an assessment named
};

}  // namespace
}  // namespace hb::test

int main(int argc, char** argv) {
  const bool counted = argc == 4 && std::string_view(argv[1]) == "--seeds";
  if (argc != 3 && !counted) {
    std::fputs("simulate SECONDS SEED | simulate --seeds N SEED\n", stderr);
    return 2;
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[1]));
  const uint64_t first = std::strtoull(argv[argc - 1], nullptr, 10);
  const uint64_t last = counted ? first + std::strtoull(argv[2], nullptr, 10) : 0;
  uint64_t seed = first;
  int64_t words = 0, named = 0;
  do {
    hb::test::Day day(seed);
    try {
      day.run();
    } catch (const hb::test::Breach& breach) {
      std::printf("seed %llu, step %d: broken: %s\n", static_cast<unsigned long long>(seed), day.step(),
                  breach.what.c_str());
      return 1;
    }
    words += day.words();
    named += day.named();
    ++seed;
  } while (counted ? seed < last : std::chrono::steady_clock::now() < until);
  std::printf("%llu desk-days from seed %llu, %lld official words, %lld next times named: every promise held\n",
              static_cast<unsigned long long>(seed - first), static_cast<unsigned long long>(first),
              static_cast<long long>(words), static_cast<long long>(named));
  return words > 0 && named > 0 ? 0 : 1;
}
