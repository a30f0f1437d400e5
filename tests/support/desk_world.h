#pragma once
#include <gtest/gtest.h>

#include "app/rulebooks.h"
#include "app/simplifier.h"
#include "app/source_reader.h"
#include "desk/cases.h"
#include "desk/category.h"
#include "desk/entries.h"
#include "desk/hearing.h"
#include "desk/issues.h"
#include "desk/log.h"
#include "desk/registers.h"
#include "store/memory/files.h"
#include "store/memory/store.h"

/// A whole desk in memory for tests: the demo city's rulebook, a clock that is set by hand, a random source that
/// counts.
namespace hb::test {

struct HandClock : desk::Clock {
  Instant now() const override { return at; }
  Instant at{1772687400};  // Thursday 2026-03-05 13:10 in Shanghai
};

struct CountingRandom : desk::Random {
  void fill(std::span<uint8_t> out) override {
    for (auto& byte : out) {
      next = next * 6364136223846793005ull + 1442695040888963407ull;
      byte = static_cast<uint8_t>(next >> 56);
    }
  }
  uint64_t next = 42;
};

struct OpenVault : desk::Vault {
  std::string hash_secret(std::string_view secret) override { return "hash of " + std::string(secret); }
  bool fits(std::string_view secret, std::string_view hashed) override {
    return hashed == "hash of " + std::string(secret);
  }
  Result<std::string> seal(const CaseNumber&, std::string_view plain) override { return "sealed " + to_hex(plain); }
  Result<std::string> open(const CaseNumber&, std::string_view sealed) override { return from_hex(sealed.substr(7)); }
};

/// At once: nothing is heard meanwhile.
struct AtOnce final : desk::BetweenBatches {
  AtOnce(desk::Hearing& given, desk::Registers& kept) : hearing(given), registers(kept) {}
  Result<IssueId> regroup(const casework::Actor& actor, const desk::Regroup& what,
                          std::optional<int64_t> seen) override {
    return hearing.regroup(actor, what, seen);
  }
  Result<std::vector<desk::AlikeIssues>> alike(const casework::Actor& actor, IssueId of) override {
    return hearing.alike(actor, of);
  }
  Result<RecordId> watch(const casework::Actor& actor, const std::optional<RecordId>& id,
                         const casework::WatchCommand& command, std::optional<int64_t> seen) override {
    return hearing.watching().act(actor, id, command, seen);
  }
  Result<void> confirm_source(const casework::Actor& actor, const RecordId& id, int64_t seen) override {
    return registers.confirm(actor, id, seen);
  }
  desk::Hearing& hearing;
  desk::Registers& registers;
};

struct DeskWorld {
  rulebook::Rulebook book = app::load_rulebook(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value();
  HandClock clock;
  CountingRandom random;
  OpenVault vault;
  store::MemoryStore store;
  store::MemoryFiles files;
  desk::Wiring wiring{store,
                      clock,
                      random,
                      std::make_shared<const casework::Rules>(book.rules),
                      "mingchuan.example/market",
                      {{"forum", "http://forum.example/"}},
                      app::open_simplifier(),
                      app::open_matters()};
  desk::Cases cases{wiring};
  desk::Issues issues{wiring};
  text::AllowList allow;
  desk::Hearing hearing{wiring, book.notice, allow};
  app::JsonSourceReader source_reader;
  desk::Registers registers{wiring, source_reader};
  desk::Category category{wiring};
  AtOnce between{hearing, registers};
  ledger::Signer signer{"mingchuan.example/ledger", std::string(32, '\1')};
  desk::Log log{store, files, signer};

  static casework::Actor person(int64_t id, casework::Role role, const char* unit) {
    return {{id}, "甲", {{role, {unit}}}};
  }
};

}  // namespace hb::test
