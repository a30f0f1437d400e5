#include "app/demo/city.h"

#include <algorithm>
#include <stdexcept>

#include "app/embedded.h"

namespace hb::app::demo {
namespace {

namespace json = boost::json;

std::string_view bytes_of(std::string_view name) {
  const auto bytes = embedded("demo/mingchuan/" + std::string(name));
  if (!bytes) throw std::runtime_error("not embedded: " + std::string(name));
  return *bytes;
}

json::object parse(std::string_view bytes) { return json::parse({bytes.data(), bytes.size()}).as_object(); }

std::string text_of(const json::object& object, std::string_view field) {
  const auto* value = object.if_contains({field.data(), field.size()});
  if (value == nullptr || !value->is_string()) return {};
  return {value->as_string().data(), value->as_string().size()};
}

Instant time_of(const json::object& object) { return parse_rfc3339(text_of(object, "at")).value(); }

template <class Each>
void each_line(std::string_view bytes, Each each) {
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    if (const auto line = bytes.substr(0, end); !line.empty()) each(parse(line));
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
}

casework::Grant part_of(const json::object& object) {
  return {casework::role_of(text_of(object, "role")).value(), {text_of(object, "unit")}};
}

ScriptLine line_of(json::object object, int number) {
  ScriptLine line{.number = number, .at = time_of(object), .act = text_of(object, "do")};
  const std::string by = text_of(object, "by");
  line.citizen = by == "citizen";
  if (const size_t at = by.find('@'); at != std::string::npos)
    line.by = {casework::role_of(by.substr(0, at)).value(), {by.substr(at + 1)}};
  line.facts = std::move(object);
  return line;
}

}  // namespace

std::string ScriptLine::text(std::string_view field) const { return text_of(facts, field); }

City load_city() {
  City city;
  each_line(bytes_of("posts.jsonl"), [&](const json::object& o) {
    city.posts.push_back({.id = text_of(o, "id"),
                          .site = text_of(o, "site"),
                          .board = text_of(o, "board"),
                          .thread = text_of(o, "thread"),
                          .reply = o.at("reply").as_bool(),
                          .at = time_of(o),
                          .author = text_of(o, "author"),
                          .title = text_of(o, "title"),
                          .text = text_of(o, "text")});
  });
  each_line(bytes_of("script.jsonl"), [&](json::object o) {
    city.script.push_back(line_of(std::move(o), static_cast<int>(city.script.size()) + 1));
  });
  const json::object facts = parse(bytes_of("city.json"));
  for (const auto& value : facts.at("sites").as_array()) {
    const auto& o = value.as_object();
    city.sites.push_back({text_of(o, "id"),
                          text_of(o, "name"),
                          {text_of(o, "unit")},
                          minutes(o.at("rhythm_minutes").to_number<int64_t>())});
  }
  for (const auto& value : facts.at("people").as_array()) {
    const casework::Grant part = part_of(value.as_object());
    const auto peers = std::ranges::count_if(
        city.people, [&](const desk::User& u) { return std::ranges::count(u.grants, part) != 0; });
    desk::User user;
    user.id = {static_cast<int64_t>(city.people.size()) + 1};
    user.login = part.unit.value + "-" + std::string(casework::name_of(part.role)) + "-" + std::to_string(peers + 1);
    user.name = text_of(value.as_object(), "name");
    user.grants = {part};
    city.people.push_back(std::move(user));
  }
  for (const auto& value : facts.at("sign_in").as_array()) city.sign_in.push_back(part_of(value.as_object()));
  return city;
}

const desk::User& person(const City& city, const casework::Grant& part) {
  const auto found = std::ranges::find_if(
      city.people, [&](const desk::User& user) { return std::ranges::count(user.grants, part) != 0; });
  if (found == city.people.end()) throw std::runtime_error("nobody plays " + std::string(casework::name_of(part.role)));
  return *found;
}

casework::Actor actor(const desk::User& user) { return {user.id, user.name, user.grants}; }

}  // namespace hb::app::demo
