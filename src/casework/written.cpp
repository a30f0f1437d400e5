#include "casework/written.h"

#include "base/utf8.h"
#include "casework/case.h"

namespace hb::casework {

Result<void> written(std::string_view text, size_t limit, const char* field) {
  if (!valid_utf8(text) || text.find('\0') != std::string_view::npos) return fail("case.not-utf8", field);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return fail("case.empty", field);
  if (count_code_points(text) > limit) return fail("case.too-long", field);
  return {};
}

Result<void> reason_given(std::string_view reason) {
  auto ok = written(reason, kReasonLimit, "reason");
  if (!ok && ok.error().code == "case.empty") return fail("case.reason-required");
  return ok;
}

}  // namespace hb::casework
