#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/case.h"

/// The template (模板) of a first reply: its words are approved once, by another person than wrote them, and sent by a
/// third without a word of their own, since its fields are only number, date, unit and link (DESIGN.md section 5). It
/// belongs to a unit and has a day on which it is looked at again.
namespace hb::casework {

enum class TemplateState : uint8_t { written, approved, sent_back, retired };
std::string_view name_of(TemplateState state);

struct TemplateWritten {
  std::string name;  ///< for colleagues
  std::string text;
  UnitId unit;             ///< its owner
  int64_t review_day = 0;  ///< in days since 1970-01-01
  friend bool operator==(const TemplateWritten&, const TemplateWritten&) = default;
};
struct TemplateApproved {
  Digest hash{};
  std::string by_name;  ///< the approver, as called then
  friend bool operator==(const TemplateApproved&, const TemplateApproved&) = default;
};
struct TemplateSentBack {
  std::string reason;
  friend bool operator==(const TemplateSentBack&, const TemplateSentBack&) = default;
};
struct TemplateRetired {
  std::string reason;
  friend bool operator==(const TemplateRetired&, const TemplateRetired&) = default;
};
using TemplateEvent = std::variant<TemplateWritten, TemplateApproved, TemplateSentBack, TemplateRetired>;
std::string_view name_of(const TemplateEvent& event);

struct ReplyTemplate {
  TemplateWritten written;  ///< the newest
  TemplateState state = TemplateState::written;
  Digest hash{};  ///< of its text
  UserId author;
  std::string reason;  ///< why it was sent back, or retired
  /// What may be sent: the last approved text, also while a newer one waits; none before the first approval and after
  /// the retirement.
  struct Standing {
    std::string text;
    Digest hash{};
    UserId approver;
    std::string approver_name;
  };
  std::optional<Standing> standing;
  int64_t version = 0;
};

/// What an approval binds to, and the ledger's entry of a reply names: SHA-256 of the text.
Digest template_hash(std::string_view text);

/// What stands for {number}, {date}, {unit} and {link}.
struct TemplateFields {
  std::string number, date, unit, link;
};
std::string filled(std::string_view text, const TemplateFields& fields);

/// A new one, or the next text of one that is there; of the owner only the first says who it is.
struct WriteTemplate {
  TemplateWritten facts;
};
struct ApproveTemplate {
  Digest hash{};  ///< of exactly what was read
};
struct SendBackTemplate {
  std::string reason;
};
struct RetireTemplate {
  std::string reason;
};
using TemplateCommand = std::variant<WriteTemplate, ApproveTemplate, SendBackTemplate, RetireTemplate>;

inline constexpr size_t kTemplateNameLimit = 60, kTemplateLimit = 2000;  ///< code points

/// Written by who writes or approves for the unit, approved, sent back and retired by who approves for it; the author
/// does not approve. Errors: "template.not-allowed", "template.wrong-state", "template.field" (detail: a brace that
/// stands for nothing), "template.review-day" (gone by), "case.same-person", "case.text-changed",
/// "route.no-such-unit", "case.empty" / "case.too-long" / "case.not-utf8" (field), "case.reason-required".
Result<std::vector<TemplateEvent>> decide(const ReplyTemplate& state, const TemplateCommand& command,
                                          const Actor& actor, Instant now, const Rules& rules);
void apply(ReplyTemplate& state, Instant at, UserId by, const TemplateEvent& event);

}  // namespace hb::casework
