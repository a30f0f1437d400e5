#pragma once
#include <functional>

#include "desk/staff.h"

/// The record as colleagues read it.
namespace hb::desk {

HistoryLine history_line(const casework::Recorded& recorded, const casework::Zone& zone);
HistoryLine history_line(const casework::IssueRecorded& recorded, const casework::Zone& zone);
/// A directive's clock events are told under the names of a case's.
HistoryLine history_line(Instant at, const std::string& by, const casework::DirectiveEvent& event,
                         const casework::Zone& zone);

/// Of the smaller records. `name_of` says who a person is that an event means.
HistoryLine history_line(const casework::RecordRecorded& recorded, const casework::Zone& zone,
                         const std::function<std::string(UserId)>& name_of);

/// Posts a local day, every day from the first to the last, at most kMostDays.
std::vector<std::pair<std::string, int64_t>> days_of(const std::vector<PostTimes>& times, const casework::Zone& zone);

}  // namespace hb::desk
