#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace hb::listen {

/// Who wrote a post, from the page until the voice tag is made of it, and in memory only (DESIGN.md 2.2). It cannot be
/// printed, compared, copied or written anywhere by accident; the bytes are wiped when it ends.
class Author {
 public:
  Author() = default;
  explicit Author(std::string_view name) : size_(name.size()), bytes_(size_ == 0 ? nullptr : new char[size_]) {
    std::copy(name.begin(), name.end(), bytes_.get());
  }
  Author(Author&& other) noexcept : size_(std::exchange(other.size_, 0)), bytes_(std::move(other.bytes_)) {}
  Author& operator=(Author&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  Author(const Author&) = delete;
  Author& operator=(const Author&) = delete;
  ~Author() {
    volatile char* bytes = bytes_.get();  // volatile: else the compiler may leave it out
    for (size_t i = 0; i < size_; ++i) bytes[i] = 0;
  }

  bool empty() const { return size_ == 0; }

  /// Hands the name to `use`. The view holds as long as this Author does.
  template <class Use>
  decltype(auto) with_bytes(Use&& use) const {
    return std::forward<Use>(use)(std::string_view(bytes_.get(), size_));
  }

 private:
  size_t size_ = 0;
  std::unique_ptr<char[]> bytes_;
};

}  // namespace hb::listen
