#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "desk/ports.h"

namespace hb::app::demo {

/// What a demo keeps beside its desk, in DIR/demo.json with mode 0600: where its sites live, the secret of the forum's
/// door, and the tokens of the sign-in links.
struct Home {
  std::map<std::string, uint16_t> ports{};  ///< by site
  std::string forum_secret{};
  std::map<std::string, std::string> tokens{};  ///< by role

  /// What is kept, or fresh secrets and no ports. Errors: "demo.home" (damaged, or cannot be read).
  static Result<Home> load(const std::filesystem::path& file, desk::Random& random);
  /// Whole or not at all, durable. Errors: "demo.home".
  Result<void> save(const std::filesystem::path& file) const;
};

/// 128 random bits, hexadecimal.
std::string fresh_token(desk::Random& random);

}  // namespace hb::app::demo
