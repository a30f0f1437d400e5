#include "casework/record.h"

#include <array>
#include <charconv>

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 11> kKinds{"proposal", "directive", "roster", "period",  "cover",   "reports",
                                                  "watch",    "template",  "review", "contest", "training"};

}  // namespace

std::string_view name_of(RecordKind kind) { return kKinds[static_cast<size_t>(kind)]; }

std::string_view name_of(const RecordEvent& event) {
  return std::visit([](const auto& inner) { return name_of(inner); }, event);
}

RecordId record_id(RecordKind kind, int64_t number) {
  return {std::string(name_of(kind)) + "/" + std::to_string(number)};
}

std::optional<std::pair<RecordKind, int64_t>> parts_of(const RecordId& id) {
  const std::string_view text = id.value;
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] != text.substr(0, slash)) continue;
    int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + slash + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < 1) return {};
    return std::pair{static_cast<RecordKind>(i), number};
  }
  return {};
}

}  // namespace hb::casework
