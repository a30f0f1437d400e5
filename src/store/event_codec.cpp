#include "store/event_codec.h"

#include <algorithm>
#include <boost/json.hpp>

namespace hb::store {
namespace {

namespace json = boost::json;
using namespace casework;

// ---- one value, out and in ----

json::value put(const std::string& v) { return json::value(v); }
json::value put(bool v) { return v; }
json::value put(int v) { return v; }
json::value put(int64_t v) { return v; }
json::value put(Seconds v) { return v.count; }
json::value put(Instant v) { return v.seconds; }
json::value put(const std::optional<Instant>& v) { return v ? json::value(v->seconds) : json::value(); }
json::value put(const Digest& v) { return json::value(to_hex(view(v))); }
template <class Tag>
json::value put(const Id<Tag>& v) {
  return v.value;
}
template <class Tag>
json::value put(const Name<Tag>& v) {
  return json::value(v.value);
}
template <class E>
requires std::is_enum_v<E> json::value put(E v) { return json::value(name_of(v)); }
json::value put(const std::optional<ClockEnd>& v) { return v ? json::value(name_of(*v)) : json::value(); }
json::value put(const Told& v) { return {{"user", v.user.value}, {"name", v.name}}; }
json::value put(const Promise& v) { return {{"what", v.what}, {"by_day", v.by_day}}; }
json::value put(const ReviewMeasure& v) { return {{"what", v.what}, {"unit", v.unit.value}, {"by_day", v.by_day}}; }
json::value put(const RouteLine& v) { return {{"reason", put(v.reason)}, {"piece", v.piece}}; }
template <class T>
json::value put(const std::vector<T>& v) {
  json::array out;
  for (const T& one : v) out.push_back(put(one));
  return out;
}

bool get(const json::value& j, std::string& v) {
  if (const auto* s = j.if_string()) return v.assign(s->data(), s->size()), true;
  return false;
}
bool get(const json::value& j, bool& v) {
  if (const auto* b = j.if_bool()) return v = *b, true;
  return false;
}
bool get(const json::value& j, int64_t& v) {
  if (const auto* n = j.if_int64()) return v = *n, true;
  return false;
}
bool get(const json::value& j, int& v) {
  int64_t n = 0;
  if (!get(j, n) || n < 0 || n > 1'000'000) return false;
  v = static_cast<int>(n);
  return true;
}
bool get(const json::value& j, Seconds& v) { return get(j, v.count); }
bool get(const json::value& j, Instant& v) { return get(j, v.seconds); }
bool get(const json::value& j, std::optional<Instant>& v) {
  if (j.is_null()) return v.reset(), true;
  return get(j, v.emplace().seconds);
}
bool get(const json::value& j, Digest& v) {
  std::string text;
  if (!get(j, text)) return false;
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != v.size()) return false;
  std::copy(bytes->begin(), bytes->end(), v.begin());
  return true;
}
template <class Tag>
bool get(const json::value& j, Id<Tag>& v) {
  return get(j, v.value);
}
template <class Tag>
bool get(const json::value& j, Name<Tag>& v) {
  return get(j, v.value);
}
template <class E, class Read>
bool get_named(const json::value& j, E& v, Read read) {
  std::string name;
  if (!get(j, name)) return false;
  const std::optional<E> found = read(name);
  if (found) v = *found;
  return found.has_value();
}
bool get(const json::value& j, CaseKind& v) { return get_named(j, v, case_kind_of); }
bool get(const json::value& j, Privacy& v) { return get_named(j, v, privacy_of); }
bool get(const json::value& j, Channel& v) { return get_named(j, v, channel_of); }
bool get(const json::value& j, Part& v) { return get_named(j, v, part_of); }
bool get(const json::value& j, RoundCause& v) { return get_named(j, v, round_cause_of); }
bool get(const json::value& j, Solved& v) { return get_named(j, v, solved_of); }
bool get(const json::value& j, UpCause& v) { return get_named(j, v, up_cause_of); }
bool get(const json::value& j, ClockOutcome& v) { return get_named(j, v, clock_outcome_of); }
bool get(const json::value& j, std::optional<ClockEnd>& v) {
  if (j.is_null()) return v.reset(), true;
  return get_named(j, v.emplace(), clock_end_of);
}
bool get(const json::value& j, Grade& v) { return get_named(j, v, grade_of); }
bool get(const json::value& j, ProposalOf& v) { return get_named(j, v, proposal_of); }
bool get(const json::value& j, Role& v) { return get_named(j, v, role_of); }
bool get(const json::value& j, RouteReason& v) { return get_named(j, v, route_reason_of); }
bool get(const json::value& j, TellWhy& v) { return get_named(j, v, tell_why_of); }
bool get(const json::value& j, Rung::Kind& v) { return get_named(j, v, rung_kind_of); }
bool get(const json::value& j, Told& v) {
  const auto* o = j.if_object();
  return o && o->contains("user") && o->contains("name") && get(o->at("user"), v.user) && get(o->at("name"), v.name);
}
bool get(const json::value& j, Promise& v) {
  const auto* o = j.if_object();
  return o && o->contains("what") && o->contains("by_day") && get(o->at("what"), v.what) &&
         get(o->at("by_day"), v.by_day);
}
bool get(const json::value& j, ReviewMeasure& v) {
  const auto* o = j.if_object();
  return o && o->contains("what") && o->contains("unit") && o->contains("by_day") && get(o->at("what"), v.what) &&
         get(o->at("unit"), v.unit) && get(o->at("by_day"), v.by_day);
}
bool get(const json::value& j, ReviewCause& v) { return get_named(j, v, review_cause_of); }
bool get(const json::value& j, Figure& v) { return get_named(j, v, figure_of); }
bool get(const json::value& j, TrainingKind& v) { return get_named(j, v, training_kind_of); }
bool get(const json::value& j, NoteFor& v) { return get_named(j, v, note_for_of); }
bool get(const json::value& j, RouteLine& v) {
  const auto* o = j.if_object();
  return o && o->contains("reason") && o->contains("piece") && get(o->at("reason"), v.reason) &&
         get(o->at("piece"), v.piece);
}
template <class T>
bool get(const json::value& j, std::vector<T>& v) {
  const auto* list = j.if_array();
  if (!list) return false;
  for (const auto& one : *list) {
    if (!get(one, v.emplace_back())) return false;
  }
  return true;
}

// ---- an event's fields, in one place for both ways ----

struct Writer {
  json::object object;
  template <class T>
  void operator()(const char* key, T& value) {
    object[key] = put(value);
  }
  template <class T>
  void later(const char* key, T& value) {
    (*this)(key, value);
  }
};
struct Reader {
  const json::object& object;
  std::string bad;
  template <class T>
  void operator()(const char* key, T& value) {
    const auto* found = object.if_contains(key);
    if (bad.empty() && (!found || !get(*found, value))) bad = key;
  }
  /// A field that events written before it was thought of do not have: its default then.
  template <class T>
  void later(const char* key, T& value) {
    if (object.contains(key)) (*this)(key, value);
  }
};

template <class Io>
void fields(Io& io, CaseOpened& e) {
  io("number", e.number), io("kind", e.kind), io("channel", e.channel), io("privacy", e.privacy);
  io("answer_privately", e.answer_privately), io("title", e.title), io("summary", e.summary), io("places", e.places);
  io("matter", e.matter), io("about", e.about), io("issue", e.issue), io("posted_at", e.posted_at);
  io("noticed_at", e.noticed_at), io.later("came_from", e.came_from), io.later("their_number", e.their_number);
  io.later("their_due", e.their_due);
}
template <class Io>
void fields(Io& io, Dispatched& e) {
  io("unit", e.unit), io("outside", e.outside), io("why", e.why), io("reason", e.reason);
}
template <class Io>
void fields(Io&, Accepted&) {}
template <class Io>
void fields(Io& io, Returned& e) {
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, Drafted& e) {
  io("draft", e.draft), io("part", e.part), io("text", e.text), io("note", e.note);
  io.later("promises", e.promises);
}
template <class Io>
void fields(Io& io, Approved& e) {
  io("draft", e.draft), io("hash", e.hash);
}
template <class Io>
void fields(Io& io, SentBack& e) {
  io("draft", e.draft), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, Published& e) {
  io("draft", e.draft), io("hash", e.hash);
}
template <class Io>
void fields(Io& io, ClockStarted& e) {
  io("clock", e.clock), io("round", e.round), io("from", e.from), io("due", e.due);
  io("provisional", e.provisional), io("rules", e.rules), io.later("ends", e.ends);
}
template <class Io>
void fields(Io& io, ClockEnded& e) {
  io("clock", e.clock), io("round", e.round), io("outcome", e.outcome);
}
template <class Io>
void fields(Io& io, ClockMissed& e) {
  io("clock", e.clock), io("round", e.round);
}
template <class Io>
void fields(Io& io, ClockExtended& e) {
  io("clock", e.clock), io("round", e.round), io("due", e.due), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ClockPaused& e) {
  io("clock", e.clock), io("round", e.round), io("cause", e.cause), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ClockResumed& e) {
  io("clock", e.clock), io("round", e.round), io("due", e.due), io("provisional", e.provisional);
}
template <class Io>
void fields(Io& io, MissExplained& e) {
  io("clock", e.clock), io("round", e.round), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ClockRecomputed& e) {
  io("clock", e.clock), io("round", e.round), io("due", e.due), io("provisional", e.provisional);
  io("rules", e.rules), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, NoteAdded& e) {
  io("text", e.text), io.later("readers", e.readers), io.later("unit", e.unit);
  io.later("mentioned", e.mentioned);
}
template <class Io>
void fields(Io&, CitizenShown&) {}
template <class Io>
void fields(Io& io, RoundOpened& e) {
  io("round", e.round), io("cause", e.cause), io("about", e.about);
}
template <class Io>
void fields(Io& io, Surveyed& e) {
  io("round", e.round), io("solved", e.solved), io("satisfaction", e.satisfaction);
}
template <class Io>
void fields(Io& io, SentUp& e) {
  io("unit", e.unit), io("cause", e.cause);
}
template <class Io>
void fields(Io&, Withdrawn&) {}
template <class Io>
void fields(Io& io, MergedInto& e) {
  io("parent", e.parent), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, Unmerged& e) {
  io("parent", e.parent), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ChildTaken& e) {
  io("child", e.child);
}
template <class Io>
void fields(Io& io, ChildLeft& e) {
  io("child", e.child);
}
template <class Io>
void fields(Io& io, ParentSpoke& e) {
  io("parent", e.parent), io("draft", e.draft), io("part", e.part), io("written_by", e.written_by);
}
template <class Io>
void fields(Io& io, StatutoryDecided& e) {
  io("clock", e.clock), io("goes_on", e.goes_on), io("decision", e.decision);
}
template <class Io>
void fields(Io& io, EvidenceAdded& e) {
  io("evidence", e.evidence), io("title", e.title), io("type", e.type), io("bytes", e.bytes), io("sha256", e.sha256);
  io("kept_at", e.kept_at), io("unit", e.unit);
}
template <class Io>
void fields(Io& io, TemplateSent& e) {
  io("draft", e.draft), io("template", e.of), io("text", e.text), io("template_hash", e.template_hash);
  io("approver", e.approver), io("approved_as", e.approver_name);
}
template <class Io>
void fields(Io& io, FoundNotOurs& e) {
  io("whose", e.whose), io("reach", e.reach), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, HelpAsked& e) {
  io("help", e.help), io("unit", e.unit), io("what", e.what);
}
template <class Io>
void fields(Io& io, HelpWritten& e) {
  io("help", e.help), io("findings", e.part.findings), io("evidence", e.part.evidence);
  io("proposed", e.part.proposed);
}
template <class Io>
void fields(Io& io, HelpGiven& e) {
  io("help", e.help), io("hash", e.hash);
}
template <class Io>
void fields(Io& io, HelpEnded& e) {
  io("help", e.help), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, PromiseKept& e) {
  io("follow_up", e.follow_up), io("done", e.done);
}
template <class Io>
void fields(Io& io, GradeProposed& e) {
  io("grade", e.grade), io("reasons", e.reasons);
}
template <class Io>
void fields(Io& io, GradeSet& e) {
  io("grade", e.grade), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, RemitProposed& e) {
  io("unit", e.unit);
}
template <class Io>
void fields(Io& io, Dismissed& e) {
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, CaseLinked& e) {
  io("number", e.number), io("about", e.about);
}
template <class Io>
void fields(Io& io, StatementDrafted& e) {
  io("draft", e.draft), io("title", e.title), io("text", e.text);
  io.later("sources", e.sources), io.later("next_at", e.next_at);
}
template <class Io>
void fields(Io& io, StatementApproved& e) {
  io("draft", e.draft), io("hash", e.hash);
}
template <class Io>
void fields(Io& io, StatementSentBack& e) {
  io("draft", e.draft), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, StatementPublished& e) {
  io("draft", e.draft), io("hash", e.hash);
}
template <class Io>
void fields(Io& io, ReportDrafted& e) {
  io("report", e.report), io("what", e.text.what), io("where", e.text.where), io("how_many", e.text.how_many);
  io("known", e.text.known), io("doing", e.text.doing);
}
template <class Io>
void fields(Io& io, ReportApproved& e) {
  io("report", e.report), io("hash", e.hash), io("year", e.year), io("number", e.number);
}
template <class Io>
void fields(Io& io, ReportSentBack& e) {
  io("report", e.report), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ReportHandedOver& e) {
  io("report", e.report), io("authority", e.authority), io("form", e.form), io("receipt", e.receipt), io("at", e.at);
}
template <class Io>
void fields(Io& io, IssueAssessed& e) {
  io("held_at", e.held_at), io("present", e.present), io("findings", e.findings), io("decision", e.decision);
  io.later("next_at", e.next_at);
}
template <class Io>
void fields(Io& io, IssueSpread& e) {
  io("places", e.places), io("districts", e.districts), io("sources", e.sources), io("department", e.department);
}
template <class Io>
void fields(Io& io, FactsWritten& e) {
  io("sheet", e.sheet), io("facts", e.facts), io("evidence", e.evidence);
}
template <class Io>
void fields(Io& io, FactsAgreed& e) {
  io("sheet", e.sheet), io("hash", e.hash);
}
template <class Io>
void fields(Io& io, PartnerDrafted& e) {
  io("notice", e.notice), io("agency", e.agency), io("matter", e.matter), io("where", e.where);
}
template <class Io>
void fields(Io& io, PartnerSent& e) {
  io("notice", e.notice), io("hash", e.hash), io("form", e.form), io("receipt", e.receipt);
}
template <class Io>
void fields(Io& io, ReportNumbered& e) {
  io("issue", e.issue), io("report", e.report);
}
template <class Io>
void fields(Io& io, Notified& e) {
  io("notice", e.notice), io("why", e.why), io("clock", e.clock), io("round", e.round);
  io("rung", e.rung.kind), io("on", e.rung.id), io("to", e.to);
}
template <class Io>
void fields(Io& io, Acknowledged& e) {
  io("notice", e.notice), io("leading", e.leading);
}
template <class Io>
void fields(Io& io, Proposed& e) {
  io("of", e.of), io("subject", e.subject), io("body", e.body), io("reason", e.reason);
}
template <class Io>
void fields(Io&, ProposalConfirmed&) {}
template <class Io>
void fields(Io& io, ProposalRefused& e) {
  io("reason", e.reason);
}

template <class Io>
void fields(Io& io, DirectiveReceived& e) {
  io("platform", e.platform), io("text", e.text), io("received_at", e.received_at);
}
template <class Io>
void fields(Io& io, DirectiveBegun& e) {
  io("handler", e.handler), io("handler_name", e.handler_name), io("unit", e.unit), io("first_step", e.first_step);
}
template <class Io>
void fields(Io& io, DirectiveHandled& e) {
  io("done", e.done), io("issue", e.issue), io("number", e.number);
}
template <class Io>
void fields(Io& io, DirectiveClosed& e) {
  io("answer", e.answer);
}
template <class Io>
void fields(Io& io, DirectiveNotHere& e) {
  io("section", e.section), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, DirectiveTold& e) {
  fields(io, e.notice);
}
template <class Io>
void fields(Io& io, DirectiveMissExplained& e) {
  fields(io, e.clock);
}
template <class Io>
void fields(Io& io, DirectiveClockStarted& e) {
  fields(io, e.clock);
}
template <class Io>
void fields(Io& io, DirectiveClockEnded& e) {
  fields(io, e.clock);
}
template <class Io>
void fields(Io& io, DirectiveClockMissed& e) {
  fields(io, e.clock);
}
template <class Io>
void fields(Io& io, RosterOpened& e) {
  io("unit", e.unit);
}
template <class Io>
void fields(Io& io, RotationSet& e) {
  io("rotation", e.rotation), io("first", e.first), io("last", e.last), io("days_each", e.days_each);
  io("working_days", e.working_days), io("from", e.from), io("to", e.to), io("people", e.people);
}
template <class Io>
void fields(Io& io, DutyOverridden& e) {
  io("from", e.from), io("to", e.to), io("person", e.person), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, SwapAsked& e) {
  io("swap", e.swap), io("other", e.other), io("give_from", e.give_from), io("give_to", e.give_to);
  io("take_from", e.take_from), io("take_to", e.take_to);
}
template <class Io>
void fields(Io& io, SwapAgreed& e) {
  io("swap", e.swap);
}
template <class Io>
void fields(Io& io, SwapDeclined& e) {
  io("swap", e.swap);
}
template <class Io>
void fields(Io& io, HandoverWritten& e) {
  io("text", e.text);
}
template <class Io>
void fields(Io& io, TemplateWritten& e) {
  io("name", e.name), io("text", e.text), io("unit", e.unit), io("review_day", e.review_day);
}
template <class Io>
void fields(Io& io, TemplateApproved& e) {
  io("hash", e.hash), io("by_name", e.by_name);
}
template <class Io>
void fields(Io& io, TemplateSentBack& e) {
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, TemplateRetired& e) {
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ReviewOpened& e) {
  io("cause", e.cause), io("issue", e.issue), io("number", e.number), io("directive", e.directive);
  io("unit", e.unit), io("clock", e.clock), io("round", e.round);
}
template <class Io>
void fields(Io& io, ReviewFound& e) {
  io("finding", e.finding);
}
template <class Io>
void fields(Io& io, ReviewStated& e) {
  io("statement", e.statement);
}
template <class Io>
void fields(Io& io, ReviewClosed& e) {
  io("outcome", e.outcome), io("measures", e.measures);
}
template <class Io>
void fields(Io& io, MeasureDone& e) {
  io("measure", e.measure), io("done", e.done);
}
template <class Io>
void fields(Io& io, FigureContested& e) {
  io("unit", e.unit), io("month", e.month), io("figure", e.figure), io("value", e.value), io("of", e.of);
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, ContestAnswered& e) {
  io("upheld", e.upheld), io("answer", e.answer);
}
template <class Io>
void fields(Io& io, TrainingNoted& e) {
  io("kind", e.kind), io("course", e.course), io("on_day", e.on_day), io("passed", e.passed);
}
template <class Io>
void fields(Io& io, WatchKept& e) {
  io("name", e.name), io("query", e.query), io("unit", e.unit);
}
template <class Io>
void fields(Io& io, WatchChanged& e) {
  io("name", e.name), io("query", e.query);
}
template <class Io>
void fields(Io& io, WatchGrew& e) {
  io("last_day", e.last_day), io("week_before", e.week_before);
}
template <class Io>
void fields(Io& io, WatchEnded& e) {
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, PeriodDeclared& e) {
  io("from", e.from), io("to", e.to), io("units", e.units), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, PeriodLifted& e) {
  io("reason", e.reason);
}
template <class Io>
void fields(Io& io, DeputyNamed& e) {
  io("id", e.id), io("principal", e.principal), io("deputy", e.deputy), io("role", e.role), io("unit", e.unit);
  io("from", e.from), io("to", e.to), io("handover", e.handover);
}
template <class Io>
void fields(Io& io, DeputyEnded& e) {
  io("id", e.id), io("handback", e.handback);
}
template <class Io>
void fields(Io& io, AwayNoted& e) {
  io("id", e.id), io("person", e.person), io("from", e.from), io("to", e.to);
}
template <class Io>
void fields(Io& io, AwayEnded& e) {
  io("id", e.id);
}
template <class Io>
void fields(Io& io, IssueTookIn& e) {
  io("other", e.other), io("reason", e.reason), io("shown_by", e.shown_by);
  io("places", e.places), io("harms", e.harms);
}
template <class Io>
void fields(Io& io, IssueMerged& e) {
  io("into", e.into), io("reason", e.reason), io("shown_by", e.shown_by);
}
template <class Io>
void fields(Io& io, IssueParted& e) {
  io("other", e.other), io("reason", e.reason);
}
template <class Io>
void fields(Io& io, PostsMoved& e) {
  io("from", e.from), io("to", e.to), io("posts", e.posts), io("reason", e.reason);
}
template <class Event>
std::string write(Event event) {
  Writer out;
  out.object["event"] = name_of(event);
  std::visit([&](auto& e) { fields(out, e); }, event);
  return json::serialize(out.object);
}

template <class Event, size_t... I>
Result<Event> read(std::string_view text, std::index_sequence<I...>) {
  boost::system::error_code ec;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), ec);
  const auto* object = ec ? nullptr : parsed.if_object();
  std::string name;
  if (!object || !object->contains("event") || !get(object->at("event"), name)) return fail("event.malformed");
  Result<Event> out = fail("event.unknown", name);
  const auto try_one = [&](Event event) {
    if (name_of(event) != name) return;
    Reader in{*object, {}};
    std::visit([&](auto& e) { fields(in, e); }, event);
    if (in.bad.empty()) {
      out = std::move(event);
    } else {
      out = fail("event.field", in.bad);
    }
  };
  (try_one(Event(std::in_place_index<I>)), ...);
  return out;
}
template <class Event>
Result<Event> read(std::string_view text) {
  return read<Event>(text, std::make_index_sequence<std::variant_size_v<Event>>{});
}

// The kind whose events know the name.
template <size_t... I>
Result<RecordEvent> read_record(std::string_view text, std::index_sequence<I...>) {
  Result<RecordEvent> out = fail("event.unknown");
  const auto try_one = [&](auto inner) {
    if (out.error().code != "event.unknown") return;
    if (inner) {
      out = RecordEvent(std::move(*inner));
    } else {
      out = tl::unexpected(inner.error());
    }
  };
  ((out ? void() : try_one(read<std::variant_alternative_t<I, RecordEvent>>(text))), ...);
  return out;
}

}  // namespace

std::string encode(const CaseEvent& event) { return write(event); }
std::string encode(const IssueEvent& event) { return write(event); }
std::string encode(const RecordEvent& event) {
  return std::visit([](const auto& inner) { return write(inner); }, event);
}

Result<CaseEvent> decode_case_event(std::string_view text) { return read<CaseEvent>(text); }
Result<IssueEvent> decode_issue_event(std::string_view text) { return read<IssueEvent>(text); }
Result<RecordEvent> decode_record_event(std::string_view text) {
  return read_record(text, std::make_index_sequence<std::variant_size_v<RecordEvent>>{});
}

}  // namespace hb::store
