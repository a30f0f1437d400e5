#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "rulebook/parts.h"

namespace hb::rulebook {

using namespace casework;

namespace {

constexpr std::array<std::string_view, 3> kKinds = {"office", "department", "branch"};
constexpr std::array<std::string_view, 3> kSizes = {"large", "medium", "small"};
constexpr std::array<std::string_view, kRoles> kRoleNames = {
    "monitor", "responder", "unit-head",    "supervising-leader", "spokesperson", "online-spokesperson",
    "office",  "auditor",   "administrator"};
constexpr int kMostPeople = 1000;

void read_units(const Fields& top, Rules& rules) {
  const auto tables = top.tables("unit", {"id", "kind", "size", "name", "remit", "places"});
  if (tables.empty()) top.wrong("unit", "at least one [[unit]]");
  Once ids(top.report(), "an id of its own");
  Once remits(top.report(), "a matter that no other unit has");
  Once places(top.report(), "a place that no other unit has");
  for (const Fields& f : tables) {
    Unit unit;
    unit.id = {f.id("id")};
    ids.add(unit.id.value, f.spot("id"));
    f.require("kind", one_of(kKinds));
    if (const auto kind = f.choice("kind", kKinds)) {
      unit.kind = static_cast<UnitKind>(*kind);
      if (unit.kind != UnitKind::branch && f.has("size")) f.wrong("size", "no size, which only branches have");
    }
    if (const auto size = f.choice("size", kSizes)) unit.size = static_cast<BranchSize>(*size);
    unit.name = f.words("name");
    const auto remit = f.texts("remit");
    for (const Text& t : remit) remits.add(t.value, t.spot);
    const auto answers_for = f.texts("places");
    for (const Text& t : answers_for) places.add(t.value, t.spot);
    unit.remit = values(remit);
    unit.places = values(answers_for);
    rules.units.push_back(std::move(unit));
  }
}

UnitId read_unit(const Fields& fields, std::string_view key, const Rules& rules) {
  const auto text = fields.text(key);
  if (!text) return {};
  if (rules.unit({text->value})) return {text->value};
  std::vector<std::string_view> known;
  for (const Unit& u : rules.units) known.push_back(u.id.value);
  fields.wrong(key, "the id of a [[unit]]", nearest(text->value, known));
  return {};
}

/// `2`, `[1, 2]`, or, for branches, `{ large = 3, medium = 2, small = 1 }` of either.
void read_headcount(const Fields& kind, std::string_view key, Staffing row, std::vector<Staffing>& out) {
  const toml::node* n = kind.node(key);
  if (n->is_table() && row.kind == UnitKind::branch && !row.size) {
    const auto sizes = kind.table(key, {"large", "medium", "small"});
    for (size_t i = 0; i < kSizes.size(); ++i) {
      row.size = static_cast<BranchSize>(i);
      if (sizes->has(kSizes[i])) read_headcount(*sizes, kSizes[i], row, out);
    }
    return;
  }
  const auto people = [](const toml::node* node) -> int64_t {
    const auto* i = node ? node->as_integer() : nullptr;
    return i && i->get() >= 0 && i->get() <= kMostPeople ? i->get() : -1;
  };
  const auto* pair = n->as_array();
  const int64_t least = people(pair ? pair->get(0) : n);
  const int64_t most = people(pair ? pair->get(1) : n);
  if (least < 0 || most < least || (pair && pair->size() != 2)) {
    kind.wrong(key, "a number of people, or [at least, at most]");
    return;
  }
  row.at_least = static_cast<int>(least);
  row.at_most = static_cast<int>(most);
  out.push_back(row);
}

void read_staffing(const Fields& top, Rules& rules) {
  const auto staffing = top.table("staffing", {"office", "department", "branch", "deputies"});
  if (!staffing) return;
  for (size_t k = 0; k < kKinds.size(); ++k) {
    const auto kind =
        staffing->table(kKinds[k], {kRoleNames[0], kRoleNames[1], kRoleNames[2], kRoleNames[3], kRoleNames[4],
                                    kRoleNames[5], kRoleNames[6], kRoleNames[7], kRoleNames[8]});
    if (!kind) continue;
    for (size_t r = 0; r < kRoles; ++r) {
      if (!kind->has(kRoleNames[r])) continue;
      Staffing row;
      row.kind = static_cast<UnitKind>(k);
      row.role = static_cast<Role>(r);
      read_headcount(*kind, kRoleNames[r], row, rules.staffing);
    }
  }
  rules.deputies = read_roles(*staffing, "deputies");
}

void read_groups(const Fields& top, Rules& rules) {
  Once ids(top.report(), "an id of its own, also among the units");
  for (const Unit& u : rules.units) ids.add(u.id.value, {});
  for (const Fields& f : top.tables("group", {"id", "name", "chair", "members", "fixed", "plus"})) {
    Group group;
    group.id = f.id("id");
    ids.add(group.id, f.spot("id"));
    group.name = f.words("name");
    if (const auto chair = f.text("chair")) group.chair = read_role(f.report(), *chair);
    group.members = read_roles(f, "members");
    group.fixed = read_roles(f, "fixed");
    group.plus = read_roles(f, "plus");
    rules.groups.push_back(std::move(group));
  }
}

/// Nobody judges their own kind: `own` is the kind of unit that the case would be about, if the kinds are known.
std::optional<ConflictHandler> read_handler(const Fields& conflict, std::string_view key, const Rules& rules,
                                            std::optional<UnitKind> own) {
  constexpr std::string_view kOutside = "outside:";
  const auto text = conflict.text(key);
  if (!text) return std::nullopt;
  if (text->value.starts_with(kOutside)) {
    const std::string name = text->value.substr(kOutside.size());
    if (name.empty()) conflict.wrong(key, "the name of the body after \"outside:\"");
    return ConflictHandler{.unit = {}, .outside = name};
  }
  const Unit* unit = rules.unit({text->value});
  if (unit && unit->kind == own) {
    conflict.wrong(key, fmt::format("a unit that is not itself of the kind {}, or \"outside:<name>\"", key));
    return std::nullopt;
  }
  if (unit) return ConflictHandler{.unit = unit->id, .outside = {}};
  std::vector<std::string_view> known = {kOutside};
  for (const Unit& u : rules.units) known.push_back(u.id.value);
  conflict.wrong(key, "the id of a [[unit]], or \"outside:<name>\"", nearest(text->value, known));
  return std::nullopt;
}

void read_accounts(const Fields& top, Rules& rules) {
  Once ids(top.report(), "an id of its own");
  for (const Fields& f : top.tables("account", {"id", "name", "channel", "unit", "address"})) {
    OfficialAccount account;
    account.id = f.id("id");
    ids.add(account.id, f.spot("id"));
    account.name = f.words("name");
    account.channel = f.id("channel");
    f.require("unit", "the id of the [[unit]] that speaks with it");
    account.unit = read_unit(f, "unit", rules);
    f.require("address", "the link or handle of the account");
    if (const auto address = f.text("address")) account.address = address->value;
    rules.accounts.push_back(std::move(account));
  }
}

}  // namespace

void Once::add(const std::string& name, const Spot& spot) {
  if (!name.empty() && !seen_.insert(name).second) report_.add(spot, expected_, fmt::format("\"{}\" again", name));
}

std::vector<std::string> values(const std::vector<Text>& texts) {
  std::vector<std::string> out;
  out.reserve(texts.size());
  for (const Text& t : texts) out.push_back(t.value);
  return out;
}

std::optional<Role> read_role(Report& report, const Text& text) {
  auto role = role_of(text.value);
  if (!role) report.add(text.spot, one_of(kRoleNames), '"' + text.value + '"', nearest(text.value, kRoleNames));
  return role;
}

std::vector<Role> read_roles(const Fields& fields, std::string_view key) {
  std::vector<Role> out;
  for (const Text& t : fields.texts(key)) {
    if (const auto role = read_role(fields.report(), t)) out.push_back(*role);
  }
  return out;
}

std::vector<Place> read_places(const Fields& top, const Rules* rules) {
  std::vector<Place> out;
  Once ids(top.report(), "an id of its own");
  for (const Fields& f : top.tables("place", {"id", "name", "aliases", "in", "unit"})) {
    Place place;
    place.id = f.id("id");
    ids.add(place.id, f.spot("id"));
    place.name = f.words("name");
    place.aliases = values(f.texts("aliases"));
    if (const auto in = f.text("in")) place.in = in->value;
    if (rules) place.unit = read_unit(f, "unit", *rules);
    out.push_back(std::move(place));
  }
  return out;
}

void read_organisation(const Fields& top, Rules& rules) {
  const size_t before = top.report().size();
  read_units(top, rules);
  const bool kinds_known = top.report().size() == before;
  rules.places = read_places(top, &rules);
  read_staffing(top, rules);
  read_groups(top, rules);
  read_accounts(top, rules);
  if (const auto f = top.table("conflict", {"department", "branch", "office", "leader"})) {
    const auto own = [&](UnitKind kind) { return kinds_known ? std::optional(kind) : std::nullopt; };
    rules.conflict.department = read_handler(*f, "department", rules, own(UnitKind::department));
    rules.conflict.branch = read_handler(*f, "branch", rules, own(UnitKind::branch));
    rules.conflict.office = read_handler(*f, "office", rules, own(UnitKind::office));
    rules.conflict.leader = read_handler(*f, "leader", rules, std::nullopt);
  }
  if (const auto f = top.table("routing", {"returns", "redos"})) {
    rules.routing.returns = f->integer("returns", 0, 100);
    rules.routing.redos = f->integer("redos", 0, 100);
  }
  if (const auto f = top.table("watch", {"days", "places", "voices"})) {
    for (const char* key : {"days", "places", "voices"}) f->require(key, "a whole number");
    rules.narrow_watch = {.days = f->integer("days", 1, 366).value_or(0),
                          .places = f->integer("places", 1, 1000).value_or(0),
                          .voices = f->integer("voices", 1, 1000000).value_or(0)};
  }
  if (const auto f = top.table("publication", {"business_names"})) {
    constexpr std::array<std::string_view, 2> kNames = {"withheld", "shown"};
    if (const auto names = f->choice("business_names", kNames))
      rules.business_names = static_cast<BusinessNames>(*names);
  }
}

}  // namespace hb::rulebook
