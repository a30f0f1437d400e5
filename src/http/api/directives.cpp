#include <algorithm>
#include <array>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

/// One member of the contract's DirectiveCommand.
using Known = Named<DirectiveCommand>;
constexpr std::array kCommands = {
    Known{"begin",
          [](Body& b) -> DirectiveCommand {
            return BeginDirective{{b.number("handler")}, "", {b.text("unit")}, b.text("first_step"), false};
          }},
    Known{"explain-miss",
          [](Body& b) -> DirectiveCommand {
            return ExplainMiss{b.text("clock"), static_cast<int>(std::clamp<int64_t>(b.number("round"), 0, 1000)),
                               b.text("reason")};
          }},
    Known{"handle",
          [](Body& b) -> DirectiveCommand {
            return HandleDirective{b.text("done"), {b.number_or("issue", 0)}, {b.text_or("case")}};
          }},
    Known{"close", [](Body& b) -> DirectiveCommand { return CloseDirective{b.text("answer")}; }},
    Known{"refuse",
          [](Body& b) -> DirectiveCommand {
            return RefuseDirective{b.text("section"), b.text("reason")};
          }},
};

Result<RecordId> directive_of(const Call& call) {
  const auto number = id_of(call.params.at("id"));
  if (!number || *number == 0) return fail("record.unknown", call.params.at("id"));
  return record_id(RecordKind::directive, *number);
}

Response shown(Call& call, const RecordId& id, Language language, int status) {
  const auto view = call.api.directives.view(call.actor, id, language);
  if (!view) return problem(view.error());
  return answer(status, shape(call.api, *view), view->line.state.version);
}

json::object shape_counts(const std::vector<desk::DirectiveLine>& lines) {
  std::vector<Directive> states;
  states.reserve(lines.size());
  for (const auto& line : lines) states.push_back(line.state);
  const DirectiveCounts counts = count(states);
  json::object not_here, promises;
  for (const auto& [section, n] : counts.not_here) not_here[section] = n;
  for (const auto& [clock, promise] : counts.promises)
    promises[clock] = json::object{{"met", promise.met}, {"missed", promise.missed}};
  return {{"received", counts.received}, {"waiting", counts.waiting},       {"under_way", counts.under_way},
          {"closed", counts.closed},     {"not_here", std::move(not_here)}, {"promises", std::move(promises)}};
}

}  // namespace

Response list_directives(Call& call) {
  Query query(call.request);
  const bool open_only = query.flag("open", /*absent=*/false);
  if (query.wrong()) return problem(*query.wrong());
  const auto all = call.api.directives.list(call.actor, /*open_only=*/false);
  if (!all) return problem(all.error());
  const auto listed = call.api.directives.list(call.actor, open_only);
  if (!listed) return problem(listed.error());
  json::array items;
  for (const auto& line : *listed) items.push_back(shape(call.api, line));
  return answer(
      200,
      json::object{{"items", std::move(items)}, {"counts", shape_counts(*all)}, {"may_receive", may_file(call.actor)}});
}

Response receive_directive(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  Body body(call.request);
  DirectiveReceived facts{body.text("platform"), body.text("text"), {}};
  facts.received_at = call.api.site.wiring.clock.now();
  if (const std::string at = body.text_or("received_at"); !at.empty()) {
    const auto read = parse_rfc3339(at);
    if (!read) return problem(Error{"request.field", "received_at"});
    facts.received_at = *read;
  }
  if (body.wrong()) return problem(*body.wrong());
  const auto id = call.api.directives.receive(call.actor, std::move(facts));
  if (!id) return problem(id.error());
  return shown(call, *id, language, 201);
}

Response get_directive(Call& call) {
  const auto id = directive_of(call);
  if (!id) return problem(id.error());
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  return shown(call, *id, language, 200);
}

Response act_on_directive(Call& call) {
  const auto id = directive_of(call);
  if (!id) return problem(id.error());
  const auto asked = asked_of(call.request, kCommands);
  if (!asked) return problem(asked.error());
  const auto done = call.api.directives.act(call.actor, *id, asked->command, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, *id, asked->language, 200);
}

}  // namespace hb::http::api
