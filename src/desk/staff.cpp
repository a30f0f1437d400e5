// What a person may do is found by asking casework itself: a command is tried on the loaded state and its events thrown
// away. So the buttons can never disagree with the rules.

#include "desk/staff.h"

#include <algorithm>
#include <map>

#include "desk/history.h"

namespace hb::desk {

using namespace casework;

namespace {

/// The filter that lets through what the person may read.
CaseFilter readable(const Actor& actor, const Rules& rules) {
  Reading reads = reading(actor, rules);
  CaseFilter filter;
  filter.not_about = std::move(reads.not_about);
  if (!reads.all) filter.units = std::move(reads.units);
  return filter;
}

bool may_read(const Reading& reads, const CaseRow& row) {
  return casework::may_read(reads, row.unit, row.about, row.helping);
}

/// The steps that the person's roles allow, by what the case waits for.
std::vector<CaseStep> steps_of(const Actor& actor, const Rules& rules) {
  std::vector<CaseStep> steps;
  for (const Unit& unit : rules.units) {
    if (works_in(actor, unit.id)) {
      steps.push_back({"accept", unit.id});
      steps.push_back({"help", unit.id});
    }
    if (may_draft(actor, unit.id, rules)) {
      steps.push_back({"first-reply", unit.id});
      steps.push_back({"draft", unit.id});
    }
    if (may_approve(actor, unit.id)) {
      steps.push_back({"approve", unit.id});
      steps.push_back({"follow-up", unit.id});
    }
    if (may_publish(actor, unit.id, rules)) steps.push_back({"publish", unit.id});
  }
  if (may_decide(actor)) steps.push_back({"decide", office_of(rules)});
  return steps;
}

template <class State>
struct Trial {
  const State& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;
  std::vector<std::string> may{};

  template <class Command>
  bool allowed(const Command& command) const {
    return decide(state, command, actor, now, rules).has_value();
  }
  void note(const char* name, bool allowed) {
    if (allowed) may.emplace_back(name);
  }
};

constexpr const char* kAnyWords = "…";

// By the rules of the clock itself, which keeps the version that made it.
void try_clock(const Case& state, const Actor& actor, Instant now, const Rules& rules, ClockLine& line) {
  const std::string& id = line.clock.id;
  const Trial<Case> trial{state, actor, now, rules};
  line.may_extend = trial.allowed(Extend{id, kAnyWords});
  line.may_resume = trial.allowed(ResumeClock{id});
  line.may_decide = trial.allowed(RecordDecision{id, false, kAnyWords});
  line.may_explain = trial.allowed(ExplainMiss{id, line.clock.round, kAnyWords});
  if (const ClockSpec* spec = rules.clock(id))
    for (const auto& cause : spec->pause_reasons)
      if (trial.allowed(PauseClock{id, cause, kAnyWords})) line.may_pause_for.push_back(cause);
}

std::vector<std::string> may_help(const Case& state, int help, const Actor& actor, Instant now, const Rules& rules) {
  Trial<Case> trial{state, actor, now, rules};
  trial.note("write-help", trial.allowed(WriteHelp{help, {kAnyWords, "", ""}}));
  trial.note("sign-help", trial.allowed(SignHelp{help, state.helps[static_cast<size_t>(help) - 1].hash}));
  trial.note("end-help", trial.allowed(EndHelp{help, kAnyWords}));
  return std::move(trial.may);
}

std::vector<std::string> may_do(const Case& state, const std::vector<ClockLine>& clocks,
                                const std::vector<std::vector<std::string>>& may_help, bool has_citizen,
                                const Actor& actor, Instant now, const Rules& rules) {
  Trial<Case> trial{state, actor, now, rules};
  const auto any_unit = std::ranges::any_of(rules.units, [&](const Unit& unit) {
    return trial.allowed(DispatchTo{unit.id, kAnyWords});
  });
  const auto any_draft = [&](auto command_of) {
    return std::ranges::any_of(state.drafts, [&](const Draft& draft) { return trial.allowed(command_of(draft)); });
  };
  trial.note("accept", trial.allowed(Accept{}));
  trial.note("return", trial.allowed(ReturnDispatch{kAnyWords}));
  trial.note("dispatch", any_unit);
  trial.note("draft", trial.allowed(WriteDraft{Part::first_reply, kAnyWords, ""}) ||
                          trial.allowed(WriteDraft{Part::answer, kAnyWords, ""}));
  trial.note("correct", trial.allowed(WriteDraft{Part::retraction, kAnyWords, ""}));
  trial.note("approve", any_draft([](const Draft& d) { return Approve{d.id, d.hash}; }));
  trial.note("send-back", any_draft([](const Draft& d) { return SendBack{d.id, kAnyWords}; }));
  trial.note("publish", any_draft([](const Draft& d) { return Publish{d.id, d.hash}; }));
  trial.note("extend", std::ranges::any_of(clocks, &ClockLine::may_extend));
  trial.note("pause", std::ranges::any_of(clocks, [](const ClockLine& line) { return !line.may_pause_for.empty(); }));
  trial.note("record-decision", std::ranges::any_of(clocks, &ClockLine::may_decide));
  trial.note("explain-miss", std::ranges::any_of(clocks, &ClockLine::may_explain));
  trial.note("resume", std::ranges::any_of(clocks, &ClockLine::may_resume));
  trial.note("merge",
             trial.allowed(Merge{{.number = {"-"}, .unit = state.unit, .about = state.opened.about}, kAnyWords}));
  trial.note("unmerge", trial.allowed(Unmerge{kAnyWords}));
  trial.note("note", trial.allowed(AddNote{kAnyWords}));
  trial.note("add-evidence",
             trial.allowed(AddEvidence{{.title = kAnyWords, .type = {}, .bytes = 1, .kept_at = {}, .unit = {}}}));
  trial.note("not-ours", trial.allowed(SayNotOurs{kAnyWords, kAnyWords, kAnyWords}));
  trial.note("ask-help", std::ranges::any_of(rules.units, [&](const Unit& unit) {
               return trial.allowed(AskHelp{unit.id, kAnyWords});
             }));
  for (const char* what : {"write-help", "sign-help", "end-help"})
    trial.note(what, std::ranges::any_of(may_help,
                                         [&](const auto& one) { return std::ranges::find(one, what) != one.end(); }));
  bool keeps = false;
  for (size_t i = 0; i < state.follow_ups.size(); ++i)
    keeps = keeps || trial.allowed(KeepPromise{static_cast<int>(i) + 1, kAnyWords});
  trial.note("keep-promise", keeps);
  trial.note("show-citizen", has_citizen && trial.allowed(ShowCitizen{}));
  return std::move(trial.may);
}

std::vector<std::string> may_do(const Issue& state, const Actor& actor, Instant now, const Rules& rules) {
  Trial<Issue> trial{state, actor, now, rules};
  const auto any_statement = [&](auto command_of) {
    return std::ranges::any_of(state.statements,
                               [&](const StatementDraft& draft) { return trial.allowed(command_of(draft)); });
  };
  trial.note("grade", trial.allowed(SetGrade{state.grade(), kAnyWords}));
  trial.note("dismiss", trial.allowed(Dismiss{kAnyWords}));
  trial.note("open-case", may_file(actor) && !state.merged_into);
  Issue younger;
  younger.id = {state.id.value + 1};
  trial.note("merge", trial.allowed(TakeIn{.other = std::move(younger), .reason = kAnyWords}));
  trial.note("part", std::ranges::any_of(state.took_in, [&](const IssueTookIn& took) {
               return trial.allowed(PartFrom{took.other, kAnyWords});
             }));
  trial.note("move-posts", trial.allowed(MovePosts{state.id, {}, {{1}}, kAnyWords}));
  trial.note("draft-statement", trial.allowed(DraftStatement{kAnyWords, kAnyWords}));
  trial.note("approve-statement", any_statement([](const auto& d) { return ApproveStatement{d.id, d.hash}; }));
  trial.note("send-back-statement", any_statement([](const auto& d) { return SendBackStatement{d.id, kAnyWords}; }));
  trial.note("publish-statement", any_statement([](const auto& d) { return PublishStatement{d.id, d.hash}; }));
  const auto any_report = [&](auto command_of) {
    return std::ranges::any_of(state.reports, [&](const Report& report) { return trial.allowed(command_of(report)); });
  };
  // Tried with somebody who is there: the group itself is asked for when it is entered.
  const Told anybody{{1}, kAnyWords};
  trial.note("assess", trial.allowed(RecordAssessment{.held_at = now,
                                                      .present = {anybody.user},
                                                      .findings = kAnyWords,
                                                      .decision = kAnyWords,
                                                      .group = {.fixed = {anybody}, .plus = {}}}));
  trial.note("write-facts", trial.allowed(WriteFacts{kAnyWords, kAnyWords}));
  trial.note("agree-facts", !state.fact_sheets.empty() &&
                                trial.allowed(AgreeFacts{state.fact_sheets.back().id, state.fact_sheets.back().hash}));
  trial.note("draft-partner", trial.allowed(DraftPartnerNotice{kAnyWords, kAnyWords, kAnyWords}));
  trial.note("send-partner", std::ranges::any_of(state.partners, [&](const PartnerNotice& one) {
               return trial.allowed(SendPartnerNotice{one.draft.notice, one.hash, kAnyWords, kAnyWords});
             }));
  trial.note("draft-report", trial.allowed(DraftReport{{kAnyWords, kAnyWords, kAnyWords, kAnyWords, kAnyWords}}));
  trial.note("approve-report", any_report([](const Report& r) { return ApproveReport{r.id, r.hash, 1, 1}; }));
  trial.note("send-back-report", any_report([](const Report& r) { return SendBackReport{r.id, kAnyWords}; }));
  trial.note("hand-over-report", any_report([&](const Report& r) {
               return HandOverReport{r.id, kAnyWords, kAnyWords, kAnyWords, now};
             }));
  return std::move(trial.may);
}

}  // namespace

ClockLine Staff::line_of(const CaseClock& clock, Language language) const {
  return {.clock = clock,
          .may_extend = false,
          .may_resume = false,
          .may_decide = false,
          .may_explain = false,
          .may_pause_for = {},
          .explain = explain_clock(clock, w_.rules, language)};
}

Result<void> Staff::may_read(const Actor& actor, const CaseNumber& number) const {
  const auto row = w_.store.case_row(number);
  if (!row) return tl::unexpected(row.error());
  if (!*row || !desk::may_read(reading(actor, *w_.rules), **row)) return fail("case.unknown", number.value);
  return {};
}

namespace {

void ask_clock(CaseFilter& filter, InboxQuestion::Clock clock, Instant now) {
  switch (clock) {
    case InboxQuestion::Clock::any:
      break;
    case InboxQuestion::Clock::soon:
      filter.due_from = now;
      filter.due_before = now + kSoon;
      break;
    case InboxQuestion::Clock::overdue:
      filter.late_at = now;
      break;
  }
}

CaseFilter filter_of(const InboxQuestion& question, const Actor& actor, const Rules& rules, Instant now) {
  CaseFilter asked = readable(actor, rules);
  asked.unit = question.unit;
  asked.waits_for = question.waits_for;
  asked.open_only = question.open_only;
  asked.text = question.text;
  asked.opened_from = question.opened_from;
  asked.opened_before = question.opened_before;
  asked.offset = question.offset;
  asked.limit = question.limit;
  asked.sort = question.sort;
  if (question.mine) asked.steps = steps_of(actor, rules);
  ask_clock(asked, question.clock, now);
  return asked;
}

}  // namespace

Result<Inbox> Staff::inbox(const Actor& actor, const InboxQuestion& question) const {
  const CaseFilter asked = filter_of(question, actor, *w_.rules, w_.clock.now());
  Inbox out;
  auto items = w_.store.cases(asked);
  if (!items) return tl::unexpected(items.error());
  out.items = std::move(*items);
  const auto total = w_.store.count_cases(asked, kMostCounted + 1);
  if (!total) return tl::unexpected(total.error());
  out.total = *total;

  InboxQuestion open, mine, soon, overdue, approve, publish;
  for (InboxQuestion* one : {&open, &mine, &soon, &overdue, &approve, &publish}) one->open_only = true;
  mine.mine = true;
  soon.clock = InboxQuestion::Clock::soon;
  overdue.clock = InboxQuestion::Clock::overdue;
  approve.waits_for = "approve";
  publish.waits_for = "publish";
  const auto found = counts(actor, {open, mine, soon, overdue, approve, publish});
  if (!found) return tl::unexpected(found.error());
  size_t next = 0;
  for (int64_t* into : {&out.all, &out.mine, &out.soon, &out.overdue, &out.approve, &out.publish})
    *into = (*found)[next++];
  return out;
}

Result<std::vector<int64_t>> Staff::counts(const Actor& actor, const std::vector<InboxQuestion>& questions) const {
  const Instant now = w_.clock.now();
  std::vector<int64_t> out;
  for (const InboxQuestion& question : questions) {
    const auto counted = w_.store.count_cases(filter_of(question, actor, *w_.rules, now), kMostCounted + 1);
    if (!counted) return tl::unexpected(counted.error());
    out.push_back(*counted);
  }
  return out;
}

Result<std::vector<std::pair<MentionRow, CaseRow>>> Staff::mentions(const Actor& actor) const {
  constexpr int64_t kMost = 50;
  auto rows = w_.store.mentions(actor.user, kMost);
  if (!rows) return rows;
  const Reading reads = reading(actor, *w_.rules);
  std::erase_if(*rows, [&](const auto& one) { return !desk::may_read(reads, one.second); });
  return rows;
}

Result<void> Staff::seen(const Actor& actor, const CaseNumber& number) const {
  Changes changes;
  changes.mentions_seen.emplace_back(actor.user, number);
  const auto done = w_.store.commit(changes);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<CaseView> Staff::case_view(const Actor& actor, const CaseNumber& number, Language language) const {
  const auto history = w_.store.case_events(number);
  if (!history) return tl::unexpected(history.error());
  const auto citizen = w_.store.citizen(number);
  if (!citizen) return tl::unexpected(citizen.error());
  const auto answers = w_.store.answers_of_case(number);
  if (!answers) return tl::unexpected(answers.error());

  CaseView view;
  for (const auto& recorded : *history) apply(view.state, recorded);
  if (history->empty()) return fail("case.unknown", number.value);
  view.row = row_of(view.state, history->back().at);
  if (!desk::may_read(reading(actor, *w_.rules), view.row)) return fail("case.unknown", number.value);
  view.has_citizen = citizen->has_value();
  const Instant now = w_.clock.now();
  for (const CaseClock& clock : view.state.clocks) {
    auto& line = view.clocks.emplace_back(line_of(clock, language));
    if (clock.round != view.state.round) continue;
    const auto of_clock = rules_of(clock, w_.rules);
    try_clock(view.state, actor, now, of_clock ? *of_clock : *w_.rules, line);
  }
  for (size_t i = 0; i < view.state.helps.size(); ++i)
    view.may_help.push_back(may_help(view.state, static_cast<int>(i) + 1, actor, now, *w_.rules));
  view.may = may_do(view.state, view.clocks, view.may_help, view.has_citizen, actor, now, *w_.rules);
  view.shows_evidence = may_read_evidence(view.state, actor);
  std::map<DraftId, Signed> names;
  for (const auto& recorded : *history) {
    if (const auto* drafted = std::get_if<Drafted>(&recorded.event)) names[drafted->draft].author = recorded.name;
    if (const auto* approved = std::get_if<Approved>(&recorded.event)) names[approved->draft].approver = recorded.name;
    if (const auto* sent = std::get_if<TemplateSent>(&recorded.event)) {
      names[sent->draft].author = recorded.name;
      names[sent->draft].approver = sent->approver_name;
    }
    // A first reply goes out on its approval: nobody published it besides.
    if (const auto* published = std::get_if<Published>(&recorded.event))
      if (const Draft* draft = view.state.draft(published->draft); draft != nullptr && draft->part != Part::first_reply)
        names[published->draft].publisher = recorded.name;
    if (const auto* sent = std::get_if<Dispatched>(&recorded.event)) view.route = sent->why;
    if (const auto* note = std::get_if<NoteAdded>(&recorded.event))
      if (!may_read_note(view.state, *note, actor)) continue;
    view.history.push_back(history_line(recorded, w_.rules->calendar->zone()));
  }
  for (const auto& answer : *answers) names[answer.draft].entry = answer.entry;
  if (!may_read_private(view.state, actor, *w_.rules)) {
    if (view.state.opened.answer_privately) view.state.drafts.clear(), view.state.follow_ups.clear();
    for (Draft& draft : view.state.drafts) draft.note.clear();
  }
  for (const Draft& draft : view.state.drafts) view.drafts.push_back(names[draft.id]);
  if (std::ranges::find(view.may, "merge") != view.may.end()) {
    auto alike = similar(actor, view.state);
    if (!alike) return tl::unexpected(alike.error());
    view.similar = std::move(*alike);
  }
  return view;
}

Result<std::vector<CaseRow>> Staff::similar(const Actor& actor, const Case& state) const {
  constexpr size_t kMost = 5;
  const CaseOpened& opened = state.opened;
  if (!opened.issue && (opened.matter.empty() || opened.places.empty())) return std::vector<CaseRow>{};
  CaseFilter filter;
  filter.closed = false;
  filter.opened_from = state.opened_at - Seconds{30 * 86400};
  filter.limit = 500;
  filter.matter = opened.matter;
  const auto rows = opened.issue ? w_.store.cases_of_issue(opened.issue) : w_.store.cases(filter);
  if (!rows) return rows;
  const Reading reads = reading(actor, *w_.rules);
  std::vector<CaseRow> out;
  for (const CaseRow& row : *rows) {
    const bool alike =
        opened.issue ? row.issue == opened.issue : std::ranges::find(opened.places, row.place) != opened.places.end();
    const bool open = row.state == CaseState::dispatched || row.state == CaseState::handling;
    if (!alike || !open || row.number == opened.number || row.parent || row.about != opened.about) continue;
    if (!desk::may_read(reads, row)) continue;
    out.push_back(row);
    if (out.size() == kMost) break;
  }
  return out;
}

Result<std::vector<IssueRow>> Staff::board(const Actor& actor, const IssueFilter& filter) const {
  auto rows = w_.store.issues(filter);
  if (!rows) return rows;
  const Reading reads = reading(actor, *w_.rules);
  if (reads.not_about.empty()) return rows;
  CaseFilter hidden;
  hidden.about = reads.not_about;
  hidden.limit = 500;
  const auto about_us = w_.store.cases(hidden);
  if (!about_us) return tl::unexpected(about_us.error());
  std::vector<IssueId> issues;
  issues.reserve(about_us->size());
  for (const CaseRow& one : *about_us) issues.push_back(one.issue);
  const auto hides = w_.store.living(issues);
  if (!hides) return tl::unexpected(hides.error());
  for (IssueRow& row : *rows) row.cases -= std::ranges::count(*hides, row.id);
  return rows;
}

Result<IssueView> Staff::issue_view(const Actor& actor, IssueId id, Language language) const {
  const auto row = w_.store.issue_row(id);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("issue.unknown", std::to_string(id.value));
  const auto history = w_.store.issue_events(id);
  if (!history) return tl::unexpected(history.error());
  auto linked = w_.store.cases_of_issue(id);
  if (!linked) return tl::unexpected(linked.error());
  const auto times = w_.store.post_times(id);
  if (!times) return tl::unexpected(times.error());
  const auto published = w_.store.statements_of_issue(id);
  if (!published) return tl::unexpected(published.error());

  IssueView view;
  view.row = **row;
  view.state = fold_issue(id, view.row.first_at, *history);
  view.may = may_do(view.state, actor, w_.clock.now(), *w_.rules);
  for (const CaseClock& clock : view.state.clocks) view.clocks.push_back(line_of(clock, language));

  const Reading reads = reading(actor, *w_.rules);
  const auto about_us = [&](const UnitId& about) {
    return about && std::ranges::find(reads.not_about, about) != reads.not_about.end();
  };
  view.row.cases -= std::ranges::count_if(*linked, [&](const CaseRow& one) { return about_us(one.about); });
  std::map<DraftId, Signed> names, written;
  for (const auto& recorded : *history) {
    if (const auto* e = std::get_if<StatementDrafted>(&recorded.event)) names[e->draft].author = recorded.name;
    if (const auto* e = std::get_if<StatementApproved>(&recorded.event)) names[e->draft].approver = recorded.name;
    if (const auto* e = std::get_if<StatementPublished>(&recorded.event)) names[e->draft].publisher = recorded.name;
    if (const auto* e = std::get_if<ReportDrafted>(&recorded.event)) written[e->report].author = recorded.name;
    if (const auto* e = std::get_if<ReportApproved>(&recorded.event)) written[e->report].approver = recorded.name;
    if (const auto* e = std::get_if<ReportHandedOver>(&recorded.event)) written[e->report].publisher = recorded.name;
    if (const auto* e = std::get_if<CaseLinked>(&recorded.event); e != nullptr && about_us(e->about)) continue;
    view.history.push_back(history_line(recorded, w_.rules->calendar->zone()));
  }
  auto group = issues_.assessment_group(view.state, view.row, *linked);
  if (!group) return tl::unexpected(group.error());
  view.group = std::move(*group);
  std::erase_if(*linked, [&](const CaseRow& one) { return !desk::may_read(reads, one); });
  view.linked = std::move(*linked);
  for (const auto& statement : *published) names[statement.draft].entry = statement.entry;
  for (const auto& draft : view.state.statements) view.statements.push_back(names[draft.id]);
  view.reports.reserve(view.state.reports.size());
  for (const auto& report : view.state.reports) view.reports.push_back(written[report.id]);
  view.notices.reserve(view.state.notices.size());
  for (const auto& notice : view.state.notices)
    view.notices.push_back(
        {.notice = notice,
         .waits = waits(notice, view.state.clocks, view.state.notices),
         .may_acknowledge =
             decide(view.state, Acknowledge{notice.told.notice}, actor, w_.clock.now(), *w_.rules).has_value()});
  view.days = days_of(*times, w_.rules->calendar->zone());
  return view;
}

Result<std::pair<Instant, Instant>> Staff::began(IssueId id) const {
  const auto row = w_.store.issue_row(id);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("issue.unknown", std::to_string(id.value));
  const auto times = w_.store.post_times(id);
  if (!times) return tl::unexpected(times.error());
  const Instant noticed = (*row)->first_at;
  return std::pair{times->empty() ? noticed : std::min(times->front().first, noticed), noticed};
}

}  // namespace hb::desk
