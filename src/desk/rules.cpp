#include "desk/rules.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "casework/explain.h"

namespace hb::desk {

using casework::Rules;

struct RulesInForce::Shared {
  mutable std::mutex mutex;
  casework::RulesVersions all;  ///< grows only
  std::atomic<const Rules*> now = nullptr;
  std::shared_ptr<const Rules> adopted;  ///< as its rulebook says, without the changes
  std::vector<casework::AccountChange> accounts;

  void hold() {
    std::shared_ptr<const Rules> rules = adopted;
    if (!accounts.empty()) {
      auto with = std::make_shared<Rules>(*adopted);
      with->accounts = casework::accounts_after(std::move(with->accounts), accounts);
      rules = std::move(with);
    }
    all.push_back(std::move(rules));
    now.store(all.back().get(), std::memory_order_release);
  }
};

RulesInForce::RulesInForce(std::shared_ptr<const Rules> rules) : shared_(std::make_shared<Shared>()) {
  adopt(std::move(rules));
}

const Rules& RulesInForce::operator*() const { return *shared_->now.load(std::memory_order_acquire); }

void RulesInForce::adopt(std::shared_ptr<const Rules> rules) {
  const std::lock_guard lock(shared_->mutex);
  shared_->adopted = std::move(rules);
  shared_->hold();
}

void RulesInForce::register_accounts(std::vector<casework::AccountChange> changes) {
  const std::lock_guard lock(shared_->mutex);
  shared_->accounts = std::move(changes);
  shared_->hold();
}

void RulesInForce::remember(std::shared_ptr<const Rules> rules) {
  const std::lock_guard lock(shared_->mutex);
  shared_->all.push_back(std::move(rules));
}

std::shared_ptr<const Rules> RulesInForce::version(std::string_view name) const {
  const std::lock_guard lock(shared_->mutex);
  const auto at = std::ranges::find_if(shared_->all, [&](const auto& one) { return one->version == name; });
  return at == shared_->all.end() ? nullptr : *at;
}

casework::RulesVersions RulesInForce::versions() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->all;
}

std::shared_ptr<const Rules> rules_of(const casework::CaseClock& clock, const RulesInForce& rules) {
  auto maker = rules.version(clock.rules);
  if (clock.calendar.empty() || maker == nullptr) return maker;
  const auto reckoned = rules.version(clock.calendar);
  if (reckoned == nullptr) return nullptr;
  auto both = std::make_shared<Rules>(*maker);
  both->calendar = reckoned->calendar;
  return both;
}

std::vector<std::string> explain_clock(const casework::CaseClock& clock, const RulesInForce& rules, Language language) {
  if (clock.ends == casework::ClockEnd::done) return {casework::promise_in_words(language)};
  const auto made = rules_of(clock, rules);
  const casework::ClockSpec* spec = made == nullptr ? nullptr : made->clock(clock.id);
  if (spec == nullptr) return {};
  if (spec->starts == casework::ClockStart::published || spec->starts == casework::ClockStart::assessed)
    return {casework::named_in_words(spec->starts, language)};
  const auto run = casework::run_of(clock);
  const auto due = casework::due(*spec, *made->calendar, run);
  if (!due || due->due != clock.due) return {};
  const auto steps = casework::explain(*spec, *made->calendar, run);
  if (!steps) return {};
  std::vector<std::string> out;
  out.reserve(steps->size());
  for (const auto& step : *steps) out.push_back(casework::in_words(step, made->calendar->zone(), language));
  return out;
}

}  // namespace hb::desk
