#include "app/explanation.h"

#include "app/embedded.h"
#include "http/portal/words.h"

namespace hb::app {
namespace {

constexpr size_t kVersionShown = 16;  // signs of a rulebook's version, as on the page

class Teller {
 public:
  Teller(const casework::Rules& rules, Language language)
      : rules_(rules),
        language_(language),
        words_(
            http::Words::parse(embedded(language == Language::zh ? "src/app/explain.zh" : "src/app/explain.en").value())
                .value()) {}

  std::string say(const std::string& key, const http::Values& values = {}) const { return words_.text(key, values); }
  void line(const std::string& text, int indent = 0) {
    out_.append(static_cast<size_t>(indent) * 2, ' ').append(text).append("\n");
  }
  void heading(const std::string& key) { line("\n" + say(key)); }
  std::string done() { return std::move(out_); }

  /// The name of a thing the rulebook or the desk names; as it stands where nobody does.
  std::string named(const std::string& kind, const std::string& raw) const {
    if (const size_t comma = raw.find("、"); comma != std::string::npos && (kind == "districts" || kind == "heard_by"))
      return named(kind, raw.substr(0, comma)) + "、" + named(kind, raw.substr(comma + std::string_view("、").size()));
    if (kind == "unit" || kind == "about" || kind == "department" || kind == "districts" || kind == "heard_by") {
      const casework::Unit* unit = rules_.unit({raw});
      return unit == nullptr ? raw : in(unit->name);
    }
    if (kind == "clock") {
      const size_t sign = raw.find('#');
      const std::string id = raw.substr(0, sign), key = "clock.id." + id;
      const std::string name = words_.has(key) ? say(key) : id;
      return sign == std::string::npos ? name : say("clock.numbered", {{"name", name}, {"n", raw.substr(sign + 1)}});
    }
    const std::string key = kind + "." + raw;
    return words_.has(key) ? say(key) : raw;
  }
  std::string in(const casework::Words& words) const {
    return language_ == Language::en && !words.en.empty() ? words.en : words.zh;
  }
  std::string minute(Instant at) const { return moment(format_rfc3339(at, rules_.calendar->zone().offset_at(at))); }

  void history(const std::vector<desk::HistoryLine>& lines) {
    heading("issue.timeline");
    if (lines.empty()) line(say("explain.nothing"), 1);
    for (const auto& one : lines) {
      line(minute(one.at) + "  " + (one.by.empty() ? say("common.by-desk") : one.by) + "  " + named("event", one.event),
           1);
      std::string facts;
      for (const auto& [name, value] : one.facts)
        facts += (facts.empty() ? "" : say("explain.separator")) +
                 say("common.pair", {{"name", named("fact", name)}, {"value", fact(name, value)}});
      if (!facts.empty()) line(facts, 3);
    }
  }

  void clocks(const std::vector<desk::ClockLine>& lines) {
    heading("clock.heading");
    if (lines.empty()) line(say("clock.none"), 1);
    for (const auto& one : lines) {
      const auto& [clock, explain] = std::tie(one.clock, one.explain);
      line(say("explain.clock", {{"clock", named("clock", clock.id)},
                                 {"round", say("clock.round", {{"n", std::to_string(clock.round)}})},
                                 {"outcome", named("outcome", std::string(name_of(clock.outcome)))}}),
           1);
      if (clock.due) line(say("common.pair", {{"name", say("clock.due")}, {"value", minute(*clock.due)}}), 2);
      if (clock.ended_at)
        line(say("common.pair", {{"name", say("clock.ended")}, {"value", minute(*clock.ended_at)}}), 2);
      if (clock.provisional) line(say("clock.provisional"), 2);
      for (const auto& pause : clock.pauses)
        line(say(pause.to ? "clock.was-paused" : "clock.paused-since",
                 {{"from", minute(pause.from)}, {"to", pause.to ? minute(*pause.to) : ""}, {"reason", pause.reason}}),
             2);
      if (!clock.extension_reason.empty()) line(say("clock.extended", {{"reason", clock.extension_reason}}), 2);
      for (const auto& step : explain) line(step, 3);
      line(say(explain.empty() ? "explain.no-rules" : "clock.rules",
               {{"version", clock.rules.substr(0, kVersionShown)}}),
           2);
    }
  }

 private:
  static std::string moment(const std::string& rfc3339) { return rfc3339.substr(0, 10) + " " + rfc3339.substr(11, 5); }

  std::string fact(const std::string& name, const std::string& value) const {
    if (name == "due" || name == "at") return moment(value);
    if (name != "reason" && name != "text" && name != "title" && name != "done" && name != "what")
      return named(name, value);
    std::string out;
    for (const char c : value) out += c == '\n' ? say("explain.separator") : std::string(1, c);
    return out;
  }

  const casework::Rules& rules_;
  Language language_;
  http::Words words_;
  std::string out_;
};

std::string unit_of(const Teller& teller, const UnitId& unit, const std::string& outside) {
  if (!outside.empty()) return outside;
  return unit ? teller.named("unit", unit.value) : teller.say("explain.no-unit");
}

}  // namespace

std::string explain_case(const desk::CaseView& view, const casework::Rules& rules, Language language) {
  Teller teller(rules, language);
  teller.line(teller.say("explain.case", {{"number", view.row.number.value}, {"title", view.row.title}}));
  teller.line(teller.say("explain.standing", {{"kind", teller.named("kind", std::string(name_of(view.row.kind)))},
                                              {"unit", unit_of(teller, view.row.unit, view.state.outside)},
                                              {"state", teller.named("state", std::string(name_of(view.row.state)))}}));
  if (!view.route.empty()) teller.heading("case.route");
  for (const auto& reason : view.route) {
    const bool of_unit = reason.reason == casework::RouteReason::conflict_of_unit ||
                         reason.reason == casework::RouteReason::short_of_people;
    const std::string piece = teller.named(of_unit ? "unit" : "matter", reason.piece);
    teller.line(teller.say("route." + std::string(name_of(reason.reason)), {{"piece", piece}}), 1);
  }
  teller.history(view.history);
  teller.clocks(view.clocks);
  return teller.done();
}

std::string explain_issue(const desk::IssueView& view, const casework::Rules& rules, Language language) {
  Teller teller(rules, language);
  const auto graded = [&](const char* who, Grade grade) {
    teller.line(teller.say("explain.grade",
                           {{"who", teller.say(who)}, {"grade", teller.named("grade", std::string(name_of(grade)))}}));
  };
  const std::string id = teller.say("issue.id", {{"id", std::to_string(view.row.id.value)}});
  teller.line(teller.say("explain.issue", {{"id", id}, {"title", view.row.title}}));
  graded("issue.machine-says", view.state.proposed);
  if (view.state.set) graded("issue.person-says", *view.state.set);
  if (!view.state.reasons.empty()) teller.heading("issue.why");
  for (const auto& reason : view.state.reasons) teller.line(reason, 1);
  teller.history(view.history);
  teller.clocks(view.clocks);
  return teller.done();
}

std::string explain_post(const desk::Post& post, const casework::Rules& rules, Language language) {
  Teller teller(rules, language);
  const auto id = [](int64_t n) { return std::to_string(n); };
  teller.line(teller.say("explain.post", {{"id", id(post.id.value)}, {"source", post.source.value}}));
  if (!post.title.empty()) teller.line(post.title);
  if (!post.url.empty()) teller.line(post.url);
  if (post.published_at) teller.line(teller.say("explain.posted") + teller.minute(*post.published_at));
  teller.line(teller.say("explain.noticed") + teller.minute(post.noticed_at));
  teller.line(teller.say("issue.id", {{"id", id(post.issue.value)}}));
  if (post.same_text_as) teller.line(teller.say("explain.copy", {{"id", id(post.same_text_as.value)}}));
  if (!post.why.empty()) teller.heading("explain.why-there");
  for (const auto& sentence : post.why) teller.line(language == Language::zh ? sentence.zh : sentence.en, 1);
  return teller.done();
}

}  // namespace hb::app
