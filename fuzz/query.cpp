#include "text/query.h"

#include <algorithm>

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
  const auto found = hb::text::match(*query, subject);
  for (const auto* spans : {&found.spans, &found.title}) {
    uint32_t last = 0;
    for (const auto span : *spans) {
      hb::fuzz::must(last <= span.start && span.start < span.end && span.end <= subject.text.original_length);
      last = span.end;
    }
  }
  if (!found.hit) return 0;
  auto bare = subject.text.text;
  std::replace(bare.begin(), bare.end(), U'\n', U' ');
  for (const auto& list : hb::text::needs(*query))
    hb::fuzz::must(std::any_of(list.begin(), list.end(),
                               [&](const auto& word) { return bare.find(word) != std::u32string::npos; }));
  return 0;
}
