#include "desk/history.h"

#include <map>

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kSecondsADay = 86'400;

template <class T>
std::string joined(const std::vector<T>& list, std::string T::*word) {
  std::string out;
  for (const T& one : list) out += (out.empty() ? "" : "、") + one.*word;
  return out;
}

/// What each event says besides its name. Texts of drafts are not facts: they stand among the drafts.
struct Teller {
  const Zone& zone;
  const std::function<std::string(UserId)>* name = nullptr;
  std::vector<std::pair<std::string, std::string>> facts{};

  void say(const char* what, std::string value) {
    if (!value.empty()) facts.emplace_back(what, std::move(value));
  }
  void say(const char* what, std::string_view value) { say(what, std::string(value)); }
  void say(const char* what, DraftId draft) { say(what, std::to_string(draft.value)); }
  void say(const char* what, UserId person) { say(what, (*name)(person)); }
  void say_day(const char* what, int64_t day) {
    if (day != 0) say(what, format_rfc3339({day * kSecondsADay}).substr(0, 10));
  }
  void say(const char* what, const std::optional<Instant>& at) {
    if (at) say(what, format_rfc3339(*at, zone.offset_at(*at)));
  }

  void operator()(const CaseOpened& e) {
    say("kind", name_of(e.kind));
    say("channel", name_of(e.channel));
    say("about", e.about.value);
    if (e.issue) say("issue", std::to_string(e.issue.value));
    say("came_from", e.came_from);
    say("their_number", e.their_number);
    say("their_due", e.their_due);
  }
  void operator()(const casework::Dispatched& e) {
    say("unit", e.unit.value);
    say("outside", e.outside);
    say("reason", e.reason);
  }
  void operator()(const Accepted&) {}
  void operator()(const Returned& e) { say("reason", e.reason); }
  void operator()(const Drafted& e) {
    say("draft", e.draft);
    say("part", name_of(e.part));
  }
  void operator()(const Approved& e) { say("draft", e.draft); }
  void operator()(const SentBack& e) {
    say("draft", e.draft);
    say("reason", e.reason);
  }
  void operator()(const Published& e) { say("draft", e.draft); }
  void operator()(const ClockStarted& e) {
    say("clock", e.clock);
    say("due", e.due);
    say("rules", e.rules.substr(0, 16));
  }
  void operator()(const ClockEnded& e) {
    say("clock", e.clock);
    say("outcome", name_of(e.outcome));
  }
  void operator()(const ClockMissed& e) { say("clock", e.clock); }
  void operator()(const ClockExtended& e) {
    say("clock", e.clock);
    say("due", e.due);
    say("reason", e.reason);
  }
  void operator()(const ClockPaused& e) {
    say("clock", e.clock);
    say("pause", e.cause);
    say("reason", e.reason);
  }
  void operator()(const ClockResumed& e) {
    say("clock", e.clock);
    say("due", e.due);
  }
  void operator()(const MissExplained& e) {
    say("clock", e.clock);
    say("reason", e.reason);
  }
  void operator()(const ClockRecomputed& e) {
    say("clock", e.clock);
    say("due", e.due);
    say("rules", e.rules.substr(0, 16));
    say("reason", e.reason);
  }
  void operator()(const NoteAdded& e) {
    say("readers", name_of(e.readers));
    say("text", e.text);
    say("mentioned", joined(e.mentioned, &Told::name));
  }
  void operator()(const StatutoryDecided& e) {
    say("clock", e.clock);
    say("decision", e.decision);
  }
  void operator()(const EvidenceAdded& e) { say("title", e.title); }
  void operator()(const TemplateSent& e) {
    say("draft", e.draft);
    say("template", std::to_string(e.of));
    say("approver", e.approver_name);
  }
  void operator()(const FoundNotOurs& e) {
    say("whose", e.whose);
    say("reach", e.reach);
    say("reason", e.reason);
  }
  void operator()(const HelpAsked& e) {
    say("unit", e.unit.value);
    say("what", e.what);
  }
  void operator()(const HelpWritten& e) { say("help", std::to_string(e.help)); }
  void operator()(const HelpGiven& e) { say("help", std::to_string(e.help)); }
  void operator()(const HelpEnded& e) {
    say("help", std::to_string(e.help));
    say("reason", e.reason);
  }
  void operator()(const PromiseKept& e) {
    say("follow_up", std::to_string(e.follow_up));
    say("done", e.done);
  }
  void operator()(const CitizenShown&) {}
  void operator()(const RoundOpened& e) {
    say("round", std::to_string(e.round));
    say("cause", name_of(e.cause));
    say("about", e.about.value);
  }
  void operator()(const Surveyed& e) {
    say("solved", name_of(e.solved));
    say("satisfaction", std::to_string(e.satisfaction));
  }
  void operator()(const SentUp& e) { say("cause", name_of(e.cause)); }
  void operator()(const Withdrawn&) {}
  void operator()(const MergedInto& e) {
    say("case", e.parent.value);
    say("reason", e.reason);
  }
  void operator()(const Unmerged& e) {
    say("case", e.parent.value);
    say("reason", e.reason);
  }
  void operator()(const ChildTaken& e) { say("case", e.child.value); }
  void operator()(const ChildLeft& e) { say("case", e.child.value); }
  void operator()(const ParentSpoke& e) {
    say("case", e.parent.value);
    say("part", name_of(e.part));
  }
  void operator()(const GradeProposed& e) {
    say("grade", name_of(e.grade));
    std::string reasons;
    for (const auto& reason : e.reasons) reasons += (reasons.empty() ? "" : "\n") + reason;
    say("reason", reasons);
  }
  void operator()(const GradeSet& e) {
    say("grade", name_of(e.grade));
    say("reason", e.reason);
  }
  void operator()(const RemitProposed& e) { say("unit", e.unit.value); }
  void operator()(const Dismissed& e) { say("reason", e.reason); }
  void operator()(const CaseLinked& e) { say("case", e.number.value); }
  void operator()(const StatementDrafted& e) {
    say("draft", e.draft);
    say("title", e.title);
    say("next_at", e.next_at);
  }
  void operator()(const StatementApproved& e) { say("draft", e.draft); }
  void operator()(const StatementSentBack& e) {
    say("draft", e.draft);
    say("reason", e.reason);
  }
  void operator()(const StatementPublished& e) { say("draft", e.draft); }
  void operator()(const DirectiveReceived& e) { say("platform", e.platform); }
  void operator()(const DirectiveBegun& e) {
    say("handler", e.handler_name);
    say("unit", e.unit.value);
    say("first_step", e.first_step);
  }
  void operator()(const DirectiveHandled& e) {
    say("done", e.done);
    if (e.issue) say("issue", std::to_string(e.issue.value));
    say("case", e.number.value);
  }
  void operator()(const DirectiveClosed& e) { say("answer", e.answer); }
  void operator()(const DirectiveNotHere& e) {
    say("section", e.section);
    say("reason", e.reason);
  }
  void operator()(const DirectiveClockStarted& e) { (*this)(e.clock); }
  void operator()(const DirectiveClockEnded& e) { (*this)(e.clock); }
  void operator()(const DirectiveClockMissed& e) { (*this)(e.clock); }
  void operator()(const DirectiveMissExplained& e) { (*this)(e.clock); }
  void operator()(const ReportDrafted& e) { say("draft", e.report); }
  void operator()(const ReportApproved& e) {
    say("draft", e.report);
    say("number", std::to_string(e.year) + "-" + std::to_string(e.number));
  }
  void operator()(const ReportSentBack& e) {
    say("draft", e.report);
    say("reason", e.reason);
  }
  void operator()(const Notified& e) {
    say("clock", e.clock);
    say(name_of(e.rung.kind).data(), e.rung.id);
    say("told", joined(e.to, &Told::name));
  }
  void operator()(const Acknowledged&) {}
  void operator()(const IssueAssessed& e) {
    say("present", joined(e.present, &Told::name));
    say("decision", e.decision);
    say("next_at", e.next_at);
  }
  void operator()(const IssueSpread& e) {
    say("districts", joined(e.districts, &UnitId::value));
    say("heard_by", joined(e.sources, &UnitId::value));
    say("department", e.department.value);
  }
  void operator()(const FactsWritten& e) { say("draft", e.sheet); }
  void operator()(const FactsAgreed& e) { say("draft", e.sheet); }
  void operator()(const PartnerDrafted& e) { say("agency", e.agency); }
  void operator()(const PartnerSent& e) {
    say("form", e.form);
    say("receipt", e.receipt);
  }
  void operator()(const DirectiveTold& e) { (*this)(e.notice); }
  void operator()(const IssueTookIn& e) {
    say("issue", std::to_string(e.other.value));
    say("reason", e.reason);
    if (e.shown_by) say("post", std::to_string(e.shown_by.value));
  }
  void operator()(const IssueMerged& e) {
    say("issue", std::to_string(e.into.value));
    say("reason", e.reason);
    if (e.shown_by) say("post", std::to_string(e.shown_by.value));
  }
  void operator()(const IssueParted& e) {
    say("issue", std::to_string(e.other.value));
    say("reason", e.reason);
  }
  void operator()(const PostsMoved& e) {
    say("left", std::to_string(e.from.value));
    say("joined", std::to_string(e.to.value));
    say("posts", std::to_string(e.posts.size()));
    say("reason", e.reason);
  }
  void operator()(const Proposed& e) {
    say("kind", name_of(e.of));
    say("subject", e.subject);
    say("reason", e.reason);
  }
  void operator()(const ProposalConfirmed&) {}
  void operator()(const ProposalRefused& e) { say("reason", e.reason); }
  void operator()(const RosterOpened& e) { say("unit", e.unit.value); }
  void operator()(const RotationSet& e) {
    say_day("begins", e.first);
    say_day("until", e.last);
    std::string people;
    for (const UserId person : e.people) people += (people.empty() ? "" : "、") + (*name)(person);
    say("people", people);
  }
  void operator()(const DutyOverridden& e) {
    say("person", e.person);
    say("begins", std::optional(e.from));
    say("until", std::optional(e.to));
    say("reason", e.reason);
  }
  void operator()(const SwapAsked& e) {
    say("person", e.other);
    say("begins", std::optional(e.give_from));
    say("until", std::optional(e.give_to));
  }
  void operator()(const SwapAgreed&) {}
  void operator()(const SwapDeclined&) {}
  void operator()(const HandoverWritten& e) { say("text", e.text); }
  void operator()(const PeriodDeclared& e) {
    say("begins", std::optional(e.from));
    say("until", std::optional(e.to));
    say("reason", e.reason);
  }
  void operator()(const PeriodLifted& e) { say("reason", e.reason); }
  void operator()(const DeputyNamed& e) {
    say("person", e.principal);
    say("deputy", e.deputy);
    say("role", name_of(e.role));
    say("unit", e.unit.value);
    say("begins", std::optional(e.from));
    say("until", std::optional(e.to));
  }
  void operator()(const DeputyEnded&) {}
  void operator()(const AwayNoted& e) {
    say("person", e.person);
    say("begins", std::optional(e.from));
    say("until", std::optional(e.to));
  }
  void operator()(const AwayEnded&) {}
  void operator()(const ReportNumbered& e) { say("issue", std::to_string(e.issue.value)); }
  void operator()(const WatchKept& e) {
    say("title", e.name);
    say("query", e.query);
    say("unit", e.unit.value);
  }
  void operator()(const WatchChanged& e) {
    say("title", e.name);
    say("query", e.query);
  }
  void operator()(const WatchGrew& e) { say("posts", std::to_string(e.last_day)); }
  void operator()(const WatchEnded& e) { say("reason", e.reason); }
  void operator()(const TemplateWritten& e) {
    say("title", e.name);
    say("unit", e.unit.value);
  }
  void operator()(const TemplateApproved&) {}
  void operator()(const TemplateSentBack& e) { say("reason", e.reason); }
  void operator()(const TemplateRetired& e) { say("reason", e.reason); }
  void operator()(const ReviewOpened& e) {
    say("cause", name_of(e.cause));
    if (e.issue) say("issue", std::to_string(e.issue.value));
    say("case", e.number.value);
    say("unit", e.unit.value);
    say("clock", e.clock);
  }
  void operator()(const ReviewFound& e) { say("text", e.finding); }
  void operator()(const ReviewStated& e) { say("text", e.statement); }
  void operator()(const ReviewClosed& e) { say("text", e.outcome); }
  void operator()(const MeasureDone& e) { say("done", e.done); }
  void operator()(const FigureContested& e) {
    say("unit", e.unit.value);
    say("month", e.month);
    say("figure", name_of(e.figure));
    say("reason", e.reason);
  }
  void operator()(const ContestAnswered& e) {
    say("outcome", std::string(e.upheld ? "upheld" : "rejected"));
    say("answer", e.answer);
  }
  void operator()(const TrainingNoted& e) {
    say("kind", name_of(e.kind));
    say("title", e.course);
    say_day("at", e.on_day);
  }
  void operator()(const ReportHandedOver& e) {
    say("draft", e.report);
    say("authority", e.authority);
    say("form", e.form);
    say("receipt", e.receipt);
    say("at", e.at);
  }
};

template <class Recorded>
HistoryLine line_of(const Recorded& recorded, const Zone& zone) {
  Teller teller{.zone = zone};
  std::visit(teller, recorded.event);
  return {.at = recorded.at,
          .event = std::string(name_of(recorded.event)),
          .by = recorded.name,
          .facts = std::move(teller.facts)};
}

}  // namespace

HistoryLine history_line(const Recorded& recorded, const Zone& zone) { return line_of(recorded, zone); }
HistoryLine history_line(const IssueRecorded& recorded, const Zone& zone) { return line_of(recorded, zone); }

HistoryLine history_line(const RecordRecorded& recorded, const Zone& zone,
                         const std::function<std::string(UserId)>& name_of) {
  if (const auto* directive = std::get_if<DirectiveEvent>(&recorded.event))
    return history_line(recorded.at, recorded.name, *directive, zone);
  Teller teller{zone, &name_of};
  std::visit([&](const auto& of_a_kind) { std::visit(teller, of_a_kind); }, recorded.event);
  return {.at = recorded.at,
          .event = std::string(casework::name_of(recorded.event)),
          .by = recorded.name,
          .facts = std::move(teller.facts)};
}

HistoryLine history_line(Instant at, const std::string& by, const DirectiveEvent& event, const Zone& zone) {
  Teller teller{.zone = zone};
  std::visit(teller, event);
  std::string name(name_of(event));
  if (name.starts_with("directive-clock-") || std::holds_alternative<DirectiveMissExplained>(event))
    name = name.substr(std::string_view("directive-").size());
  return {.at = at, .event = std::move(name), .by = by, .facts = std::move(teller.facts)};
}

std::vector<std::pair<std::string, int64_t>> days_of(const std::vector<PostTimes>& times, const Zone& zone) {
  std::vector<std::pair<std::string, int64_t>> out;
  if (times.empty()) return out;
  std::map<Day, int64_t> counted;
  for (const PostTimes& quarter : times) counted[zone.day_at(quarter.first)] += quarter.posts;
  const Day last = counted.rbegin()->first;
  const Day first = std::max(counted.begin()->first, last - date::days(kMostDays - 1));
  for (Day day = first; day <= last; day += date::days(1)) {
    const auto at = counted.find(day);
    out.emplace_back(format_rfc3339({int64_t{day.time_since_epoch().count()} * 86400}).substr(0, 10),
                     at == counted.end() ? 0 : at->second);
  }
  return out;
}

}  // namespace hb::desk
