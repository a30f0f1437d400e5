// Long numbers: a phone, an identity number, a bank card, or none of these. A run of digit groups is read from each
// group on, joining groups over the separators people use, and asked in turn: identity number (province and birth date
// must be real), card (Luhn or a word for it), mobile, landline, foreign number. The shape decides, the words beside it
// break ties: "订单号" before a number speaks against, "电话" for it. The usual lies are dates, prices, quantities,
// article and case numbers; they fail on shape.
#include <algorithm>
#include <array>

#include "text/mask_scan.h"

namespace hb::text::mask_scan {
namespace {

constexpr Words kPhoneCues = {U"电话", U"手机",   U"联系", U"拨打", U"热线",    U"座机",   U"固话",
                              U"传真", U"号码",   U"致电", U"打给", U"微信",    U"tel",    U"phone",
                              U"call", U"mobile", U"cell", U"fax",  U"contact", U"text me"};
constexpr Words kEnglishCues = {U"tel",  U"phone",   U"mobile",      U"cell",    U"fax",          U"desk:",
                                U"call", U"contact", U"messages to", U"text me", U"answering at", U"reach"};
constexpr Words kCardCues = {U"卡号",       U"银行卡", U"储蓄卡", U"信用卡",  U"借记卡", U"工行", U"农行",
                             U"建行",       U"中行",   U"招行",   U"交行",    U"邮储",   U"账号", U"账户",
                             U"帐号",       U"帐户",   U"开户",   U"转账",    U"打到",   U"card", U"visa",
                             U"mastercard", U"debit",  U"credit", U"account", U"amex"};
constexpr Words kIdCues = {U"身份证", U"证件号", U"身份号码", U"公民身份", U"id card", U"id no", U"id number"};
constexpr Words kOrderCues = {
    U"订单",         U"订单号",   U"单号",        U"订单编号",        U"运单",    U"运单号",  U"快递单号",
    U"流水号",       U"编号",     U"条码",        U"条形码",          U"货号",    U"批号",    U"许可证号",
    U"执照号",       U"信用代码", U"案号",        U"发票号码",        U"发票号",  U"order",   U"order no",
    U"order number", U"tracking", U"tracking no", U"tracking number", U"invoice", U"barcode", U"sku"};
constexpr Words kUnits = {U"元",   U"块", U"万", U"亿", U"人",   U"次", U"个",   U"吨",   U"斤",
                          U"千克", U"kg", U"克", U"%",  U"件",   U"份", U"美元", U"美金", U"瓶",
                          U"箱",   U"户", U"平", U"米", U"公里", U"天", U"年"};

struct Group {
  size_t start, end;
  size_t size() const { return end - start; }
};

// Digit groups from one on, joined so far.
struct Joined {
  std::u32string digits;
  std::vector<size_t> sizes;
  size_t start = 0, end = 0;
  char32_t separator = 0;  // the first one that is not a blank, ' ' if all are, 0 if there is only one group
};

bool is_separator(char32_t c) {
  return c == ' ' || c == '-' || c == '.' || c == U'·' || c == U'–' || c == U'—' || c == U'‐' || c == U'‑' ||
         c == '_' || c == '/' || c == '(' || c == ')' || c == U'−' || c == '*' || c == '~';
}

bool all_of(const std::vector<size_t>& sizes, size_t n) {
  return std::all_of(sizes.begin(), sizes.end(), [&](size_t s) { return s == n; });
}

bool luhn(std::u32string_view digits) {
  unsigned sum = 0;
  bool twice = false;
  for (size_t i = digits.size(); i-- > 0; twice = !twice) {
    const unsigned d = digits[i] - '0';
    sum += twice ? (d * 2) / 10 + (d * 2) % 10 : d;
  }
  return sum % 10 == 0;
}

unsigned number(std::u32string_view digits) {
  unsigned n = 0;
  for (const char32_t c : digits) n = n * 10 + (c - '0');
  return n;
}

bool real_day(unsigned year, unsigned month, unsigned day) {
  constexpr std::array<unsigned, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return year >= 1880 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= kDays[month - 1];
}

// GB/T 2260: the first two digits of an administrative division code.
bool real_province(unsigned code) {
  return (code >= 11 && code <= 15) || (code >= 21 && code <= 23) || (code >= 31 && code <= 37) ||
         (code >= 41 && code <= 46) || (code >= 50 && code <= 54) || (code >= 61 && code <= 65) || code == 71 ||
         (code >= 81 && code <= 83);
}

// GB 11643 (18 characters; 15 before 1999). The check digit is not asked: people mistype it.
bool is_resident_id(std::u32string_view d) {
  if (d.size() != 15 && d.size() != 18) return false;
  if (!real_province(number(d.substr(0, 2)))) return false;
  return d.size() == 18 ? real_day(number(d.substr(6, 4)), number(d.substr(10, 2)), number(d.substr(12, 2)))
                        : real_day(1900 + number(d.substr(6, 2)), number(d.substr(8, 2)), number(d.substr(10, 2)));
}

class NumberFinder {
 public:
  NumberFinder(const Scan& scan, const AllowList& allow, Finds& out) : scan_(scan), allow_(allow), out_(out) {}

  void run() {
    for (size_t i = 0; i < scan_.text.size(); ++i) {
      if (!scan_.digit(i)) continue;
      Group g{i, i};
      while (scan_.digit(g.end)) ++g.end;
      groups_.push_back(g);
      i = g.end;
    }
    for (size_t g = 0; g < groups_.size();) g = take(g);
    spelled_out();
  }

 private:
  // Tries every reading from this group on; returns the next group to look at.
  size_t take(size_t first) {
    if (scan_.before(groups_[first].start) == '*' || price_before(groups_[first].start)) return first + 1;
    struct {
      size_t next = 0;
      Span span;
      MaskKind kind{};
    } best;
    Joined j;
    for (size_t g = first; g < groups_.size() && join(j, g); ++g) {
      MaskKind kind{};
      Span span{static_cast<uint32_t>(j.start), static_cast<uint32_t>(j.end)};
      if (is_id(j, span))
        kind = MaskKind::id;
      else if (is_card(j))
        kind = MaskKind::card;
      else if (is_phone(j, span))
        kind = MaskKind::phone;
      else
        continue;
      best = {g + 1, span, kind};
    }
    if (best.next == 0) return first + 1;
    if (best.kind != MaskKind::phone || !allowed(best.span)) out_.push_back({best.span, best.kind});
    return best.next;
  }

  // Adds the group if it stands close enough behind what is there, and the whole is not too long.
  bool join(Joined& j, size_t g) const {
    constexpr size_t kMostDigits = 20;
    const Group group = groups_[g];
    if (!j.sizes.empty()) {
      const auto gap = scan_.text.substr(j.end, group.start - j.end);
      if (gap.size() > 3 || !std::all_of(gap.begin(), gap.end(), is_separator)) return false;
      const auto mark = std::find_if(gap.begin(), gap.end(), [](char32_t c) { return c != ' '; });
      const char32_t separator = mark == gap.end() ? ' ' : *mark;
      if (j.separator == 0 || j.separator == ' ') j.separator = separator;
    } else {
      j.start = group.start;
    }
    if (j.digits.size() + group.size() > kMostDigits) return false;
    j.digits += scan_.text.substr(group.start, group.size());
    j.sizes.push_back(group.size());
    j.end = group.end;
    return true;
  }

  bool price_before(size_t i) const {
    const char32_t c = scan_.before(i);
    return c == U'¥' || c == '$' || c == U'€' || c == U'£';
  }
  bool unit_behind(size_t i) const {
    return scan_.one_of(scan_.skip_blanks(i), kUnits) > 0 || (scan_.at(i) == '.' && scan_.digit(i + 1));
  }
  bool ordered(const Joined& j) const { return scan_.cue_adjacent(j.start, kOrderCues); }
  bool phone_cue(const Joined& j) const { return scan_.cue_before(j.start, 12, kPhoneCues); }
  bool glued(const Joined& j) const { return scan_.letter(j.start - 1) || scan_.before(j.start) == '_'; }
  // Part of something longer: "…-" before it or "-…" behind it with digits on.
  bool in_longer(const Joined& j) const {
    const auto joins = [](char32_t c) { return c == '-' || c == '.' || c == '/' || c == '_'; };
    return (joins(scan_.before(j.start)) && j.start >= 2 && scan_.alnum(j.start - 2)) ||
           (joins(scan_.at(j.end)) && scan_.alnum(j.end + 1));
  }

  bool is_id(const Joined& j, Span& span) const {
    const bool x_behind =
        j.digits.size() == 17 && (scan_.at(j.end) == 'x' || (scan_.at(j.end) == ' ' && scan_.at(j.end + 1) == 'x'));
    const auto digits = x_behind ? j.digits + U"0" : j.digits;
    if (digits.size() != 15 && digits.size() != 18) return false;
    const size_t end = x_behind ? scan_.text.find('x', j.end) + 1 : j.end;
    if ((j.start > 0 && glued(j)) || scan_.letter(end)) return false;
    span.end = static_cast<uint32_t>(end);
    if (scan_.cue_before(j.start, 12, kIdCues)) return true;
    if (ordered(j) || unit_behind(end) || !is_resident_id(digits)) return false;
    return digits.size() == 18 || j.sizes.size() == 1 || j.sizes == std::vector<size_t>{6, 6, 3};
  }

  bool is_card(const Joined& j) const {
    const size_t n = j.digits.size();
    if (n < 12 || n > 19 || (j.separator != 0 && j.separator != ' ' && j.separator != '-')) return false;
    if ((j.start > 0 && glued(j)) || scan_.letter(j.end) || unit_behind(j.end)) return false;
    const bool fours =
        j.sizes.size() >= 4 && std::all_of(j.sizes.begin(), j.sizes.end() - 1, [](size_t s) { return s == 4; });
    const bool whole = j.sizes.size() == 1 || fours || all_of(j.sizes, 1) || j.sizes == std::vector<size_t>{4, 6, 5} ||
                       j.sizes == std::vector<size_t>{4, 6, 4} || j.sizes == std::vector<size_t>{6, n - 6};
    if (n >= 16 && scan_.cue_before(j.start, 16, kCardCues) && !ordered(j)) return true;
    if (!whole || ordered(j)) return false;
    if (n >= 16 && fours && j.digits.starts_with(U"62")) return true;
    if (!luhn(j.digits)) return false;
    if (n >= 16) return j.digits[0] >= '3' && j.digits[0] <= '6';
    if (n == 15)
      return j.digits.starts_with(U"34") || j.digits.starts_with(U"37") || scan_.cue_before(j.start, 30, kCardCues);
    return (n == 13 && j.digits[0] == '4') ||
           (n == 14 && (j.digits.starts_with(U"30") || j.digits.starts_with(U"36") || j.digits.starts_with(U"38"))) ||
           scan_.cue_before(j.start, 30, kCardCues);
  }

  bool is_phone(const Joined& j, Span& span) const {
    if (scan_.letter(j.end) && scan_.at(j.end) != 'x' && !scan_.starts(j.end, U"ext")) return false;
    if (j.start > 0 && scan_.letter(j.start - 1) && !phone_cue(j) &&
        scan_.one_of(j.start - 1, {U"v", U"t", U"p", U"m", U"h", U"x"}) == 0)
      return false;
    if (ordered(j) || unit_behind(j.end)) return false;
    const size_t plus = plus_before(j.start);
    if (!is_mobile(j) && !is_landline(j, plus != j.start) && !is_foreign(j, plus != j.start)) return false;
    span.start = static_cast<uint32_t>(plus);
    span.end = static_cast<uint32_t>(extension(j));
    if (scan_.before(span.start) == '(' &&
        scan_.text.substr(span.start, span.end - span.start).find(')') != std::u32string_view::npos)
      --span.start;
    return true;
  }

  // Where "+" or "(+" before the number starts; the number's own start if there is none.
  size_t plus_before(size_t i) const {
    const size_t bracket = i > 0 && scan_.before(i) == '(' ? i - 1 : i;
    return scan_.before(bracket) == '+' ? bracket - 1 : i;
  }

  // The number's end with "-801", "转801", "x801", "ext. 801" behind it.
  size_t extension(const Joined& j) const {
    size_t i = scan_.skip_blanks(j.end);
    const size_t mark = scan_.one_of(i, {U"转分机", U"分机", U"转", U"ext.", U"ext", U"x"});
    if (mark == 0 && !(scan_.at(j.end) == '-' && j.digits[0] == '0' && !scan_.starts(j.end, U"--"))) return j.end;
    i = scan_.skip_blanks(mark > 0 ? i + mark : j.end + 1);
    size_t end = i;
    while (scan_.digit(end)) ++end;
    return end > i && end - i <= 5 && !scan_.letter(end) ? end : j.end;
  }

  bool is_mobile(const Joined& j) const {
    std::u32string_view d = j.digits;
    auto sizes = j.sizes;
    for (const std::u32string_view prefix : {U"0086", U"086", U"86", U"0"}) {
      if (!d.starts_with(prefix) || d.size() != prefix.size() + 11) continue;
      d.remove_prefix(prefix.size());
      if (sizes[0] == prefix.size())
        sizes.erase(sizes.begin());
      else if (sizes[0] > prefix.size())
        sizes[0] -= prefix.size();
      else
        return false;
      break;
    }
    if (d.size() != 11 || d[0] != '1' || d[1] < '3' || sizes.empty()) return false;
    if (sizes.size() == 1) return true;
    using S = std::vector<size_t>;
    static const std::array<S, 12> kShapes{S{3, 4, 4},       S{3, 3, 5},    S{4, 3, 4},    S{4, 4, 3},
                                           S{3, 8},          S{7, 4},       S{5, 6},       S{6, 5},
                                           S{3, 2, 2, 2, 2}, S{3, 2, 3, 3}, S{3, 4, 2, 2}, S{1, 10}};
    const bool usual = all_of(sizes, 1) || std::find(kShapes.begin(), kShapes.end(), sizes) != kShapes.end();
    return (usual && !in_longer(j)) || phone_cue(j);
  }

  // Area code and seven or eight digits; without an area code only behind a word for a phone.
  bool is_landline(const Joined& j, bool plus) const {
    std::u32string d = j.digits;
    if (d.starts_with(U"0086"))
      d = U"0" + d.substr(4);
    else if (d.starts_with(U"86") && (plus || j.sizes[0] == 2) && d.size() >= 11)
      d = U"0" + d.substr(d[2] == '0' ? 3 : 2);
    if (d[0] != '0')
      return (d.size() == 7 || d.size() == 8) && d[0] >= '2' && d[0] <= '8' && phone_cue(j) && j.sizes.size() <= 2 &&
             !in_longer(j) && !is_date(d);
    const size_t area = d.size() > 1 && (d[1] == '1' || d[1] == '2') ? 3 : 4;
    if (d.size() < area + 7 || d.size() > area + 8 || (area == 3 && d[1] == '1' && d[2] != '0')) return false;
    if (d[1] == '0' || d[area] < '2' || (area == 4 && d[1] < '3')) return false;
    if (j.sizes.size() == 1) return d.size() >= 11 || phone_cue(j);
    return j.sizes.size() <= 4 && (j.sizes[0] == area || j.sizes[0] == 2 || j.sizes[0] == 4 || plus);
  }

  static bool is_date(std::u32string_view d) {
    return d.size() == 8 && real_day(number(d.substr(0, 4)), number(d.substr(4, 2)), number(d.substr(6, 2)));
  }

  bool is_foreign(const Joined& j, bool plus) const {
    const auto& d = j.digits;
    using S = std::vector<size_t>;
    if (plus) return d.size() >= 8 && d.size() <= 15 && d[0] != '0';
    if (d.starts_with(U"00") && d.size() >= 11 && d.size() <= 16 && d[2] != '0')
      return j.sizes.size() > 1 || phone_cue(j);
    const bool marked =
        j.separator == '-' || j.separator == '.' || j.separator == '(' || j.separator == ')' || phone_cue(j);
    const auto sizes = d[0] == '1' && j.sizes[0] == 1 ? S(j.sizes.begin() + 1, j.sizes.end()) : j.sizes;
    const auto national = d[0] == '1' && j.sizes[0] == 1 ? std::u32string_view(d).substr(1) : std::u32string_view(d);
    if (national.starts_with(U"400") || national.starts_with(U"800")) return false;  // toll-free: an organisation's
    if (sizes == S{3, 3, 4} && national[0] >= '2') {                                 // North America
      const bool bracket = scan_.before(j.start) == '(' || j.separator == ')' || j.separator == '(';
      if (bracket || (marked && !in_longer(j))) return true;
    }
    if (d.size() == 10 && j.sizes.size() == 1) return d[0] >= '2' && (phone_cue(j) || spoken_of_in_english(j));
    const bool trunk = d[0] == '0' && d[1] != '0' && (d.size() == 10 || d.size() == 11);  // Britain and others
    if (trunk && (j.sizes.size() == 2 || j.sizes.size() == 3) && j.sizes[0] >= 3 && j.sizes[0] <= 5 &&
        j.sizes.back() >= 3 && !in_longer(j))
      return true;
    return spoken_of_in_english(j);
  }

  // Any grouping, if the English words around say that it is a phone; groups like a date's are none.
  bool spoken_of_in_english(const Joined& j) const {
    constexpr size_t kNear = 24;
    if (j.digits.size() < 7 || j.digits.size() > 12 || j.separator == '/') return false;
    if (j.sizes.size() < 2 && j.digits.size() < 10) return false;
    if (j.sizes.size() > 1 && j.sizes[0] == 4 && j.sizes[1] <= 2 && j.digits[0] != '0') return false;
    return scan_.cue_before(j.start, kNear, kEnglishCues) ||
           scan_.one_of(j.end, {U" office", U"-office", U"-fax", U" fax"}) > 0;
  }

  bool allowed(Span span) const {
    std::string digits;
    for (uint32_t i = span.start; i < span.end; ++i)
      if (scan_.digit(i)) digits += static_cast<char>(scan_.text[i]);
    return allow_.has(digits);
  }

  // 一三八零零一三八零零零, 幺三八…
  void spelled_out() {
    static constexpr std::u32string_view kDigits = U"零一二三四五六七八九〇幺壹贰叁肆伍陆柒捌玖";
    for (size_t i = 0; i < scan_.text.size(); ++i) {
      size_t end = i;
      while (kDigits.find(scan_.at(end)) != std::u32string_view::npos) ++end;
      const char32_t second = scan_.at(i + 1);
      if (end - i == 11 && (scan_.text[i] == U'一' || scan_.text[i] == U'幺' || scan_.text[i] == U'壹') &&
          second != U'一' && second != U'零')
        out_.push_back({{static_cast<uint32_t>(i), static_cast<uint32_t>(end)}, MaskKind::phone});
      i = std::max(i, end);
    }
  }

  const Scan& scan_;
  const AllowList& allow_;
  Finds& out_;
  std::vector<Group> groups_;
};

}  // namespace

void find_numbers(const Scan& scan, const AllowList& allow, Finds& out) { NumberFinder(scan, allow, out).run(); }

}  // namespace hb::text::mask_scan
