// Names of accounts: @mentions wherever they stand, and the name in lines that forums and mail programs put over a
// quoted post ("引用 某某 发表于 2026-3-3 08:12", "On … X wrote:", "作者：某某"). The rest of such a line stays: it
// carries the time.
#include <algorithm>

#include "base/utf8.h"
#include "text/mask_scan.h"

namespace hb::text::mask_scan {
namespace {

constexpr size_t kLongestName = 30;

bool name_char(const Scan& s, size_t i) {
  const char32_t c = s.at(i);
  return s.alnum(i) || is_han(c) || c == '_' || c == '-' || c == U'·' || (c > 0x7F && is_word_char(c));
}

// A mention runs on into the sentence when no blank ends it; these begin the sentence.
size_t sentence_begins(const Scan& s, size_t i) {
  return s.one_of(
      i, {U"你",   U"您",   U"请",     U"快",   U"来",   U"怎么",   U"为什么", U"什么", U"的",   U"了",   U"能不能",
          U"看看", U"出来", U"希望",   U"麻烦", U"赶紧", U"有没有", U"我",     U"这",   U"说",   U"管管", U"到底",
          U"求",   U"大家", U"是不是", U"帮",   U"谢谢", U"必须",   U"给",     U"回应", U"回复", U"一下"});
}

size_t mention_end(const Scan& s, size_t i) {
  size_t end = i;
  while (name_char(s, end) && end - i < kLongestName) {
    if (end >= i + 2 && is_han(s.at(end)) && sentence_begins(s, end) > 0) break;
    ++end;
  }
  return end;
}

size_t name_end(const Scan& s, size_t i) {
  size_t end = i;
  while (name_char(s, end) && end - i < kLongestName) ++end;
  return end;
}

class LineReader {
 public:
  LineReader(const Scan& s, size_t first, size_t last, Finds& out) : s_(s), last_(last), out_(out) {
    at_ = first;
    while (at_ < last_ &&
           s_.one_of(at_, {U">", U"|", U" ", U"-", U"*", U"[quote]", U"\"", U"“", U"┃", U"#", U"【", U"["}) > 0)
      at_ += s_.one_of(at_, {U">", U"|", U" ", U"-", U"*", U"[quote]", U"\"", U"“", U"┃", U"#", U"【", U"["});
  }

  void run() {
    if (labelled() || edited() || quoted() || answered() || mailed()) return;
    posted();
  }

 private:
  void add(size_t first, size_t end) {
    while (end > first && s_.at(end - 1) == ' ') --end;
    if (end > first) out_.push_back({{static_cast<uint32_t>(first), static_cast<uint32_t>(end)}, MaskKind::handle});
  }
  std::u32string_view rest(size_t i) const { return s_.text.substr(i, last_ - i); }
  bool dated(size_t i) const {
    i = s_.skip_blanks(i);
    return s_.digit(i) || s_.one_of(i, {U"昨天", U"前天", U"今天", U"半小时前", U"刚刚"}) > 0;
  }

  // "作者：某某", "from: X"
  bool labelled() {
    const size_t label = s_.one_of(
        at_, {U"作者",   U"楼主",      U"发件人",  U"寄件人",   U"昵称",   U"用户名",     U"网名", U"发帖人",
              U"发布者", U"发布人",    U"博主",    U"账号名",   U"用户",   U"网友",       U"会员", U"from",
              U"author", U"posted by", U"by user", U"username", U"原作者", U"发言人账号", U"to",   U"收件人"});
    if (label == 0) return false;
    size_t i = s_.skip_blanks(at_ + label);
    if (s_.at(i) != ':') return false;
    i = s_.skip_blanks(i + 1);
    size_t end = i;
    while (end < last_ && end - i < kLongestName && s_.at(end) != '<' && s_.at(end) != '|' && s_.at(end) != '(' &&
           s_.at(end) != ',' && s_.at(end) != ';' && s_.at(end) != U'。') {
      if (s_.at(end) == ' ' && (s_.digit(end + 1) || s_.one_of(end + 1, {U"时间", U"发表", U"发布", U"来源", U"日期",
                                                                         U"于", U"浏览", U"阅读", U"编辑"}) > 0))
        break;
      ++end;
    }
    if (end - i < kLongestName) add(i, end);
    return true;
  }

  // Discuz: "本帖最后由 某某 于 2026-3-3 08:12 编辑", "原帖由 某某 于 … 发表"
  bool edited() {
    const auto line = rest(at_).substr(0, 24);
    if (line.find(U'帖') > 3) return false;
    const size_t by = line.find(U'由');
    if (by == std::u32string_view::npos || by > 10) return false;
    const size_t first = s_.skip_blanks(at_ + by + 1);
    for (size_t i = first; i < last_ && i - first <= kLongestName; ++i) {
      if (!((s_.at(i) == U'于' && dated(i + 1)) || s_.one_of(i, {U"发表于", U"发布于"}) > 0)) continue;
      add(first, i);
      return true;
    }
    return false;
  }

  // "引用 3楼 某某 的话：", "引用 某某 发表于 …", "回复 3# 某某 的帖子", "回复 某某："
  bool quoted() {
    const size_t word = s_.one_of(at_, {U"引用自", U"引用", U"回复给", U"回复", U"转自", U"re:"});
    if (word == 0) return false;
    size_t i = s_.skip_blanks(at_ + word);
    if (s_.at(i) == ':') i = s_.skip_blanks(i + 1);
    if (s_.at(i) == '@') return false;  // a mention
    size_t floor = i + (s_.at(i) == U'第' ? 1 : 0);
    while (s_.digit(floor)) ++floor;
    const size_t mark = floor > i ? s_.one_of(floor, {U"楼", U"#", U"层"}) : 0;
    const bool has_floor = mark > 0;
    if (has_floor) i = s_.skip_blanks(floor + mark);
    if (s_.at(i) == ':') i = s_.skip_blanks(i + 1);
    if (s_.one_of(i, {U"内容", U"时间", U"如下", U"意见", U"单位", U"结果", U"情况", U"说", U"您", U"你", U"部门",
                      U"机关", U"人", U"本", U"了", U"我", U"楼主", U"楼上"}) > 0)
      return false;
    size_t end = i;
    while (end < last_ && end - i < kLongestName && name_char(s_, end)) {
      if (end > i &&
          s_.one_of(end, {U"的帖子", U"的发言", U"的话", U"的回复", U"的评论", U"发表于", U"说:", U"写道", U"的:"}) > 0)
        break;
      ++end;
    }
    const size_t after = s_.skip_blanks(end);
    const bool closes = s_.at(after) == ':' ||
                        s_.one_of(after, {U"的帖子", U"的发言", U"的话", U"的回复", U"的评论", U"发表于", U"说:",
                                          U"写道", U"的:"}) > 0 ||
                        (s_.at(end) == ' ' && dated(after)) || (has_floor && (after == last_ || s_.at(end) == ' '));
    if (!closes || end == i) return false;
    add(i, end);
    return true;
  }

  // "某某回复某某：", "某某 回复 某某 : "
  bool answered() {
    const size_t first = name_end(s_, at_);
    if (first == at_) return false;
    const size_t word = rest(at_).substr(0, kLongestName).find(U"回复");
    if (word == std::u32string_view::npos || word == 0) return false;
    const size_t second = s_.skip_blanks(at_ + word + 2), end = name_end(s_, second);
    const size_t name_stop = at_ + word;
    for (size_t i = at_; i < name_stop; ++i)
      if (!name_char(s_, i) && s_.at(i) != ' ') return false;
    if (end == second || s_.at(s_.skip_blanks(end)) != ':' || end - second > 16 || name_stop - at_ > 16) return false;
    if (s_.one_of(at_, {U"部门", U"单位", U"市", U"区", U"局", U"你们", U"客服", U"商家", U"官方", U"已", U"还没",
                        U"没有", U"请", U"最新"}) > 0)
      return false;
    if (s_.one_of(second, {U"内容", U"时间", U"如下", U"意见", U"结果", U"情况", U"说", U"称", U"我", U"是"}) > 0)
      return false;
    add(at_, name_stop);
    add(second, end);
    return true;
  }

  // "On Mon, Mar 2, 2026 at 8:12 AM Zhang San <…> wrote:", "Zhang San wrote:", "某某 写道："
  bool mailed() {
    const size_t wrote = rest(at_).find(U"wrote"), says = rest(at_).find(U"写道");
    const size_t verb = std::min(wrote, says);
    if (verb == std::u32string_view::npos || verb == 0 || verb > 160) return false;
    size_t end = at_ + verb;
    while (end > at_ && s_.at(end - 1) == ' ') --end;
    if (s_.before(end) == '>') {  // the address is an e-mail's own find
      const size_t open = s_.text.substr(0, end).rfind('<');
      if (open == std::u32string_view::npos || open < at_) return false;
      end = open;
      while (end > at_ && (s_.at(end - 1) == ' ' || s_.at(end - 1) == '"')) --end;
    }
    size_t first = end;
    while (first > at_ && end - first < kLongestName &&
           (name_char(s_, first - 1) || s_.at(first - 1) == ' ' || s_.at(first - 1) == '.'))
      --first;
    for (size_t i = first; i + 1 < end; ++i)  // a name starts behind the time
      if (s_.digit(i) || s_.starts(i, U"am ") || s_.starts(i, U"pm ")) first = s_.digit(i) ? i + 1 : i + 3;
    first = s_.skip_blanks(first);
    while (first < end && s_.at(first) == ',') ++first;
    first = s_.skip_blanks(first);
    if (s_.one_of(first, {U"on ", U"他", U"她", U"我", U"文章", U"报道", U"网友"}) > 0 || end <= first) return false;
    add(first, end);
    return true;
  }

  // "某某 发表于 2026-3-3 08:12", "某某发布于昨天"
  void posted() {
    constexpr size_t kLongestPoster = 16;
    size_t stop = at_, word = 0;
    while (stop < last_ && stop - at_ <= kLongestPoster && (name_char(s_, stop) || s_.at(stop) == ' ')) {
      word = s_.one_of(stop, {U"发表于", U"发布于", U"评论于", U"回复于", U"留言于", U"posted on", U"commented on"});
      if (word > 0) break;
      ++stop;
    }
    if (word == 0 || !dated(stop + word)) return;
    if (s_.one_of(at_, {U"本文", U"文章", U"帖子", U"该文", U"论文", U"最早", U"首次", U"原文", U"本帖", U"此文",
                        U"楼主", U"最后", U"消息", U"最新", U"公告", U"通知"}) > 0)
      return;
    add(at_, stop);
  }

  const Scan& s_;
  size_t at_ = 0, last_;
  Finds& out_;
};

}  // namespace

void find_handles(const Scan& s, Finds& out) {
  for (size_t i = 0; i < s.text.size(); ++i) {
    if (s.text[i] == '@' && !s.alnum(i - 1)) {
      const size_t end = mention_end(s, i + 1);
      size_t amount = i + 1;
      while (s.digit(amount)) ++amount;
      if (amount > i + 1 && s.one_of(amount, {U"元", U"块", U"个", U"斤", U"."}) > 0) continue;
      const auto name = s.text.substr(i + 1, end - i - 1);
      const bool number = std::all_of(name.begin(), name.end(), [](char32_t c) { return c >= '0' && c <= '9'; });
      if (name.empty() || (number && (name.size() < 5 || name == U"12345" || name == U"12315"))) continue;
      out.push_back({{static_cast<uint32_t>(i), static_cast<uint32_t>(end)}, MaskKind::handle});
      i = end - 1;
    } else if (s.text[i] == 'u' && s.at(i + 1) == '/' && !s.alnum(i - 1)) {
      const size_t end = name_end(s, i + 2);
      if (end - i < 5 || is_han(s.at(i + 2))) continue;
      out.push_back({{static_cast<uint32_t>(i), static_cast<uint32_t>(end)}, MaskKind::handle});
      i = end - 1;
    }
  }
  for (size_t first = 0; first < s.text.size();) {
    const size_t last = std::min(s.text.find('\n', first), s.text.size());
    LineReader(s, first, last, out).run();
    first = last + 1;
  }
}

}  // namespace hb::text::mask_scan
