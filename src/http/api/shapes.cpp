#include <algorithm>

#include "base/difference.h"
#include "http/api/api.h"

// Times are written with the zone's offset; what is absent in the contract is left out, not null.
namespace hb::http::api {
namespace {

json::string text(std::string_view s) { return json::string(s.data(), s.size()); }

/// Writes the members of one object.
class Writer {
 public:
  Writer(const Api& api, json::object& out) : api_(api), out_(out) {}

  void at(const char* name, Instant moment) { out_[name] = api_.time(moment); }
  void at(const char* name, const std::optional<Instant>& moment) {
    if (moment) at(name, *moment);
  }
  /// Left out when empty.
  void say(const char* name, std::string_view words) {
    if (!words.empty()) out_[name] = text(words);
  }

 private:
  const Api& api_;
  json::object& out_;
};

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

json::object shape_clock(const Api& api, const desk::ClockLine& line) {
  const auto& clock = line.clock;
  json::object out{{"id", clock.id},
                   {"round", clock.round},
                   {"outcome", text(name_of(clock.outcome))},
                   {"provisional", clock.provisional},
                   {"extended", clock.extended},
                   {"may_extend", line.may_extend},
                   {"may_resume", line.may_resume},
                   {"may_decide", line.may_decide},
                   {"may_explain", line.may_explain},
                   {"may_pause_for", texts(line.may_pause_for)},
                   {"explain", texts(line.explain)}};
  json::array pauses;
  for (const auto& pause : clock.pauses) {
    json::object one{{"from", api.time(pause.from)}, {"cause", pause.cause}, {"reason", pause.reason}};
    if (pause.to) one["to"] = api.time(*pause.to);
    pauses.push_back(std::move(one));
  }
  out["pauses"] = std::move(pauses);
  Writer write(api, out);
  write.at("from", clock.from);
  write.at("due", clock.due);
  write.say("extension_reason", clock.extension_reason);
  write.say("why_missed", clock.why_missed);
  write.at("ended_at", clock.ended_at);
  write.say("rules", clock.rules);
  return out;
}

json::array shape_clocks(const Api& api, const std::vector<desk::ClockLine>& lines) {
  json::array out;
  for (const auto& line : lines) out.push_back(shape_clock(api, line));
  return out;
}

json::array shape_history(const Api& api, const std::vector<desk::HistoryLine>& lines) {
  json::array out;
  for (const auto& line : lines) {
    json::object facts;
    for (const auto& [name, value] : line.facts) facts[name] = value;
    json::object one{{"event", line.event}, {"by", line.by}};
    if (!facts.empty()) one["facts"] = std::move(facts);
    Writer(api, one).at("at", line.at);
    out.push_back(std::move(one));
  }
  return out;
}

/// What a correction or a retraction changes of the word that stood when it was written.
json::array shape_difference(const casework::Case& state, const casework::Draft& draft) {
  json::array out;
  const casework::Draft* stood = state.standing(draft.id);
  if (stood == nullptr) return out;
  for (const auto& piece : difference(stood->text, casework::said_by(draft.part, draft.text)))
    out.push_back({{"change", text(name_of(piece.change))}, {"text", piece.text}});
  return out;
}

json::object shape_promise(const casework::Promise& promise) {
  return {{"what", promise.what}, {"by", date_of(promise.by_day)}};
}

json::object shape_evidence(const Api& api, const casework::Evidence& evidence) {
  const auto& facts = evidence.facts;
  json::object out{{"id", facts.evidence},
                   {"title", facts.title},
                   {"type", facts.type},
                   {"bytes", facts.bytes},
                   {"sha256", to_hex(view(facts.sha256))},
                   {"unit", facts.unit.value},
                   {"by", evidence.by}};
  Writer write(api, out);
  write.say("kept_at", facts.kept_at);
  write.at("at", evidence.at);
  return out;
}

json::object shape_help(const Api& api, const casework::Help& help) {
  json::object out{{"unit", help.unit.value}, {"what", help.what}, {"state", text(name_of(help.state))}};
  Writer write(api, out);
  write.at("asked_at", help.asked_at);
  write.say("asked_by", help.asked_by);
  write.say("findings", help.part.findings);
  write.say("evidence", help.part.evidence);
  write.say("proposed", help.part.proposed);
  if (!help.part.findings.empty()) out["hash"] = to_hex(view(help.hash));
  write.say("written_by", help.written_by);
  write.say("signed_by", help.signed_by);
  write.at("ended_at", help.ended_at);
  write.say("reason", help.reason);
  return out;
}

/// What a draft and a statement have in common.
template <class Draft>
json::object shape_draft(const Api& api, const Draft& draft, const desk::Signed& by) {
  json::object out{{"id", draft.id.value},
                   {"state", text(name_of(draft.state))},
                   {"text", draft.text},
                   {"hash", to_hex(view(draft.hash))}};
  Writer write(api, out);
  write.say("author", by.author);
  write.say("approver", by.approver);
  write.say("publisher", by.publisher);
  write.say("sent_back", draft.sent_back);
  write.at("at", draft.at);
  write.at("published_at", draft.published_at);
  if (by.entry) out["entry"] = *by.entry;
  return out;
}

}  // namespace

std::string date_of(int64_t day) { return format_rfc3339({day * 86400}).substr(0, 10); }

json::object words(const casework::Words& words) {
  return {{"zh", words.zh}, {"en", words.en.empty() ? words.zh : words.en}};
}

json::object shape(const Api& api, const desk::CaseRow& row) {
  json::object out{{"number", row.number.value},
                   {"title", row.title},
                   {"summary", row.summary},
                   {"kind", text(name_of(row.kind))},
                   {"state", text(name_of(row.state))},
                   {"privacy", text(name_of(row.privacy))},
                   {"unit", row.unit.value},
                   {"missed", row.missed},
                   {"waits_for", row.waits_for}};
  Writer write(api, out);
  write.say("about", row.about.value);
  if (row.issue) out["issue"] = row.issue.value;
  write.say("place", row.place);
  write.at("opened_at", row.opened_at);
  write.at("updated_at", row.updated_at);
  write.at("next_due", row.next_due);
  write.at("next_clock_from", row.next_from);
  write.say("parent", row.parent.value);
  json::array asked;
  for (const auto& unit : row.asked) asked.emplace_back(unit.value);
  out["asked"] = std::move(asked);
  return out;
}

json::object shape(const Api& api, const desk::CaseView& view) {
  const auto& opened = view.state.opened;
  json::object out = shape(api, view.row);
  out["version"] = view.state.version;
  out["channel"] = text(name_of(opened.channel));
  out["places"] = texts(opened.places);
  out["round"] = view.state.round;
  out["answer_privately"] = opened.answer_privately;
  out["has_citizen"] = view.has_citizen;
  out["may"] = texts(view.may);
  out["clocks"] = shape_clocks(api, view.clocks);
  out["timeline"] = shape_history(api, view.history);
  Writer write(api, out);
  write.say("matter", opened.matter);
  write.say("outside", view.state.outside);
  write.at("posted_at", opened.posted_at);
  write.at("noticed_at", opened.noticed_at);
  write.say("came_from", opened.came_from);
  write.say("their_number", opened.their_number);
  write.at("their_due", opened.their_due);
  json::array drafts, route;
  for (size_t i = 0; i < view.drafts.size(); ++i) {
    const auto& draft = view.state.drafts[i];
    json::object one = shape_draft(api, draft, view.drafts[i]);
    one["part"] = text(name_of(draft.part));
    one["round"] = draft.round;
    if (changes_answer(draft.part)) one["difference"] = shape_difference(view.state, draft);
    Writer(api, one).say("note", draft.note);
    if (!draft.promises.empty()) {
      one["written"] = draft.written();
      json::array promises;
      for (const auto& promise : draft.promises) promises.push_back(shape_promise(promise));
      one["promises"] = std::move(promises);
    }
    drafts.push_back(std::move(one));
  }
  for (const auto& line : view.route)
    route.push_back(json::object{{"reason", text(name_of(line.reason))}, {"piece", line.piece}});
  out["drafts"] = std::move(drafts);
  out["route"] = std::move(route);
  json::array children, similar;
  for (const auto& child : view.state.children) children.emplace_back(child.value);
  for (const auto& row : view.similar) similar.push_back(shape(api, row));
  json::array helps, follow_ups;
  for (size_t i = 0; i < view.state.helps.size(); ++i) {
    json::object one = shape_help(api, view.state.helps[i]);
    one["id"] = static_cast<int64_t>(i) + 1;
    one["may"] = texts(view.may_help[i]);
    helps.push_back(std::move(one));
  }
  for (const auto& promise : view.state.follow_ups) {
    json::object one = shape_promise(promise.promise);
    one["id"] = static_cast<int64_t>(follow_ups.size()) + 1;
    if (const auto* clock = view.state.clock(casework::ClockEnd::done, static_cast<int>(follow_ups.size()) + 1))
      one["clock"] = clock->id;
    one["state"] = promise.kept_at ? "kept" : promise.void_ ? "void" : "open";
    Writer(api, one).at("kept_at", promise.kept_at);
    Writer(api, one).say("done", promise.done);
    follow_ups.push_back(std::move(one));
  }
  out["helps"] = std::move(helps);
  json::array evidence;
  for (const auto& one : view.state.evidence) evidence.push_back(shape_evidence(api, one));
  out["evidence"] = std::move(evidence);
  out["shows_evidence"] = view.shows_evidence;
  out["follow_ups"] = std::move(follow_ups);
  if (const auto& found = view.state.not_ours)
    out["not_ours"] = json::object{{"whose", found->whose}, {"reach", found->reach}, {"reason", found->reason}};
  out["children"] = std::move(children);
  out["similar"] = std::move(similar);
  return out;
}

json::object shape(const Api& api, const desk::IssueRow& row) {
  json::object out{{"id", row.id.value},
                   {"title", row.title},
                   {"grade", text(name_of(row.grade))},
                   {"places", texts(row.places)},
                   {"harms", texts(row.harms)},
                   {"posts", row.posts},
                   {"copies", row.copies},
                   {"voices", row.voices},
                   {"publishers", row.publishers},
                   {"dismissed", row.dismissed},
                   {"cases", row.cases},
                   {"missed", row.missed},
                   {"unacknowledged", row.unacknowledged}};
  Writer write(api, out);
  write.say("unit", row.unit.value);
  write.at("first_at", row.first_at);
  write.at("last_at", row.last_at);
  write.at("next_due", row.next_due);
  write.at("next_clock_from", row.next_from);
  return out;
}

namespace {

json::object shape_report(const Api& api, const casework::Report& report, const desk::Signed& names) {
  json::object out{{"id", report.id.value},      {"state", text(name_of(report.state))}, {"what", report.text.what},
                   {"where", report.text.where}, {"how_many", report.text.how_many},     {"known", report.text.known},
                   {"doing", report.text.doing}, {"hash", to_hex(view(report.hash))}};
  if (report.number > 0) {
    out["year"] = report.year;
    out["number"] = report.number;
  }
  Writer write(api, out);
  write.say("drafted_by", names.author);
  write.say("approver", names.approver);
  write.say("handed_over_by", names.publisher);
  write.say("sent_back", report.sent_back);
  write.say("authority", report.authority);
  write.say("form", report.form);
  write.say("receipt", report.receipt);
  write.at("at", report.at);
  write.at("approved_at", report.approved_at);
  write.at("handed_over_at", report.handed_over_at);
  return out;
}

json::array shape_people(const std::vector<casework::Told>& people) {
  json::array out;
  for (const auto& one : people) out.push_back(json::object{{"id", one.user.value}, {"name", one.name}});
  return out;
}

json::object shape_assessment(const Api& api, const casework::Assessment& one) {
  json::object out{{"present", shape_people(one.record.present)},
                   {"findings", one.record.findings},
                   {"decision", one.record.decision},
                   {"by", one.by}};
  Writer write(api, out);
  write.at("held_at", one.record.held_at);
  write.at("next_at", one.record.next_at);
  write.at("at", one.at);
  return out;
}

json::object shape_facts(const Api& api, const casework::FactSheet& sheet) {
  json::object out{{"id", sheet.id.value},
                   {"facts", sheet.facts},
                   {"evidence", sheet.evidence},
                   {"hash", to_hex(view(sheet.hash))},
                   {"drafted_by", sheet.author_name}};
  Writer write(api, out);
  write.at("at", sheet.at);
  write.say("agreed_by", sheet.agreed_by);
  write.at("agreed_at", sheet.agreed_at);
  return out;
}

json::object shape_partner(const Api& api, const casework::PartnerNotice& notice) {
  json::object out{{"id", notice.draft.notice.value},   {"agency", notice.draft.agency},
                   {"matter", notice.draft.matter},     {"where", notice.draft.where},
                   {"hash", to_hex(view(notice.hash))}, {"drafted_by", notice.author_name}};
  Writer write(api, out);
  write.at("at", notice.at);
  write.say("form", notice.form);
  write.say("receipt", notice.receipt);
  write.say("sent_by", notice.sent_by);
  write.at("sent_at", notice.sent_at);
  return out;
}

json::object shape_notice(const Api& api, const desk::NoticeLine& line) {
  const casework::Notified& told = line.notice.told;
  json::array to;
  for (const auto& one : told.to) to.emplace_back(one.name);
  json::object out{{"id", told.notice.value},
                   {"why", text(name_of(told.why))},
                   {"rung", text(name_of(told.rung.kind))},
                   {"on", told.rung.id},
                   {"to", std::move(to)},
                   {"waits", line.waits},
                   {"may_acknowledge", line.may_acknowledge}};
  Writer write(api, out);
  write.say("clock", told.clock);
  write.at("at", line.notice.at);
  write.at("acknowledged_at", line.notice.acknowledged_at);
  write.say("by", line.notice.by);
  return out;
}

}  // namespace

json::object shape(const Api& api, const desk::IssueView& view) {
  json::object out = shape(api, view.row);
  out["version"] = view.state.version;
  out["proposed"] = text(name_of(view.state.proposed));
  if (view.state.set) out["set"] = text(name_of(*view.state.set));
  out["reasons"] = texts(view.state.reasons);
  out["may"] = texts(view.may);
  out["clocks"] = shape_clocks(api, view.clocks);
  out["timeline"] = shape_history(api, view.history);
  if (view.state.merged_into) out["merged_into"] = view.state.merged_into.value;
  json::array took_in;
  for (const auto& took : view.state.took_in)
    took_in.push_back(json::object{{"issue", took.other.value}, {"reason", took.reason}});
  out["took_in"] = std::move(took_in);
  json::array linked, statements, reports, notices, days;
  for (const auto& row : view.linked) linked.push_back(shape(api, row));
  for (size_t i = 0; i < view.statements.size(); ++i) {
    const auto& statement = view.state.statements[i];
    json::object one = shape_draft(api, statement, view.statements[i]);
    one["title"] = statement.title;
    Writer write_one(api, one);
    write_one.say("sources", statement.sources);
    write_one.at("next_at", statement.next_at);
    if (statement.next_at) one["written"] = text(casework::written(statement.text, statement.next_at));
    statements.push_back(std::move(one));
  }
  for (size_t i = 0; i < view.reports.size(); ++i)
    reports.push_back(shape_report(api, view.state.reports[i], view.reports[i]));
  for (const auto& line : view.notices) notices.push_back(shape_notice(api, line));
  for (const auto& [day, count] : view.days) days.push_back(json::object{{"day", day}, {"count", count}});
  out["linked"] = std::move(linked);
  out["statements"] = std::move(statements);
  out["reports"] = std::move(reports);
  out["notices"] = std::move(notices);
  out["days"] = std::move(days);
  json::array assessments, fact_sheets, partners;
  for (const auto& one : view.state.assessments) assessments.push_back(shape_assessment(api, one));
  for (const auto& one : view.state.fact_sheets) fact_sheets.push_back(shape_facts(api, one));
  for (const auto& one : view.state.partners) partners.push_back(shape_partner(api, one));
  out["assessments"] = std::move(assessments);
  out["group"] = json::object{{"fixed", shape_people(view.group.fixed)}, {"plus", shape_people(view.group.plus)}};
  out["fact_sheets"] = std::move(fact_sheets);
  out["partners"] = std::move(partners);
  return out;
}

json::object shape(const Api& api, const desk::Suggestion& suggestion) {
  json::object out{{"by", text(name_of(suggestion.by))},
                   {"why", texts(suggestion.why)},
                   {"learnt_from", suggestion.learnt_from},
                   {"cases_to_learn", desk::kCasesToLearn}};
  Writer write(api, out);
  write.say("unit", suggestion.unit.value);
  write.say("matter", suggestion.matter);
  write.at("learnt_at", suggestion.learnt_at);
  if (suggestion.by == desk::Suggestion::By::learnt) out["score"] = suggestion.score;
  if (suggestion.learnt_from > 0) out["held_back_f1"] = suggestion.held_back_f1;
  return out;
}

json::object shape(const Api& api, const desk::DirectiveLine& line) {
  const casework::Directive& state = line.state;
  json::object out{{"id", casework::parts_of(line.id)->second},
                   {"platform", state.received.platform},
                   {"text", state.received.text},
                   {"state", text(name_of(state.state))}};
  Writer write(api, out);
  write.at("received_at", state.received.received_at);
  write.say("handler", state.handler_name);
  write.say("unit", state.unit.value);
  write.say("first_step", state.first_step);
  if (const auto* next = next_clock(state.clocks)) {
    write.at("next_due", next->due);
    write.at("next_clock_from", next->from);
  }
  out["missed"] = std::ranges::count(state.clocks, casework::ClockOutcome::missed, &casework::CaseClock::outcome);
  return out;
}

json::object shape(const Api& api, const desk::DirectiveView& view) {
  const casework::Directive& state = view.line.state;
  json::object out = shape(api, view.line);
  out["version"] = state.version;
  Writer write(api, out);
  write.say("reader", view.reader);
  write.say("done", state.done);
  if (state.issue) out["issue"] = state.issue.value;
  write.say("case", state.number.value);
  write.say("answer", state.answer);
  write.say("section", state.section);
  write.say("reason", state.reason);
  out["may"] = texts(view.may);
  out["clocks"] = shape_clocks(api, view.clocks);
  json::array notices;
  for (const auto& notice : view.notices) notices.push_back(shape_notice(api, notice));
  out["notices"] = std::move(notices);
  out["timeline"] = shape_history(api, view.history);
  return out;
}

json::object shape(const Api& api, const desk::Post& post, int64_t copies, Language language) {
  json::array why;
  for (const auto& sentence : post.why) why.emplace_back(language == Language::zh ? sentence.zh : sentence.en);
  json::object out{{"id", post.id.value},  {"source", post.source.value}, {"url", post.url},
                   {"title", post.title},  {"text", post.text},           {"copies", copies},
                   {"why", std::move(why)}};
  if (post.same_text_as) out["same_text_as"] = post.same_text_as.value;
  Writer write(api, out);
  write.at("published_at", post.published_at);
  write.at("noticed_at", post.noticed_at);
  return out;
}

}  // namespace hb::http::api
