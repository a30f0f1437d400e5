#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/posts.h"
#include "app/simplifier.h"
#include "app/system.h"
#include "desk/hearing.h"
#include "rulebook/rulebook.h"
#include "store/sqlite/store.h"

namespace hb::app {

/// What the verbs that bring posts from a file need of a data directory: its record and the ear, nothing that speaks.
/// One thread. Posts are gathered and heard a batch at a time; what is gathered is lost unless `flush` is called.
class Intake {
 public:
  /// Errors: the store's; "store.locked" carries the holder's process id; "house.kind": a demo's directory. `clock`
  /// outlives it.
  static Result<std::unique_ptr<Intake>> open(const std::string& dir, const rulebook::Rulebook& book,
                                              const desk::Clock& clock);

  /// Errors: those of Hearing::hear.
  Result<void> add(PostLine post);
  Result<void> flush();

  size_t waiting() const { return batch_.size(); }
  const desk::Heard& heard() const { return heard_; }
  const desk::Wiring& wiring() const { return wiring_; }

 private:
  Intake(std::unique_ptr<store::SqliteStore> store, const rulebook::Rulebook& book, const desk::Clock& clock);

  static constexpr size_t kBatch = 500;  ///< posts a commit
  static constexpr size_t kBatchBytes = size_t{8} << 20;

  std::unique_ptr<store::SqliteStore> store_;
  SystemRandom random_;
  text::AllowList allow_;
  desk::Wiring wiring_;
  desk::Hearing hearing_;
  std::vector<PostLine> batch_;
  size_t batch_bytes_ = 0;
  desk::Heard heard_;
};

}  // namespace hb::app
