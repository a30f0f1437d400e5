#pragma once
#include <array>
#include <string>
#include <vector>

#include "bench/input.h"

namespace bench {

inline constexpr long kMeasured = 20'000;

/// The posts that noticing and its floor are given: the lines of a file, over and over with another number each time
/// round, or put together from words.
class Posts {
 public:
  explicit Posts(const char* file) {
    if (*file != '\0') titles_ = lines(file);
  }

  std::string text(uint64_t i) const {
    if (!titles_.empty()) {
      const uint64_t round = i / titles_.size();
      std::string title = titles_[i % titles_.size()];
      // Another city's news of the same sort: every title is new, its words are not.
      if (round > 0) title += kPlaces[(round + i) % kPlaces.size()] + std::to_string(round * 7919 % 100'000);
      return title;
    }
    Numbers numbers{i + 1};
    (void)numbers.next();
    std::string out;
    for (int piece = 0; piece < 3; ++piece) {
      // A name of two characters out of 3,000, then a word.
      for (int n = 0; n < 2; ++n) append(out, 0x4e00 + static_cast<uint32_t>(numbers.next() % 3000));
      out += kWords[numbers.next() % kWords.size()];
    }
    return out;
  }

 private:
  static void append(std::string& out, uint32_t c) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }

  static inline const std::array<std::string, 8> kPlaces = {"江北", "河口", "云岭", "海门",
                                                            "石桥", "南浦", "西陵", "东阳"};
  static inline const std::array<std::string, 16> kWords = {
      "超市的牛奶过期了", "门口占道停车", "说是搞活动",       "的水管漏了", "办的卡不给退", "排队等了很久",
      "电梯又停了",       "半夜装修",     "标价和结账不一样", "发票不肯开", "味道很好",     "缺斤少两",
      "路灯不亮",         "小区门口",     "今天路过",         "大家说说"};
  std::vector<std::string> titles_;
};

}  // namespace bench
