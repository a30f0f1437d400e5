#include "http/portal/words.h"

#include "base/ascii.h"
#include "http/html.h"

namespace hb::http {
namespace {

std::string filled(std::string_view text, const Values& values) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find('{', at);
    const size_t close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at));
    const std::string_view name = text.substr(open + 1, close - open - 1);
    bool found = false;
    for (const auto& [key, value] : values) {
      if (found || key != name) continue;
      out += value;
      found = true;
    }
    if (!found) out.append(text.substr(open, close - open + 1));
    at = close + 1;
  }
  return out;
}

// Marks are looked for in the sentence only, never in what is filled in.
std::string marked_up(std::string_view text, const Values& values) {
  std::string out;
  while (!text.empty()) {
    const size_t mark = text.find_first_of("[`");
    out += escape(filled(text.substr(0, mark), values));
    if (mark == std::string_view::npos) break;
    text.remove_prefix(mark);
    if (const size_t end = text.find('`', 1); text.front() == '`' && end != std::string_view::npos) {
      out += "<code>" + escape(filled(text.substr(1, end - 1), values)) + "</code>";
      text.remove_prefix(end + 1);
      continue;
    }
    const size_t middle = text.find("](");
    const size_t end = text.find(')', middle);
    if (text.front() == '[' && middle != std::string_view::npos && end != std::string_view::npos) {
      out += "<a href=\"" + escape(filled(text.substr(middle + 2, end - middle - 2), values)) + "\">" +
             escape(filled(text.substr(1, middle - 1), values)) + "</a>";
      text.remove_prefix(end + 1);
      continue;
    }
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

Result<Words> Words::parse(std::string_view bytes) {
  Words words;
  for (int line = 1; !bytes.empty(); ++line) {
    const size_t end = bytes.find('\n');
    const std::string_view text = trimmed(bytes.substr(0, end));
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (text.empty() || text.front() == '#') continue;
    const size_t equals = text.find('=');
    const std::string key(trimmed(text.substr(0, equals)));
    if (equals == std::string_view::npos || key.empty()) return fail("words.malformed", std::to_string(line));
    std::string_view sentence = trimmed(text.substr(equals + 1));
    if (sentence.size() >= 2 && sentence.front() == '"' && sentence.back() == '"')
      sentence = sentence.substr(1, sentence.size() - 2);
    if (!words.texts_.emplace(key, sentence).second) return fail("words.twice", std::to_string(line) + ": " + key);
  }
  return words;
}

std::string Words::html(std::string_view key, const Values& values) const {
  const auto at = texts_.find(key);
  return at == texts_.end() ? "⟨" + escape(key) + "⟩" : marked_up(at->second, values);
}

std::string Words::text(std::string_view key, const Values& values) const {
  const auto at = texts_.find(key);
  return at == texts_.end() ? "⟨" + std::string(key) + "⟩" : filled(at->second, values);
}

std::string Words::block(std::string_view prefix, const Values& values) const {
  std::string out;
  bool list = false;
  const std::string below = std::string(prefix) + ".";
  for (auto at = texts_.lower_bound(below); at != texts_.end() && at->first.starts_with(below); ++at) {
    const std::string_view part = std::string_view(at->first).substr(at->first.rfind('.') + 1);
    if (list != (part == "li")) out += list ? "</ul>\n" : "<ul>\n";
    list = part == "li";
    const std::string words = marked_up(at->second, values);
    if (part == "h") {
      out += "<h2>" + words + "</h2>\n";
    } else if (part == "li") {
      out += "<li>" + words + "</li>\n";
    } else if (part == "pre") {
      out += "<pre tabindex=\"0\">" + words + "</pre>\n";
    } else if (part == "p") {
      out += "<p>" + words + "</p>\n";
    }
  }
  return out + (list ? "</ul>\n" : "");
}

}  // namespace hb::http
