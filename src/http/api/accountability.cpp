#include "desk/accountability.h"

#include <algorithm>
#include <array>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

constexpr size_t kMostMeasuresRead = 50;  // more than kMostMeasures, which the desk tells in words

desk::AccountabilityPages pages(const Call& call) { return {call.api.site.wiring, call.api.site.open_data}; }

json::string text(std::string_view name) { return json::string(name.data(), name.size()); }

json::object shape(const Api& api, const desk::ReviewLine& line) {
  const Review& state = line.state;
  const ReviewOpened& about = state.opened;
  json::array may, measures;
  for (const auto& one : line.may) may.emplace_back(one);
  int number = 0;
  for (const MeasureState& one : state.measures) {
    ++number;
    json::object measure{{"id", number},
                         {"what", one.measure.what},
                         {"unit", one.measure.unit.value},
                         {"by", date_of(one.measure.by_day)},
                         {"may_do", std::ranges::find(line.may_do, number) != line.may_do.end()}};
    if (one.done_at) measure["done_at"] = api.time(*one.done_at);
    if (one.done_at) measure["done"] = one.done;
    measures.push_back(std::move(measure));
  }
  json::object out{{"id", parts_of(line.id)->second},
                   {"version", state.version},
                   {"cause", text(name_of(about.cause))},
                   {"state", text(name_of(state.state))},
                   {"unit", about.unit.value},
                   {"title", line.title},
                   {"opened_at", api.time(state.opened_at)},
                   {"finding", state.finding},
                   {"statement", state.statement},
                   {"outcome", state.outcome},
                   {"measures", std::move(measures)},
                   {"may", std::move(may)}};
  if (about.number) out["case"] = about.number.value;
  if (about.issue) out["issue"] = about.issue.value;
  if (about.directive != 0) out["directive"] = about.directive;
  if (!about.clock.empty()) out["clock"] = about.clock;
  if (!about.clock.empty()) out["round"] = about.round;
  return out;
}

json::object shape(const Api& api, const desk::ContestLine& line) {
  const Contest& state = line.state;
  json::object out{{"id", parts_of(line.id)->second},
                   {"version", state.version},
                   {"figure", text(name_of(state.contested.figure))},
                   {"value", state.contested.value},
                   {"of", state.contested.of},
                   {"reason", state.contested.reason},
                   {"at", api.time(state.at)},
                   {"state", text(name_of(state.state))},
                   {"may_answer", line.may_answer}};
  if (!state.answer.empty()) out["answer"] = state.answer;
  return out;
}

json::object shape(const Api& api, const desk::MissLine& line) {
  json::object out{{"title", line.title},       {"version", line.version},         {"clock", line.clock.id},
                   {"round", line.clock.round}, {"reason", line.clock.why_missed}, {"may_explain", line.may_explain}};
  if (line.clock.due) out["due"] = api.time(*line.clock.due);
  if (line.clock.ended_at) out["ended_at"] = api.time(*line.clock.ended_at);
  if (line.number) out["case"] = line.number.value;
  if (line.issue) out["issue"] = line.issue.value;
  if (line.directive != 0) out["directive"] = line.directive;
  return out;
}

template <class Lines>
json::array shapes(const Api& api, const Lines& lines) {
  json::array out;
  for (const auto& line : lines) out.push_back(shape(api, line));
  return out;
}

Response shown(Call& call, const UnitId& unit, const std::string& month, Language language, int status) {
  const auto units = pages(call).units(call.actor);
  if (units.empty()) return problem(Error{"unit.unknown", unit.value});
  const auto page = pages(call).view(call.actor, unit ? unit : units.front(), month);
  if (!page) return problem(page.error());
  json::array readable, months, figures;
  for (const UnitId& one : units) readable.emplace_back(one.value);
  for (const auto& one : page->months) months.emplace_back(one);
  for (const FigureRow& row : page->figures) {
    const std::string key = "figure." + std::string(name_of(row.figure));
    figures.push_back(json::object{{"figure", text(name_of(row.figure))},
                                   {"name", call.api.site.say(language, key)},
                                   {"formula", call.api.site.say(language, key + ".formula")},
                                   {"kind", text(name_of(kind_of(row.figure)))},
                                   {"unit", row.unit.value},
                                   {"value", row.value},
                                   {"of", row.of}});
  }
  json::object out{{"unit", page->unit.value},
                   {"month", page->month},
                   {"units", std::move(readable)},
                   {"months", std::move(months)},
                   {"figures", std::move(figures)},
                   {"missed", shapes(call.api, page->missed)},
                   {"told", page->told},
                   {"unanswered", page->unanswered},
                   {"contests", shapes(call.api, page->contests)},
                   {"reviews", shapes(call.api, page->reviews)},
                   {"may_contest", page->may_contest}};
  if (page->made_at) out["made_at"] = call.api.time(*page->made_at);
  return answer(status, out);
}

constexpr std::array kReviewCommands = {
    Named<ReviewCommand>{"find", [](Body& b) -> ReviewCommand { return WriteFinding{b.text("finding")}; }},
    Named<ReviewCommand>{"state", [](Body& b) -> ReviewCommand { return StateReview{b.text("statement")}; }},
    Named<ReviewCommand>{"close",
                         [](Body& b) -> ReviewCommand {
                           return CloseReview{
                               b.text("outcome"), b.objects_or("measures", kMostMeasuresRead, [](Body& one) {
                                 return ReviewMeasure{one.text("what"), {one.text("unit")}, one.day_or("by")};
                               })};
                         }},
    Named<ReviewCommand>{
        "do-measure",
        [](Body& b) -> ReviewCommand {
          return DoMeasure{static_cast<int>(std::clamp<int64_t>(b.number("measure"), 0, 1000)), b.text("done")};
        }},
};
constexpr std::array kContestCommands = {
    Named<AnswerContest>{"answer",
                         [](Body& b) {
                           return AnswerContest{b.flag_or("upheld"), b.text("answer")};
                         }},
};

Result<RecordId> asked_for(const Call& call, RecordKind kind) {
  const auto number = id_of(call.params.at("id"));
  if (!number || *number == 0) return fail("record.unknown", call.params.at("id"));
  return record_id(kind, *number);
}

Response shown_review(Call& call, const RecordId& id) {
  const desk::Reviews reviews(call.api.site.wiring);
  const auto line = reviews.view(call.actor, id);
  if (!line) return problem(line.error());
  const auto steps = reviews.steps(id);
  if (!steps) return problem(steps.error());
  json::object out = shape(call.api, *line);
  json::array timeline;
  for (const auto& step : *steps)
    timeline.push_back(json::object{
        {"at", call.api.time(step.at)}, {"event", step.event}, {"by", step.by}, {"facts", json::object{}}});
  out["timeline"] = std::move(timeline);
  return answer(200, out, line->state.version);
}

}  // namespace

Response get_accountability(Call& call) {
  Query query(call.request);
  const auto unit = query.text("unit", 60);
  const auto month = query.text("month", 7);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  return shown(call, {unit.value_or("")}, month.value_or(""), language, 200);
}

Response contest_figure(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  Body body(call.request);
  const FigureContested facts{.unit = {body.text("unit")},
                              .month = body.text("month"),
                              .figure = body.choice("figure", figure_of),
                              .value = {},
                              .of = {},
                              .reason = body.text("reason")};
  if (body.wrong()) return problem(*body.wrong());
  const auto id = pages(call).contest(call.actor, facts);
  if (!id) return problem(id.error());
  return shown(call, facts.unit, facts.month, language, 201);
}

Response act_on_contest(Call& call) {
  const auto id = asked_for(call, RecordKind::contest);
  if (!id) return problem(id.error());
  const auto asked = asked_of(call.request, kContestCommands);
  if (!asked) return problem(asked.error());
  const auto done = pages(call).answer(call.actor, *id, asked->command, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, done->contested.unit, done->contested.month, asked->language, 200);
}

Response get_review(Call& call) {
  const auto id = asked_for(call, RecordKind::review);
  if (!id) return problem(id.error());
  return shown_review(call, *id);
}

Response act_on_review(Call& call) {
  const auto id = asked_for(call, RecordKind::review);
  if (!id) return problem(id.error());
  const auto asked = asked_of(call.request, kReviewCommands);
  if (!asked) return problem(asked.error());
  const auto done = desk::Reviews(call.api.site.wiring).act(call.actor, *id, asked->command, asked->seen);
  if (!done) return problem(done.error());
  return shown_review(call, *id);
}

Response list_reveals(Call& call) {
  Query query(call.request);
  const int64_t offset = query.cursor();
  const int64_t limit = query.limit();
  if (query.wrong()) return problem(*query.wrong());
  if (!allowed(Act::audit, call.actor, {}, call.api.rules())) return problem(Error{"review.not-allowed", "reveals"});
  const auto rows = call.api.site.wiring.store.shown(offset, limit + 1);
  if (!rows) return problem(rows.error());
  json::object out;
  json::array items;
  for (const auto& row : *rows) {
    if (static_cast<int64_t>(items.size()) == limit) {
      out["next"] = cursor_at(offset + limit);
      break;
    }
    items.push_back(json::object{{"at", call.api.time(row.at)}, {"name", row.name}, {"case", row.number.value}});
  }
  out["items"] = std::move(items);
  return answer(200, out);
}

Response note_training(Call& call) {
  const auto person = id_of(call.params.at("id"));
  Body body(call.request);
  const TrainingNoted facts{.kind = body.choice("kind", training_kind_of),
                            .course = body.text("course"),
                            .on_day = body.day_or("on"),
                            .passed = body.flag_or("passed")};
  if (body.wrong()) return problem(*body.wrong());
  const auto staff = desk::staff_of(call.api.site.wiring.store);
  if (!staff) return problem(staff.error());
  const UserId user{person.value_or(0)};
  if (std::ranges::find(*staff, user, &Actor::user) == staff->end())
    return problem(Error{"record.unknown", call.params.at("id")});
  const auto done = pages(call).note_training(call.actor, user, facts);
  if (!done) return problem(done.error());
  return list_people(call);
}

}  // namespace hb::http::api
