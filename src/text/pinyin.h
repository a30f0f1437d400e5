#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace hb::text {

/// How a Chinese name is typed on a Latin keyboard: Hanyu Pinyin without tones, by ICU's Han-Latin transliterator. One
/// reading a character, the usual one: a surname that is read otherwise (单 as Shàn) is found by its usual reading
/// only. Any thread.
class Pinyin {
 public:
  Pinyin();
  ~Pinyin();
  Pinyin(const Pinyin&) = delete;
  Pinyin& operator=(const Pinyin&) = delete;

  struct Typed {
    std::string initials;  ///< "wf" of 王芳
    std::string whole;     ///< "wangfang"
  };
  /// Latin letters and digits stand for themselves, in lower case; everything else is left out.
  Typed of(std::string_view name) const;

 private:
  struct Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace hb::text
