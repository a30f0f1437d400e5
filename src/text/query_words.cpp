#include "text/query_words.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace hb::text {
namespace {

using Kind = QueryNode::Kind;

std::string term(const QueryNode& node, bool zh) {
  const auto word = to_utf8(node.written);
  const std::string what = zh ? "“" + word + "”" : "\"" + word + "\"";
  switch (node.field) {
    case QueryField::any:
      if (node.prefix)
        return fmt::format(fmt::runtime(zh ? "含以“{}”开头的词" : "has a word starting with \"{}\""),
                           word.substr(0, word.size() - 1));
      return (zh ? "含" : "has ") + what;
    case QueryField::title:
      return (zh ? "标题含" : "has in the title ") + what;
    case QueryField::source:
      return (zh ? "来源是" : "is from the source ") + what;
    case QueryField::place:
      return (zh ? "地点含" : "has in the place ") + what;
    case QueryField::grade:
      return (zh ? "等级是" : "is of grade ") + what;
    case QueryField::after:
      return fmt::format(fmt::runtime(zh ? "发布于 {} 及以后" : "was published on or after {}"), word);
    case QueryField::before:
      return fmt::format(fmt::runtime(zh ? "发布于 {} 以前" : "was published before {}"), word);
  }
  return {};
}

std::string join(const QueryNode& node, const char* between, bool zh) {
  std::string out;
  for (const auto& child : node.children) {
    const auto words = in_words(child, zh ? Language::zh : Language::en);
    const bool compound = child.kind == Kind::all || child.kind == Kind::any;
    if (!out.empty()) out += between;
    out += compound ? (zh ? "（" : "(") + words + (zh ? "）" : ")") : words;
  }
  return out;
}

}  // namespace

std::string in_words(const QueryNode& node, Language language) {
  const bool zh = language == Language::zh;
  switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
      return term(node, zh);
    case Kind::all:
      return join(node, zh ? "，并且" : " and ", zh);
    case Kind::any:
      return join(node, zh ? "，或者" : " or ", zh);
    case Kind::none:
      return fmt::format(fmt::runtime(zh ? "不是：{}" : "not: {}"), join(node, "", zh));
    case Kind::near:
      return fmt::format(fmt::runtime(zh ? "［{}］相隔不超过 {} 个字或词，先后不论"
                                         : "[{}] with at most {} characters or words between, in any order"),
                         join(node, zh ? "；" : "; ", zh), node.distance);
    case Kind::before:
      return fmt::format(fmt::runtime(zh ? "［{}］按此先后，相隔不超过 {} 个字或词"
                                         : "[{}] in this order, with at most {} characters or words between"),
                         join(node, zh ? "；" : "; ", zh), node.distance);
  }
  return {};
}

std::string in_words(Expected expected, Language language) {
  const bool zh = language == Language::zh;
  switch (expected) {
    case Expected::term:
      return zh ? "一个词、一个引号里的短语或一个括号" : "a word, a phrase in quotes or a bracket";
    case Expected::closing_bracket:
      return zh ? "右括号" : "a closing bracket";
    case Expected::closing_quote:
      return zh ? "右引号" : "a closing quote";
    case Expected::operand:
      return zh ? "运算符或表达式的结尾" : "an operator or the end";
    case Expected::distance:
      return zh ? "斜线后 0 到 100 的数字，如 NEAR/5" : "a number from 0 to 100 behind the slash, as in NEAR/5";
    case Expected::date:
      return zh ? "日期，如 2026-03-03" : "a date such as 2026-03-03";
    case Expected::grade:
      return zh ? "routine、serious 或 critical" : "routine, serious or critical";
    case Expected::field:
      return zh ? "字段 title、source、place、grade、after 或 before（没有作者字段）"
                : "one of the fields title, source, place, grade, after, before (there is none for an author)";
    case Expected::nearby_words:
      return zh ? "词、短语，或用 OR 连接的词（NEAR 与 BEFORE 两边只能是这些）"
                : "words, phrases, or such joined by OR, on both sides of NEAR and BEFORE";
    case Expected::shorter:
      return zh ? "短一些或浅一些的表达式" : "a shorter or less nested expression";
  }
  return {};
}

}  // namespace hb::text
