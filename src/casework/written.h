#pragma once
#include <string_view>

#include "base/result.h"

/// What people write into a case or an issue is checked alike.
namespace hb::casework {

/// Errors: "case.not-utf8" (or a NUL in it), "case.empty", "case.too-long" (more code points than `limit`), each with
/// the field.
Result<void> written(std::string_view text, size_t limit, const char* field);
/// As `written` within kReasonLimit, but an empty one is "case.reason-required".
Result<void> reason_given(std::string_view reason);

}  // namespace hb::casework
