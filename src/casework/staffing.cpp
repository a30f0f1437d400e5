#include "casework/staffing.h"

#include <algorithm>
#include <functional>

namespace hb::casework {
namespace {

using Test = std::function<bool(const Actor&)>;

/// Whether every test finds somebody, each a different person. Few tests, so trying all is cheap.
bool found(std::span<const Actor> people, std::span<const Test> tests, std::vector<UserId>& taken) {
  if (tests.empty()) return true;
  for (const Actor& one : people) {
    if (!tests.front()(one) || std::ranges::find(taken, one.user) != taken.end()) continue;
    taken.push_back(one.user);
    if (found(people, tests.subspan(1), taken)) return true;
    taken.pop_back();
  }
  return false;
}

bool different(std::span<const Actor> people, const std::vector<Test>& tests) {
  std::vector<UserId> taken;
  return found(people, tests, taken);
}

int holders(std::span<const Actor> staff, Role role, const UnitId& unit) {
  return static_cast<int>(std::ranges::count_if(staff, [&](const Actor& one) { return one.has(role, unit); }));
}

}  // namespace

std::string_view name_of(Lack lack) {
  constexpr std::string_view kNames[] = {"too-few", "too-many", "no-deputy", "different-people"};
  return kNames[static_cast<size_t>(lack)];
}

std::vector<Lacking> lacking(const Rules& rules, std::span<const Actor> staff, const Cover& cover, Instant at) {
  std::vector<Lacking> out;
  const std::vector<Actor> there = present(staff, cover, at);
  const UnitId bureau = office_of(rules);
  for (const Unit& unit : rules.units) {
    for (const Staffing& asked : rules.staffing) {
      if (asked.kind != unit.kind || (asked.size && asked.size != unit.size)) continue;
      const int has = holders(staff, asked.role, unit.id);
      if (has >= asked.at_least && has <= asked.at_most) continue;
      out.push_back({.lack = has < asked.at_least ? Lack::too_few : Lack::too_many,
                     .unit = unit.id,
                     .role = asked.role,
                     .has = has,
                     .at_least = asked.at_least,
                     .at_most = asked.at_most,
                     .word = ""});
    }
    for (const Role role : rules.deputies)
      if (holders(staff, role, unit.id) > 0 && cover.deputy_of(role, unit.id, at) == nullptr)
        out.push_back({.lack = Lack::no_deputy, .unit = unit.id, .role = role, .word = ""});

    const Test draft = [&](const Actor& one) { return may_draft(one, unit.id, rules); };
    const Test approve = [&](const Actor& one) { return may_approve(one, unit.id); };
    const Test publish = [&](const Actor& one) { return may_publish(one, unit.id, rules); };
    if (!different(there, {approve, draft}))
      out.push_back({.lack = Lack::different_people, .unit = unit.id, .word = "first-reply"});
    if (!different(there, {approve, publish, draft}))
      out.push_back({.lack = Lack::different_people, .unit = unit.id, .word = "answer"});
    if (unit.id != bureau) continue;
    const Test state = [&](const Actor& one) { return may_draft_statement(one, unit.id, rules); };
    const Test agree = [](const Actor& one) { return may_approve_statement(one); };
    const Test tell = [&](const Actor& one) { return may_publish_statement(one, rules); };
    if (!different(there, {agree, tell, state}))
      out.push_back({.lack = Lack::different_people, .unit = unit.id, .word = "statement"});
  }
  return out;
}

std::vector<UnitId> short_of_people(const Rules& rules, std::span<const Actor> staff, const Cover& cover, Instant at) {
  const auto without = [&](const Cover& some) {
    std::vector<UnitId> out;
    for (const Lacking& one : lacking(rules, staff, some, at))
      if (one.lack == Lack::different_people && one.word == "answer") out.push_back(one.unit);
    return out;
  };
  std::vector<UnitId> out = without(cover);
  const std::vector<UnitId> never = without(Cover{});
  std::erase_if(out, [&](const UnitId& unit) { return std::ranges::find(never, unit) != never.end(); });
  return out;
}

}  // namespace hb::casework
