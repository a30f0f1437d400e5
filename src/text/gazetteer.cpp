// Names as people write them are made from the official ones: without the word for the kind of division (杭州), without
// the peoples of an autonomous one (恩施州), and, for counties, with the word they had before a reform (富阳市).
#include "text/gazetteer.h"

#include <algorithm>
#include <tuple>

#include "base/utf8.h"

namespace hb::text {

std::string_view name(PlaceLevel level) {
  switch (level) {
    case PlaceLevel::province:
      return "province";
    case PlaceLevel::city:
      return "city";
    case PlaceLevel::district:
      return "district";
    case PlaceLevel::town:
      return "town";
    case PlaceLevel::own:
      return "own";
  }
  return "";
}

struct Gazetteer::Alias {
  std::u32string name;
  uint32_t division;
  Spelling spelling;
};

namespace {

constexpr std::u32string_view kPeoples[] = {
    U"柯尔克孜", U"俄罗斯", U"维吾尔", U"哈萨克", U"土家族", U"达斡尔族", U"鄂温克族", U"鄂伦春", U"朝鲜族", U"布依族",
    U"哈尼族",   U"傈僳族", U"景颇族", U"仡佬族", U"毛南族", U"仫佬族",   U"撒拉族",   U"东乡族", U"保安族", U"裕固族",
    U"塔吉克",   U"锡伯",   U"拉祜族", U"布朗族", U"普米族", U"独龙族",   U"蒙古族",   U"壮族",   U"回族",   U"藏族",
    U"苗族",     U"侗族",   U"瑶族",   U"白族",   U"彝族",   U"傣族",     U"羌族",     U"怒族",   U"佤族",   U"水族",
    U"黎族",     U"畲族",   U"满族",   U"土族",   U"蒙古",   U"哈萨克族", U"各族"};

// "恩施土家族苗族自治州" → "恩施"; empty if the name has no word for an autonomous division.
std::u32string home_of_peoples(std::u32string_view name) {
  for (const std::u32string_view kind : {U"自治区", U"自治州", U"自治县", U"自治旗", U"民族乡", U"族乡"}) {
    if (!name.ends_with(kind)) continue;
    std::u32string out(name.substr(0, name.size() - kind.size() + (kind == U"族乡" ? 1 : 0)));
    for (bool again = true; again;) {
      again = false;
      for (const auto people : kPeoples) {
        if (!out.ends_with(people) || out.size() < people.size() + 2) continue;
        out.resize(out.size() - people.size());
        again = true;
      }
    }
    return out;
  }
  return {};
}

// Counties of a kind "…高新技术产业开发区" are nobody's address.
bool is_zone(std::string_view code) { return code.size() == 6 && code[4] == '7'; }

std::u32string without(std::u32string_view name, std::initializer_list<std::u32string_view> kinds) {
  for (const auto kind : kinds)
    if (name.ends_with(kind) && name.size() >= kind.size() + 2)
      return std::u32string(name.substr(0, name.size() - kind.size()));
  return {};
}

bool is_municipality(std::string_view code) { return code == "11" || code == "12" || code == "31" || code == "50"; }

PlaceLevel level_of(std::string_view code) {
  switch (code.size()) {
    case 2:
      return PlaceLevel::province;
    case 4:
      return PlaceLevel::city;
    case 6:
      return PlaceLevel::district;
    default:
      return PlaceLevel::town;
  }
}

}  // namespace

Result<void> Gazetteer::read(std::string_view file, std::vector<Alias>& aliases) {
  const auto add = [&](const Division& division) {
    const auto id = static_cast<uint32_t>(divisions_.size());
    divisions_.push_back(division);
    if (is_zone(division.code)) return;
    const auto full = to_utf32(division.name);
    const auto alias = [&](std::u32string text, Spelling spelling) {
      if (text.size() >= 2 && text != full) aliases.push_back({std::move(text), id, spelling});
    };
    aliases.push_back({full, id, Spelling::full});
    const auto home = home_of_peoples(full);
    switch (division.level) {
      case PlaceLevel::province:
        alias(home.empty() ? without(full, {U"特别行政区", U"省", U"市"}) : home, Spelling::brief);
        if (!home.empty()) alias(home + U"省", Spelling::full);
        if (full.ends_with(U"自治区")) alias(home + U"自治区", Spelling::full);
        break;
      case PlaceLevel::city:
        alias(home.empty() ? without(full, {U"市", U"地区", U"盟"}) : home, Spelling::brief);
        if (!home.empty()) alias(home + U"州", Spelling::full);
        break;
      case PlaceLevel::district: {
        const auto stem = home.empty() ? without(full, {U"林区", U"新区", U"区", U"县", U"市", U"旗"}) : home;
        alias(stem, Spelling::brief);
        if (full.ends_with(U"新区") && !stem.empty()) alias(stem + U"区", Spelling::other);
        for (const char32_t kind : {U'区', U'县', U'市'})
          if (!stem.empty() && !full.ends_with(U"旗")) alias(stem + kind, Spelling::other);
        break;
      }
      case PlaceLevel::town: {
        auto stem = without(full, {U"街道", U"镇", U"苏木", U"乡"});
        if (!home.empty()) stem = home;
        alias(stem, Spelling::brief);
        for (const std::u32string_view kind : {U"街道", U"镇", U"乡"})
          if (!stem.empty()) alias(stem + std::u32string(kind), Spelling::other);
        break;
      }
      case PlaceLevel::own:
        break;
    }
  };
  while (!file.empty()) {
    auto line = file.substr(0, file.find('\n'));
    file.remove_prefix(std::min(file.size(), line.size() + 1));
    if (line.empty() || line[0] == '#') continue;
    const auto word = [&line] {
      const auto out = line.substr(0, line.find(' '));
      line.remove_prefix(std::min(line.size(), out.size() + 1));
      return std::string(out);
    };
    const std::string_view whole = line;
    const auto code = word();
    const auto title = word();
    const bool digits = std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || (code.size() != 2 && code.size() != 4 && code.size() != 6) || title.empty() || !valid_utf8(whole))
      return fail("regions.line", std::string(start_of(whole, 40)));
    add({code, title, level_of(code)});
    if (is_municipality(code)) add({code + "01", title, PlaceLevel::city});
    while (!line.empty()) {
      const auto town = word();
      if (code.size() != 6 || town.size() < 5) return fail("regions.line", town);
      add({code + town.substr(0, 3), town.substr(3), PlaceLevel::town});
    }
  }
  return {};
}

Result<Gazetteer> Gazetteer::parse(std::string_view divisions, std::string_view earlier) {
  Gazetteer out;
  std::vector<Alias> aliases;
  if (auto done = out.read(divisions, aliases); !done) return tl::unexpected(done.error());
  out.present_ = out.divisions_.size();
  if (auto done = out.read(earlier, aliases); !done) return tl::unexpected(done.error());
  std::sort(aliases.begin(), aliases.end(), [](const Alias& a, const Alias& b) {
    return std::tie(a.name, a.spelling, a.division) < std::tie(b.name, b.spelling, b.division);
  });
  size_t letters = 64;  // never so few that moving the string would move them
  for (const auto& alias : aliases) letters += alias.name.size();
  out.letters_.reserve(letters);
  out.names_.reserve(aliases.size());
  for (const auto& alias : aliases) out.letters_ += alias.name;
  for (size_t at = 0; const auto& alias : aliases) {
    out.names_.push_back(
        {std::u32string_view(out.letters_).substr(at, alias.name.size()), alias.division, alias.spelling});
    at += alias.name.size();
  }
  return out;
}

bool Gazetteer::Cursor::step(char32_t c) {
  const size_t k = depth_++;
  first_ = std::lower_bound(first_, last_, c,
                            [k](const Name& n, char32_t wanted) { return n.text.size() <= k || n.text[k] < wanted; });
  last_ = std::upper_bound(first_, last_, c,
                           [k](char32_t wanted, const Name& n) { return n.text.size() > k && wanted < n.text[k]; });
  return first_ != last_;
}

const Gazetteer::Name* Gazetteer::Cursor::end() const {
  const auto* at = first_;
  while (at != last_ && at->text.size() == depth_) ++at;
  return at;
}

const Division* Gazetteer::by_code(std::string_view code) const {
  const auto found = std::find_if(divisions_.begin(), divisions_.begin() + static_cast<ptrdiff_t>(present_),
                                  [&](const Division& d) { return d.code == code; });
  return found == divisions_.begin() + static_cast<ptrdiff_t>(present_) ? nullptr : &*found;
}

std::vector<const Division*> Gazetteer::by_name(std::string_view wanted) const {
  std::vector<const Division*> out;
  Cursor cursor(*this);
  for (const char32_t c : to_utf32(wanted))
    if (!cursor.step(c)) return out;
  for (const auto& found : cursor)
    if (found.spelling == Spelling::full) out.push_back(&divisions_[found.division]);
  return out;
}

}  // namespace hb::text
