#include "text/pinyin.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <mutex>

namespace hb::text {

struct Pinyin::Reader {
  std::unique_ptr<icu::Transliterator> transliterator;
  std::mutex reading;  // ICU promises nothing of one transliterator in two threads
};

Pinyin::Pinyin() : reader_(std::make_unique<Reader>()) {
  UErrorCode error = U_ZERO_ERROR;
  reader_->transliterator.reset(
      icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, error));
}
Pinyin::~Pinyin() = default;

Pinyin::Typed Pinyin::of(std::string_view name) const {
  Typed out;
  const auto source = icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
  const std::lock_guard hold(reader_->reading);
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    icu::UnicodeString sign(source.char32At(i));
    if (reader_->transliterator) reader_->transliterator->transliterate(sign);
    bool first = true;
    for (int32_t k = 0; k < sign.length(); ++k) {
      const char16_t c = sign.charAt(k);
      if (!((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))) continue;
      if (first) out.initials += static_cast<char>(c);
      out.whole += static_cast<char>(c);
      first = false;
    }
  }
  return out;
}

}  // namespace hb::text
