#include "text/select.h"

#include "base/utf8.h"
#include "fuzz/input.h"

// The first two lines are a block's and a field's path, the rest is the page: records of text, or a clear error.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto bytes = hb::fuzz::text(data, size);
  std::string paths[2];
  for (auto& path : paths) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    path = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  if (!hb::valid_utf8(bytes)) return 0;  // pages are decoded before they are asked
  const hb::text::Field fields[] = {{paths[1]}, {paths[1], true}};
  const auto records = hb::text::select(bytes, paths[0], fields);
  if (!records) return 0;
  hb::fuzz::must((records->empty() || hb::text::valid_path(paths[0])) && records->size() <= hb::text::kMaxRecords);
  for (const auto& record : *records) hb::fuzz::must(record.size() == 2 && hb::valid_utf8(record[0]));
  return 0;
}
