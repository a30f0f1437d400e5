// What colleagues are to each other at the desk: who else has a case open, who is named in a note, the views a unit
// shares, the first steps of a new desk.

#include <algorithm>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

using casework::NoteFor;

std::optional<Events::Doing> doing_of(std::string_view name) {
  if (name == "looking") return Events::Doing::looking;
  if (name == "writing") return Events::Doing::writing;
  if (name == "gone") return Events::Doing::gone;
  return std::nullopt;
}

Response no_content() { return {204, "", {}, ""}; }

Response shown_views(Call& call, int status) {
  const auto lines = call.api.views.list(call.actor);
  if (!lines) return problem(lines.error());
  json::array items, units;
  for (const auto& [view, may_change] : *lines)
    items.push_back(json::object{{"id", view.id},
                                 {"unit", view.unit.value},
                                 {"by", view.by},
                                 {"name", view.name},
                                 {"query", view.query},
                                 {"may_change", may_change}});
  for (const auto& unit : call.api.rules().units)
    if (works_in(call.actor, unit.id)) units.emplace_back(unit.id.value);
  return answer(status, json::object{{"items", std::move(items)}, {"may_share_with", std::move(units)}});
}

}  // namespace

Response be_present(Call& call) {
  const CaseNumber number{call.params.at("number")};
  Body body(call.request);
  const std::string page = body.text("page");
  const auto doing = body.choice("doing", doing_of);
  if (body.wrong()) return problem(*body.wrong());
  if (page.size() > 64) return problem(Error{"request.field", "page"});
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  json::array people;
  for (const auto& one : call.api.site.events.present(call.actor, page, number, doing))
    people.push_back(json::object{{"id", one.user.value}, {"name", one.name}, {"writing", one.writing}});
  return answer(200, json::object{{"people", std::move(people)}});
}

Response suggest_colleagues(Call& call) {
  const CaseNumber number{call.params.at("number")};
  Query query(call.request);
  const auto typed = query.text("q", 40).value_or("");
  const auto readers = query.choice("readers", casework::note_for_of).value_or(NoteFor::readers);
  if (query.wrong()) return problem(*query.wrong());
  if (auto ok = call.api.staff.may_read(call.actor, number); !ok) return problem(ok.error());
  const auto found = call.api.colleagues.suggest(call.actor, number, readers, typed);
  if (!found) return problem(found.error());
  json::array items;
  for (const auto& one : *found) {
    json::array units;
    for (const auto& unit : one.units) units.emplace_back(unit.value);
    items.push_back(json::object{{"id", one.user.value}, {"name", one.name}, {"units", std::move(units)}});
  }
  return answer(200, json::object{{"items", std::move(items)}});
}

Response list_mentions(Call& call) {
  const auto rows = call.api.staff.mentions(call.actor);
  if (!rows) return problem(rows.error());
  json::array items;
  for (const auto& [mention, row] : *rows)
    items.push_back(json::object{
        {"number", mention.number.value}, {"title", row.title}, {"at", call.api.time(mention.at)}, {"by", mention.by}});
  return answer(200, json::object{{"items", std::move(items)}});
}

Response see_case(Call& call) {
  const auto done = call.api.staff.seen(call.actor, {call.params.at("number")});
  return done ? no_content() : problem(done.error());
}

Response list_views(Call& call) { return shown_views(call, 200); }

Response share_view(Call& call) {
  Body body(call.request);
  const UnitId unit{body.text("unit")};
  const std::string name = body.text("name"), asked = body.text("query");
  if (body.wrong()) return problem(*body.wrong());
  const auto done = call.api.views.share(call.actor, unit, name, asked);
  return done ? shown_views(call, 201) : problem(done.error());
}

Response act_on_view(Call& call) {
  const int64_t id = id_of(call.params.at("id")).value_or(0);
  Body body(call.request);
  const std::string what = body.text("do");
  const std::string name = what == "rename" ? body.text("name") : "";
  if (body.wrong()) return problem(*body.wrong());
  if (what != "rename" && what != "unshare") return problem(Error{"request.field", "do"});
  const auto done =
      what == "rename" ? call.api.views.rename(call.actor, id, name) : call.api.views.unshare(call.actor, id);
  return done ? shown_views(call, 200) : problem(done.error());
}

Response read_guide(Call& call) {
  const auto guide = desk::guide(call.api.site.wiring, call.actor);
  if (!guide) return problem(guide.error());
  json::array steps;
  for (const auto& step : guide->steps)
    steps.push_back(json::object{{"id", step.id}, {"done", step.done}, {"left", step.left}});
  return answer(200, json::object{{"shown", guide->shown}, {"steps", std::move(steps)}});
}

Response put_guide_away(Call& call) {
  const auto done = desk::put_guide_away(call.api.site.wiring, call.actor);
  return done ? no_content() : problem(done.error());
}

}  // namespace hb::http::api
