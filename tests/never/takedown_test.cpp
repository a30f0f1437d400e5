// 2.3: nobody is reported for speaking and nothing is taken down.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>

#include "store/event_codec.h"
#include "tests/never/sources.h"

namespace hb::never {
namespace {

using namespace casework;

const std::vector<std::string> kTakedown = {
    "takedown", "take-down", "taken-down", "remove-post", "delete-post", "hide-post", "delete",      "remove",
    "block",    "ban",       "mute",       "silence",     "suppress",    "censor",    "unpublish",   "report-user",
    "refer",    "referral",  "police",     "denounce",    "identify",    "unmask",    "deanonymise", "deanonymize",
    "warn",     "warning",   "blacklist",  "flag-user",   "trace-user",  "expose"};
const std::vector<std::string> kIdentity = {"author",   "poster",  "user",    "account", "identity", "name",
                                            "nick",     "phone",   "email",   "id-card", "address",  "person",
                                            "offender", "suspect", "speaker", "uid",     "handle",   "ip"};

template <class Event, size_t... I>
std::vector<Event> one_of_each(std::index_sequence<I...>) {
  return {Event(std::in_place_index<I>)...};
}
template <class Event>
std::vector<Event> every() {
  return one_of_each<Event>(std::make_index_sequence<std::variant_size_v<Event>>{});
}

template <class Event>
void expect_no_takedown_and_no_identity() {
  for (const auto& event : every<Event>()) {
    EXPECT_EQ(speaks_of(name_of(event), kTakedown), "") << name_of(event);
    const auto written = boost::json::parse(store::encode(event)).as_object();
    for (const auto& [key, value] : written) {
      EXPECT_EQ(speaks_of(std::string_view(key), kTakedown), "") << name_of(event) << "." << std::string_view(key);
      EXPECT_EQ(speaks_of(std::string_view(key), kIdentity), "") << name_of(event) << "." << std::string_view(key);
    }
  }
}

TEST(NeverTakedown, NoEventOfACaseOrAnIssueTakesDownOrReportsAndNoneHasAFieldForAPerson) {
  expect_no_takedown_and_no_identity<CaseEvent>();
  expect_no_takedown_and_no_identity<IssueEvent>();
}

/// The pieces of the sources that match; the first group of each.
void expect_none_speaks(const std::string& folder, const char* pattern, int at_least) {
  const std::regex what(pattern);
  int found = 0;
  for (const auto& [path, text] : sources_in(folder)) {
    for (std::sregex_iterator it(text.begin(), text.end(), what), end; it != end; ++it) {
      ++found;
      EXPECT_EQ(speaks_of((*it)[1].str(), kTakedown), "") << path << ": " << (*it)[0];
    }
  }
  EXPECT_GE(found, at_least) << "the pattern finds nothing any more: " << pattern;
}

TEST(NeverTakedown, NoRouteVerbOrCommandDoes) {
  expect_none_speaks("src/http", R"re("(/[a-zA-Z0-9/{}*_.-]*)")re", 10);
  expect_none_speaks("src/app", R"re(add_subcommand\(\s*"([^"]+)")re", 10);
  expect_none_speaks("src/casework", R"re(struct (\w+))re", 40);
  expect_none_speaks("src/desk", R"re(struct (\w+))re", 20);
  expect_none_speaks("api", R"re(\n  (/[^:\n]+):)re", 10);
  expect_none_speaks("api", R"re(operationId: (\w+))re", 10);
  // What a person may do to a case or an issue through the API.
  expect_none_speaks("api", R"re(enum: \[([^\]]+)\])re", 10);
}

}  // namespace
}  // namespace hb::never
