#include "text/mail.h"

#include <algorithm>

#include "base/utf8.h"
#include "fuzz/input.h"

// Any bytes are a mail or a clear error; whatever is read of them is UTF-8, and names no path.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto mail = hb::text::read_mail(hb::fuzz::text(data, size));
  if (!mail) return 0;
  for (const std::string* part :
       {&mail->message_id, &mail->sender, &mail->subject, &mail->text, &mail->quoted, &mail->signature, &mail->because})
    hb::fuzz::must(hb::valid_utf8(*part));
  for (const auto* list : {&mail->answers, &mail->recipients, &mail->failed})
    hb::fuzz::must(std::ranges::all_of(*list, [](const auto& one) { return hb::valid_utf8(one); }));
  for (const auto& attachment : mail->attachments)
    hb::fuzz::must(hb::valid_utf8(attachment.name) && hb::valid_utf8(attachment.declared));
  hb::fuzz::must(mail->attachments.size() <= hb::text::kMaxMailParts);
  return 0;
}
