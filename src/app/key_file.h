#pragma once
#include <filesystem>
#include <string>

#include "base/result.h"

/// Secrets in files: one a file, mode 0600, in folders of mode 0700. Destroying the file is what makes erasure real.
namespace hb::app {

/// The `size` bytes kept at `path`; with `make`, fresh random ones if there is no file, durable before they come back:
/// a text sealed under a key that a power cut took would be lost with it. Any thread.
/// Errors: "key.missing", "key.damaged", "key.cannot-write" (the path).
Result<std::string> key_file(const std::filesystem::path& path, size_t size, bool make);

/// Encrypts under a 32-byte key: XSalsa20-Poly1305 with a random nonce in front (libsodium secretbox).
std::string seal_bytes(std::string_view key, std::string_view plain);
/// Errors: "seal.damaged": not sealed under this key, or changed since.
Result<std::string> open_bytes(std::string_view key, std::string_view sealed);

}  // namespace hb::app
