#include "text/html.h"

#include "base/utf8.h"
#include "fuzz/input.h"

// Any text is a page, or a clear error; what comes out is text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string html = hb::to_utf8(hb::to_utf32(hb::fuzz::text(data, size)));
  if (const auto page = hb::text::read_page(html, "", hb::text::fixed_zone(hb::hours(8))))
    hb::fuzz::must(hb::valid_utf8(page->text));
  if (const auto links = hb::text::read_links(html)) hb::fuzz::must(links->size() <= hb::text::kMaxPageNodes);
  hb::fuzz::must(hb::valid_utf8(hb::text::html_to_text(html)));
  return 0;
}
