#include "text/feed.h"

#include <set>

#include "base/utf8.h"
#include "fuzz/input.h"

// Any bytes are a feed or a clear error; ids are unique and all text is UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto entries =
      hb::text::read_feed(hb::fuzz::text(data, size), {}, "http://a.example/feed", hb::text::fixed_zone(hb::hours(8)));
  if (!entries) return 0;
  std::set<std::string> ids;
  for (const auto& entry : *entries) {
    hb::fuzz::must(ids.insert(entry.id).second);
    hb::fuzz::must(hb::valid_utf8(entry.text) && hb::valid_utf8(entry.title));
  }
  return 0;
}
