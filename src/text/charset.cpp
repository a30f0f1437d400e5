// A page's declared charset is wrong often enough that it is evidence, not an order. What decides is whether the bytes
// make sense under it. For Chinese there is a cheap and sharp test: in running text every third character is one of the
// hundred most frequent ones, while text read in the wrong double-byte charset hits them about once in a hundred.
#include "text/charset.h"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"

namespace hb::text {
namespace {

constexpr size_t kSample = 256u << 10;      // statistics look at this much
constexpr size_t kDeclarationBytes = 4096;  // where a document declares itself
constexpr double kPlausible = 0.10;         // share of frequent characters from which Chinese text is believed
constexpr double kImplausible = 0.04;
constexpr size_t kEnoughHan = 12;

// The converter for a label, empty if we do not read it.
std::string canonical(std::string_view label) {
  const std::string l = lower(label);
  const auto one_of = [&](auto... names) { return ((l == names) || ...); };
  if (one_of("utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8")) return "utf-8";
  if (one_of("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "gb_2312", "cp936", "ms936", "windows-936", "chinese",
             "csgb2312", "iso-ir-58", "euc-cn", "hz-gb-2312"))
    return "gb18030";
  if (one_of("big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5", "cp950", "ms950", "windows-950", "big5hkscs",
             "big-5"))
    return "big5-hkscs";
  if (one_of("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "cp1252", "windows-1252",
             "iso_8859-1"))
    return "windows-1252";
  if (one_of("utf-16", "utf-16le", "utf16", "utf16le")) return "utf-16le";
  if (one_of("utf-16be", "utf16be")) return "utf-16be";
  if (one_of("utf-32le", "utf-32be", "koi8-r", "koi8-u", "shift_jis", "euc-jp", "euc-kr", "macintosh", "tis-620"))
    return l;
  if (one_of("sjis", "x-sjis", "windows-31j")) return "shift_jis";
  if (l.rfind("windows-125", 0) == 0 || l.rfind("windows-874", 0) == 0 || l.rfind("iso-8859-", 0) == 0) return l;
  if (l.rfind("cp125", 0) == 0) return "windows-" + l.substr(2);
  return {};
}

struct Converted {
  std::string text;
  size_t errors = 0;
};

std::string repair_utf8(std::string_view bytes, size_t& errors) {
  std::string out;
  out.reserve(bytes.size());
  bool bad_before = false;
  for (size_t at = 0; at < bytes.size();) {
    const size_t first = at;
    const char32_t c = next_code_point(bytes, at);
    const bool bad = c == U'\uFFFD' && at - first == 1;
    if (bad) {
      if (!bad_before) append_utf8(out, U'\uFFFD');
      ++errors;
    } else {
      out.append(bytes.substr(first, at - first));
    }
    bad_before = bad;
  }
  return out;
}

std::optional<Converted> convert(std::string_view bytes, const std::string& charset) {
  Converted out;
  if (charset == "utf-8") {
    out.text = repair_utf8(bytes, out.errors);
    return out;
  }
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset.c_str(), &error), ucnv_close);
  if (U_FAILURE(error)) return std::nullopt;
  std::vector<UChar> wide(bytes.size() + 2);  // no charset of ours yields more UTF-16 units than bytes
  const int32_t n = ucnv_toUChars(converter.get(), wide.data(), static_cast<int32_t>(wide.size()), bytes.data(),
                                  static_cast<int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return std::nullopt;
  for (int32_t i = 0; i < n;) {
    char32_t c = wide[static_cast<size_t>(i++)];
    if (U16_IS_LEAD(c) && i < n && U16_IS_TRAIL(wide[static_cast<size_t>(i)]))
      c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, wide[static_cast<size_t>(i++)]));
    if (c == 0xFEFF && out.text.empty()) continue;
    if (c == 0xFFFD || (c >= 0xD800 && c < 0xE000)) ++out.errors;
    append_utf8(out.text, c);
  }
  return out;
}

const std::unordered_set<char32_t>& frequent_han() {
  static const std::unordered_set<char32_t> set = [] {
    const std::u32string_view most =
        U"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
        U"然家种事成方"
        U"多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第"
        U"公此已工使情"
        U"明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代"
        U"内信表化老"
        U"给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少"
        U"报才结反受"
        U"目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强"
        U"即像难且权"
        U"這個們來爲國說時會對過發後裡麼學現當沒動還進無與長機問業點關開應戰頭體給題員氣電數報結變總處務場計實經樣從東"
        U"門區麵種"
        U"嗎吗吧呢啊请請店商品买買卖賣食吃费費消质質价價元号號年月日，。、：；！？（）";
    return std::unordered_set<char32_t>(most.begin(), most.end());
  }();
  return set;
}

struct Evidence {
  size_t wide = 0;  // characters outside ASCII
  size_t han = 0;
  size_t frequent = 0;  // of all `wide`
  size_t errors = 0;
  double share() const { return wide == 0 ? 0 : static_cast<double>(frequent) / static_cast<double>(wide); }
  double error_share() const { return wide == 0 ? 0 : static_cast<double>(errors) / static_cast<double>(wide); }
};

// The part that statistics look at: what stands outside ASCII is rare in a page's head, so skip to it.
std::string_view sample(std::string_view bytes) {
  size_t first = 0;
  while (first < bytes.size() && static_cast<unsigned char>(bytes[first]) < 0x80) ++first;
  if (bytes.size() <= kSample) return bytes;
  return bytes.substr(first, kSample);
}

std::optional<Evidence> weigh(std::string_view bytes, const std::string& charset) {
  const auto converted = convert(sample(bytes), charset);
  if (!converted) return std::nullopt;
  Evidence e;
  e.errors = converted->errors;
  const auto& frequent = frequent_han();
  for (size_t at = 0; at < converted->text.size();) {
    const char32_t c = next_code_point(converted->text, at);
    if (c < 0x80) continue;
    ++e.wide;
    if (is_han(c)) ++e.han;
    if (frequent.contains(c)) ++e.frequent;
  }
  return e;
}

std::string_view bom(std::string_view bytes, size_t& skip) {
  const auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  using namespace std::string_view_literals;
  skip = 4;
  if (starts("\x84\x31\x95\x33"sv)) return "gb18030";
  if (starts("\xFF\xFE\0\0"sv)) return "utf-32le";
  if (starts("\0\0\xFE\xFF"sv)) return "utf-32be";
  skip = 3;
  if (starts("\xEF\xBB\xBF"sv)) return "utf-8";
  skip = 2;
  if (starts("\xFF\xFE"sv)) return "utf-16le";
  if (starts("\xFE\xFF"sv)) return "utf-16be";
  return {};
}

// UTF-16 without a mark: ASCII in it (markup, blanks, line ends) puts zero bytes all on one side.
std::string_view unmarked_utf16(std::string_view bytes) {
  const auto part = bytes.substr(0, std::min<size_t>(bytes.size(), 4096) & ~size_t{1});
  std::array<size_t, 2> zeros{};
  for (size_t i = 0; i < part.size(); ++i) zeros[i % 2] += part[i] == '\0' ? 1 : 0;
  const size_t enough = std::max<size_t>(2, part.size() / 50);
  if (zeros[1] >= enough && zeros[1] > zeros[0] * 8) return "utf-16le";
  if (zeros[0] >= enough && zeros[0] > zeros[1] * 8) return "utf-16be";
  return {};
}

std::string value_after(std::string_view text, std::string_view key) {
  const std::string hay = lower(text);
  for (size_t at = hay.find(key); at != std::string::npos; at = hay.find(key, at + 1)) {
    size_t i = at + key.size();
    const auto blank = [&] {
      return i < hay.size() && (hay[i] == ' ' || hay[i] == '\t' || hay[i] == '\n' || hay[i] == '\r');
    };
    while (blank()) ++i;
    if (i >= hay.size() || hay[i] != '=') continue;
    ++i;
    while (blank() || (i < hay.size() && (hay[i] == '"' || hay[i] == '\''))) ++i;
    const size_t first = i;
    while (i < hay.size() && (std::isalnum(static_cast<unsigned char>(hay[i])) || hay[i] == '-' || hay[i] == '_')) ++i;
    if (i > first) return hay.substr(first, i - first);
  }
  return {};
}

// What the document says of itself: `<?xml … encoding="x"?>`, or the first `charset=x` inside a <meta …> tag.
std::string declared(std::string_view bytes) {
  const std::string head = lower(bytes.substr(0, kDeclarationBytes));
  if (const size_t xml = head.find("<?xml"); xml != std::string::npos && xml < 16) {
    const auto found = value_after(std::string_view(head).substr(xml, head.find('>', xml) - xml), "encoding");
    if (!found.empty()) return found;
  }
  for (size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 1)) {
    const auto found = value_after(std::string_view(head).substr(at, head.find('>', at) - at), "charset");
    if (!found.empty()) return found;
  }
  return {};
}

std::string by_uchardet(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), uchardet_delete);
  const auto part = sample(bytes);
  if (uchardet_handle_data(detector.get(), part.data(), part.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return canonical(uchardet_get_charset(detector.get()));
}

std::string choose(std::string_view bytes, std::string_view content_type) {
  // The best Chinese reading, if there is one: a declaration must not be clearly worse than it.
  std::string chinese;
  Evidence best;
  for (const char* name : {"utf-8", "gb18030", "big5-hkscs"}) {
    const auto e = weigh(bytes, name);
    if (!e || e->error_share() > 0.05 || e->share() < kPlausible) continue;
    if (chinese.empty() || e->share() - e->error_share() > best.share() - best.error_share()) {
      chinese = name;
      best = *e;
    }
  }
  for (const auto& label : {declared(bytes), value_after(content_type, "charset")}) {
    const auto name = canonical(label);
    if (name.empty() || name.starts_with("utf-16") || name.starts_with("utf-32")) continue;
    const auto e = weigh(bytes, name);
    if (!e || e->error_share() > 0.05) continue;
    const bool contradicted = !chinese.empty() && best.han >= kEnoughHan && e->share() < best.share() / 2 &&
                              e->share() < std::max(kImplausible, kPlausible);
    if (!contradicted) return name;
  }
  if (!chinese.empty()) return chinese;
  if (const auto e = weigh(bytes, "utf-8"); e && e->wide > e->errors * 5) return "utf-8";
  auto name = by_uchardet(bytes);
  const bool readable = !name.empty() && name != "utf-8" && !name.starts_with("utf-16") &&
                        !name.starts_with("utf-32") && weigh(bytes, name);
  if (!readable) name = "windows-1252";
  return name;
}

Result<Decoded> finish(std::string_view bytes, const std::string& charset) {
  auto converted = convert(bytes, charset);
  if (!converted) return fail("charset.unknown", charset);
  return Decoded{std::move(converted->text), charset, converted->errors > 0};
}

}  // namespace

Result<Decoded> decode_as(std::string_view bytes, std::string_view label) {
  if (bytes.size() > kMaxDocumentBytes) return fail("charset.too-long", std::to_string(bytes.size()));
  const auto charset = canonical(label);
  if (charset.empty()) return fail("charset.unknown", std::string(label.substr(0, 64)));
  return finish(bytes, charset);
}

std::string without_c1(std::string text) {
  constexpr char16_t kMeant[] =
      u"\u20AC\u0000\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u0000\u017D\u0000"
      u"\u0000\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u0000\u017E\u0178";
  const auto found = [&](size_t at) {
    return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0x80 &&
           static_cast<unsigned char>(text[at + 1]) < 0xA0;
  };
  size_t at = text.find('\xC2');
  while (at != std::string::npos && !found(at)) at = text.find('\xC2', at + 1);
  if (at == std::string::npos) return text;
  std::string out = text.substr(0, at);
  out.reserve(text.size() + 16);
  for (; at < text.size(); ++at) {
    const char16_t meant =
        text[at] == '\xC2' && found(at) ? kMeant[static_cast<unsigned char>(text[at + 1]) - 0x80u] : u'\0';
    if (meant == 0) {
      out += text[at];
    } else {
      append_utf8(out, meant);
      ++at;
    }
  }
  return out;
}

Result<Decoded> decode(std::string_view bytes, std::string_view content_type) {
  if (bytes.size() > kMaxDocumentBytes) return fail("charset.too-long", std::to_string(bytes.size()));
  size_t skip = 0;
  if (const auto marked = bom(bytes, skip); !marked.empty()) return finish(bytes.substr(skip), std::string(marked));
  if (const auto wide = unmarked_utf16(bytes); !wide.empty()) return finish(bytes, std::string(wide));
  if (valid_utf8(bytes)) return Decoded{std::string(bytes), "utf-8", false};
  return finish(bytes, choose(bytes, content_type));
}

}  // namespace hb::text
