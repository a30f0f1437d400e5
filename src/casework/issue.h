#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "casework/assessment.h"
#include "casework/case.h"
#include "casework/report.h"
#include "casework/telling.h"

/// What people and rules did with an issue (议题): its grade, its clocks, and how it ended. Which posts it holds is the
/// notice room's business; this is the desk's side of it, event-sourced like a case.
namespace hb::casework {

struct GradeProposed {
  Grade grade = Grade::routine;
  std::vector<std::string> reasons;  ///< "harm:hospitalised", "voices 52 >= 50"
  friend bool operator==(const GradeProposed&, const GradeProposed&) = default;
};
struct GradeSet {
  Grade grade = Grade::routine;
  std::string reason;
  friend bool operator==(const GradeSet&, const GradeSet&) = default;
};
struct RemitProposed {
  UnitId unit;  ///< empty: only a harm was found
  friend bool operator==(const RemitProposed&, const RemitProposed&) = default;
};
struct Dismissed {
  std::string reason;
  friend bool operator==(const Dismissed&, const Dismissed&) = default;
};
struct CaseLinked {
  CaseNumber number;
  UnitId about;  ///< the unit the case is about, or none
  friend bool operator==(const CaseLinked&, const CaseLinked&) = default;
};
struct StatementDrafted {
  DraftId draft;  ///< 1, 2, … within the issue
  std::string title;
  std::string text;
  std::string sources{};             ///< sources and legal basis, a line each; not empty: an explainer (解读)
  std::optional<Instant> next_at{};  ///< when the next one follows, which the text's last line says
  friend bool operator==(const StatementDrafted&, const StatementDrafted&) = default;
};
struct StatementApproved {
  DraftId draft;
  Digest hash{};
  friend bool operator==(const StatementApproved&, const StatementApproved&) = default;
};
struct StatementSentBack {
  DraftId draft;
  std::string reason;
  friend bool operator==(const StatementSentBack&, const StatementSentBack&) = default;
};
struct StatementPublished {
  DraftId draft;
  Digest hash{};
  friend bool operator==(const StatementPublished&, const StatementPublished&) = default;
};

/// Two issues are one: the older takes the younger in.
struct IssueTookIn {
  IssueId other;
  std::string reason;                      ///< a person's; empty: the desk did it
  PostId shown_by;                         ///< the post that showed the desk that they are one, with its reasons
  std::vector<std::string> places, harms;  ///< that this one has only from it
  friend bool operator==(const IssueTookIn&, const IssueTookIn&) = default;
};
struct IssueMerged {
  IssueId into;
  std::string reason;
  PostId shown_by;
  friend bool operator==(const IssueMerged&, const IssueMerged&) = default;
};
/// They were not one after all; said in both.
struct IssueParted {
  IssueId other;
  std::string reason;
  friend bool operator==(const IssueParted&, const IssueParted&) = default;
};
/// Said in both, as well.
struct PostsMoved {
  IssueId from, to;
  std::vector<PostId> posts;
  std::string reason;
  friend bool operator==(const PostsMoved&, const PostsMoved&) = default;
};

/// The issue is not one district's any more: it shows posts about a second one, or from a source that another unit, or
/// the whole city, answers for.
struct IssueSpread {
  std::vector<std::string> places;
  std::vector<UnitId> districts;  ///< the branches whose districts its posts name
  std::vector<UnitId> sources;    ///< the units that answer for the sources it was heard from
  UnitId department;              ///< whose line of business it is, or none
  friend bool operator==(const IssueSpread&, const IssueSpread&) = default;
};

using IssueEvent =
    std::variant<GradeProposed, GradeSet, RemitProposed, Dismissed, CaseLinked, ClockStarted, ClockEnded, ClockMissed,
                 ClockRecomputed, StatementDrafted, StatementApproved, StatementSentBack, StatementPublished,
                 ReportDrafted, ReportApproved, ReportSentBack, ReportHandedOver, Notified, Acknowledged, IssueTookIn,
                 IssueMerged, IssueParted, PostsMoved, IssueAssessed, FactsWritten, FactsAgreed, PartnerDrafted,
                 PartnerSent, MissExplained, IssueSpread>;
std::string_view name_of(const IssueEvent& event);

struct IssueRecorded {
  Instant at;
  UserId by;
  std::string name;
  IssueEvent event;
  friend bool operator==(const IssueRecorded&, const IssueRecorded&) = default;
};

/// The line at the end of a statement's text that says when the next one follows:
/// "下一次通报时间：2026年3月6日18时前。"
std::string next_in_text(Instant next_at, const Zone& zone);
/// A statement's text without that line.
std::string_view written(std::string_view text, const std::optional<Instant>& next_at);

/// What the approval of a statement (权威信息) binds to: SHA-256 over title and text, and an explainer's sources, each
/// preceded by its length.
Digest statement_hash(std::string_view title, std::string_view text, std::string_view sources = {});

/// What is said to everyone about an issue, in the bureau's name. A further one is a new draft; none is edited.
struct StatementDraft {
  DraftId id;
  DraftState state = DraftState::drafted;
  std::string title;
  std::string text;
  std::string sources;               ///< of an explainer
  std::optional<Instant> next_at{};  ///< when the next one follows
  Digest hash{};
  UserId author;
  UserId approver;
  UserId publisher;
  std::string sent_back;  ///< the reason, if it was
  Instant at;
  std::optional<Instant> published_at;
};

struct Issue {
  IssueId id;
  Instant noticed_at;
  Grade proposed = Grade::routine;
  std::optional<Grade> set;  ///< by a person
  std::vector<std::string> reasons;
  bool remit = false;  ///< a unit or a harm was proposed
  UnitId unit;
  bool dismissed = false;
  std::vector<CaseLinked> cases;
  std::vector<StatementDraft> statements;
  std::vector<Report> reports;
  std::vector<Notice> notices;
  std::vector<Assessment> assessments;  ///< the newest last
  std::vector<FactSheet> fact_sheets;   ///< likewise
  std::vector<PartnerNotice> partners;  ///< likewise
  std::vector<CaseClock> clocks;
  IssueId merged_into;               ///< it goes on there; 0: it stands for itself
  std::optional<Instant> merged_at;  ///< last
  std::vector<IssueId> apart;        ///< a person said that they are other matters
  std::vector<IssueTookIn> took_in;  ///< what it holds of others, the newest last
  std::optional<IssueSpread> spread;
  int64_t version = 0;

  Grade grade() const { return set.value_or(proposed); }
  std::vector<UnitId> criticised() const;  ///< units that its cases are about
  const StatementDraft* statement(DraftId draft) const;
  /// The draft that is being worked on: neither published nor replaced; null if there is none.
  const StatementDraft* open_statement() const;
  /// The agreed facts that replies are drafted from; null if none were agreed.
  const FactSheet* agreed_facts() const;
};

struct ProposeGrade {
  Grade grade = Grade::routine;
  std::vector<std::string> reasons;
};
struct ProposeRemit {
  UnitId unit;
};
struct SetGrade {
  Grade grade = Grade::routine;
  std::string reason;
};
struct Dismiss {
  std::string reason;
};
struct LinkCase {
  CaseNumber number;
  UnitId about;
};
struct DraftStatement {
  std::string title;
  std::string text;
  std::string sources{};             ///< makes it an explainer
  std::optional<Instant> next_at{};  ///< not of an explainer
};
struct ApproveStatement {
  DraftId draft;
  Digest hash{};  ///< of exactly what the approver read
};
struct SendBackStatement {
  DraftId draft;
  std::string reason;
};
struct PublishStatement {
  DraftId draft;
  Digest hash{};
};

/// By name, that one was told.
struct Acknowledge {
  NoticeId notice;
};

/// The two sides of a merge, decided in one transaction; each is told the other as it stands. The older takes the
/// younger in with its grade, its remit, its cases and the clocks that it does not have itself; the younger's own end
/// as not required, which is why it must not have begun one earlier.
struct TakeIn {
  Issue other;
  std::string reason{};
  PostId shown_by{};
  std::vector<std::string> places{}, harms{};
};
struct MergeInto {
  Issue into;
  std::string reason{};
  PostId shown_by{};
};
/// The two sides of its undoing: the younger's clocks run on from where they began. Or two that never were one.
struct PartFrom {
  IssueId other;
  std::string reason;
};
/// Said once. The office is told, and the department with the supervising leader of its line: by name, and each
/// acknowledges.
struct ReportSpread {
  IssueSpread facts;
};
/// Of the issue they leave, or the one they come to.
struct MovePosts {
  IssueId from, to;
  std::vector<PostId> posts;
  std::string reason;
};
inline constexpr size_t kMostMoved = 500;

using IssueCommand =
    std::variant<ProposeGrade, ProposeRemit, SetGrade, Dismiss, LinkCase, Tick, Recompute, DraftStatement,
                 ApproveStatement, SendBackStatement, PublishStatement, DraftReport, ApproveReport, SendBackReport,
                 HandOverReport, Acknowledge, TakeIn, MergeInto, PartFrom, MovePosts, RecordAssessment, WriteFacts,
                 AgreeFacts, DraftPartnerNotice, SendPartnerNotice, ExplainMiss, ReportSpread>;

/// As for a case. A proposal that changes nothing makes no event. Proposals, links, spread and ticks are the desk's
/// alone; a person sets, dismisses, and makes statements and reports: three people, as for an answer. A unit that a
/// case of the issue is about has no part in them. Notices are told by the desk's decisions and acknowledged by those
/// told. The desk merges, too, where no person has decided anything about either; whatever was merged away takes no
/// more commands until it is parted again. An acknowledgement by the leading group and the report's hand-over together
/// end the clocks that wait for "reported". A statement or an assessment that names when the next one follows starts a
/// clock with it, which the next one ends. An assessment is entered by the spokesperson, the bureau's online
/// spokesperson or the office, and ends the clocks that wait for it. Facts and partner notices are written as
/// statements are; the facts are agreed to by the spokesperson or the head of the issue's unit, a notice is sent by who
/// approves or publishes statements; neither by its author. Errors: "issue.not-allowed", "issue.wrong-state",
/// "issue.conflict" (the criticised unit), "issue.no-notice", those of report.h and assessment.h, "issue.merged"
/// (detail: into which), "issue.not-merged", "issue.same", "issue.older" (the other way round), "issue.has-words"
/// (statements, reports or facts of its own), "issue.clock" (id), "issue.next" (`next_at` is over, or further than the
/// rulebook lets it lie, or an explainer's), "issue.posts" (none, or too many), "case.no-draft", "case.text-changed",
/// "case.not-approved", "case.same-person", "case.empty" / "case.too-long" / "case.not-utf8" (field),
/// "case.reason-required", "clock.*".
Result<std::vector<IssueEvent>> decide(const Issue& state, const IssueCommand& command, const Actor& actor, Instant now,
                                       const Rules& rules);
void apply(Issue& state, const IssueRecorded& recorded);

}  // namespace hb::casework
