#include "http/open311/services.h"

#include <algorithm>
#include "desk/requests.h"

namespace hb::http {
namespace {

namespace json = boost::json;

// Kinds that a program may open: what concerns the agency's own staff, and the press, come by the form or to the desk.
constexpr casework::CaseKind kKinds[] = {casework::CaseKind::complaint, casework::CaseKind::tip_off,
                                         casework::CaseKind::question, casework::CaseKind::suggestion};

json::object service(const Site& site, std::string_view matter, const casework::Unit* unit) {
  return {{"service_code", service_code(matter)},
          {"service_name", service_name(site, matter)},
          {"description", site.zh.text("open311.service", {{"name", service_name(site, matter)}})},
          {"metadata", true},
          {"type", "realtime"},
          {"keywords", service_name(site, matter)},
          {"group", unit == nullptr ? "" : unit->name.zh}};
}

json::object attribute(const Site& site, std::string_view code, int order, json::array values) {
  return {{"variable", true},
          {"code", code},
          {"datatype", "singlevaluelist"},
          {"required", false},
          {"datatype_description", nullptr},
          {"order", order},
          {"description", site.zh.text("open311." + std::string(code))},
          {"values", std::move(values)}};
}

}  // namespace

std::optional<std::string> matter_of(const casework::Rules& rules, std::string_view code) {
  if (code == kOtherService) return "";
  for (const auto& unit : rules.units)
    if (std::ranges::find(unit.remit, code) != unit.remit.end()) return std::string(code);
  return std::nullopt;
}

std::string service_code(std::string_view matter) { return std::string(matter.empty() ? kOtherService : matter); }

std::string service_name(const Site& site, std::string_view matter) { return matter_name(site.zh, matter); }

json::array services(const Site& site) {
  json::array out;
  for (const auto& unit : site.rules->units)
    for (const auto& matter : unit.remit) out.push_back(service(site, matter, &unit));
  out.push_back(service(site, "", site.rules->unit(desk::unit_of_the_rest(*site.rules))));
  return out;
}

json::object service_definition(const Site& site, std::string_view code) {
  json::array kinds;
  for (const auto kind : kKinds) {
    const std::string key(name_of(kind));
    kinds.push_back(json::object{{"key", key}, {"name", site.zh.text("kind." + key)}});
  }
  json::array answers{json::object{{"key", "public"}, {"name", site.zh.text("complain.alone.no")}},
                      json::object{{"key", "private"}, {"name", site.zh.text("complain.alone.yes")}}};
  return {{"service_code", code},
          {"attributes", json::array{attribute(site, kKindAttribute, 1, std::move(kinds)),
                                     attribute(site, kAnswerAttribute, 2, std::move(answers))}}};
}

}  // namespace hb::http
