#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace hb {

/// A number that names one kind of thing only; it does not convert to or from another kind's. 0 names nothing.
template <class Tag>
struct Id {
  int64_t value = 0;

  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

/// A text that names one kind of thing only. Empty names nothing.
template <class Tag>
struct Name {
  std::string value;

  explicit operator bool() const { return !value.empty(); }
  friend auto operator<=>(const Name&, const Name&) = default;
};

using PostId = Id<struct PostTag>;
using IssueId = Id<struct IssueTag>;
using DocumentId = Id<struct DocumentTag>;
using DraftId = Id<struct DraftTag>;
using UserId = Id<struct UserTag>;
using OutboxId = Id<struct OutboxTag>;
using CaseNumber = Name<struct CaseTag>;  ///< "HB-2026-0928-7K4Q-C" (conventions: tracking numbers)
using UnitId = Name<struct UnitTag>;      ///< a unit's id in the rulebook
using SourceId = Name<struct SourceTag>;
using RecordId = Name<struct RecordTag>;  ///< "directive/12": kind and number of a smaller record (casework/record.h)

}  // namespace hb

template <class Tag>
struct std::hash<hb::Id<Tag>> {
  size_t operator()(const hb::Id<Tag>& id) const noexcept { return std::hash<int64_t>{}(id.value); }
};
template <class Tag>
struct std::hash<hb::Name<Tag>> {
  size_t operator()(const hb::Name<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value); }
};
