#include "desk/registers.h"

#include <array>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

json::object shape(const OfficialAccount& account) {
  return {{"id", account.id},
          {"name", words(account.name)},
          {"channel", account.channel},
          {"unit", account.unit.value},
          {"address", account.address}};
}

json::object shape(const Api& api, const desk::SourceRow& row) {
  const SourceFacts facts = api.site.source(row);
  const char* state = facts.silent_since ? "silent" : "well";
  if (!row.last_success) state = "new";
  if (!row.last_error.empty()) state = "failing";
  json::object one{{"id", row.id.value}, {"name", row.name}, {"unit", row.unit.value},
                   {"kind", facts.kind}, {"url", facts.url}, {"rhythm_minutes", facts.rhythm.count / 60},
                   {"state", state}};
  const auto at = [&](const char* name, const std::optional<Instant>& moment) {
    if (moment) one[name] = api.time(*moment);
  };
  at("last_success", row.last_success);
  at("last_new", row.last_new);
  at("next_due", facts.next_due);
  at("silent_since", facts.silent_since);
  if (!row.last_error.empty()) one["error"] = row.last_error;
  if (!facts.error_detail.empty()) one["error_detail"] = facts.error_detail;
  return one;
}

json::object shape(const Api& api, const desk::RegisterLine& line) {
  const Proposal& state = line.state;
  json::array may;
  for (const auto& one : line.may) may.emplace_back(one);
  json::object out{{"id", parts_of(line.id)->second},
                   {"version", state.version},
                   {"subject", state.proposed.subject},
                   {"removes", state.proposed.of == ProposalOf::account_withdrawal ||
                                   state.proposed.of == ProposalOf::source_removal},
                   {"reason", state.proposed.reason},
                   {"proposer", line.proposer},
                   {"at", api.time(state.at)},
                   {"state", std::string(name_of(state.state))},
                   {"may", std::move(may)}};
  if (!line.decider.empty()) out["decider"] = line.decider;
  if (!state.refused.empty()) out["refused"] = state.refused;
  if (state.proposed.of == ProposalOf::account)
    if (const auto change = parse_account(state.proposed.body)) out["official"] = shape(change->account);
  if (state.proposed.of == ProposalOf::source) {
    // The row it would be is only shown: it was checked when it was proposed, and is again when it is confirmed.
    out["config"] = state.proposed.body;
    const auto row = api.site.read_source(state.proposed.body);
    if (row) out["source"] = shape(api, *row);
  }
  return out;
}

Response shown(Call& call, bool sources, int status) {
  const auto& site = call.api.site;
  json::array items, proposals;
  if (sources) {
    const auto rows = site.wiring.store.sources();
    if (!rows) return problem(rows.error());
    for (const auto& row : *rows)
      if (!row.ended_at) items.push_back(shape(call.api, row));
  } else {
    for (const auto& account : call.api.rules().accounts) items.push_back(shape(account));
  }
  const auto lines = site.registers.proposals(call.actor, sources);
  if (!lines) return problem(lines.error());
  for (const auto& line : *lines) proposals.push_back(shape(call.api, line));
  return answer(status, json::object{{"items", std::move(items)},
                                     {"proposals", std::move(proposals)},
                                     {"may_propose", allowed(Act::propose, call.actor, {}, call.api.rules())}});
}

struct Decision {
  bool confirm = false;
  std::string reason;
};
constexpr std::array kDecisions = {
    Named<Decision>{"confirm",
                    [](Body&) {
                      return Decision{true, {}};
                    }},
    Named<Decision>{"refuse",
                    [](Body& b) {
                      return Decision{false, b.text("reason")};
                    }},
};

}  // namespace

Response list_accounts(Call& call) { return shown(call, /*sources=*/false, 200); }
Response list_sources(Call& call) { return shown(call, /*sources=*/true, 200); }

Response propose_account(Call& call) {
  Body body(call.request);
  const bool removes = body.flag_or("removes");
  const std::string id = body.text("id"), reason = body.text("reason");
  const OfficialAccount account{id,
                                {body.text_or("name"), body.text_or("name_en")},
                                body.text_or("channel"),
                                {body.text_or("unit")},
                                body.text_or("address")};
  if (body.wrong()) return problem(*body.wrong());
  auto& registers = call.api.site.registers;
  const auto done = removes ? registers.propose_withdrawal(call.actor, id, reason)
                            : registers.propose_account(call.actor, account, reason);
  if (!done) return problem(done.error());
  return shown(call, /*sources=*/false, 201);
}

Response propose_source(Call& call) {
  Body body(call.request);
  const bool removes = body.flag_or("removes");
  const std::string id = body.text_or("id"), config = body.text_or("config"), reason = body.text("reason");
  if (body.wrong()) return problem(*body.wrong());
  auto& registers = call.api.site.registers;
  const auto done = removes ? registers.propose_removal(call.actor, {id}, reason)
                            : registers.propose_source(call.actor, config, reason);
  if (!done) return problem(done.error());
  return shown(call, /*sources=*/true, 201);
}

Response decide_on_register(Call& call) {
  const auto number = id_of(call.params.at("id"));
  if (!number || *number == 0) return problem(Error{"record.unknown", call.params.at("id")});
  const RecordId id = record_id(RecordKind::proposal, *number);
  const auto asked = asked_of(call.request, kDecisions);
  if (!asked) return problem(asked.error());
  auto& registers = call.api.site.registers;
  const auto source = registers.of_source(id);
  if (!source) return problem(source.error());
  const auto done = !asked->command.confirm ? registers.refuse(call.actor, id, asked->command.reason, asked->seen)
                    : *source               ? call.api.site.between.confirm_source(call.actor, id, asked->seen)
                                            : registers.confirm(call.actor, id, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, *source, 200);
}

}  // namespace hb::http::api
