#include "http/multipart.h"

#include "fuzz/input.h"

// A line of Content-Type, then the body: any bytes are a form or nothing, and what comes back lies within them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = hb::fuzz::text(data, size);
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  const auto body = text.substr(end + 1);
  const auto form = hb::http::parse_multipart(text.substr(0, end), body);
  if (!form) return 0;
  hb::fuzz::must(form->fields.size() + form->files.size() <= hb::http::kMostParts);
  for (const auto& file : form->files)
    hb::fuzz::must(!file.bytes.empty() && file.bytes.data() >= body.data() &&
                   file.bytes.data() + file.bytes.size() <= body.data() + body.size());
  return 0;
}
