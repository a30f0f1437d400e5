#include <array>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

struct Command {
  bool confirm = false;
  std::string reason;
};
constexpr std::array kCommands = {
    Named<Command>{"confirm",
                   [](Body&) {
                     return Command{true, {}};
                   }},
    Named<Command>{"refuse",
                   [](Body& b) {
                     return Command{false, b.text("reason")};
                   }},
};

Result<RecordId> proposal_asked(const Call& call) {
  const auto number = id_of(call.params.at("id"));
  if (!number || *number == 0) return fail("record.unknown", call.params.at("id"));
  return record_id(RecordKind::proposal, *number);
}

desk::RulebookText text_of(Body& body) { return {body.text("toml"), body.text_or("calendar"), body.text_or("harms")}; }

json::object shape(const Api& api, const desk::RulebookChecked& checked) {
  json::array findings, dues, orphaned;
  for (const auto& f : checked.findings) {
    json::object one{{"file", f.file}, {"line", f.line}, {"key", f.key}, {"expected", f.expected}, {"found", f.found}};
    if (!f.nearest.empty()) one["nearest"] = f.nearest;
    findings.push_back(std::move(one));
  }
  for (const auto& beside : checked.dues) {
    json::object one{{"clock", beside.clock}};
    if (beside.now) one["now"] = api.time(*beside.now);
    if (beside.then) one["then"] = api.time(*beside.then);
    dues.push_back(std::move(one));
  }
  for (const auto& unit : checked.orphaned) orphaned.emplace_back(unit.value);
  return {{"findings", std::move(findings)},
          {"version", checked.version},
          {"difference", checked.difference},
          {"dues", std::move(dues)},
          {"orphaned", std::move(orphaned)}};
}

json::object shape(const Api& api, const desk::RulebookProposalLine& line) {
  json::object out{{"id", parts_of(line.id)->second},      {"version", line.state.proposed.subject},
                   {"reason", line.state.proposed.reason}, {"proposer", line.proposer},
                   {"at", api.time(line.state.at)},        {"state", std::string(name_of(line.state.state))}};
  if (!line.state.refused.empty()) out["refused"] = line.state.refused;
  return out;
}

Response shown(Call& call, const RecordId& id, Language language, int status) {
  const auto view = call.api.site.rulebooks.proposal(call.actor, id, language);
  if (!view) return problem(view.error());
  json::object out = shape(call.api, view->line);
  out["checked"] = shape(call.api, view->checked);
  out["toml"] = view->toml;
  if (!view->decider.empty()) out["decider"] = view->decider;
  json::array may;
  for (const auto& one : view->may) may.emplace_back(one);
  out["may"] = std::move(may);
  return answer(status, out, view->line.state.version);
}

}  // namespace

Response list_rulebooks(Call& call) {
  const auto versions = desk::rulebook_versions(call.api.site.wiring.store);
  if (!versions) return problem(versions.error());
  const auto proposals = call.api.site.rulebooks.proposals();
  if (!proposals) return problem(proposals.error());
  json::array held, proposed;
  for (auto at = versions->rbegin(); at != versions->rend(); ++at) {
    json::object one{{"version", at->version}, {"since", call.api.time(at->since)}};
    if (const auto by = parts_of(at->proposal)) one["proposal"] = by->second;
    held.push_back(std::move(one));
  }
  for (const auto& line : *proposals) proposed.push_back(shape(call.api, line));
  return answer(200, json::object{{"versions", std::move(held)},
                                  {"proposals", std::move(proposed)},
                                  {"may_propose", allowed(Act::propose, call.actor, {}, call.api.rules())}});
}

Response get_rulebook(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  const std::string& version = call.params.at("version");
  auto& rulebooks = call.api.site.rulebooks;
  const auto read = rulebooks.read(version);
  if (!read) return problem(read.error());
  const auto words = rulebooks.words(version, language);
  if (!words) return problem(words.error());
  const auto difference = rulebooks.difference(version, language);
  if (!difference) return problem(difference.error());
  return answer(
      200, json::object{{"version", version}, {"toml", read->toml}, {"words", *words}, {"difference", *difference}});
}

Response check_rulebook(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  Body body(call.request);
  const desk::RulebookText text = text_of(body);
  if (body.wrong()) return problem(*body.wrong());
  const auto checked = call.api.site.rulebooks.check(text, language);
  if (!checked) return problem(checked.error());
  return answer(200, shape(call.api, *checked));
}

Response propose_rulebook(Call& call) {
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  Body body(call.request);
  const desk::RulebookText text = text_of(body);
  const std::string reason = body.text("reason");
  if (body.wrong()) return problem(*body.wrong());
  const auto id = call.api.site.rulebooks.propose(call.actor, text, reason);
  if (!id) return problem(id.error());
  return shown(call, *id, language, 201);
}

Response get_rulebook_proposal(Call& call) {
  const auto id = proposal_asked(call);
  if (!id) return problem(id.error());
  Query query(call.request);
  const Language language = query.language();
  if (query.wrong()) return problem(*query.wrong());
  return shown(call, *id, language, 200);
}

Response act_on_rulebook_proposal(Call& call) {
  const auto id = proposal_asked(call);
  if (!id) return problem(id.error());
  const auto asked = asked_of(call.request, kCommands);
  if (!asked) return problem(asked.error());
  auto& rulebooks = call.api.site.rulebooks;
  const auto done = asked->command.confirm ? rulebooks.confirm(call.actor, *id, asked->seen)
                                           : rulebooks.refuse(call.actor, *id, asked->command.reason, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, *id, asked->language, 200);
}

}  // namespace hb::http::api
