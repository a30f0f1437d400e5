#pragma once
#include <optional>
#include <string>
#include <vector>

#include "desk/cases.h"

/// The use cases of reply templates (模板): written, approved, sent back, retired, and which of them fit a case.
namespace hb::desk {

struct TemplateLine {
  RecordId id;
  casework::ReplyTemplate state;
  std::vector<std::string> may;  ///< what this person may do now: "write", "approve", "send-back", "retire"
  bool overdue = false;          ///< the day on which it should have been looked at again has passed
  std::string filled{};          ///< for a case: what would go out
};

/// A template's own words with the facts of the case in them, as `SendTemplate` wants it; the text is empty if nothing
/// approved stands.
casework::SendTemplate to_send(int64_t number, const casework::ReplyTemplate& state, const casework::Case& of,
                               Instant now, const casework::Rules& rules);

/// Any thread. Templates are read by everybody on staff. Errors: "record.unknown", those of casework::decide and of the
/// store.
class Templates {
 public:
  explicit Templates(const Wiring& wiring) : w_(wiring) {}

  Result<RecordId> write(const casework::Actor& actor, const casework::TemplateWritten& facts);
  /// `seen` as in Cases::act.
  Result<void> act(const casework::Actor& actor, const RecordId& id, const casework::TemplateCommand& command,
                   int64_t seen);
  Result<TemplateLine> view(const casework::Actor& actor, const RecordId& id) const;
  /// Newest first, at most 500.
  Result<std::vector<TemplateLine>> list(const casework::Actor& actor) const;
  /// Those that this person may send as the first reply of the case now.
  Result<std::vector<TemplateLine>> fitting(const casework::Actor& actor, const CaseNumber& number) const;

 private:
  Wiring w_;
};

}  // namespace hb::desk
