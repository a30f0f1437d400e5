#include "text/query.h"

#include "base/utf8.h"
#include "fuzz/input.h"

// Any expression is a query or an error inside it; a query can be asked of any text, and its spans lie in that text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto input = hb::fuzz::text(data, size);
  const auto cut = input.find('\n');
  const auto expression = input.substr(0, cut), text = cut == std::string_view::npos ? input : input.substr(cut + 1);
  const auto query = hb::text::parse_query(expression, hb::text::fixed_zone(hb::hours(8)));
  if (!query) {
    hb::fuzz::must(query.error().offset <= hb::count_code_points(expression));
    return 0;
  }
  hb::text::Subject subject;
  subject.text = subject.title = hb::text::fold(text);
  uint32_t last = 0;
  for (const auto span : hb::text::match(*query, subject).spans) {
    hb::fuzz::must(last <= span.start && span.start < span.end && span.end <= subject.text.original_length);
    last = span.end;
  }
  return 0;
}
