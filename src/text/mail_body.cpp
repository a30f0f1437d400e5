// A mail body, taken apart line by line.
//
// Lines come with their quote depth (">" marks), joined first where format=flowed says so (RFC 3676: a line that ends
// in a blank goes on in the next of the same depth, "-- " excepted; a blank that stuffs a line is taken off). Then one
// walk: quoted lines go to the quotes, whatever stands between two of them is an answer in place and stays the
// writer's. From a line that introduces a whole quoted mail everything is quoted; from a signature's beginning
// everything is signature, unless a quote follows.

#include <re2/re2.h>

#include <algorithm>

#include "base/ascii.h"
#include "text/mail.h"

namespace hb::text {
namespace {

struct Line {
  int depth = 0;
  std::string text;
};

std::vector<Line> lines_of(std::string_view body, bool flowed, bool delsp) {
  std::vector<Line> out;
  bool open = false;  // the last line goes on
  while (!body.empty()) {
    const size_t end = body.find('\n');
    std::string_view raw = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    Line line;
    for (;;) {
      if (raw.starts_with('>')) {
        raw.remove_prefix(1);
      } else if (!flowed && raw.starts_with(" >")) {
        raw.remove_prefix(2);
      } else {
        break;
      }
      ++line.depth;
    }
    if ((flowed || line.depth > 0) && raw.starts_with(' ')) raw.remove_prefix(1);
    const bool goes_on = flowed && raw.ends_with(' ') && raw != "-- ";
    if (goes_on && delsp) raw.remove_suffix(1);
    line.text = raw;
    if (open && out.back().depth == line.depth && raw != "-- ") {
      out.back().text += line.text;
    } else {
      out.push_back(std::move(line));
    }
    open = goes_on;
  }
  return out;
}

/// A line that mail programs put above the mail they quote; nothing that a person writes for themselves.
bool introduces_quote(std::string_view line) {
  static const RE2 kIntroduces(
      "(?i)^("
      "-{2,}\\s*(original message|forwarded message|original|原始邮件|原邮件|转发邮件信息|转发的邮件)\\s*-{2,}"
      "|begin forwarded message:?"
      "|on .{4,200}\\bwrote:"
      "|.{0,120}于\\s*\\d{2,4}\\s*年.{1,60}写道\\s*[:：]"
      "|在\\s*\\d{2,4}[年-].{1,200}(写道|写到)\\s*[:：]"
      "|at \\d{4}-\\d\\d-\\d\\d .{4,200}\\bwrote:"
      "|_{20,}"
      ")\\s*$");
  return RE2::FullMatch(line, kIntroduces);
}

/// The block of headers that Outlook and Foxmail put above a quoted mail: two of its lines below each other.
bool header_line(std::string_view line) {
  static const RE2 kHeader(
      "(?i)^\\*?(from|sent|date|to|cc|subject|发件人|发送时间|发送日期|日期|收件人|抄送|主题)\\*?\\s*[:：].*");
  return RE2::FullMatch(line, kHeader);
}

/// What a telephone or a mail program adds below.
bool added_line(std::string_view line) {
  static const RE2 kAdded(
      "(?i)^(sent from my .{2,40}|get outlook for "
      ".{2,20}|发自我的.{1,30}|从我的.{1,30}发送|发自.{1,20}(邮箱|邮件|手机).{0,20}"
      "|来自.{1,20}(邮箱|手机).{0,20})\\s*$");
  return RE2::FullMatch(line, kAdded);
}

void add(std::string& to, std::string_view line) {
  to += line;
  to += '\n';
}

void trim_ends(std::string& s) {
  const size_t last = s.find_last_not_of(" \t\n");
  s.erase(last == std::string::npos ? 0 : last + 1);
  size_t begin = 0;  // blank lines in front, but not the indentation of the first one
  for (size_t end = s.find('\n');
       end != std::string::npos && trimmed(std::string_view(s).substr(begin, end - begin)).empty();
       end = s.find('\n', begin))
    begin = end + 1;
  s.erase(0, begin);
}

}  // namespace

MailBody split_mail_body(std::string_view body, bool flowed, bool delsp) {
  const auto lines = lines_of(body, flowed, delsp);
  MailBody out;
  enum class In { text, quoted, signature } in = In::text;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const std::string_view bare = trimmed(line.text);
    if (line.depth > 0) {
      if (in == In::signature) in = In::text;
      add(out.quoted, line.text);
      continue;
    }
    if (in == In::text) {
      // "On …" may be wrapped: the line and the next together.
      const bool wrapped = i + 1 < lines.size() && lines[i + 1].depth == 0 &&
                           (bare.starts_with("On ") || bare.starts_with("在")) &&
                           introduces_quote(std::string(bare) + " " + std::string(trimmed(lines[i + 1].text)));
      const bool block = header_line(bare) && i + 1 < lines.size() && header_line(trimmed(lines[i + 1].text));
      const bool marked = i + 1 < lines.size() && lines[i + 1].depth > 0;
      if (introduces_quote(bare) || wrapped || block) {
        // Above marked lines it introduces these alone: answers may stand below them.
        if (!marked && !(wrapped && i + 2 < lines.size() && lines[i + 2].depth > 0)) in = In::quoted;
        add(out.quoted, line.text);
        if (wrapped) add(out.quoted, lines[++i].text);
        continue;
      }
      if (line.text == "-- " || line.text == "--" || added_line(bare)) in = In::signature;
    }
    switch (in) {
      case In::text:
        add(out.text, line.text);
        break;
      case In::quoted:
        add(out.quoted, line.text);
        break;
      case In::signature:
        if (line.text != "-- " && line.text != "--") add(out.signature, line.text);
        break;
    }
  }
  for (std::string* part : {&out.text, &out.quoted, &out.signature}) trim_ends(*part);
  return out;
}

}  // namespace hb::text
