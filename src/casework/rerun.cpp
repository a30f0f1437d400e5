#include "casework/rerun.h"

#include <algorithm>

#include "casework/people.h"

namespace hb::casework {
namespace {

// Every part these rules can ask for, in the units of the moment.
Actor anybody(UserId user, const std::string& name, const UnitId& unit, const std::vector<UnitId>& shut_out,
              const Rules& rules) {
  Actor out{.user = user, .name = name, .grants = {}};
  for (const UnitId& where : {unit, office_of(rules)}) {
    if (!where || std::ranges::find(shut_out, where) != shut_out.end()) continue;
    for (size_t role = 0; role < kRoles; ++role)
      if (static_cast<Role>(role) != Role::auditor && static_cast<Role>(role) != Role::administrator)
        out.grants.push_back({static_cast<Role>(role), where});
  }
  return out;
}

// What a person or a citizen asked for, out of what came of it; none for what the rules made of it.
struct CommandOf {
  const Case& state;  ///< as it is by these rules
  const std::vector<Recorded>& history;
  size_t at;

  using Asked = std::optional<CaseCommand>;
  Asked operator()(const Accepted&) const { return Accept{}; }
  Asked operator()(const Returned& e) const { return ReturnDispatch{e.reason}; }
  Asked operator()(const Dispatched& e) const {
    // The rules' own, or what a return brings with it.
    if (!e.why.empty() || e.reason.empty() || !e.unit) return {};
    if (at > 0 && std::holds_alternative<Returned>(history[at - 1].event)) return {};
    return DispatchTo{e.unit, e.reason};
  }
  Asked operator()(const Drafted& e) const {
    return WriteDraft{e.part, e.text.substr(0, e.text.size() - in_text(e.promises).size()), e.note, e.promises};
  }
  Asked operator()(const Approved& e) const { return Approve{e.draft, e.hash}; }
  Asked operator()(const SentBack& e) const { return SendBack{e.draft, e.reason}; }
  Asked operator()(const Published& e) const {
    const Draft* draft = state.draft(e.draft);
    if (draft != nullptr && draft->part == Part::first_reply) return {};  // it goes out with its approval
    return Publish{e.draft, e.hash};
  }
  Asked operator()(const ClockExtended& e) const { return Extend{e.clock, e.reason}; }
  Asked operator()(const ClockPaused& e) const { return PauseClock{e.clock, e.cause, e.reason}; }
  Asked operator()(const ClockResumed& e) const { return ResumeClock{e.clock}; }
  Asked operator()(const NoteAdded& e) const { return AddNote{e.text, e.readers}; }
  Asked operator()(const StatutoryDecided& e) const { return RecordDecision{e.clock, e.goes_on, e.decision}; }
  Asked operator()(const MissExplained& e) const { return ExplainMiss{e.clock, e.round, e.reason}; }
  Asked operator()(const EvidenceAdded& e) const { return AddEvidence{e}; }
  Asked operator()(const TemplateSent& e) const {
    return SendTemplate{e.of, e.template_hash, e.text, e.template_hash, state.unit, e.approver, e.approver_name};
  }
  Asked operator()(const FoundNotOurs& e) const { return SayNotOurs{e.whose, e.reach, e.reason}; }
  Asked operator()(const HelpAsked& e) const { return AskHelp{e.unit, e.what}; }
  Asked operator()(const HelpWritten& e) const { return WriteHelp{e.help, e.part}; }
  Asked operator()(const HelpGiven& e) const { return SignHelp{e.help, e.hash}; }
  Asked operator()(const HelpEnded& e) const { return EndHelp{e.help, e.reason}; }
  Asked operator()(const PromiseKept& e) const { return KeepPromise{e.follow_up, e.done}; }
  Asked operator()(const Surveyed& e) const {
    RateAnswer rate{e.solved, e.satisfaction, false, true};
    if (at + 1 < history.size())
      if (const auto* round = std::get_if<RoundOpened>(&history[at + 1].event)) rate.of_unit = bool(round->about);
    return rate;
  }
  Asked operator()(const Withdrawn&) const { return Withdraw{}; }
  // The other case is not looked at: it had and has what it takes.
  Asked operator()(const MergedInto& e) const {
    return Merge{{.number = e.parent, .unit = state.unit, .about = state.opened.about}, e.reason};
  }
  Asked operator()(const Unmerged& e) const { return LoseParent{e.reason}; }
  Asked operator()(const ParentSpoke& e) const { return FollowWord{e}; }
  template <class Other>
  Asked operator()(const Other&) const {
    return {};
  }
};

// Where whoever did it works: in the unit in charge, but for a part that was asked of another.
UnitId unit_of(const CaseEvent& event, const Case& state) {
  const auto of = [&](int help) {
    return help < 1 || help > std::ssize(state.helps) ? state.unit : state.helps[static_cast<size_t>(help) - 1].unit;
  };
  if (const auto* written = std::get_if<HelpWritten>(&event)) return of(written->help);
  if (const auto* given = std::get_if<HelpGiven>(&event)) return of(given->help);
  if (const auto* added = std::get_if<EvidenceAdded>(&event)) return added->unit;
  const auto* note = std::get_if<NoteAdded>(&event);
  return note != nullptr && note->unit ? note->unit : state.unit;
}

bool by_citizen(const CaseCommand& command) {
  return std::holds_alternative<RateAnswer>(command) || std::holds_alternative<Withdraw>(command);
}

}  // namespace

Rerun<Case> rerun(const std::vector<Recorded>& history, const Rules& rules, Instant until) {
  Rerun<Case> out;
  const auto take = [&](const CaseCommand& command, const Actor& actor, Instant at) {
    const auto events = decide(out.state, command, actor, at, rules);
    if (!events) return false;
    for (const auto& event : *events) apply(out.state, {at, actor.user, actor.name, event});
    return true;
  };
  for (size_t i = 0; i < history.size(); ++i) {
    const Recorded& one = history[i];
    if (const auto* opened = std::get_if<CaseOpened>(&one.event)) {
      OpenCase open{*opened};  // who was away then is known from what was said of it
      const auto* sent = i + 1 < history.size() ? std::get_if<Dispatched>(&history[i + 1].event) : nullptr;
      if (sent != nullptr)
        for (const RouteLine& line : sent->why)
          if (line.reason == RouteReason::short_of_people) open.short_of_people.push_back({line.piece});
      if (take(open, anybody(one.by, one.name, office_of(rules), {opened->about}, rules), one.at)) continue;
      out.left_out = std::ssize(history);
      return out;
    }
    const auto asked = std::visit(CommandOf{out.state, history, i}, one.event);
    if (!asked) continue;
    take(Tick{}, the_desk(), one.at);
    const Actor actor = by_citizen(*asked)
                            ? the_citizen()
                            : anybody(one.by, one.name, unit_of(one.event, out.state), {out.state.opened.about}, rules);
    if (!take(*asked, actor, one.at)) ++out.left_out;
  }
  if (out.state.version > 0) take(Tick{}, the_desk(), until);
  return out;
}

namespace {

struct IssueCommandOf {
  const Issue& state;  ///< as it is by these rules
  const Rules& rules;

  using Asked = std::optional<IssueCommand>;
  Asked operator()(const RemitProposed& e) const { return ProposeRemit{e.unit}; }
  Asked operator()(const GradeSet& e) const { return SetGrade{e.grade, e.reason}; }
  Asked operator()(const Dismissed& e) const { return Dismiss{e.reason}; }
  Asked operator()(const CaseLinked& e) const { return LinkCase{e.number, e.about}; }
  Asked operator()(const StatementDrafted& e) const {
    return DraftStatement{e.title, std::string(written(e.text, e.next_at)), e.sources, e.next_at};
  }
  Asked operator()(const StatementApproved& e) const { return ApproveStatement{e.draft, e.hash}; }
  Asked operator()(const StatementSentBack& e) const { return SendBackStatement{e.draft, e.reason}; }
  Asked operator()(const StatementPublished& e) const { return PublishStatement{e.draft, e.hash}; }
  Asked operator()(const ReportDrafted& e) const { return DraftReport{e.text}; }
  Asked operator()(const ReportApproved& e) const { return ApproveReport{e.report, e.hash, e.year, e.number}; }
  Asked operator()(const ReportSentBack& e) const { return SendBackReport{e.report, e.reason}; }
  Asked operator()(const ReportHandedOver& e) const {
    return HandOverReport{e.report, e.authority, e.form, e.receipt, e.at};
  }
  Asked operator()(const IssueAssessed& e) const {
    RecordAssessment again{
        .held_at = e.held_at, .present = {}, .findings = e.findings, .decision = e.decision, .next_at = e.next_at};
    for (const Told& one : e.present) again.present.push_back(one.user);
    again.group.fixed = e.present;
    return again;
  }
  Asked operator()(const IssueSpread& e) const { return ReportSpread{e}; }
  Asked operator()(const FactsWritten& e) const { return WriteFacts{e.facts, e.evidence}; }
  Asked operator()(const FactsAgreed& e) const { return AgreeFacts{e.sheet, e.hash}; }
  Asked operator()(const PartnerDrafted& e) const { return DraftPartnerNotice{e.agency, e.matter, e.where}; }
  Asked operator()(const PartnerSent& e) const { return SendPartnerNotice{e.notice, e.hash, e.form, e.receipt}; }
  // What came from the other side of a merge stands in the record as events of its own.
  Asked operator()(const IssueTookIn& e) const {
    TakeIn again{.other = {}, .reason = e.reason, .shown_by = e.shown_by, .places = e.places, .harms = e.harms};
    again.other.id = e.other;
    return again;
  }
  Asked operator()(const IssueMerged& e) const {
    MergeInto again{.into = {}, .reason = e.reason, .shown_by = e.shown_by};
    again.into.id = e.into;
    return again;
  }
  Asked operator()(const IssueParted& e) const { return PartFrom{e.other, e.reason}; }
  Asked operator()(const PostsMoved& e) const { return MovePosts{e.from, e.to, e.posts, e.reason}; }
  // Somebody answered: for whatever waits longest by these rules.
  Asked operator()(const Acknowledged&) const {
    for (const Notice& notice : state.notices)
      if (waits(notice, state.clocks, state.notices)) return Acknowledge{notice.told.notice};
    return {};
  }
  template <class Other>
  Asked operator()(const Other&) const {
    return {};
  }
};

bool by_desk(const IssueCommand& command) {
  return std::holds_alternative<ProposeRemit>(command) || std::holds_alternative<LinkCase>(command);
}

}  // namespace

Rerun<Issue> rerun(const Issue& begun, const std::vector<IssueRecorded>& history, const GradesOverTime& grades,
                   const Rules& rules, Instant until) {
  Rerun<Issue> out{begun, 0};
  const auto take = [&](const IssueCommand& command, const Actor& actor, Instant at) {
    const auto events = decide(out.state, command, actor, at, rules);
    if (!events) return false;
    for (const auto& event : *events) apply(out.state, {at, actor.user, actor.name, event});
    return !events->empty();
  };
  // Time passes step by step, since a ladder is climbed a rung at a time.
  const auto pass = [&](Instant to) {
    for (;;) {
      const auto wakes = wakes_at(out.state.clocks, out.state.notices, rules);
      if (!wakes || *wakes >= to || !take(Tick{}, the_desk(), *wakes + Seconds{1})) return;
    }
  };
  auto grade = grades.begin();
  const auto propose = [&](Instant to) {
    for (; grade != grades.end() && grade->first <= to; ++grade) {
      pass(grade->first);
      take(grade->second, the_desk(), grade->first);
    }
  };
  for (const IssueRecorded& one : history) {
    propose(one.at);
    const auto asked = std::visit(IssueCommandOf{out.state, rules}, one.event);
    if (!asked) continue;
    pass(one.at);
    const Actor actor = by_desk(*asked) || !one.by
                            ? the_desk()
                            : anybody(one.by, one.name, out.state.unit, out.state.criticised(), rules);
    if (const auto events = decide(out.state, *asked, actor, one.at, rules)) {
      for (const auto& event : *events) apply(out.state, {one.at, actor.user, actor.name, event});
    } else {
      ++out.left_out;
    }
  }
  propose(until);
  pass(until);
  return out;
}

}  // namespace hb::casework
