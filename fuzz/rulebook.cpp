// Any bytes as a rulebook, as its calendar file and as a harm lexicon: findings or rules, and what is right explains
// itself.
#include <date/tz.h>

#include "fuzz/input.h"
#include "rulebook/explain.h"
#include "rulebook/rulebook.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hb;
  const std::string bytes(fuzz::text(data, size));
  static const date::time_zone* shanghai = date::locate_zone("Asia/Shanghai");
  const auto parse = [&](std::string_view book, const std::string& calendar) {
    return rulebook::parse(book, "f",
                           {.read = [&](const std::string&) { return std::optional(calendar); },
                            .zone = [](std::string_view) { return shanghai; },
                            .harms = "[[harm]]\nid = \"ill\"\nname = { zh = \"病\" }\nwords = [\"吐\"]\n"});
  };
  if (auto book = parse(bytes, "{\"years\":{}}")) {
    (void)rulebook::in_words(*book, Language::zh);
    (void)rulebook::in_words(*book, Language::en);
  } else {
    fuzz::must(!book.error().empty());
    for (const auto& finding : book.error()) fuzz::must(finding.line >= 1 && !rulebook::to_text(finding).empty());
  }
  (void)parse(
      "schema = 1\nid = \"x\"\nname = { zh = \"x\" }\ntimezone = \"x\"\ncalendar = { file = \"x\", hours = "
      "[\"09:00-17:00\"] }\nunit = [{ id = \"x\", kind = \"office\", name = { zh = \"x\" } }]\n",
      bytes);
  (void)rulebook::parse_harms(bytes, "f");
  (void)rulebook::parse_notice_options(bytes, "f", {});
  return 0;
}
