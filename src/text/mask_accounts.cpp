// Addresses and accounts: e-mail however it is written around, numbers of chat services beside a word for one, vehicle
// plates.
#include <algorithm>
#include <cstddef>

#include "base/utf8.h"
#include "text/mask_scan.h"

namespace hb::text::mask_scan {
namespace {

bool local_char(const Scan& s, size_t i) {
  const char32_t c = s.at(i);
  return s.alnum(i) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

// "." between the labels of a host, also written "。", "点", "(dot)", " dot ".
size_t dot(const Scan& s, size_t i) {
  const size_t blank = s.skip_blanks(i);
  if (blank > i + 1) return 0;
  if (const size_t n = s.one_of(blank, {U"(dot)", U"[dot]", U"(点)", U"."}); n > 0 && blank == i) return n;
  if (const size_t n = s.one_of(i, {U" dot ", U" . ", U". ", U"。", U"点"}); n > 0) return n;
  const size_t word = blank > i ? s.one_of(blank, {U"(dot) ", U"[dot] ", U"(dot)", U"[dot]"}) : 0;
  return word > 0 ? blank - i + word : 0;
}

// End of the host name that starts at i ("qq.com"), or i if there is none. `spelled`: one of its dots is a word.
size_t host(const Scan& s, size_t i, bool& spelled) {
  size_t labels = 0, end = i, good = i;
  while (labels < 8) {
    size_t label = end;
    while ((s.alnum(label) || s.at(label) == '-') && label - end < 63) ++label;
    if (label == end || s.at(end) == '-') break;
    ++labels;
    const bool letters = std::all_of(s.text.begin() + static_cast<std::ptrdiff_t>(end),
                                     s.text.begin() + static_cast<std::ptrdiff_t>(label),
                                     [](char32_t c) { return c >= 'a' && c <= 'z'; });
    if (labels > 1 && letters && label - end >= 2 && label - end <= 24) good = label;
    const size_t n = dot(s, label);
    if (n == 0) break;
    if (s.starts(label, U". ") && good == label) break;  // the end of a sentence
    spelled = spelled || n > 1;
    end = label + n;
  }
  return good;
}

bool known_mail_host(const Scan& s, size_t i) {
  return s.one_of(i, {U"qq.com", U"163.com", U"126.com", U"gmail.com", U"sina.com", U"sina.cn", U"139.com", U"189.cn",
                      U"sohu.com", U"hotmail.com", U"outlook.com", U"yeah.net", U"foxmail.com", U"aliyun.com"}) > 0;
}

}  // namespace

void find_emails(const Scan& s, Finds& out) {
  size_t behind = 0;  // nothing before this can belong to the next address
  for (size_t i = 0; i < s.text.size(); ++i) {
    const char32_t c = s.text[i];
    size_t n = 0;
    bool word = false;  // " at " alone proves nothing; "#" needs a known host
    if (c == '@')
      n = 1;
    else if (c == '(' || c == '[' || c == '{')
      n = s.one_of(i, {U"(at)", U"[at]", U"{at}", U"(a)", U"(@)", U"[@]", U"( at )", U"[ at ]"});
    else if (c == U'艾')
      n = s.one_of(i, {U"艾特"});
    else if (c == ' ')
      n = s.one_of(i, {U" at "}), word = n > 0;
    else if (c == '#' && known_mail_host(s, i + 1))
      n = 1;
    if (n == 0) continue;
    size_t left = i, right = i + n;
    if (left > behind && s.text[left - 1] == ' ' && !word) --left;
    const size_t left_end = left;
    while (left > behind && left_end - left < 64 && local_char(s, left - 1)) --left;
    while (left < left_end && !s.alnum(left)) ++left;
    if (s.at(right) == ' ') ++right;
    bool spelled = false;
    const size_t end = host(s, right, spelled);
    if (left == left_end || end == right || (word && !spelled)) continue;
    out.push_back({{static_cast<uint32_t>(left), static_cast<uint32_t>(end)}, MaskKind::email});
    behind = end;
    i = end - 1;
  }
}

namespace {

constexpr Words kQq = {U"qq", U"q号", U"扣扣", U"企鹅号", U"企鹅"};
constexpr Words kChat = {U"微信",   U"薇信",     U"威信号", U"徽信",   U"卫星号", U"v信",    U"vx",       U"wx",
                         U"wechat", U"weixin",   U"加v",    U"+v",     U"加微",   U"v:",     U"telegram", U"tg:",
                         U"电报",   U"whatsapp", U"skype",  U"钉钉号", U"抖音号", U"快手号", U"微博号",   U"小红书号"};
constexpr Words kLeads = {U" ",  U":",  U"=",    U"(",    U"[",    U"\"", U"-",  U"是", U"为", U"号码", U"号",
                          U"群", U"id", U"账号", U"帐号", U"联系", U"加", U"我", U"的", U"搜", U"同",   U"邮箱"};

// Words that lead to a number, whole.
constexpr Words kEnglishLeads = {U"is", U"number", U"no.", U"account", U"name", U"handle", U"me", U"at"};

// A chat number or name at i; its end, or i. QQ numbers are digits, WeChat names start with a letter.
size_t chat_id(const Scan& s, size_t i, bool letters_allowed, bool stated) {
  size_t end = i;
  if (s.digit(i)) {
    size_t digits = 0;
    while (s.digit(end) || ((s.at(end) == ' ' || s.at(end) == '-') && s.digit(end + 1) && digits > 0 && digits < 11))
      digits += s.digit(end++) ? 1 : 0;
    if (digits < 5 || digits > 12 || s.letter(end) || (s.at(end) == '.' && s.digit(end + 1))) return i;
    const bool quantity = s.one_of(s.skip_blanks(end), {U"元", U"块", U"人", U"次", U"个", U"斤", U"万", U"家", U"单",
                                                        U"%", U"年", U"条"}) > 0;
    return quantity ? i : end;
  }
  if (!letters_allowed || !s.letter(i)) return i;
  bool telling = stated;  // a plain word may be the next word of the sentence
  while (s.alnum(end) || s.at(end) == '_' || s.at(end) == '-') {
    telling = telling || s.digit(end) || s.at(end) == '_';
    ++end;
  }
  return end - i >= 6 && end - i <= 20 && telling ? end : i;
}

}  // namespace

void find_im(const Scan& s, Finds& out) {
  for (size_t i = 0; i < s.text.size(); ++i) {
    const char32_t c = s.text[i];
    if (c < 0x80 && c != 'q' && c != 'v' && c != 'w' && c != '+' && c != 't' && c != 's') continue;
    const size_t digits = s.one_of(i, kQq), names = s.one_of(i, kChat);
    const size_t cue = std::max(digits, names);
    if (cue == 0 || (c < 0x80 && c != '+' && s.alnum(i - 1)) || (s.letter(i + cue - 1) && s.letter(i + cue))) continue;
    size_t at = i + cue;
    bool stated = s.text[at - 1] == U'号' || s.text[at - 1] == ':';
    for (size_t n = 0; n < 8; ++n) {
      const size_t word = s.one_of(at, kEnglishLeads);
      const size_t skip = word > 0 && !s.alnum(at + word) ? word : s.one_of(at, kLeads);
      if (skip == 0 || (skip == 2 && s.starts(at, U"id") && s.alnum(at + 2))) break;
      stated = stated || s.one_of(at, {U":", U"=", U"是", U"号", U"id"}) > 0;
      at += skip;
    }
    if (const size_t end = chat_id(s, at, names > 0, stated); end > at) {
      out.push_back({{static_cast<uint32_t>(at), static_cast<uint32_t>(end)}, MaskKind::im});
      i = end - 1;
      continue;
    }
    // "12345678(微信)", "12345678是我qq"
    size_t first = i;
    for (size_t n = 0; n < 6 && first > 0; ++n) {
      const char32_t b = s.text[first - 1];
      if (b != ' ' && b != '(' && b != U'是' && b != U'我' && b != U'的' && b != U'加') break;
      --first;
    }
    size_t start = first;
    while (start > 0 && first - start < 12 && s.digit(start - 1)) --start;
    if (first - start >= 6 && first - start <= 11 && !s.alnum(start - 1) &&
        (s.at(i + cue) == ')' || s.at(i + cue) == '\n' || !s.alnum(i + cue)) &&
        s.one_of(i + cue, {U"支付", U"公众", U"转账", U"扫码"}) == 0)
      out.push_back({{static_cast<uint32_t>(start), static_cast<uint32_t>(first)}, MaskKind::im});
  }
  // trailing blanks between the number and the word stay
  for (auto& find : out)
    while (find.kind == MaskKind::im && find.span.end > find.span.start && !s.alnum(find.span.end - 1) &&
           s.at(find.span.end - 1) != '_')
      --find.span.end;
}

void find_plates(const Scan& s, Finds& out) {
  static constexpr std::u32string_view kProvinces = U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
  const auto between = [](char32_t c) {
    return c == ' ' || c == U'·' || c == '-' || c == '.' || c == U'•' || c == U'‧' || c == U'・';
  };
  for (size_t i = 0; i < s.text.size(); ++i) {
    if (!is_han(s.text[i]) || kProvinces.find(s.text[i]) == std::u32string_view::npos) continue;
    size_t at = i + 1;
    if (between(s.at(at))) ++at;
    if (!s.letter(at)) continue;
    ++at;
    // GA 36-2018: five characters after the letter, six for new energy; the last may be 挂 学 警 港 澳.
    size_t n = 0, digits = 0, end = at;
    for (size_t k = at; n < 7; ++k) {
      if (between(s.at(k)) && s.alnum(k + 1)) continue;
      if (s.alnum(k)) {
        ++n;
        digits += s.digit(k) ? 1 : 0;
      } else if (n == 4 && s.one_of(k, {U"挂", U"学", U"警", U"港", U"澳"}) > 0) {
        ++n;
        ++digits;
      } else {
        break;
      }
      end = k + 1;
    }
    if ((n != 5 || digits < 3) && (n != 6 || digits < 4)) continue;
    if (s.one_of(s.skip_blanks(end), {U"元", U"人", U"亿", U"万"}) > 0 && s.text.substr(at, 1) != U"·") continue;
    out.push_back({{static_cast<uint32_t>(i), static_cast<uint32_t>(end)}, MaskKind::plate});
    i = end - 1;
  }
}

}  // namespace hb::text::mask_scan
