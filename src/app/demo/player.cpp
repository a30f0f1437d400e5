#include "app/demo/player.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace hb::app::demo {
namespace {

constexpr auto kSlice = std::chrono::milliseconds(50);  // of waiting, between two looks at `stop`

void wait(Seconds virtual_time, const Player::Options& options) {
  if (!options.speed) return;
  const auto until = std::chrono::steady_clock::now() +
                     std::chrono::duration<double>(static_cast<double>(virtual_time.count) / *options.speed);
  while (!options.stop() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(kSlice);
}

}  // namespace

Result<void> Player::prepare() {
  if (auto ok = cast_.load(); !ok) return ok;
  if (auto ok = add_people(); !ok) return ok;
  if (auto ok = catch_up(); !ok) return ok;
  const auto kept = house_.store().sources();
  if (!kept) return tl::unexpected(kept.error());
  for (auto& source : sites_.sources()) {
    const auto same = std::ranges::find(*kept, source.id, &desk::SourceRow::id);
    if (same == kept->end() || same->config != listen::to_bytes(source)) to_add_.push_back(std::move(source));
  }
  return add_sources();
}

Result<void> Player::add_people() {
  const auto known = house_.store().users();
  if (!known) return tl::unexpected(known.error());
  if (!known->empty()) return {};
  desk::Changes changes;
  changes.users = city_.people;
  const auto done = house_.store().commit(changes);
  return done ? Result<void>() : tl::unexpected(done.error());
}

Result<void> Player::catch_up() {
  auto& store = house_.store();
  const auto sources = store.sources();
  const auto size = store.ledger_size();
  const auto cases = store.cases({.unit = {}, .waits_for = {}, .text = {}, .limit = 500});
  if (!sources) return tl::unexpected(sources.error());
  if (!size) return tl::unexpected(size.error());
  if (!cases) return tl::unexpected(cases.error());
  for (const auto& source : *sources)
    if (source.last_success) clock_.set(*source.last_success);
  for (const auto& row : *cases) clock_.set(row.updated_at);
  const auto last = store.ledger_rows(std::max<int64_t>(*size - 1, 0), *size);
  if (!last) return tl::unexpected(last.error());
  if (!last->empty()) clock_.set(last->back().at);
  return {};
}

Result<void> Player::add_sources() {
  for (auto source = to_add_.begin(); source != to_add_.end();) {
    if (sites_.first_text(*source) > clock_.now()) {
      ++source;
      continue;
    }
    if (auto ok = house_.add_source(*source); !ok) return ok;
    source = to_add_.erase(source);
  }
  return {};
}

void Player::play(const Options& options) {
  while (!options.stop() && !played()) {
    Instant next = kWeekEnds;
    while (!options.stop() && cast_.next() <= clock_.now())
      if (const auto done = cast_.act(); !done) options.went_wrong(cast_.number(), done.error());
    if (const auto added = add_sources(); !added) options.went_wrong(0, added.error());
    const auto due = house_.work();
    if (!due) options.went_wrong(0, due.error());
    if (options.at) options.at(clock_.now());
    next = std::min({next, cast_.next(), due ? *due : clock_.now() + minutes(1)});
    for (const auto& source : to_add_) next = std::min(next, sites_.first_text(source));
    if (next > clock_.now()) {
      wait(next - clock_.now(), options);
      if (!options.stop()) clock_.set(next);
    } else if (clock_.now() < kWeekEnds) {
      clock_.set(clock_.now() + Seconds{1});  // what is still due at this second
    }
  }
}

}  // namespace hb::app::demo
