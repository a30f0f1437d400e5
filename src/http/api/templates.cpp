#include <array>

#include "desk/templates.h"
#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

TemplateWritten written_in(Body& b) {
  return {b.text("name"), b.text("text"), {b.text_or("unit")}, b.day_or("review_by")};
}

/// One member of the contract's TemplateCommand.
using Known = Named<TemplateCommand>;
constexpr std::array kCommands = {
    Known{"write", [](Body& b) -> TemplateCommand { return WriteTemplate{written_in(b)}; }},
    Known{"approve", [](Body& b) -> TemplateCommand { return ApproveTemplate{b.digest("hash")}; }},
    Known{"send-back", [](Body& b) -> TemplateCommand { return SendBackTemplate{b.text("reason")}; }},
    Known{"retire", [](Body& b) -> TemplateCommand { return RetireTemplate{b.text("reason")}; }},
};

json::object shape(const desk::TemplateLine& line) {
  const ReplyTemplate& state = line.state;
  json::array may;
  for (const auto& one : line.may) may.emplace_back(one);
  json::object out{{"id", parts_of(line.id)->second},
                   {"version", state.version},
                   {"name", state.written.name},
                   {"text", state.written.text},
                   {"unit", state.written.unit.value},
                   {"review_by", date_of(state.written.review_day)},
                   {"state", std::string(name_of(state.state))},
                   {"hash", to_hex(view(state.hash))},
                   {"overdue", line.overdue},
                   {"may", std::move(may)}};
  if (!state.reason.empty()) out["reason"] = state.reason;
  if (state.standing) {
    out["standing"] = json::object{{"text", state.standing->text},
                                   {"hash", to_hex(view(state.standing->hash))},
                                   {"approver", state.standing->approver_name}};
  }
  if (!line.filled.empty()) out["filled"] = line.filled;
  return out;
}

Response shown(Call& call, const RecordId& id, int status) {
  const auto line = desk::Templates(call.api.site.wiring).view(call.actor, id);
  if (!line) return problem(line.error());
  return answer(status, shape(*line), line->state.version);
}

}  // namespace

Response list_templates(Call& call) {
  Query query(call.request);
  const auto number = query.text("case", 40);
  if (query.wrong()) return problem(*query.wrong());
  if (number)
    if (auto ok = call.api.staff.may_read(call.actor, {*number}); !ok) return problem(ok.error());
  const desk::Templates templates(call.api.site.wiring);
  const auto lines = number ? templates.fitting(call.actor, {*number}) : templates.list(call.actor);
  if (!lines) return problem(lines.error());
  json::array items, units;
  for (const auto& line : *lines) items.push_back(shape(line));
  for (const auto& unit : call.api.rules().units)
    if (may_draft(call.actor, unit.id, call.api.rules()) || may_approve(call.actor, unit.id))
      units.emplace_back(unit.id.value);
  return answer(200, json::object{{"items", std::move(items)}, {"may_write_for", std::move(units)}});
}

Response write_template(Call& call) {
  Body body(call.request);
  const TemplateWritten facts = written_in(body);
  if (body.wrong()) return problem(*body.wrong());
  const auto id = desk::Templates(call.api.site.wiring).write(call.actor, facts);
  if (!id) return problem(id.error());
  return shown(call, *id, 201);
}

Response act_on_template(Call& call) {
  const auto number = id_of(call.params.at("id"));
  if (!number || *number == 0) return problem(Error{"record.unknown", call.params.at("id")});
  const RecordId id = record_id(RecordKind::reply_template, *number);
  const auto asked = asked_of(call.request, kCommands);
  if (!asked) return problem(asked.error());
  const auto done = desk::Templates(call.api.site.wiring).act(call.actor, id, asked->command, asked->seen);
  if (!done) return problem(done.error());
  return shown(call, id, 200);
}

}  // namespace hb::http::api
