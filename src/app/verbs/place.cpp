#include <fmt/core.h>

#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "app/regions.h"
#include "app/rulebooks.h"
#include "app/simplifier.h"
#include "app/verbs.h"
#include "base/utf8.h"
#include "desk/places.h"

namespace hb::app {
namespace {

namespace json = boost::json;

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

json::object as_json(const std::string& line, const std::vector<text::FoundPlace>& found) {
  json::array places;
  for (const auto& place : found)
    places.push_back(json::object{{"text", slice_code_points(line, place.span.start, place.span.end)},
                                  {"start", place.span.start},
                                  {"end", place.span.end},
                                  {"code", or_null(place.code)},
                                  {"level", text::name(place.level)},
                                  {"name", place.name}});
  const auto unit = text::unit_of(found);
  return {{"places", std::move(places)}, {"unit", unit.several ? json::value("several") : or_null(unit.unit)}};
}

int run(const std::string& file) {
  const auto divisions = regions();
  const auto simplifier = open_simplifier();
  std::vector<text::NamedPlace> named;
  if (!file.empty()) {
    const auto rulebook = load_rulebook(file);
    if (!rulebook) {
      fmt::print(stderr, "place: {} is no right rulebook; see hearback rulebook check\n", file);
      return 2;
    }
    named = desk::named_places(rulebook->rules, *divisions);
  }
  const text::PlaceFinder finder(divisions, std::move(named), simplifier);
  for (std::string line; std::getline(std::cin, line);)
    std::cout << as_json(line, finder.find(text::fold(line, simplifier))) << '\n';
  return std::cout.flush() ? 0 : 2;
}

}  // namespace

void add_place(CLI::App& app, int& exit_code) {
  const auto rulebook = std::make_shared<std::string>();
  auto* verb = app.add_subcommand("place", "find the places that each line of stdin names, and whose they are");
  verb->add_option("--rulebook", *rulebook, "a rulebook: its own places and its units are found too");
  verb->callback([rulebook, &exit_code] { exit_code = run(*rulebook); });
}

}  // namespace hb::app
