// The dwelling in an address: 3号楼2单元501室, 12栋1203, A座502室, 3-2-501 behind an estate's name, 88弄 12号301室, Apt
// 4B. A reading needs the room and something that leads to it; a room alone counts if it has three digits and no public
// building stands before it ("政务大厅201室" is where people go, not where somebody lives). Road, lane, estate and a
// plain house number ("建设路88号", which is mostly a shop's) stay, for they are the matter's place.
#include <algorithm>

#include "base/utf8.h"
#include "text/mask_scan.h"

namespace hb::text::mask_scan {
namespace {

constexpr std::u32string_view kHanDigits = U"一二三四五六七八九十百零〇两";
constexpr Words kPublic = {U"大厅",       U"局",     U"中心",   U"办公",   U"政务",  U"医院",   U"法院",
                           U"检察院",     U"派出所", U"委员会", U"街道办", U"政府",  U"教学楼", U"会议",
                           U"诊",         U"窗口",   U"学院",   U"学校",   U"校区",  U"宾馆",   U"酒店",
                           U"市场监管所", U"仲裁",   U"消协",   U"服务站", U"图书馆"};
constexpr Words kEstate = {U"小区", U"花园", U"苑",     U"公寓", U"家园", U"新村", U"里",  U"城",   U"府",
                           U"湾",   U"庭",   U"园",     U"墅",   U"郡",   U"院",   U"庄",  U"宿舍", U"号",
                           U"住",   U"门牌", U"门牌号", U"地址", U"住址", U"家住", U"住在"};

bool han_digit(char32_t c) { return kHanDigits.find(c) != std::u32string_view::npos; }

// End of the number at i, in Arabic or Chinese digits; i if there is none.
size_t number_end(const Scan& s, size_t i) {
  size_t end = i;
  if (s.digit(i)) {
    while (s.digit(end) && end - i < 5) ++end;
    return end - i < 5 ? end : i;
  }
  while (han_digit(s.at(end)) && end - i < 6) ++end;
  return end;
}

size_t gap(const Scan& s, size_t i) {
  while (s.at(i) == ' ' || s.at(i) == '-' || s.at(i) == ',' || s.at(i) == '/' || s.at(i) == U'—' || s.at(i) == U'的')
    ++i;
  return i;
}

// A number with one of the words behind it ("3号楼"): the end, or i.
size_t part(const Scan& s, size_t i, Words words) {
  const size_t n = number_end(s, i);
  if (n == i) return i;
  const size_t blank = s.skip_blanks(n);
  const size_t word = s.one_of(blank, words);
  return word == 0 ? i : blank + word;
}

struct Reading {
  size_t end = 0;  // 0: no dwelling here
  bool unit = false;
};

Reading dwelling(const Scan& s, size_t i) {
  size_t at = i;
  bool building = false;
  Reading r;
  if (s.letter(i) && !s.alnum(i + 1) && s.one_of(i + 1, {U"座", U"栋", U"幢"}) > 0) {
    at = i + 2;
    building = true;
  } else if (const size_t b = part(s, i, {U"号楼", U"栋楼", U"栋", U"幢", U"座", U"#楼", U"#", U"楼栋"}); b > i) {
    at = b;
    building = true;
  } else if (const size_t h = part(s, i, {U"号"});
             h > i && s.one_of(h, {U"线", U"店", U"院", U"码头", U"窗", U"文"}) == 0) {
    at = h;
  }
  size_t next = gap(s, at);
  if (const size_t u = part(s, next, {U"单元", U"门洞", U"号门", U"门", U"梯"}); u > next) {
    r.unit = true;
    next = gap(s, u);
  } else if (building && s.letter(next) && s.one_of(next + 1, {U"单元"}) > 0) {
    r.unit = true;
    next = gap(s, next + 3);
  }
  const bool led = building || r.unit;
  const size_t floor = part(s, next, {U"层", U"楼"});
  const size_t room = floor > next ? gap(s, floor) : next;
  const size_t digits = number_end(s, room);
  if (digits == room) return r;
  // unit-room: "2-501" behind a building
  if (led && s.at(digits) == '-' && s.digit(digits + 1)) {
    const size_t last = number_end(s, digits + 1);
    if (last - digits - 1 >= 3 && digits - room <= 2 && !s.alnum(last)) {
      r.end = last + s.one_of(last, {U"室", U"号", U"户"});
      return r;
    }
  }
  size_t end = digits;
  if (s.letter(end) && !s.alnum(end + 1)) ++end;  // 1203a
  const size_t n = digits - room;
  const size_t word = s.one_of(s.skip_blanks(end), {U"号房间", U"房间", U"号房", U"室", U"户", U"号", U"房"});
  const size_t word_end = word > 0 ? s.skip_blanks(end) + word : end;
  const bool is_room_word = word > 0 && s.at(word_end - 1) != U'号' && s.at(word_end - 1) != U'户';
  const bool layout = s.one_of(word_end, {U"一厅", U"两厅", U"二厅", U"1厅", U"2厅", U"厅"}) > 0;  // 三室两厅
  if (layout || s.alnum(word_end)) return r;
  if (led && word > 0 && (s.at(word_end - 1) != U'户' || r.unit)) {
    r.end = word_end;
  } else if (led && n >= 3 &&
             s.one_of(s.skip_blanks(end), {U"元", U"人", U"户", U"平", U"米", U"年", U"个", U"块", U"次", U"家", U"多",
                                           U"余", U"号楼", U"栋", U"-", U"/", U":", U".", U"%"}) == 0) {
    r.end = end;
  } else if (is_room_word && n >= 3) {
    r.end = word_end;
  }
  return r;
}

// "3-2-501" or "3-501" behind the name of an estate; "…室" behind it is proof enough.
size_t dashed(const Scan& s, size_t i) {
  size_t at = i, parts = 0, last = 0;
  while (parts < 4) {
    size_t end = at;
    while (s.digit(end)) ++end;
    if (end == at) return 0;
    last = end - at;
    ++parts;
    at = end;
    if (s.at(at) != '-' || !s.digit(at + 1)) break;
    if (last > 2) return 0;
    ++at;
  }
  if (parts < 2 || last < 3 || last > 4 || s.alnum(at)) return 0;
  const size_t word = s.one_of(at, {U"室", U"户"});
  if (word > 0) return at + word;
  size_t before = i;
  while (before > 0 && s.text[before - 1] == ' ') --before;
  const bool estate =
      std::any_of(kEstate.begin(), kEstate.end(), [&](auto w) { return s.text.substr(0, before).ends_with(w); });
  return estate && (parts == 3 || s.cue_before(i, 12, {U"住", U"地址", U"小区"})) ? at : 0;
}

/// One part of an address as English writes it.
struct Part {
  size_t end = 0;         ///< 0: none
  bool dwelling = false;  ///< "flat 3B"; else "Block B"
  bool alone = false;     ///< proof enough by itself
};

Part english_part(const Scan& s, size_t i) {
  if (s.alnum(i - 1)) return {};
  const size_t sure = s.one_of(i, {U"apartment", U"apt"}),
               likely = s.one_of(i, {U"flat", U"unit", U"suite", U"ste", U"room", U"rm"}),
               building = s.one_of(i, {U"building", U"bldg", U"block", U"blk", U"tower"});
  size_t at = i + std::max({sure, likely, building});
  if (at == i || s.letter(at)) return {};
  while (s.at(at) == ' ' || s.at(at) == '.' || s.at(at) == '#' || s.one_of(at, {U"no."}) > 0) ++at;
  const size_t first = at;
  while (s.digit(at)) ++at;
  const size_t digits = at - first;
  if (s.letter(at) && !s.alnum(at + 1)) ++at;
  if (digits > 0 && s.at(at) == '-' && s.digit(at + 1))  // 05-123
    for (++at; s.digit(at);) ++at;
  if (at == first || digits > 5 || s.alnum(at) || s.at(at) == '%') return {};
  if (building > 0) return {.end = at};
  if (digits == 0) return {};
  return {.end = at, .dwelling = true, .alone = sure > 0 || digits >= 3 || at - first > digits};
}

// "Room 1203, Building 7", "Block B, Unit 12": a dwelling that proves itself, or one with another part beside it.
size_t english(const Scan& s, size_t i) {
  bool alone = false, dwelling = false;
  size_t parts = 0, end = 0;
  for (size_t at = i; parts < 4; ++parts) {
    const Part part = english_part(s, at);
    if (part.end == 0) break;
    end = part.end;
    alone = alone || part.alone;
    dwelling = dwelling || part.dwelling;
    at = end + (s.at(end) == ',' ? 1 : 0);
    at = s.skip_blanks(at);
  }
  return alone || (dwelling && parts > 1) ? end : 0;
}

// "#05-123": floor and door as Singapore writes them; not the number of an order.
size_t floor_and_door(const Scan& s, size_t i) {
  if (s.at(i) != '#' || s.alnum(i - 1)) return 0;
  size_t at = i + 1;
  while (s.digit(at)) ++at;
  const size_t floor = at - i - 1;
  if (floor != 2 || s.at(at) != '-') return 0;
  const size_t first = ++at;
  while (s.digit(at)) ++at;
  const size_t door = at - first;
  if (door < 2 || door > 4 || s.letter(at) || s.at(at) == '-') return 0;
  return s.cue_before(i, 8, {U"order", U"issue", U"case", U"ticket", U"no.", U"订单", U"编号", U"单号"}) ? 0 : at;
}

}  // namespace

void find_doors(const Scan& s, Finds& out) {
  const auto add = [&](size_t first, size_t end) {
    out.push_back({{static_cast<uint32_t>(first), static_cast<uint32_t>(end)}, MaskKind::door});
    return end - 1;
  };
  for (size_t i = 0; i < s.text.size(); ++i) {
    if (const size_t end = floor_and_door(s, i); end > 0) {
      i = add(i, end);
      continue;
    }
    const bool number = s.digit(i) ? !s.alnum(i - 1) : han_digit(s.text[i]) && !han_digit(s.before(i));
    if (s.letter(i)) {
      if (const size_t end = english(s, i); end > 0)
        i = add(i, end);
      else if (s.alnum(i - 1))
        continue;
    }
    if (!number && !(s.letter(i) && is_han(s.at(i + 1)))) continue;
    if (const size_t end = s.digit(i) && s.before(i) != '-' ? dashed(s, i) : 0; end > 0) {
      i = add(i, end);
      continue;
    }
    const Reading r = dwelling(s, i);
    if (r.end == 0) continue;
    if (!r.unit && s.cue_before(i, 12, kPublic)) {
      i = r.end - 1;
      continue;
    }
    i = add(i, r.end);
  }
}

}  // namespace hb::text::mask_scan
