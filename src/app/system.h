#pragma once
#include <filesystem>
#include <memory>

#include "desk/cases.h"
#include "desk/ports.h"

/// What the pure rooms are handed from the machine: time, randomness, secrets.
namespace hb::app {

/// The system's clock.
class SystemClock : public desk::Clock {
 public:
  Instant now() const override;
};

/// getrandom(2), through libsodium.
class SystemRandom : public desk::Random {
 public:
  void fill(std::span<uint8_t> out) override;
};

/// A key a case below `dir` (app/key_file.h). Any thread.
class FileVault : public desk::Vault {
 public:
  explicit FileVault(std::filesystem::path dir);
  std::string hash_secret(std::string_view secret) override;
  bool fits(std::string_view secret, std::string_view hashed) override;
  Result<std::string> seal(const CaseNumber& number, std::string_view plain) override;
  Result<std::string> open(const CaseNumber& number, std::string_view sealed) override;

 private:
  std::filesystem::path dir_;
};

}  // namespace hb::app
