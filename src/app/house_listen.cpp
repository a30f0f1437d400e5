// A visit is one step of listen::poll; what it brought and what is remembered of the source are written in one
// transaction. A name of who wrote goes from the page into the voice tag and nowhere else.

#include <algorithm>

#include "app/house.h"
#include "app/page_process.h"

namespace hb::app {

Result<void> House::load_sources() {
  const auto rows = store_->sources();
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Ear> ears;
  for (const auto& row : *rows) {
    if (row.ended_at) continue;
    auto config = listen::parse_config(row.config);
    auto state = listen::parse_state(row.state);
    if (!config || !state) {
      desk::SourceRow damaged = row;
      damaged.last_error = config ? state.error().code : config.error().code;
      desk::Changes changes;
      changes.sources.push_back(std::move(damaged));
      if (const auto done = store_->commit(changes); !done) return tl::unexpected(done.error());
      continue;
    }
    ears.push_back({std::move(*config), std::move(*state)});
  }
  ears_ = std::move(ears);
  return {};
}

desk::SourceRow House::row_of(const Ear& ear) const {
  return {.id = ear.config.id,
          .name = ear.config.name,
          .unit = ear.config.unit,
          .config = listen::to_bytes(ear.config),
          .state = listen::to_bytes(ear.state),
          .last_success = ear.state.last_success,
          .last_new = ear.state.last_new,
          .last_error = ear.state.last_error};
}

// A row that cannot be read is shown with what can be said of it.
http::SourceFacts House::facts_of(const desk::SourceRow& row) const {
  const auto config = listen::parse_config(row.config);
  const auto state = listen::parse_state(row.state);
  if (!config || !state)
    return {.kind = std::string(name_of(listen::SourceKind::page)),
            .url = {},
            .rhythm = {},
            .next_due = {},
            .error_detail = config ? state.error().code : config.error().code};
  return {.kind = std::string(name_of(config->kind)),
          .url = config->url,
          .rhythm = config->rhythm,
          .next_due = state->pace.visits > 0 ? std::optional(state->pace.next_due) : std::nullopt,
          .error_detail = state->last_error_detail,
          .silent_since = listen::silent_since(*state, clock().now())};
}

Result<void> House::add_source(const listen::SourceConfig& config) {
  if (const auto findings = listen::validate_source(config); !findings.empty())
    return fail(findings.front().code.c_str(), findings.front().key);
  const auto at = std::ranges::find(ears_, config.id, [](const Ear& ear) { return ear.config.id; });
  Ear ear{config, at == ears_.end() ? listen::SourceState{} : at->state};
  desk::Changes changes;
  changes.sources.push_back(row_of(ear));
  if (const auto done = store_->commit(changes); !done) return tl::unexpected(done.error());
  if (at == ears_.end())
    ears_.push_back(std::move(ear));
  else
    *at = std::move(ear);
  return {};
}

Result<IssueId> House::regroup(const casework::Actor& actor, const desk::Regroup& what, std::optional<int64_t> seen) {
  const std::lock_guard hold(hearing_mutex_);
  if (!hearing_loaded_) return fail("request.busy");
  return hearing_->regroup(actor, what, seen);
}

Result<std::vector<desk::AlikeIssues>> House::alike(const casework::Actor& actor, IssueId of) {
  const std::lock_guard hold(hearing_mutex_);
  if (!hearing_loaded_) return fail("request.busy");
  return hearing_->alike(actor, of);
}

Result<RecordId> House::watch(const casework::Actor& actor, const std::optional<RecordId>& id,
                              const casework::WatchCommand& command, std::optional<int64_t> seen) {
  const std::lock_guard hold(hearing_mutex_);
  if (!hearing_loaded_) return fail("request.busy");
  return hearing_->watching().act(actor, id, command, seen);
}

Result<void> House::confirm_source(const casework::Actor& actor, const RecordId& id, int64_t seen) {
  const std::lock_guard hold(hearing_mutex_);
  if (auto ok = registers_.confirm(actor, id, seen); !ok) return ok;
  sources_changed_ = true;
  return {};
}

Result<Instant> House::listen(const std::function<bool()>& stop) {
  {
    const std::lock_guard hold(hearing_mutex_);
    if (sources_changed_) {
      if (auto ok = load_sources(); !ok) return tl::unexpected(ok.error());
      sources_changed_ = false;
    }
    if (auto ok = load_hearing(); !ok) return tl::unexpected(ok.error());
  }
  Instant next = kEndOfTime;
  for (auto& ear : ears_) {
    if (stop && stop()) break;
    if (listen::next_at(ear.config, ear.state, hosts_) <= clock().now())
      if (auto ok = visit(ear); !ok) return tl::unexpected(ok.error());
    next = std::min(next, listen::next_at(ear.config, ear.state, hosts_));
  }
  return next;
}

// Under hearing_mutex_.
Result<void> House::load_hearing() {
  {
    const std::lock_guard hold_notice(notice_mutex_);
    if (notice_) {
      hearing_.emplace(wiring_, *std::exchange(notice_, std::nullopt), allow_);
      hearing_loaded_ = false;
    }
  }
  if (hearing_loaded_) return {};
  std::map<std::string, std::string> owners;
  for (const auto& ear : ears_)
    if (!ear.config.publisher.empty()) owners[ear.config.id.value] = ear.config.publisher;
  if (auto ok = hearing_->load(owners); !ok) return ok;
  hearing_loaded_ = true;
  return {};
}

bool House::ours(const listen::Author& author) const {
  return author.with_bytes([&](std::string_view name) {
    return std::ranges::any_of(wiring_.rules->accounts, [&](const casework::OfficialAccount& account) {
      return name == account.name.zh || name == account.name.en;
    });
  });
}

// A rulebook adopted since may be of another zone.
listen::PageReader& House::reader() {
  const auto calendar = wiring_.rules->calendar;
  if (reader_ && read_in_ == calendar->zone().name()) return *reader_;
  read_in_ = calendar->zone().name();
  if (options_.page_reader.empty())
    reader_ = std::make_unique<listen::PlainPageReader>(
        [calendar](int64_t wall) { return desk::wall_of(calendar->zone())(wall); });
  else
    reader_ = std::make_unique<PageProcess>(std::vector<std::string>{options_.page_reader, "page-reader", read_in_});
  return *reader_;
}

Result<void> House::visit(Ear& ear) {
  auto step = listen::poll(ear.config, ear.state, hosts_, fetcher_, reader(), clock().now());
  if (step.posts.empty() && step.state == ear.state) return {};  // robots.txt was asked: nothing to keep
  Ear after{ear.config, std::move(step.state)};
  desk::Brought brought{.document = {}, .source = row_of(after)};
  if (step.document) {
    auto sealed = seal_.seal(*step.document, ear.config.id);
    if (!sealed) return tl::unexpected(sealed.error());
    brought.document = std::move(*sealed);
  }
  std::vector<desk::Incoming> batch;
  for (const auto& post : step.posts) {
    if (ours(post.author)) continue;
    batch.push_back({.source = ear.config.id.value,
                     .publisher = ear.config.publisher,
                     .url = post.url,
                     .published_at = post.published_at,
                     .title = post.reply == 0 ? std::string_view(post.title) : std::string_view(),
                     .text = post.text,
                     .author = post.author.with_bytes([](std::string_view name) { return name; }),
                     .reply = post.reply != 0});
  }
  {
    const std::lock_guard hold(hearing_mutex_);
    if (sources_changed_) return {};  // maybe this one: what was got is got again by what holds now
    if (auto ok = load_hearing(); !ok) return ok;
    const auto done = hearing_->hear(batch, std::move(brought));
    if (!done) {
      hearing_loaded_ = false;
      return tl::unexpected(done.error());
    }
  }
  ear = std::move(after);
  return {};
}

}  // namespace hb::app
