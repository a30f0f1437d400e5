#include "notice/reasons.h"

#include <fmt/format.h>

namespace hb::notice {
namespace {

std::string quoted(const std::vector<std::string>& terms, Lang lang) {
  std::string out;
  for (const std::string& term : terms)
    out += lang == Lang::zh ? fmt::format("“{}”", term) : fmt::format("{}\"{}\"", out.empty() ? "" : ", ", term);
  return out;
}

std::string_view grade_zh(Grade grade) {
  switch (grade) {
    case Grade::routine:
      return "一般";
    case Grade::serious:
      return "重大";
    case Grade::critical:
      return "特别重大";
  }
  return {};
}

std::string arithmetic(const std::vector<hb::Reason>& tests) {
  std::string out;
  for (const hb::Reason& test : tests) out += (out.empty() ? "" : " and ") + to_text(test);
  return out;
}

std::string numbers_zh(const Rise& r) {
  return fmt::format("{} 小时内 {} 条（平常约 {:.1f} 条；此前 7 天共 {} 条，昨天同时段 {} 条，上周同时段 {} 条）",
                     r.hours, r.posts, r.expected, r.week_before, r.yesterday, r.week_ago);
}

std::string numbers_en(const Rise& r) {
  return fmt::format(
      "{} posts in {} h (about {:.1f} expected; {} in the 7 days before, {} in the same hours yesterday, {} a week "
      "ago)",
      r.posts, r.hours, r.expected, r.week_before, r.yesterday, r.week_ago);
}

std::string in_chinese(const Reason& r) {
  switch (r.code) {
    case Reason::Code::same_text:
      return fmt::format("与已有帖文文字相同（相似度 {:.2f}）", r.number);
    case Reason::Code::same_matter:
      return fmt::format("与已有帖文说的是同一件事（可能性 {:.2f}，并入线 {:.2f}{}{}）", r.number, r.bound,
                         r.terms.empty() ? "" : "，共有", quoted(r.terms, Lang::zh));
    case Reason::Code::one_matter:
      return fmt::format("与另一议题说的也是同一件事，两个议题应为一个（可能性 {:.2f}，合并线 {:.2f}{}{}）", r.number,
                         r.bound, r.terms.empty() ? "" : "，共有", quoted(r.terms, Lang::zh));
    case Reason::Code::looks_like:
      return fmt::format("可能说的是同一件事（可能性 {:.2f}，达到 {:.2f} 自动并入{}{}）", r.number, r.bound,
                         r.terms.empty() ? "" : "，共有", quoted(r.terms, Lang::zh));
    case Reason::Code::same_thread:
      return "跟帖，归入主帖所在的议题";
    case Reason::Code::name_agrees:
      return "地点、场所或作品名称一致";
    case Reason::Code::nothing_near:
      return fmt::format("没有足够接近的帖文，另立议题（最高可能性 {:.2f}，并入线 {:.2f}）", r.number, r.bound);
    case Reason::Code::name_conflicts:
      return fmt::format("文字接近，但地点、场所或作品名称不同，不并入（可能性 {:.2f}）", r.number);
    case Reason::Code::only_names:
      return fmt::format("只有名称相同，说的未必是一件事，不自动并入（可能性 {:.2f}）", r.number);
    case Reason::Code::too_short:
      return fmt::format("文字太短，又没有相同的地点或场所，不自动并入（可能性 {:.2f}）", r.number);
    case Reason::Code::late:
      return "发布时间早于观察期，按观察期起点处理";
    case Reason::Code::harm:
      return fmt::format("提到可能的危害：{}（“{}”）", r.terms.at(0), r.terms.at(2));
    case Reason::Code::grade:
      return fmt::format("建议等级：{}（{}）", grade_zh(r.grade), arithmetic(r.tests));
    case Reason::Code::growth:
      return fmt::format("增长异常：{}；误报限额内 {:.0f} 条起报", numbers_zh(r.rise), r.bound);
    case Reason::Code::place_growth:
      return fmt::format("{}“{}”增多：{}，分属 {:.0f} 个议题；平常出现这么多的可能性低于百万分之 {:.0f}",
                         r.terms.at(0).empty() ? "全市" : r.terms.at(0), r.terms.at(1), numbers_zh(r.rise), r.number,
                         r.bound);
  }
  return {};
}

std::string in_english(const Reason& r) {
  switch (r.code) {
    case Reason::Code::same_text:
      return fmt::format("the same text as an earlier post (resemblance {:.2f})", r.number);
    case Reason::Code::same_matter:
      return fmt::format("the same matter as an earlier post (likelihood {:.2f}, joins from {:.2f}{}{})", r.number,
                         r.bound, r.terms.empty() ? "" : "; in common: ", quoted(r.terms, Lang::en));
    case Reason::Code::one_matter:
      return fmt::format(
          "the same matter as another issue too: the two are one (likelihood {:.2f}, merges from {:.2f}{}{})", r.number,
          r.bound, r.terms.empty() ? "" : "; in common: ", quoted(r.terms, Lang::en));
    case Reason::Code::looks_like:
      return fmt::format("may be the same matter (likelihood {:.2f}, joins by itself from {:.2f}{}{})", r.number,
                         r.bound, r.terms.empty() ? "" : "; in common: ", quoted(r.terms, Lang::en));
    case Reason::Code::same_thread:
      return "a reply: stands with the post that opened its thread";
    case Reason::Code::name_agrees:
      return "names the same place, premises or title";
    case Reason::Code::nothing_near:
      return fmt::format("no earlier post is near enough: a new issue (best likelihood {:.2f}, joins from {:.2f})",
                         r.number, r.bound);
    case Reason::Code::name_conflicts:
      return fmt::format("near, but of another place, premises or title: kept apart (likelihood {:.2f})", r.number);
    case Reason::Code::only_names:
      return fmt::format("only a name in common, which need not be one matter (likelihood {:.2f})", r.number);
    case Reason::Code::too_short:
      return fmt::format("too short to join without a place or premises in common (likelihood {:.2f})", r.number);
    case Reason::Code::late:
      return "dated before the window: compared as if at its start";
    case Reason::Code::harm:
      return fmt::format("possible harm: {} (\"{}\")", r.terms.at(1), r.terms.at(2));
    case Reason::Code::grade:
      return fmt::format("grade proposed: {} ({})", name_of(r.grade), arithmetic(r.tests));
    case Reason::Code::growth:
      return fmt::format("unusual growth: {}; {:.0f} are enough within the false-alarm budget", numbers_en(r.rise),
                         r.bound);
    case Reason::Code::place_growth:
      return fmt::format("{}: more of \"{}\": {}, in {:.0f} issues; so many by chance: under {:.0f} in a million",
                         r.terms.at(0).empty() ? "everywhere" : r.terms.at(0), r.terms.at(2), numbers_en(r.rise),
                         r.number, r.bound);
  }
  return {};
}

}  // namespace

std::string words(const Reason& reason, Lang lang) {
  switch (lang) {
    case Lang::zh:
      return in_chinese(reason);
    case Lang::en:
      return in_english(reason);
  }
  return {};
}

}  // namespace hb::notice
