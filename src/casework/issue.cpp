#include "casework/issue.h"

#include <algorithm>
#include <iterator>

#include "base/pieces.h"
#include "casework/explain.h"
#include "casework/written.h"

namespace hb::casework {

std::string_view name_of(const IssueEvent& event) {
  static constexpr std::string_view kNames[] = {
      "grade-proposed",      "grade-set",         "remit-proposed",     "dismissed",
      "case-linked",         "clock-started",     "clock-ended",        "clock-missed",
      "clock-recomputed",    "statement-drafted", "statement-approved", "statement-sent-back",
      "statement-published", "report-drafted",    "report-approved",    "report-sent-back",
      "report-handed-over",  "notified",          "acknowledged",       "issue-took-in",
      "issue-merged",        "issue-parted",      "posts-moved",        "issue-assessed",
      "facts-written",       "facts-agreed",      "partner-drafted",    "partner-sent",
      "miss-explained",      "issue-spread"};
  static_assert(std::size(kNames) == std::variant_size_v<IssueEvent>);
  return kNames[event.index()];
}

namespace {

using Events = Result<std::vector<IssueEvent>>;

bool holds(const ClockSpec& spec, Grade grade, bool remit) {
  Facts facts;
  facts.grade = grade;
  facts.remit = remit;
  return !spec.when || evaluate(*spec.when, facts).has_value();
}

constexpr auto all = [](const CaseClock&) { return true; };

const CaseClock* clock_of(const Issue& issue, std::string_view id) {
  const auto it = std::ranges::find(issue.clocks, id, &CaseClock::id);
  return it == issue.clocks.end() ? nullptr : &*it;
}

bool touched_by_people(const Issue& issue) { return issue.set || issue.dismissed || !issue.cases.empty(); }

Result<void> may_be_one(const Issue& into, const Issue& from, const Actor& actor) {
  const bool apart = std::ranges::find(from.apart, into.id) != from.apart.end();
  const bool set_below = into.set && *into.set < from.grade();
  if (actor.user ? !may_file(actor) : into.dismissed || set_below || apart || touched_by_people(from))
    return fail("issue.not-allowed", "merge");
  if (into.id == from.id) return fail("issue.same");
  if (into.id > from.id) return fail("issue.older", std::to_string(from.id.value));
  for (const Issue* one : {&into, &from})
    if (one->merged_into) return fail("issue.merged", std::to_string(one->merged_into.value));
  if (!from.statements.empty() || !from.reports.empty() || !from.assessments.empty() || !from.fact_sheets.empty() ||
      !from.partners.empty())
    return fail("issue.has-words", std::to_string(from.id.value));
  for (const CaseClock& clock : from.clocks) {
    const CaseClock* same = clock_of(into, clock.id);
    if (!clock.ended_at && same != nullptr && same->from > clock.from) return fail("issue.clock", clock.id);
  }
  return {};
}

struct Decider {
  const Issue& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Events operator()(const ProposeGrade& c) const {
    if (actor.user) return fail("issue.not-allowed", "propose");
    if (c.grade == state.proposed && c.reasons == state.reasons) return std::vector<IssueEvent>{};
    std::vector<IssueEvent> events{GradeProposed{c.grade, c.reasons}};
    if (auto ok = start_clocks(std::max(c.grade, state.grade()), state.remit, events); !ok)
      return tl::unexpected(ok.error());
    return events;
  }
  Events operator()(const ProposeRemit& c) const {
    if (actor.user) return fail("issue.not-allowed", "propose");
    if (state.remit && (state.unit == c.unit || !c.unit)) return std::vector<IssueEvent>{};
    std::vector<IssueEvent> events{RemitProposed{c.unit}};
    if (auto ok = start_clocks(state.grade(), true, events); !ok) return tl::unexpected(ok.error());
    return events;
  }
  Events operator()(const SetGrade& c) const {
    if (!may_grade(actor)) return fail("issue.not-allowed", "grade");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{GradeSet{c.grade, c.reason}};
    if (auto ok = start_clocks(c.grade, state.remit, events); !ok) return tl::unexpected(ok.error());
    for (const auto& clock : state.clocks) {  // lowered below a clock's condition: not required
      const ClockSpec* spec = rules.clock(clock.id);
      if (!clock.ended_at && spec != nullptr && spec->starts == ClockStart::graded &&
          !holds(*spec, c.grade, state.remit))
        events.push_back(ClockEnded{clock.id, clock.round, ClockOutcome::not_required});
    }
    return events;
  }
  Events operator()(const ReportSpread& c) const {
    if (actor.user) return fail("issue.not-allowed", "spread");
    if (state.spread) return std::vector<IssueEvent>{};
    std::vector<IssueEvent> events{c.facts};
    std::vector<Notified> told;
    const auto criticised = state.criticised();
    const UnitId office = office_of(rules);
    for (const UnitId& unit : {office, c.facts.department})
      if (unit && (told.empty() || unit != office) && std::ranges::find(criticised, unit) == criticised.end())
        told.push_back({.why = TellWhy::spread, .rung = {Rung::Kind::unit, unit.value}});
    if (c.facts.department)
      told.push_back(
          {.why = TellWhy::spread, .rung = {Rung::Kind::role, std::string(name_of(Role::supervising_leader))}});
    tell(std::move(told), events);
    return events;
  }
  Events operator()(const Dismiss& c) const {
    if (!may_file(actor)) return fail("issue.not-allowed", "dismiss");
    if (state.dismissed) return fail("issue.wrong-state", "dismissed");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{Dismissed{c.reason}};
    end_clocks(ClockEnd::opened_or_dismissed, events, all);
    return events;
  }
  Events operator()(const LinkCase& c) const {
    if (actor.user) return fail("issue.not-allowed", "link");
    if (state.merged_into) return fail("issue.merged", std::to_string(state.merged_into.value));
    std::vector<IssueEvent> events{CaseLinked{c.number, c.about}};
    end_clocks(ClockEnd::opened_or_dismissed, events, all);
    return events;
  }
  Events operator()(const Tick&) const {
    std::vector<IssueEvent> events;
    for (const ClockMissed& missed : overdue(state.clocks, now)) {
      events.emplace_back(missed);
      tell(told_at_miss(missed, rules), events);
    }
    tell(climbs(after(events).clocks, state.notices, now, rules), events);
    return events;
  }
  Events operator()(const Recompute& c) const {
    if (actor.user) return fail("issue.not-allowed", "recompute");
    const auto anew = recomputed(state.clocks, c.made_by, rules);
    return std::vector<IssueEvent>(anew.begin(), anew.end());
  }

  Events operator()(const DraftStatement& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_draft_statement(actor, state.unit, rules)) return fail("issue.not-allowed", "statement");
    if (auto ok = written(c.title, kTitleLimit, "title"); !ok) return tl::unexpected(ok.error());
    if (auto ok = written(c.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
    if (!c.sources.empty())
      if (auto ok = written(c.sources, kTextLimit, "sources"); !ok) return tl::unexpected(ok.error());
    if (c.next_at && !c.sources.empty()) return fail("issue.next", "explainer");
    if (auto ok = may_follow(c.next_at, ClockStart::published); !ok) return tl::unexpected(ok.error());
    const std::string text = c.next_at ? c.text + next_in_text(*c.next_at, rules.calendar->zone()) : c.text;
    return std::vector<IssueEvent>{StatementDrafted{DraftId{static_cast<int64_t>(state.statements.size()) + 1}, c.title,
                                                    text, c.sources, c.next_at}};
  }
  Events operator()(const ApproveStatement& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor)) return fail("issue.not-allowed", "approve");
    const auto draft = draft_to_act_on(c.draft, c.hash, DraftState::drafted);
    if (!draft) return tl::unexpected(draft.error());
    if ((*draft)->author == actor.user) return fail("case.same-person");
    return std::vector<IssueEvent>{StatementApproved{c.draft, c.hash}};
  }
  Events operator()(const SendBackStatement& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor)) return fail("issue.not-allowed", "send-back");
    const StatementDraft* draft = state.statement(c.draft);
    if (draft == nullptr) return fail("case.no-draft");
    if (draft->state != DraftState::drafted && draft->state != DraftState::approved)
      return fail("issue.wrong-state", std::string(name_of(draft->state)));
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<IssueEvent>{StatementSentBack{c.draft, c.reason}};
  }
  Events operator()(const PublishStatement& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_publish_statement(actor, rules)) return fail("issue.not-allowed", "publish");
    const auto draft = draft_to_act_on(c.draft, c.hash, DraftState::approved);
    if (!draft) return tl::unexpected(draft.error());
    if ((*draft)->author == actor.user || (*draft)->approver == actor.user) return fail("case.same-person");
    if (auto ok = may_follow((*draft)->next_at, ClockStart::published); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{StatementPublished{c.draft, c.hash}};
    end_clocks(ClockEnd::published, events, all);
    start_next((*draft)->next_at, ClockStart::published, "statement-update", events);
    return events;
  }

  Events operator()(const DraftReport& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_draft_statement(actor, state.unit, rules)) return fail("issue.not-allowed", "report");
    return alone(decide(state.reports, c));
  }
  Events operator()(const ApproveReport& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor)) return fail("issue.not-allowed", "approve");
    auto events = alone(decide(state.reports, c, actor.user));
    if (events && rules.group(kLeadingGroup) != nullptr)
      tell({{.why = TellWhy::report, .rung = {Rung::Kind::group, std::string(kLeadingGroup)}}}, *events);
    return events;
  }
  Events operator()(const SendBackReport& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor)) return fail("issue.not-allowed", "send-back");
    return alone(decide(state.reports, c));
  }
  Events operator()(const HandOverReport& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_publish_statement(actor, rules)) return fail("issue.not-allowed", "hand-over");
    auto events = alone(decide(state.reports, c, now));
    if (events) end_reported(*events);
    return events;
  }

  Events operator()(const RecordAssessment& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor) && !may_publish_statement(actor, rules) && !may_dispatch(actor))
      return fail("issue.not-allowed", "assess");
    if (auto ok = may_follow(c.next_at, ClockStart::assessed); !ok) return tl::unexpected(ok.error());
    auto events = alone(decide(c, state.noticed_at, now));
    if (!events) return events;
    end_clocks(ClockEnd::assessed, *events, all);
    start_next(c.next_at, ClockStart::assessed, "re-assessment", *events);
    return events;
  }
  Events operator()(const ExplainMiss& c) const {
    if (!may_approve(actor, state.unit ? state.unit : office_of(rules)) && !may_publish_statement(actor, rules))
      return fail("issue.not-allowed", "explain-miss");
    return alone(decide(state.clocks, c));
  }
  Events operator()(const WriteFacts& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_draft_statement(actor, state.unit, rules)) return fail("issue.not-allowed", "facts");
    return alone(decide(state.fact_sheets, c));
  }
  Events operator()(const AgreeFacts& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor) && !may_approve(actor, state.unit)) return fail("issue.not-allowed", "agree");
    return alone(decide(state.fact_sheets, c, actor.user));
  }
  Events operator()(const DraftPartnerNotice& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_draft_statement(actor, state.unit, rules)) return fail("issue.not-allowed", "partner");
    return alone(decide(state.partners, c));
  }
  Events operator()(const SendPartnerNotice& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_approve_statement(actor) && !may_publish_statement(actor, rules))
      return fail("issue.not-allowed", "send-partner");
    return alone(decide(state.partners, c, actor.user));
  }

  Events operator()(const Acknowledge& c) const {
    const auto notice = std::ranges::find_if(state.notices, [&](const Notice& n) { return n.told.notice == c.notice; });
    if (notice == state.notices.end()) return fail("issue.no-notice");
    if (!answers_for(notice->told, actor, rules)) return fail("issue.not-allowed", "acknowledge");
    if (!waits(*notice, state.clocks, state.notices)) return fail("issue.wrong-state", "acknowledged");
    std::vector<IssueEvent> events{Acknowledged{c.notice, leads(actor, rules)}};
    end_clocks(ClockEnd::acknowledged, events, [&](const CaseClock& clock) { return clock.id == notice->told.clock; });
    end_reported(events);
    return events;
  }

  Events operator()(const TakeIn& c) const {
    if (criticised()) return fail("issue.conflict");
    if (auto ok = may_be_one(state, c.other, actor); !ok) return tl::unexpected(ok.error());
    if (auto ok = merge_reason(c.reason, c.shown_by); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{IssueTookIn{c.other.id, c.reason, c.shown_by, c.places, c.harms}};
    const bool triaged = !state.cases.empty() || state.dismissed;
    for (const CaseClock& clock : c.other.clocks) {
      if (clock.ended_at || clock.outcome == ClockOutcome::missed || clock_of(state, clock.id) != nullptr) continue;
      if (triaged && end_of(clock, rules) == ClockEnd::opened_or_dismissed) continue;
      go_on(clock, 1, events);
    }
    if (c.other.proposed > state.proposed) events.push_back(GradeProposed{c.other.proposed, c.other.reasons});
    if (c.other.remit && !state.remit) events.push_back(RemitProposed{c.other.unit});
    if (auto ok = start_clocks(std::max(c.other.grade(), state.grade()), state.remit || c.other.remit, events); !ok)
      return tl::unexpected(ok.error());
    events.insert(events.end(), c.other.cases.begin(), c.other.cases.end());
    if (!c.other.cases.empty()) end_clocks(ClockEnd::opened_or_dismissed, events, all);
    return events;
  }
  Events operator()(const MergeInto& c) const {
    if (criticised()) return fail("issue.conflict");
    if (auto ok = may_be_one(c.into, state, actor); !ok) return tl::unexpected(ok.error());
    if (auto ok = merge_reason(c.reason, c.shown_by); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events;
    for (const ClockMissed& missed : overdue(state.clocks, now)) events.emplace_back(missed);
    events.push_back(IssueMerged{c.into.id, c.reason, c.shown_by});
    for (const CaseClock& clock : after(events).clocks)
      if (!clock.ended_at) events.push_back(ClockEnded{clock.id, clock.round, ClockOutcome::not_required});
    return events;
  }
  Events operator()(const PartFrom& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_file(actor)) return fail("issue.not-allowed", "part");
    const bool from_it = state.merged_into && state.merged_into == c.other;
    if (!from_it && state.merged_into) return fail("issue.merged", std::to_string(state.merged_into.value));
    if (c.other == state.id) return fail("issue.same");
    const bool took = std::ranges::find(state.took_in, c.other, &IssueTookIn::other) != state.took_in.end();
    const bool apart = std::ranges::find(state.apart, c.other) != state.apart.end();
    if (!from_it && !took && apart) return fail("issue.not-merged", std::to_string(c.other.value));
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{IssueParted{c.other, c.reason}};
    for (const CaseClock& clock : state.clocks)
      if (from_it && clock.ended_at == state.merged_at && clock.outcome == ClockOutcome::not_required)
        go_on(clock, clock.round + 1, events);
    return events;
  }
  Events operator()(const MovePosts& c) const {
    if (criticised()) return fail("issue.conflict");
    if (!may_file(actor)) return fail("issue.not-allowed", "move-posts");
    if (c.from == c.to) return fail("issue.same");
    if (c.posts.empty() || c.posts.size() > kMostMoved) return fail("issue.posts", std::to_string(c.posts.size()));
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<IssueEvent>{PostsMoved{c.from, c.to, c.posts, c.reason}};
  }

  /// A person says why; for the desk a post does.
  Result<void> merge_reason(std::string_view reason, PostId shown_by) const {
    return shown_by && !actor.user ? Result<void>{} : reason_given(reason);
  }

  template <class Event>
  static Events alone(Result<Event> event) {
    if (!event) return tl::unexpected(event.error());
    return std::vector<IssueEvent>{std::move(*event)};
  }

  bool criticised() const {
    return std::ranges::any_of(actor.grants, [&](const Grant& grant) {
      return grant.unit && std::ranges::find(state.cases, grant.unit, &CaseLinked::about) != state.cases.end();
    });
  }

  Result<const StatementDraft*> draft_to_act_on(DraftId id, const Digest& hash, DraftState wanted) const {
    const StatementDraft* draft = state.statement(id);
    if (draft == nullptr) return fail("case.no-draft");
    if (draft->state == DraftState::replaced || draft->hash != hash) return fail("case.text-changed");
    if (draft->state != wanted)
      return wanted == DraftState::approved ? fail("case.not-approved")
                                            : fail("issue.wrong-state", std::string(name_of(draft->state)));
    return draft;
  }

  // Clocks whose condition holds now and that never ran; a graded clock starts with the first grade that matches.
  Result<void> start_clocks(Grade grade, bool remit, std::vector<IssueEvent>& events) const {
    const Issue then = after(events);
    for (const auto& spec : rules.clocks) {
      if (spec.on != ClockOn::issue || named(spec) || !holds(spec, grade, remit)) continue;
      if (clock_of(then, spec.id) != nullptr) continue;
      if (spec.ends == ClockEnd::opened_or_dismissed && (!state.cases.empty() || state.dismissed)) continue;
      const Instant from = spec.starts == ClockStart::noticed ? state.noticed_at : now;
      const auto when = due(spec, *rules.calendar, {from, {}, false});
      if (!when) return tl::unexpected(when.error());
      start({spec.id, 1, from, when->due, when->provisional, rules.version, spec.ends}, events);
    }
    return {};
  }
  /// Its start is a word that names the time.
  static bool named(const ClockSpec& spec) {
    return spec.starts == ClockStart::published || spec.starts == ClockStart::assessed;
  }
  const ClockSpec* spec_of(ClockStart starts) const {
    const auto spec = std::ranges::find_if(
        rules.clocks, [&](const ClockSpec& one) { return one.on == ClockOn::issue && one.starts == starts; });
    return spec == rules.clocks.end() ? nullptr : &*spec;
  }
  Result<void> may_follow(const std::optional<Instant>& next_at, ClockStart starts) const {
    constexpr Seconds kFarthest{int64_t{366} * 86400};  // where the rulebook says nothing
    if (!next_at) return {};
    Instant latest = now + kFarthest;
    if (const ClockSpec* spec = spec_of(starts)) {
      const auto when = due(*spec, *rules.calendar, {now, {}, false});
      if (!when) return tl::unexpected(when.error());
      latest = when->due.value_or(latest);
    }
    if (*next_at <= now || *next_at > latest) return fail("issue.next");
    return {};
  }
  void start_next(const std::optional<Instant>& next_at, ClockStart starts, std::string_view usual,
                  std::vector<IssueEvent>& events) const {
    if (!next_at) return;
    const ClockSpec* spec = spec_of(starts);
    const std::string id = spec == nullptr ? std::string(usual) : spec->id;
    const auto before = std::ranges::count(state.clocks, id, &CaseClock::id);
    const ClockEnd ends = starts == ClockStart::published ? ClockEnd::published : ClockEnd::assessed;
    start({id, static_cast<int>(before) + 1, now, next_at, false, rules.version, ends}, events);
  }
  /// A clock that runs on from where it began, in another issue or in another round, by the calendar it was last
  /// reckoned with.
  void go_on(const CaseClock& clock, int round, std::vector<IssueEvent>& events) const {
    start({clock.id, round, clock.from, clock.due, clock.provisional, clock.rules, clock.ends}, events);
    if (!clock.calendar.empty())
      events.push_back(
          ClockRecomputed{clock.id, round, clock.due, clock.provisional, clock.calendar, "calendar " + clock.calendar});
  }
  /// A clock that nobody was told of would climb no ladder.
  void start(const ClockStarted& started, std::vector<IssueEvent>& events) const {
    events.push_back(started);
    tell(told_at_start(started, rules), events);
  }

  /// The issue once these events have happened.
  Issue after(const std::vector<IssueEvent>& events) const {
    Issue out = state;
    for (const IssueEvent& event : events) apply(out, {now, actor.user, actor.name, event});
    return out;
  }

  void tell(std::vector<Notified> fresh, std::vector<IssueEvent>& events) const {
    auto there = static_cast<int64_t>(state.notices.size());
    there += std::ranges::count_if(events, [](const auto& e) { return std::holds_alternative<Notified>(e); });
    for (Notified& one : fresh) {
      one.notice = {++there};
      events.push_back(std::move(one));
    }
  }

  // Reported: since the clock began, a report was handed over, and one of the leading group acknowledged that.
  void end_reported(std::vector<IssueEvent>& events) const {
    const Issue then = after(events);
    end_clocks(ClockEnd::reported, events, [&](const CaseClock& clock) {
      return std::ranges::any_of(
                 then.reports,
                 [&](const Report& one) { return one.handed_over_at && *one.handed_over_at >= clock.from; }) &&
             std::ranges::any_of(then.notices, [&](const Notice& one) {
               return one.leading && one.acknowledged_at && *one.acknowledged_at >= clock.from &&
                      (one.told.why == TellWhy::report || one.told.clock == clock.id);
             });
    });
  }

  template <class Which>
  void end_clocks(ClockEnd end, std::vector<IssueEvent>& events, Which which) const {
    std::vector<CaseClock> clocks;
    std::ranges::copy_if(after(events).clocks, std::back_inserter(clocks), which);
    const auto ending = endings(clocks, end, now, rules);
    events.insert(events.end(), ending.missed.begin(), ending.missed.end());
    events.insert(events.end(), ending.ended.begin(), ending.ended.end());
  }
};

struct Applier {
  Issue& state;
  const IssueRecorded& record;

  void operator()(const GradeProposed& e) const {
    state.proposed = e.grade;
    state.reasons = e.reasons;
  }
  void operator()(const GradeSet& e) const { state.set = e.grade; }
  void operator()(const RemitProposed& e) const {
    state.remit = true;
    state.unit = e.unit;
  }
  void operator()(const Dismissed&) const { state.dismissed = true; }
  void operator()(const CaseLinked& e) const { state.cases.push_back(e); }
  void operator()(const ClockStarted& e) const { start_clock(state.clocks, e); }
  void operator()(const ClockEnded& e) const { end_clock(state.clocks, e, record.at); }
  void operator()(const ClockMissed& e) const { miss_clock(state.clocks, e); }
  void operator()(const ClockRecomputed& e) const { recompute_clock(state.clocks, e); }
  void operator()(const MissExplained& e) const { explain_miss(state.clocks, e); }
  void operator()(const StatementDrafted& e) const {
    for (auto& draft : state.statements)
      if (draft.state != DraftState::published) draft.state = DraftState::replaced;
    state.statements.push_back({.id = e.draft,
                                .state = DraftState::drafted,
                                .title = e.title,
                                .text = e.text,
                                .sources = e.sources,
                                .next_at = e.next_at,
                                .hash = statement_hash(e.title, e.text, e.sources),
                                .author = record.by,
                                .approver = {},
                                .publisher = {},
                                .sent_back = {},
                                .at = record.at,
                                .published_at = {}});
  }
  void operator()(const StatementApproved& e) const {
    if (StatementDraft* draft = draft_of(e.draft)) {
      draft->state = DraftState::approved;
      draft->approver = record.by;
    }
  }
  void operator()(const StatementSentBack& e) const {
    if (StatementDraft* draft = draft_of(e.draft)) {
      draft->state = DraftState::sent_back;
      draft->sent_back = e.reason;
    }
  }
  void operator()(const StatementPublished& e) const {
    if (StatementDraft* draft = draft_of(e.draft)) {
      draft->state = DraftState::published;
      draft->publisher = record.by;
      draft->published_at = record.at;
    }
  }
  void operator()(const ReportDrafted& e) const { apply(state.reports, e, record.by, record.at); }
  void operator()(const ReportApproved& e) const { apply(state.reports, e, record.by, record.at); }
  void operator()(const ReportSentBack& e) const { apply(state.reports, e); }
  void operator()(const ReportHandedOver& e) const { apply(state.reports, e); }
  void operator()(const Notified& e) const { apply(state.notices, e, record.at); }
  void operator()(const IssueAssessed& e) const { state.assessments.push_back({e, record.at, record.name}); }
  void operator()(const FactsWritten& e) const {
    state.fact_sheets.push_back({.id = e.sheet,
                                 .facts = e.facts,
                                 .evidence = e.evidence,
                                 .hash = facts_hash(e.facts, e.evidence),
                                 .author = record.by,
                                 .author_name = record.name,
                                 .at = record.at});
  }
  void operator()(const FactsAgreed& e) const {
    const auto sheet = std::ranges::find(state.fact_sheets, e.sheet, &FactSheet::id);
    if (sheet == state.fact_sheets.end()) return;
    sheet->agreed_by = record.name;
    sheet->agreed_at = record.at;
  }
  void operator()(const PartnerDrafted& e) const {
    state.partners.push_back(
        {.draft = e, .hash = partner_hash(e), .author = record.by, .author_name = record.name, .at = record.at});
  }
  void operator()(const PartnerSent& e) const {
    for (PartnerNotice& notice : state.partners) {
      if (notice.draft.notice != e.notice) continue;
      notice.form = e.form;
      notice.receipt = e.receipt;
      notice.sent_by = record.name;
      notice.sent_at = record.at;
    }
  }
  void operator()(const IssueSpread& e) const { state.spread = e; }
  void operator()(const IssueTookIn& e) const { state.took_in.push_back(e); }
  void operator()(const IssueMerged& e) const {
    state.merged_into = e.into;
    state.merged_at = record.at;
  }
  void operator()(const IssueParted& e) const {
    if (state.merged_into == e.other) state.merged_into = {};
    std::erase_if(state.took_in, [&](const IssueTookIn& took) { return took.other == e.other; });
    state.apart.push_back(e.other);
  }
  void operator()(const PostsMoved& e) const { state.apart.push_back(state.id == e.from ? e.to : e.from); }
  void operator()(const Acknowledged& e) const { apply(state.notices, e, record.at, record.name); }

  StatementDraft* draft_of(DraftId id) const {
    const auto it = std::ranges::find(state.statements, id, &StatementDraft::id);
    return it == state.statements.end() ? nullptr : &*it;
  }
};

constexpr std::string_view kNext = "\n\n下一次通报时间：";

}  // namespace

std::string next_in_text(Instant next_at, const Zone& zone) {
  return std::string(kNext) + moment_in_words(next_at, zone) + "前。";
}

std::string_view written(std::string_view text, const std::optional<Instant>& next_at) {
  return next_at ? text.substr(0, text.rfind(kNext)) : text;
}

Digest statement_hash(std::string_view title, std::string_view text, std::string_view sources) {
  if (sources.empty()) return sha256_of({"statement", title, text});
  return sha256_of({"statement", title, text, sources});
}

std::vector<UnitId> Issue::criticised() const {
  std::vector<UnitId> out;
  for (const CaseLinked& one : cases)
    if (one.about) out.push_back(one.about);
  return out;
}

const StatementDraft* Issue::statement(DraftId draft) const {
  const auto it = std::ranges::find(statements, draft, &StatementDraft::id);
  return it == statements.end() ? nullptr : &*it;
}

const FactSheet* Issue::agreed_facts() const {
  for (auto it = fact_sheets.rbegin(); it != fact_sheets.rend(); ++it)
    if (it->agreed_at) return &*it;
  return nullptr;
}

const StatementDraft* Issue::open_statement() const {
  if (statements.empty() || statements.back().state == DraftState::published) return nullptr;
  return &statements.back();
}

Result<std::vector<IssueEvent>> decide(const Issue& state, const IssueCommand& command, const Actor& actor, Instant now,
                                       const Rules& rules) {
  if (actor.user && state.merged_into && !std::holds_alternative<PartFrom>(command))
    return fail("issue.merged", std::to_string(state.merged_into.value));
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Issue& state, const IssueRecorded& recorded) {
  std::visit(Applier{state, recorded}, recorded.event);
  ++state.version;
}

}  // namespace hb::casework
