// MIME by GMime; what a mail means to us is decided here.
//
// GMime parses leniently: a missing boundary, a header without a colon, a part without a type give what can be had. The
// text of a part is decoded by our own charset reader, since declared charsets lie; headers by GMime, with UTF-8 and
// GB18030 as what raw bytes may be.

#include "text/mail.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/charset.h"
#include "text/html.h"
#include "text/sniff.h"

namespace hb::text {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

GMimeParserOptions* options() {
  static GMimeParserOptions* const made = [] {
    g_mime_init();
    GMimeParserOptions* const fresh = g_mime_parser_options_new();
    const char* charsets[] = {"utf-8", "gb18030", "iso-8859-1", nullptr};
    g_mime_parser_options_set_fallback_charsets(fresh, charsets);
    return fresh;
  }();
  return made;
}

std::string well_formed(std::string_view s) {
  if (valid_utf8(s)) return std::string(s);
  auto decoded = decode(s);
  return decoded ? std::move(decoded->text) : std::string();
}

std::string text_of(const char* s) { return s == nullptr ? "" : well_formed(s); }

std::string header(GMimeMessage* message, const char* name) {
  return text_of(g_mime_object_get_header(GMIME_OBJECT(message), name));
}

/// Addresses of a list, groups opened.
void add_addresses(InternetAddressList* list, std::vector<std::string>& out, int depth = 0) {
  if (list == nullptr || depth > kMaxMailDepth) return;
  for (int i = 0; i < internet_address_list_length(list); ++i) {
    InternetAddress* one = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(one)) {
      add_addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), out, depth + 1);
    } else if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
      std::string address = text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
      if (const size_t at = address.rfind('@'); at != std::string::npos)
        address = address.substr(0, at + 1) + lower(address.substr(at + 1));
      if (!address.empty() && std::ranges::find(out, address) == out.end()) out.push_back(std::move(address));
    }
  }
}

/// Ids of a References or In-Reply-To header, in the order written.
std::vector<std::string> ids_of(const std::string& value) {
  std::vector<std::string> out;
  GMimeReferences* const parsed = g_mime_references_parse(options(), value.c_str());
  out.reserve(static_cast<size_t>(g_mime_references_length(parsed)));
  for (int i = 0; i < g_mime_references_length(parsed); ++i)
    out.push_back(text_of(g_mime_references_get_message_id(parsed, i)));
  g_mime_references_free(parsed);
  return out;
}

std::string bytes_of(GMimePart* part) {
  GMimeDataWrapper* const content = g_mime_part_get_content(part);
  if (content == nullptr) return {};
  const Owned<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, memory.get());
  const GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  return {reinterpret_cast<const char*>(array->data), array->len};
}

std::string plain_name(const char* given) {
  std::string name = text_of(given);
  if (const size_t slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
  return name;
}

/// One reading of a mail's tree.
struct Reader {
  Mail& mail;
  int parts = 0;
  std::string plain{}, html{};
  bool has_plain = false, has_html = false, flowed = false, delsp = false;

  std::string type_of(GMimeObject* object) const {
    GMimeContentType* type = g_mime_object_get_content_type(object);
    if (type == nullptr) return {};
    return lower(text_of(g_mime_content_type_get_media_type(type)) + "/" +
                 text_of(g_mime_content_type_get_media_subtype(type)));
  }

  void attach(std::string name, std::string declared, std::string_view bytes, std::string_view type) {
    mail.attachments.push_back({std::move(name), std::move(declared), std::string(type), bytes.size()});
  }

  void walk(GMimeObject* object, int depth) {
    if (object == nullptr) return;
    if (++parts > kMaxMailParts || depth > kMaxMailDepth) {
      mail.cut = true;
      return;
    }
    if (GMIME_IS_MULTIPART(object)) {
      GMimeMultipart* const many = GMIME_MULTIPART(object);
      for (int i = 0; i < g_mime_multipart_get_count(many); ++i) walk(g_mime_multipart_get_part(many, i), depth + 1);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
      GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      attach(inner == nullptr ? "" : text_of(g_mime_message_get_subject(inner)), "message/rfc822", "",
             "message/rfc822");
    } else if (GMIME_IS_PART(object)) {
      leaf(GMIME_PART(object), type_of(object));
    }
  }

  void leaf(GMimePart* part, const std::string& declared) {
    const std::string bytes = bytes_of(part);
    GMimeContentDisposition* const how = g_mime_object_get_content_disposition(GMIME_OBJECT(part));
    const char* const named = g_mime_part_get_filename(part);
    const bool sent_along =
        named != nullptr ||
        (how != nullptr && lower(text_of(g_mime_content_disposition_get_disposition(how))) == "attachment");
    if (declared == "message/delivery-status") return report(bytes);
    const bool is_html = declared == "text/html";
    const bool is_plain = declared == "text/plain" || declared.empty() || declared == "text/";
    if (sent_along || !(is_html || is_plain)) return attach(plain_name(named), declared, bytes, sniff(bytes));
    GMimeContentType* const type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const std::string charset = type == nullptr ? "" : text_of(g_mime_content_type_get_parameter(type, "charset"));
    const auto decoded = decode(bytes, charset.empty() ? "" : declared + "; charset=" + charset);
    if (!decoded) return attach("", declared, bytes, sniff(bytes));
    mail.replaced = mail.replaced || decoded->replaced;
    std::string& to = is_html ? html : plain;
    (is_html ? has_html : has_plain) = true;
    if (!to.empty() && !to.ends_with('\n')) to += '\n';
    to += decoded->text;
    if (is_plain && type != nullptr) {
      flowed = flowed || lower(text_of(g_mime_content_type_get_parameter(type, "format"))) == "flowed";
      delsp = delsp || lower(text_of(g_mime_content_type_get_parameter(type, "delsp"))) == "yes";
    }
  }

  /// A delivery report: whom it did not reach (RFC 3464).
  void report(const std::string& bytes) {
    mail.from = MailFrom::bounce;
    mail.because = "Content-Type: message/delivery-status";
    std::string_view rest = bytes;
    std::string recipient;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      const std::string line = well_formed(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      const size_t colon = line.find(':');
      if (colon == std::string::npos) continue;
      const std::string key = lower(line.substr(0, colon));
      std::string_view value = std::string_view(line).substr(colon + 1);
      if (const size_t semicolon = value.find(';'); key == "final-recipient" && semicolon != std::string::npos)
        value.remove_prefix(semicolon + 1);
      value = trimmed(value, " \t\r<>");
      if (key == "final-recipient") recipient = value;
      if (key == "action" && lower(value) == "failed" && !recipient.empty() &&
          std::ranges::find(mail.failed, recipient) == mail.failed.end())
        mail.failed.push_back(recipient);
    }
  }
};

/// Headers by which a program says that it wrote this: RFC 3834, and what list and auto-reply programs have used
/// before.
void judge_sender(GMimeMessage* message, Mail& mail) {
  if (mail.from == MailFrom::bounce) return;
  const auto is = [&](MailFrom from, const std::string& because) {
    mail.from = from;
    mail.because = because;
  };
  const std::string sender = lower(mail.sender);
  const std::string path = header(message, "Return-Path");
  if (sender.starts_with("mailer-daemon@")) return is(MailFrom::bounce, "From: MAILER-DAEMON");
  const std::string submitted = lower(header(message, "Auto-Submitted"));
  if (!submitted.empty() && !submitted.starts_with("no")) return is(MailFrom::machine, "Auto-Submitted: " + submitted);
  const std::string precedence = lower(header(message, "Precedence"));
  for (const char* bulk : {"bulk", "junk", "list", "auto_reply"})
    if (precedence == bulk) return is(MailFrom::machine, "Precedence: " + precedence);
  for (const char* name :
       {"X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "List-Id", "List-Unsubscribe"})
    if (const std::string value = header(message, name); !value.empty())
      return is(MailFrom::machine, std::string(name));
  if (path == "<>") return is(MailFrom::machine, "Return-Path: <>");
  for (const std::string_view begins :
       {"自动回复", "自动答复", "Automatic reply", "Auto reply", "Out of office", "Out of Office"})
    if (std::string_view(mail.subject).starts_with(begins))
      return is(MailFrom::machine, "Subject: " + std::string(begins));
}

}  // namespace

std::string_view name_of(MailFrom from) {
  switch (from) {
    case MailFrom::person:
      return "person";
    case MailFrom::machine:
      return "machine";
    case MailFrom::bounce:
      return "bounce";
  }
  return {};
}

Result<Mail> read_mail(std::string_view bytes) {
  if (bytes.size() > kMaxMailBytes) return fail("mail.too-long");
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), options()));
  if (!message || g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(message.get()))) == 0)
    return fail("mail.empty");

  Mail mail;
  mail.message_id = text_of(g_mime_message_get_message_id(message.get()));
  mail.answers = ids_of(header(message.get(), "In-Reply-To"));
  auto references = ids_of(header(message.get(), "References"));
  std::ranges::reverse(references);
  for (auto& id : references)
    if (std::ranges::find(mail.answers, id) == mail.answers.end()) mail.answers.push_back(std::move(id));
  std::vector<std::string> senders;
  add_addresses(g_mime_message_get_from(message.get()), senders);
  if (!senders.empty()) mail.sender = senders.front();
  add_addresses(g_mime_message_get_to(message.get()), mail.recipients);
  add_addresses(g_mime_message_get_cc(message.get()), mail.recipients);
  if (InternetAddressList* delivered =
          internet_address_list_parse(options(), header(message.get(), "Delivered-To").c_str())) {
    const Owned<InternetAddressList> owned(delivered);
    add_addresses(delivered, mail.recipients);
  }
  mail.subject = text_of(g_mime_message_get_subject(message.get()));
  if (GDateTime* date = g_mime_message_get_date(message.get())) mail.date = Instant{g_date_time_to_unix(date)};

  Reader reader{.mail = mail};
  reader.walk(g_mime_message_get_mime_part(message.get()), 0);
  const std::string body =
      reader.has_plain && !(reader.plain.find_first_not_of(" \t\r\n") == std::string::npos && reader.has_html)
          ? reader.plain
          : html_to_text(reader.html);
  auto parts = split_mail_body(body, reader.has_plain && reader.flowed, reader.delsp);
  mail.text = std::move(parts.text);
  mail.quoted = std::move(parts.quoted);
  mail.signature = std::move(parts.signature);
  judge_sender(message.get(), mail);
  return mail;
}

}  // namespace hb::text
