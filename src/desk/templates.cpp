#include "desk/templates.h"

#include "casework/explain.h"
#include "desk/records.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kMostListed = 500;

RecordStanding standing(const ReplyTemplate& state) { return {std::string(name_of(state.state))}; }

}  // namespace

SendTemplate to_send(int64_t number, const ReplyTemplate& state, const Case& of, Instant now, const Rules& rules) {
  SendTemplate send{.of = number, .unit = state.written.unit};
  if (!state.standing) return send;
  const Unit* unit = rules.unit(of.unit);
  send.seen = send.hash = state.standing->hash;
  send.text = filled(state.standing->text, {.number = of.opened.number.value,
                                            .date = day_in_words(rules.calendar->zone().day_at(now)),
                                            .unit = unit == nullptr ? of.unit.value : unit->name.zh,
                                            .link = "/track/" + of.opened.number.value});
  send.approver = state.standing->approver;
  send.approver_name = state.standing->approver_name;
  return send;
}

Result<RecordId> Templates::write(const Actor& actor, const TemplateWritten& facts) {
  return begin_record<ReplyTemplate, TemplateEvent>(
      w_, RecordKind::reply_template, actor,
      [&](const ReplyTemplate& state, Instant now) {
        return decide(state, WriteTemplate{facts}, actor, now, *w_.rules);
      },
      standing);
}

Result<void> Templates::act(const Actor& actor, const RecordId& id, const TemplateCommand& command, int64_t seen) {
  const auto done = act_on_record<ReplyTemplate, TemplateEvent>(
      w_, id, actor, seen,
      [&](const ReplyTemplate& state, Instant now) { return decide(state, command, actor, now, *w_.rules); }, standing);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<TemplateLine>> Templates::list(const Actor& actor) const {
  const auto rows = w_.store.records(RecordKind::reply_template, "", 0, kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<TemplateLine> out;
  out.reserve(rows->size());
  for (const RecordRow& row : *rows) {
    auto line = view(actor, row.id);
    if (!line) return tl::unexpected(line.error());
    out.push_back(std::move(*line));
  }
  return out;
}

Result<TemplateLine> Templates::view(const Actor& actor, const RecordId& id) const {
  auto state = load_record<ReplyTemplate, TemplateEvent>(w_.store, id);
  if (!state) return tl::unexpected(state.error());
  if (state->version == 0) return fail("record.unknown", id.value);
  const Instant now = w_.clock.now();
  const int64_t today = w_.rules->calendar->zone().day_at(now).time_since_epoch().count();
  TemplateLine line{.id = id, .state = std::move(*state), .may = {}};
  line.overdue = line.state.state != TemplateState::retired && line.state.written.review_day < today;
  const auto tried = [&](const char* name, const TemplateCommand& command) {
    if (decide(line.state, command, actor, now, *w_.rules)) line.may.emplace_back(name);
  };
  tried("write", WriteTemplate{{"…", "…", line.state.written.unit, today + 1}});
  tried("approve", ApproveTemplate{line.state.hash});
  tried("send-back", SendBackTemplate{"…"});
  tried("retire", RetireTemplate{"…"});
  return line;
}

Result<std::vector<TemplateLine>> Templates::fitting(const Actor& actor, const CaseNumber& number) const {
  const auto state = Cases(w_).load(number);
  if (!state) return tl::unexpected(state.error());
  const Instant now = w_.clock.now();
  std::vector<TemplateLine> out;
  // Whether this person may send any at all: if not, none is read.
  const SendTemplate any{.of = 1, .text = "…", .unit = state->unit};
  if (!decide(*state, any, actor, now, *w_.rules)) return out;
  auto all = list(actor);
  if (!all) return all;
  for (TemplateLine& line : *all) {
    const SendTemplate send = to_send(parts_of(line.id)->second, line.state, *state, now, *w_.rules);
    if (!decide(*state, send, actor, now, *w_.rules)) continue;
    line.filled = send.text;
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace hb::desk
