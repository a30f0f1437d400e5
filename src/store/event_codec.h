#pragma once
#include <string>
#include <string_view>

#include "casework/issue.h"

/// Events as they stand in the record: one JSON object, "event" its name, the fields beside it; times in seconds since
/// 1970, digests in hexadecimal. What was written once must be read for ever: names and fields are only ever added.
namespace hb::store {

std::string encode(const casework::CaseEvent& event);
std::string encode(const casework::IssueEvent& event);

/// Errors: "event.malformed" (not an object), "event.unknown" (the name), "event.field" (the field).
Result<casework::CaseEvent> decode_case_event(std::string_view text);
Result<casework::IssueEvent> decode_issue_event(std::string_view text);

}  // namespace hb::store
