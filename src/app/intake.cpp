#include "app/intake.h"

#include "app/data_dir.h"
#include "app/rulebooks.h"

namespace hb::app {

Intake::Intake(std::unique_ptr<store::SqliteStore> store, const rulebook::Rulebook& book, const desk::Clock& clock)
    : store_(std::move(store)),
      wiring_{.store = *store_,
              .clock = clock,
              .random = random_,
              .rules = std::make_shared<const casework::Rules>(book.rules),
              .office = "",
              .simplifier = open_simplifier(),
              .matters = open_matters()},
      hearing_(wiring_, book.notice, allow_) {}

Result<std::unique_ptr<Intake>> Intake::open(const std::string& dir, const rulebook::Rulebook& book,
                                             const desk::Clock& clock) {
  auto store = store::SqliteStore::open(dir);
  if (!store) return tl::unexpected(store.error());
  if (const auto ok = mark_kind(dir, /*demo=*/false); !ok) return tl::unexpected(ok.error());
  std::unique_ptr<Intake> intake(new Intake(std::move(*store), book, clock));
  if (const auto loaded = intake->hearing_.load(); !loaded) return tl::unexpected(loaded.error());
  return intake;
}

Result<void> Intake::add(PostLine post) {
  batch_bytes_ += post.title.size() + post.text.size();
  batch_.push_back(std::move(post));
  return batch_.size() < kBatch && batch_bytes_ < kBatchBytes ? Result<void>{} : flush();
}

Result<void> Intake::flush() {
  if (batch_.empty()) return {};
  std::vector<desk::Incoming> incoming;
  for (const auto& post : batch_)
    incoming.push_back({.source = post.source,
                        .publisher = "",
                        .url = post.url,
                        .published_at = post.published_at,
                        .title = post.title,
                        .text = post.text,
                        .author = post.author,
                        .reply = post.title.empty()});
  const auto heard = hearing_.hear(incoming);
  if (!heard) return tl::unexpected(heard.error());
  heard_.stored += heard->stored;
  heard_.known += heard->known;
  heard_.issues += heard->issues;
  heard_.critical.insert(heard_.critical.end(), heard->critical.begin(), heard->critical.end());
  batch_.clear();
  batch_bytes_ = 0;
  return {};
}

}  // namespace hb::app
