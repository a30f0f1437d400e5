#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

/// E-mail as it arrives (RFC 5322 and MIME), read for what its writer says.
namespace hb::text {

inline constexpr size_t kMaxMailBytes = 25u << 20;
inline constexpr int kMaxMailParts = 200;  ///< parts after these are not looked at
inline constexpr int kMaxMailDepth = 20;   ///< parts inside parts; deeper ones are not looked at

/// Something sent along. Its bytes stay in the original.
struct MailAttachment {
  std::string name;      ///< as sent, without a path; may be empty
  std::string declared;  ///< lower-case media type that the mail says, "" if none
  std::string type;      ///< what the bytes are: "application/pdf", "image/png", …, "application/octet-stream"
  size_t bytes = 0;
};

/// What sent it. A confirmation must never answer anything but a person.
enum class MailFrom : uint8_t {
  person,
  machine,  ///< an auto-reply, a mailing list, bulk mail
  bounce,   ///< a delivery report
};
/// "person", "machine", "bounce".
std::string_view name_of(MailFrom from);

struct Mail {
  std::string message_id;               ///< without angle brackets, as the ids below
  std::vector<std::string> answers;     ///< In-Reply-To first, then References from the last to the first; no id twice
  std::string sender;                   ///< address of the first From, lower-case domain; personal data
  std::vector<std::string> recipients;  ///< addresses of To, Cc and Delivered-To
  std::string subject;
  std::optional<Instant> date;  ///< as the sender's clock said
  std::string
      text;  ///< what the writer wrote: no quotes, no signature; a line a line, paragraphs of format=flowed joined
  std::string quoted;  ///< what they quoted, without quote marks
  std::string signature;
  std::vector<MailAttachment> attachments;
  MailFrom from = MailFrom::person;
  std::string because;              ///< the header that says it is no person: "Auto-Submitted: auto-replied"
  std::vector<std::string> failed;  ///< of a bounce: addresses that were not reached
  bool replaced = false;            ///< bytes of the text that are no character: keep the original as evidence
  bool cut = false;                 ///< past kMaxMailParts or kMaxMailDepth something was not looked at
};

/// Any bytes that begin like a mail are one; what is damaged is read as far as it goes. Of alternatives the plain text
/// is taken, else HTML as text. A charset is believed only if the bytes bear it out (text/charset.h). A mail inside a
/// mail is an attachment. Errors: "mail.too-long"; "mail.empty": no header at all.
Result<Mail> read_mail(std::string_view bytes);

/// The three parts of a plain body: own words, quotes, signature. Quotes are lines marked ">", and everything after a
/// line that mail programs put above what they quote ("On … wrote:", "在 … 写道：", "-----原始邮件-----", a block of
/// 发件人/发送时间); a signature begins at "-- " or at a line that a telephone adds. `flowed`: RFC 3676.
struct MailBody {
  std::string text, quoted, signature;
};
MailBody split_mail_body(std::string_view body, bool flowed = false, bool delsp = false);

}  // namespace hb::text
