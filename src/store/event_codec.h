#pragma once
#include <string>
#include <string_view>

#include "casework/issue.h"
#include "casework/record.h"

/// Events as they stand in the record: one JSON object, "event" its name, the fields beside it; times in seconds since
/// 1970, digests in hexadecimal. What was written once must be read for ever: names and fields are only ever added.
namespace hb::store {

std::string encode(const casework::CaseEvent& event);
std::string encode(const casework::IssueEvent& event);
std::string encode(const casework::RecordEvent& event);

/// Errors: "event.malformed" (not an object), "event.unknown" (the name), "event.field" (the field).
Result<casework::CaseEvent> decode_case_event(std::string_view text);
Result<casework::IssueEvent> decode_issue_event(std::string_view text);
/// Event names differ between kinds, so the kind need not be known.
Result<casework::RecordEvent> decode_record_event(std::string_view text);

}  // namespace hb::store
