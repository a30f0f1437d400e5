#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "casework/people.h"
#include "desk/ports.h"

/// The fictional city 明川市 (demo/mingchuan), as it ships in the binary.
namespace hb::app::demo {

inline constexpr Seconds kCityOffset = hours(8);   ///< what the city's own sites show; it has one zone
inline constexpr Instant kWeekBegins{1772496000};  ///< Tuesday 2026-03-03 08:00 in Shanghai
inline constexpr Instant kWeekEnds{1773023400};    ///< Monday 2026-03-09 10:30

/// One text somebody wrote. `author` is for the sites' pages only.
struct CityPost {
  std::string id;  ///< "p0005"
  std::string site;
  std::string board;
  std::string thread;
  bool reply = false;
  Instant at;
  std::string author;
  std::string title;
  std::string text;
};

/// One of the places where people write.
struct CitySite {
  std::string id;
  std::string name;
  UnitId unit;
  Seconds rhythm;
};

/// What a colleague or a citizen does at a time of the week.
struct ScriptLine {
  int number = 0;  ///< in script.jsonl, from 1
  Instant at;
  bool citizen = false;
  casework::Grant by{};
  std::string act;  ///< "open-case", "approve", …
  boost::json::object facts{};

  std::string text(std::string_view field) const;  ///< "" if it is not there
  bool has(std::string_view field) const { return facts.contains({field.data(), field.size()}); }
};

struct City {
  std::vector<CityPost> posts;  ///< by time
  std::vector<ScriptLine> script;
  std::vector<CitySite> sites;
  std::vector<desk::User> people;        ///< ids from 1, without passwords; deputies after those they stand in for
  std::vector<casework::Grant> sign_in;  ///< the parts a visitor can play
};

/// Reads what is embedded; it is checked when the product is built, so what is missing is a defect of the build and
/// throws std::exception.
City load_city();

/// Who plays a part in the script: the first person who has it.
const desk::User& person(const City& city, const casework::Grant& part);
casework::Actor actor(const desk::User& user);

}  // namespace hb::app::demo
