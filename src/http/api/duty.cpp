#include <algorithm>

#include "desk/accountability.h"
#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using namespace casework;

constexpr Seconds kDay = hours(24);
constexpr int64_t kMostDaysShown = 92;

/// Names by number, for what is shown.
struct Names {
  std::vector<Actor> staff;
  std::string of(UserId id) const {
    const auto at = std::ranges::find(staff, id, &Actor::user);
    return at == staff.end() ? "" : at->name;
  }
  json::object person(UserId id) const { return {{"id", id.value}, {"name", of(id)}}; }
};

Result<UnitId> unit_of(const Call& call) {
  const UnitId unit{call.params.at("unit")};
  if (call.api.rules().unit(unit) == nullptr) return fail("record.unknown", unit.value);
  return unit;
}

Response shown_roster(Call& call, const UnitId& unit, Instant from, int64_t days) {
  auto& store = call.api.site.wiring.store;
  const auto& rules = call.api.rules();
  const auto roster = desk::roster_of(store, unit);
  if (!roster) return problem(roster.error());
  const auto cover = desk::cover_of(store);
  if (!cover) return problem(cover.error());
  auto staff = desk::staff_of(store);
  if (!staff) return problem(staff.error());
  const Names names{std::move(*staff)};
  const Instant now = call.api.site.wiring.clock.now();
  const auto time = [&](Instant at) { return call.api.time(at); };

  const OnDuty who = who_is_on_duty(&*roster, unit, Role::unit_head, names.staff, *cover, now, *rules.calendar);
  json::array on_duty, list, rotations, swaps, notes;
  for (const UserId id : who.people) on_duty.push_back(names.person(id));
  for (const Shift& shift : shifts(*roster, from, from + Seconds{days * kDay.count}, *rules.calendar)) {
    json::object one = {{"shift", shift.uid},
                        {"person", names.person(shift.person)},
                        {"from", time(shift.from)},
                        {"to", time(shift.to)},
                        {"cancelled", shift.cancelled}};
    if (cover->is_away(shift.person, shift.from)) one["away"] = true;
    list.push_back(std::move(one));
  }
  for (const auto& rotation : roster->rotations) {
    const RotationSet& set = rotation.set;
    if (rotation.ends != 0 && rotation.ends <= set.first) continue;
    json::object one{{"rotation", set.rotation},           {"first", date_of(set.first)},
                     {"days_each", set.days_each},         {"working_days", set.working_days},
                     {"from_minute", set.from.count / 60}, {"to_minute", set.to.count / 60}};
    if (set.last != 0) one["last"] = date_of(set.last);
    if (rotation.ends != 0) one["replaced_from"] = date_of(rotation.ends);
    json::array people;
    for (const UserId id : set.people) people.push_back(names.person(id));
    one["people"] = std::move(people);
    rotations.push_back(std::move(one));
  }
  for (const Swap& swap : roster->swaps) {
    json::object one{{"swap", swap.asked.swap},
                     {"asker", names.person(swap.asker)},
                     {"other", names.person(swap.asked.other)},
                     {"give_from", time(swap.asked.give_from)},
                     {"give_to", time(swap.asked.give_to)},
                     {"take_from", time(swap.asked.take_from)},
                     {"take_to", time(swap.asked.take_to)}};
    one["state"] = !swap.agreed ? "asked" : *swap.agreed ? "agreed" : "declined";
    swaps.push_back(std::move(one));
  }
  for (const Handover& note : roster->notes)
    notes.push_back(json::object{{"at", time(note.at)}, {"by", names.of(note.by)}, {"text", note.text}});
  json::object out{{"unit", unit.value},
                   {"version", roster->version},
                   {"may_keep", may_keep_roster(call.actor, unit, rules)},
                   {"on_duty", std::move(on_duty)},
                   {"shifts", std::move(list)},
                   {"rotations", std::move(rotations)},
                   {"swaps", std::move(swaps)},
                   {"notes", std::move(notes)}};
  if (who.deputy) out["deputy"] = names.person(*who.deputy);
  if (who.head) out["head"] = names.person(*who.head);
  return answer(200, out, roster->version);
}

Result<RosterCommand> roster_command_of(Body& body) {
  const std::string name = body.text("do");
  RosterCommand command;
  if (name == "set-rotation") {
    RotationSet set;
    set.rotation = body.number("rotation");
    set.first = body.day_or("first");
    set.last = body.day_or("last");
    const int64_t days = body.number_or("days_each", 1);
    set.days_each = static_cast<int>(std::clamp<int64_t>(days, 0, kLongestTurn + 1));
    set.working_days = body.flag_or("working_days");
    set.from = minutes(std::clamp<int64_t>(body.number("from_minute"), -1, 10'000));
    set.to = minutes(std::clamp<int64_t>(body.number("to_minute"), -1, 10'000));
    for (const int64_t id : body.numbers_or("people", kMostInRotation)) set.people.push_back({id});
    command = SetRotation{std::move(set)};
  } else if (name == "override") {
    command = OverrideDuty{{body.moment("from"), body.moment("to"), {body.number("person")}, body.text("reason")}};
  } else if (name == "ask-swap") {
    SwapAsked asked;
    asked.other = {body.number("other")};
    asked.give_from = body.moment("give_from");
    asked.give_to = body.moment("give_to");
    asked.take_from = body.moment("take_from");
    asked.take_to = body.moment("take_to");
    command = AskSwap{asked};
  } else if (name == "agree-swap" || name == "decline-swap") {
    command = AnswerSwap{body.number("swap"), name == "agree-swap"};
  } else if (name == "hand-over") {
    command = WriteHandover{body.text("text")};
  } else {
    return tl::unexpected(body.wrong().value_or(Error{"request.field", "do"}));
  }
  if (body.wrong()) return tl::unexpected(*body.wrong());
  return command;
}

Result<desk::CoverAsked> cover_command_of(Body& body) {
  const std::string name = body.text("do");
  desk::CoverAsked asked;
  if (name == "name-deputy") {
    desk::DeputyAsked one;
    one.principal = {body.number("principal")};
    one.deputy = {body.number("deputy")};
    one.role = body.choice("role", role_of);
    one.unit = {body.text("unit")};
    one.from = body.moment("from");
    one.to = body.moment("to");
    one.handover = body.text("handover");
    asked = std::move(one);
  } else if (name == "end-deputy") {
    asked = EndDeputy{body.number("id"), body.text("handback")};
  } else if (name == "away") {
    asked = desk::AwayAsked{{body.number("person")}, body.moment("from"), body.moment("to")};
  } else if (name == "back") {
    asked = EndAway{body.number("id")};
  } else {
    return tl::unexpected(body.wrong().value_or(Error{"request.field", "do"}));
  }
  if (body.wrong()) return tl::unexpected(*body.wrong());
  return asked;
}

json::array shape_lacking(const std::vector<Lacking>& list) {
  json::array out;
  for (const Lacking& one : list) {
    const auto lack = name_of(one.lack);
    json::object line{{"lack", json::string(lack.data(), lack.size())}, {"unit", one.unit.value}};
    const auto role = name_of(one.role);
    if (one.lack == Lack::different_people)
      line["word"] = one.word;
    else
      line["role"] = json::string(role.data(), role.size());
    if (one.lack == Lack::too_few || one.lack == Lack::too_many) {
      line["has"] = one.has;
      line["at_least"] = one.at_least;
      line["at_most"] = one.at_most;
    }
    out.push_back(std::move(line));
  }
  return out;
}

json::object shape(const Training& training) {
  json::array courses;
  for (const TrainingNoted& one : training.courses)
    courses.push_back(json::object{{"kind", std::string(name_of(one.kind))},
                                   {"course", one.course},
                                   {"on", date_of(one.on_day)},
                                   {"passed", one.passed}});
  return {{"started", training.started()}, {"courses", std::move(courses)}};
}

Response shown_people(Call& call) {
  auto& store = call.api.site.wiring.store;
  auto staff = desk::staff_of(store);
  if (!staff) return problem(staff.error());
  const auto cover = desk::cover_of(store);
  if (!cover) return problem(cover.error());
  const Names names{std::move(*staff)};
  const auto& rules = call.api.rules();
  const Instant now = call.api.site.wiring.clock.now();
  json::array people, deputies, away;
  for (const Actor& one : names.staff) {
    json::array grants;
    for (const Grant& grant : one.grants) {
      const auto role = name_of(grant.role);
      json::object part{{"role", json::string(role.data(), role.size())}, {"unit", grant.unit.value}};
      if (may_name_deputy(call.actor, one.user, grant.role, grant.unit, rules)) part["may_name_deputy"] = true;
      grants.push_back(std::move(part));
    }
    json::object person = names.person(one.user);
    person["grants"] = std::move(grants);
    person["away"] = cover->is_away(one.user, now);
    person["may_note_away"] = may_note_away(call.actor, one, rules);
    const auto training = desk::training_of(store, one.user);
    if (!training) return problem(training.error());
    person["training"] = shape(*training);
    people.push_back(std::move(person));
  }
  for (const Deputy& deputy : cover->deputies) {
    const auto role = name_of(deputy.named.role);
    json::object one{{"id", deputy.named.id},
                     {"principal", names.person(deputy.named.principal)},
                     {"deputy", names.person(deputy.named.deputy)},
                     {"role", json::string(role.data(), role.size())},
                     {"unit", deputy.named.unit.value},
                     {"from", call.api.time(deputy.named.from)},
                     {"to", call.api.time(deputy.named.to)},
                     {"handover", deputy.named.handover},
                     {"ended", deputy.ended},
                     {"may_end", may_end(call.actor, deputy, now, rules)}};
    if (!deputy.handback.empty()) one["handback"] = deputy.handback;
    deputies.push_back(std::move(one));
  }
  for (const Away& one : cover->away)
    away.push_back(json::object{{"id", one.id},
                                {"person", names.person(one.person)},
                                {"from", call.api.time(one.from)},
                                {"to", call.api.time(one.to)},
                                {"may_end", may_end(call.actor, one, now, rules)}});
  json::object out{{"version", cover->version},
                   {"people", std::move(people)},
                   {"deputies", std::move(deputies)},
                   {"away", std::move(away)},
                   {"may_train", allowed(Act::keep_training, call.actor, {}, rules)},
                   {"may_audit", allowed(Act::audit, call.actor, {}, rules)}};
  if (allowed(Act::read_people, call.actor, {}, rules))
    out["lacking"] = shape_lacking(lacking(rules, names.staff, *cover, now));
  return answer(200, out, cover->version);
}

json::object shape(const Api& api, const desk::PeriodLine& line) {
  const Period& state = line.state;
  json::object out{{"id", parts_of(line.id)->second},
                   {"from", api.time(state.declared.from)},
                   {"to", api.time(state.declared.to)},
                   {"ends", api.time(state.ends)},
                   {"reason", state.declared.reason},
                   {"lifted", state.lifted},
                   {"running", state.runs(api.site.wiring.clock.now())}};
  json::array units;
  for (const UnitId& unit : state.declared.units) units.emplace_back(unit.value);
  out["units"] = std::move(units);
  if (state.lifted) out["lifted_reason"] = state.lifted_reason;
  return out;
}

Response shown_periods(Call& call, int status) {
  const auto lines = call.api.duty.periods();
  if (!lines) return problem(lines.error());
  json::array items;
  for (const auto& line : *lines) items.push_back(shape(call.api, line));
  return answer(status, json::object{{"items", std::move(items)},
                                     {"may_declare", may_declare_period(call.actor, call.api.rules())}});
}

}  // namespace

Response get_roster(Call& call) {
  const auto unit = unit_of(call);
  if (!unit) return problem(unit.error());
  Query query(call.request);
  const Zone& zone = call.api.rules().calendar->zone();
  const Instant now = call.api.site.wiring.clock.now();
  Day first = zone.day_at(now);
  if (const auto from = query.text("from", 10)) {
    const auto read = day_of(*from);
    if (!read) return problem(Error{"request.field", "from"});
    first = Day{date::days{*read}};
  }
  const int64_t days = query.number("days", 14, 1, kMostDaysShown);
  if (query.wrong()) return problem(*query.wrong());
  return shown_roster(call, *unit, zone.at(first, {}), days);
}

Response act_on_roster(Call& call) {
  const auto unit = unit_of(call);
  if (!unit) return problem(unit.error());
  const auto seen = version_of(call.request);
  if (!seen) return problem(seen.error());
  Body body(call.request);
  const auto command = roster_command_of(body);
  if (!command) return problem(command.error());
  const auto done = call.api.duty.act(call.actor, *unit, *command, *seen);
  if (!done) return problem(done.error());
  const Zone& zone = call.api.rules().calendar->zone();
  return shown_roster(call, *unit, zone.at(zone.day_at(call.api.site.wiring.clock.now()), {}), 14);
}

Response list_people(Call& call) { return shown_people(call); }

Response list_permissions(Call& /*call*/) {
  json::array items;
  for (const Permission& line : permissions())
    items.push_back(json::object{{"act", std::string(name_of(line.act))},
                                 {"role", std::string(name_of(line.role))},
                                 {"where", std::string(name_of(line.where))}});
  return answer(200, json::object{{"items", std::move(items)}});
}

Response act_on_cover(Call& call) {
  const auto seen = version_of(call.request);
  if (!seen) return problem(seen.error());
  Body body(call.request);
  const auto asked = cover_command_of(body);
  if (!asked) return problem(asked.error());
  const auto done = call.api.duty.act(call.actor, *asked, *seen);
  if (!done) return problem(done.error());
  return shown_people(call);
}

Response list_periods(Call& call) { return shown_periods(call, 200); }

Response declare_period(Call& call) {
  Body body(call.request);
  PeriodDeclared facts;
  facts.from = body.moment("from");
  facts.to = body.moment("to");
  for (auto& unit : body.texts_or("units", call.api.rules().units.size())) facts.units.push_back({std::move(unit)});
  facts.reason = body.text("reason");
  if (body.wrong()) return problem(*body.wrong());
  const auto id = call.api.duty.declare(call.actor, std::move(facts));
  if (!id) return problem(id.error());
  return shown_periods(call, 201);
}

Response lift_period(Call& call) {
  const auto number = id_of(call.params.at("id"));
  if (!number || *number == 0) return problem(Error{"record.unknown", call.params.at("id")});
  Body body(call.request);
  const std::string reason = body.text("reason");
  if (body.wrong()) return problem(*body.wrong());
  const auto done = call.api.duty.lift(call.actor, record_id(RecordKind::period, *number), reason);
  if (!done) return problem(done.error());
  return shown_periods(call, 200);
}

}  // namespace hb::http::api
