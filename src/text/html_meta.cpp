#include "text/html_meta.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/html.h"
#include "text/html_main.h"

namespace hb::text::html {
namespace {

// Letters, digits and Han characters only: for comparing headlines.
std::string bare(std::string_view s) {
  std::string out;
  for (size_t at = 0; at < s.size();) {
    const char32_t c = next_code_point(s, at);
    if ((c >= 'A' && c <= 'Z'))
      append_utf8(out, c + 32);
    else if (c > 0x7F ? (c < 0x2000 || c > 0x303F) && c != U'，' && c != U'：' && c != U'！' && c != U'？'
                      : std::isalnum(static_cast<int>(c)) != 0)
      append_utf8(out, c);
  }
  return out;
}

size_t weight(std::string_view s) {
  size_t n = 0;
  for (size_t at = 0; at < s.size();) n += is_han(next_code_point(s, at)) ? kHanWeight : 1;
  return n;
}

// Content of the first <meta> whose name, property or itemprop is this.
std::string meta(const Tree& tree, std::initializer_list<std::string_view> names) {
  std::vector<std::pair<std::string, uint32_t>> keys;
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    if (tree.nodes[i].tag != Tag::meta) continue;
    for (const char* key : {"property", "name", "itemprop", "http-equiv"})
      if (auto value = lower(tree.attribute(i, key)); !value.empty()) keys.emplace_back(std::move(value), i);
  }
  for (const auto wanted : names)
    for (const auto& [key, i] : keys)
      if (key == wanted)
        if (auto content = tree.attribute(i, "content"); !content.empty()) return content;
  return {};
}

// "标题_新闻中心_明川网", "Title | Site": the first part, unless another is much longer.
std::string without_site(const std::string& title) {
  std::string best;
  for (size_t from = 0; from <= title.size();) {
    size_t end = title.size(), width = 0;
    for (const std::string_view mark : {" | ", " - ", " – ", " — ", "_", "|", "--", "-", " « ", " » ", "｜"})
      if (const size_t at = title.find(mark, from); at < end) {
        const bool in_word = mark == "-" && !(at > 0 && static_cast<unsigned char>(title[at - 1]) >= 0x80);
        if (in_word) continue;
        end = at;
        width = mark.size();
      }
    const auto part = title.substr(from, end - from);
    const size_t first = part.find_first_not_of(' ');
    if (first != std::string::npos && weight(part) > 3 * weight(best))
      best = part.substr(first, part.find_last_not_of(' ') - first + 1);
    if (end == title.size()) break;
    from = end + width;
  }
  return best;
}

// A JSON string member anywhere in the page's JSON-LD, as written, found by its key: broken JSON is common.
std::string_view json_member(std::string_view script, std::string_view key) {
  const std::string quoted = "\"" + std::string(key) + "\"";
  const size_t at = script.find(quoted);
  if (at == std::string_view::npos) return {};
  const size_t colon = script.find_first_not_of(" \t\r\n", at + quoted.size());
  if (colon == std::string_view::npos || script[colon] != ':') return {};
  const size_t open = script.find_first_not_of(" \t\r\n", colon + 1);
  if (open == std::string_view::npos || script[open] != '"') return {};
  for (size_t i = open + 1; i < script.size(); ++i) {
    if (script[i] == '"') return script.substr(open + 1, i - open - 1);
    if (script[i] == '\\') ++i;
  }
  return {};
}

// What a JSON string says (RFC 8259, section 7). A half of a surrogate pair, or an escape that is none, is left out.
std::string unescaped(std::string_view s) {
  std::string out;
  char32_t high = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\\') {
      out += s[i];
      continue;
    }
    if (++i == s.size()) break;
    switch (s[i]) {
      case 'n':
      case 'r':
        out += '\n';
        break;
      case 't':
        out += ' ';
        break;
      case 'u': {
        uint32_t unit = 0;
        const auto digits = s.substr(i + 1, 4);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
        if (error != std::errc() || end != digits.data() + 4) break;
        i += 4;
        if (unit >= 0xD800 && unit < 0xDC00)
          high = unit;
        else if (unit >= 0xDC00 && unit < 0xE000 && high != 0)
          append_utf8(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        else if (unit < 0xD800 || unit >= 0xE000)
          append_utf8(out, unit);
        if (unit < 0xD800 || unit >= 0xDC00) high = 0;
        break;
      }
      case '"':
      case '\\':
      case '/':
        out += s[i];
        break;
      default:
        break;
    }
  }
  return out;
}

template <class Visit>
void each_script(const Tree& tree, Visit visit) {
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    if (tree.nodes[i].tag != Tag::script) continue;
    for (uint32_t k = i + 1; k < tree.nodes[i].end; ++k) visit(tree.text(k));
  }
}

bool holds_any(std::string_view line, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto w) { return line.find(w) != std::string_view::npos; });
}

bool starts_any(std::string_view line, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto w) { return line.starts_with(w); });
}

// A line above the text: author, source, time, counters, tools.
bool about_article(std::string_view line, const std::string& low) {
  constexpr size_t kLongest = 150;
  if (weight(line) > kLongest) return false;
  if (holds_any(line, {"作者：",   "作者:",    "来源：",   "来源:",    "编辑：",  "编辑:",    "发布时间",
                       "发表时间", "更新时间", "发布日期", "浏览次数", "浏览量",  "阅读次数", "阅读量",
                       "点击数",   "点击量",   "点击：",   "字号：",   "字体：",  "字体:",    "[打印]",
                       "【打印】", "打印本页", "分享到",   "分享至",   "记者：",  "责编：",   "扫一扫",
                       "信息来源", "索引号",   "当前位置", "我要评论", "责任编辑"}))
    return true;
  if (starts_any(low, {"by ", "posted by", "posted on", "published", "updated", "written by", "last updated",
                       "last modified", "share this", "photo:", "photo by"}) &&
      weight(line) < 80)
    return true;
  const auto seen = find_date(line, fixed_zone({}));
  return seen && weight(line) < 25 + 2 * (seen->end - seen->start);
}

// A line below the text.
bool after_article(std::string_view line, const std::string& low) {
  constexpr size_t kLongest = 120;
  if (weight(line) > kLongest) return false;
  return holds_any(line,
                   {"责任编辑", "责编：",   "上一篇",     "下一篇",   "【关闭】", "[关闭]",   "关闭窗口", "打印本页",
                    "分享到",   "分享至",   "【打印】",   "返回顶部", "扫一扫",   "相关阅读", "相关新闻", "延伸阅读",
                    "更多精彩", "版权所有", "侵权请联系", "免责声明", "本文编辑", "编辑：",   "我要纠错", "点赞"}) ||
         starts_any(low, {"share this", "share on",     "tags:",       "tags",          "related:",   "related ",
                          "read more",  "read next",    "follow us",   "follow @",      "more from",  "sign up",
                          "subscribe",  "copyright",    "©",           "filed under",   "posted in",  "click here",
                          "see also",   "you may also", "recommended", "advertisement", "more great", "categories:"});
}

}  // namespace

std::string find_title(const Tree& tree) {
  std::string head, best;
  for (uint32_t i = 0; i < tree.nodes.size() && head.empty(); ++i)
    if (tree.nodes[i].tag == Tag::title) head = tree.line(i, 1024);
  const std::string og = meta(tree, {"og:title", "twitter:title", "articletitle", "dc.title"});
  const std::string bare_head = bare(head) + " " + bare(og);
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const Tag tag = tree.nodes[i].tag;
    const bool heading = tag == Tag::h1 || tag == Tag::h2 || tag == Tag::h3;
    if (!heading && !(tree.nodes[i].chars > 0 && tree.nodes[i].chars < 300 &&
                      hinted(tree.hints(i), {"title", "headline", "biaoti", "bt_"}) && tag != Tag::title))
      continue;
    const std::string line = tree.line(i, 600);
    const std::string key = bare(line);
    if (key.size() < 4 || weight(line) > 300 || bare_head.find(key) == std::string::npos) continue;
    if (weight(line) > weight(best)) best = line;
  }
  if (!best.empty() && weight(best) * 3 >= weight(without_site(head))) return best;
  if (!og.empty()) return without_site(og);
  if (!head.empty()) return without_site(head);
  for (uint32_t i = 0; i < tree.nodes.size(); ++i)
    if (tree.nodes[i].tag == Tag::h1 && tree.nodes[i].chars > 0) return tree.line(i, 600);
  return {};
}

std::optional<Instant> time_within(const Tree& tree, uint32_t i, const Zone& zone) {
  for (uint32_t k = i; k < tree.nodes[i].end; ++k) {
    if (tree.nodes[k].tag == Tag::text) continue;
    if (tree.nodes[k].tag == Tag::time)
      if (const auto at = parse_date(tree.attribute(k, "datetime"), zone)) return at;
    if (hinted(tree.hints(k), {"datepublished", "datecreated", "time", "date"}))
      for (const char* name : {"content", "datetime", "title", "data-time", "data-date"})
        if (const auto at = parse_date(tree.attribute(k, name), zone)) return at;
  }
  std::optional<Instant> day;
  for (uint32_t k = i; k < tree.nodes[i].end; ++k) {
    if (tree.nodes[k].tag != Tag::text) {
      if (const auto title = tree.attribute(k, "title");
          !title.empty() && title.size() < 40)  // Discuz: <span title="2026-3-3 08:12">昨天</span>
        if (const auto seen = find_date(title, zone); seen && seen->has_time) return seen->at;
      continue;
    }
    if (const auto seen = find_date(tree.text(k), zone)) {
      if (seen->has_time) return seen->at;
      if (!day) day = seen->at;
    }
  }
  return day;
}

std::optional<Instant> find_time(const Tree& tree, std::string_view url, const Zone& zone) {
  const auto named = meta(tree, {"article:published_time",
                                 "og:article:published_time",
                                 "datepublished",
                                 "article:published",
                                 "publishdate",
                                 "pubdate",
                                 "publish-date",
                                 "publish_date",
                                 "publishedtime",
                                 "published_time",
                                 "sailthru.date",
                                 "dc.date.issued",
                                 "dcterms.created",
                                 "dc.date",
                                 "dcterms.date",
                                 "parsely-pub-date",
                                 "weibo: article:create_at",
                                 "bytedance:published_time",
                                 "og:release_date",
                                 "date",
                                 "article.published",
                                 "firstpublishedtime",
                                 "cxenseparse:recs:publishtime"});
  if (const auto at = parse_date(named, zone)) return at;
  std::optional<Instant> said;
  each_script(tree, [&](std::string_view script) {
    for (const auto key : {"datePublished", "pubDate", "uploadDate", "dateCreated"})
      if (!said) said = parse_date(json_member(script, key).substr(0, 100), zone);
  });
  if (said) return said;
  std::optional<Instant> day;
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const bool dated = hinted(tree.hints(i), {"datepublished", "pubdate", "publish-date", "publish_date", "entry-date",
                                              "post-date", "published", "pubtime", "publish-time", "fabushijian"});
    if (tree.nodes[i].tag != Tag::time && !(dated && tree.nodes[i].tag != Tag::text && tree.nodes[i].end - i < 40))
      continue;
    for (const char* name : {"datetime", "content", "title"})
      if (const auto at = parse_date(tree.attribute(i, name), zone)) return at;
    if (const auto seen = find_date(tree.line(i, 200), zone)) {
      if (seen->has_time) return seen->at;
      if (!day) day = seen->at;
    }
  }
  if (day) return day;
  // Visible: the first date with a time; else the first bare one, which the link may only confirm.
  const auto from_url = date_in_url(url, zone);
  bool labelled = false;
  for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
    if (tree.nodes[i].tag != Tag::text) {
      constexpr uint32_t kFoot = 80;  // nodes; a site's foot shows the time of the visit
      const bool foot = tree.nodes[i].end - i < kFoot &&
                        (tree.nodes[i].tag == Tag::footer || hinted(tree.hints(i), {" foot", "copyright", " ft "}));
      if (foot || tree.nodes[i].tag == Tag::script || tree.nodes[i].tag == Tag::hidden ||
          tree.nodes[i].tag == Tag::head)
        i = tree.nodes[i].end - 1;
      continue;
    }
    const auto text = tree.text(i);
    const bool label = holds_any(
        text, {"发布时间", "发表时间", "发布日期", "发表于", "发布于", "时间：", "日期：", "Posted", "Published"});
    const auto seen = find_date(text, zone);
    if (!seen) {
      labelled = label;
      continue;
    }
    constexpr size_t kPhrase = 60, kInfoLine = 150;  // a date inside a longer text is part of the story
    const bool alone = label || labelled || text.size() - (seen->end - seen->start) < kPhrase ||
                       (seen->has_time && weight(text) < kInfoLine);
    labelled = false;
    if (!alone) continue;
    if (seen->has_time || label) return seen->at;
    if (!day) day = seen->at;
  }
  return day ? day : from_url;
}

std::string find_body(const Tree& tree) {
  std::string_view longest;
  each_script(tree, [&](std::string_view script) {
    if (const auto body = json_member(script, "articleBody"); body.size() > longest.size()) longest = body;
  });
  return unescaped(longest);
}

std::string longer_by_far(std::string text, std::string_view body, std::string_view title) {
  constexpr size_t kLeast = 100;
  if (weight(body) < std::max(kLeast, 3 * weight(text))) return text;
  std::string lines;
  for (size_t at = 0; at < body.size();) {
    const size_t end = std::min(body.find('\n', at), body.size());
    const auto line = body.substr(at, end - at);
    at = end + 1;
    const std::string plain =
        line.find_first_of("<&") == std::string_view::npos ? std::string(line) : html_to_text(line);
    if (plain.find_first_not_of(" \n") != std::string::npos) lines += (lines.empty() ? "" : "\n") + plain;
  }
  return without_furniture(lines, title);
}

std::string find_language(const Tree& tree, std::string_view text) {
  std::string language;
  for (uint32_t i = 0; i < tree.nodes.size() && i < 4 && language.empty(); ++i)
    for (const char* name : {"lang", "xml:lang"})
      if (language.empty()) language = tree.attribute(i, name);
  if (language.empty()) language = meta(tree, {"content-language", "og:locale", "language", "inlanguage"});
  std::replace(language.begin(), language.end(), '_', '-');
  language = language.substr(0, language.find_first_of(" ,;"));
  size_t han = 0, letters = 0;
  for (size_t at = 0; at < text.size() && letters + han < 4000;) {
    const char32_t c = next_code_point(text, at);
    han += is_han(c) ? 1 : 0;
    letters += c > ' ' ? 1 : 0;
  }
  const bool chinese = han * 3 > letters;
  const bool says_chinese = lower(language).starts_with("zh");
  if (chinese && !says_chinese && !lower(language).starts_with("ja")) return "zh";  // templates say lang="en"
  constexpr size_t kLongest = 35;                                                   // RFC 5646 section 4.4.1
  return language.size() <= kLongest && (says_chinese ? chinese || letters == 0 : true) ? language : std::string();
}

std::string without_furniture(std::string_view text, std::string_view title) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  constexpr size_t kAbove = 8, kBelow = 8, kParagraph = 120;
  const std::string headline = bare(title);
  std::vector<bool> drop(lines.size());
  for (size_t i = 0; i < lines.size() && i < kAbove; ++i) {
    const bool repeats = !headline.empty() && bare(lines[i]) == headline;
    if (repeats || about_article(lines[i], lower(lines[i])))
      drop[i] = true;
    else if (weight(lines[i]) >= kParagraph || lines[i].ends_with("。"))
      break;  // the text has begun: a bare date below it is the notice's own
  }
  for (size_t i = lines.size(), n = 0; i-- > 0 && n < kBelow; ++n) {
    if (drop[i]) continue;
    if (after_article(lines[i], lower(lines[i])))
      drop[i] = true;
    else if (weight(lines[i]) >= kParagraph)
      break;
  }
  if (std::find(drop.begin(), drop.end(), false) == drop.end()) return std::string(text);  // then it was the text
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (drop[i]) continue;
    if (!out.empty()) out += '\n';
    out += lines[i];
  }
  return out;
}

}  // namespace hb::text::html
