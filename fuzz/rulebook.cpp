#include "rulebook/rulebook.h"

#include "fuzz/input.h"

// Any bytes are a rulebook, or the list of what is wrong with them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = hb::fuzz::text(data, size);
  const hb::rulebook::Surroundings nothing{
      [](const std::string&) { return std::nullopt; }, [](std::string_view) { return nullptr; }, {}};
  const auto read = hb::rulebook::parse(bytes, "fuzz.toml", nothing);
  hb::fuzz::must(read || !read.error().empty());
  return 0;
}
