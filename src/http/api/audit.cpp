#include "desk/audit.h"

#include <algorithm>
#include <limits>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using desk::LogKind;

constexpr std::string_view kKinds[] = {"cases", "issues", "records", "searches", "shown"};
std::optional<LogKind> kind_of(std::string_view name) {
  const auto* const at = std::ranges::find(kKinds, name);
  if (at == std::end(kKinds)) return std::nullopt;
  return static_cast<LogKind>(at - std::begin(kKinds));
}

constexpr std::string_view kCursor = "after ";

std::string cursor_of(const desk::LogPlace& place) {
  return to_hex(std::string(kCursor) + std::to_string(place.at.seconds) + " " +
                std::string(kKinds[static_cast<size_t>(place.kind)]) + " " + std::to_string(place.version) + " " +
                place.about);
}
std::optional<desk::LogPlace> place_at(const std::string& cursor) {
  const auto text = from_hex(cursor);
  if (!text || !text->starts_with(kCursor)) return std::nullopt;
  std::string_view rest = std::string_view(*text).substr(kCursor.size());
  const auto word = [&] {
    const std::string_view one = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    return one;
  };
  const auto at = id_of(word());
  const auto kind = kind_of(word());
  const auto version = id_of(word());
  if (!at || !kind || *kind == LogKind::shown || !version) return std::nullopt;
  return desk::LogPlace{{*at}, *kind, std::string(rest), *version};
}

Result<desk::LogFilter> filter_of(Call& call, Query& query) {
  desk::LogFilter filter;
  filter.kind = query.choice("kind", kind_of);
  filter.by = {query.number("by", 0, 0, std::numeric_limits<int64_t>::max())};
  const casework::Zone& zone = call.api.rules().calendar->zone();
  for (const auto& [name, days, into] :
       {std::tuple{"from", 0, &filter.from}, std::tuple{"to", 1, &filter.before}}) {  // the last day counts whole
    const auto date = query.text(name, 10);
    if (!date) continue;
    const auto day = day_of(*date);
    if (!day) return fail("request.field", name);
    *into = zone.at(casework::Day{date::days{*day + days}}, {});
  }
  if (const auto number = query.text("number", 40); number && !desk::narrow(filter, *number))
    return fail("request.field", "number");
  if (query.wrong()) return tl::unexpected(*query.wrong());
  return filter;
}

json::object shape(const Api& api, const desk::AuditLine& one) {
  json::object facts;
  for (const auto& [name, value] : one.line.facts) facts[name] = value;
  json::object out{{"kind", std::string(kKinds[static_cast<size_t>(one.place.kind)])},
                   {"version", one.place.version},
                   {"at", api.time(one.line.at)},
                   {"event", one.line.event},
                   {"by", one.line.by},
                   {"facts", std::move(facts)}};
  if (!one.place.about.empty()) out["about"] = one.place.about;
  return out;
}

}  // namespace

Response read_audit(Call& call) {
  Query query(call.request);
  auto filter = filter_of(call, query);
  const int64_t limit = query.limit();
  const auto cursor = query.text("cursor", 200);
  if (!filter) return problem(filter.error());
  if (query.wrong()) return problem(*query.wrong());
  if (cursor) {
    filter->below = place_at(*cursor);
    if (!filter->below) return problem(Error{"request.field", "cursor"});
  }
  filter->limit = limit + 1;
  const desk::Audit audit(call.api.site.wiring);
  const auto lines = audit.list(call.actor, *filter);
  if (!lines) return problem(lines.error());
  json::array items;
  for (const auto& line : *lines)
    if (std::ssize(items) < limit) items.push_back(shape(call.api, line));
  json::object out{{"items", std::move(items)}};
  if (std::ssize(*lines) > limit) out["next"] = cursor_of((*lines)[static_cast<size_t>(limit) - 1].place);
  if (!cursor) {
    const auto people = audit.people(call.actor);
    if (!people) return problem(people.error());
    json::array named;
    for (const auto& [id, name] : *people) named.push_back(json::object{{"id", id.value}, {"name", name}});
    const auto ledger = call.api.site.wiring.store.ledger_state();
    if (!ledger) return problem(ledger.error());
    out["people"] = std::move(named);
    out["ledger"] = json::object{{"size", ledger->size}, {"root", to_hex(ledger->root)}};
  }
  return answer(200, out);
}

Response export_audit(Call& call) {
  Query query(call.request);
  const auto filter = filter_of(call, query);
  const Language language = query.language();
  if (!filter) return problem(filter.error());
  if (query.wrong()) return problem(*query.wrong());
  auto csv = desk::Audit(call.api.site.wiring).csv(call.actor, *filter, [&](std::string_view key) {
    return call.api.site.name(language, key);
  });
  if (!csv) return problem(csv.error());
  Response out;
  out.content_type = "text/csv; charset=utf-8";
  out.body = *std::move(csv);
  out.headers = {{"Content-Disposition", "attachment; filename=\"audit.csv\""}, {"Cache-Control", "no-store"}};
  return out;
}

}  // namespace hb::http::api
