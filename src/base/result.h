#pragma once
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace hb {

/// What went wrong, for a program and for the person who reads the sentence made of it.
/// `code` is a stable kebab-case id such as "case.text-changed"; it names the sentence in http/ and app/ and never
/// changes its meaning. `detail` is the offending piece (a key, a hash, a line), never a sentence and never a secret.
struct Error {
  std::string code;
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

/// A value or an Error. Every function that can fail for a reason outside its caller's control returns one.
template <class T, class E = Error>
using Result = tl::expected<T, E>;

/// The failing side of a Result: `return fail("post.too-long", id);`
[[nodiscard]] inline tl::unexpected<Error> fail(std::string code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{std::move(code), std::move(detail)});
}

}  // namespace hb
