#include "desk/portal.h"

namespace hb::desk {
namespace {

constexpr int max_wrong = 10;
constexpr size_t max_numbers = 10'000;
constexpr size_t max_code = 64;
/// Fits no code and costs as much as a real one.
constexpr std::string_view nobody =
    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

}  // namespace

bool Portal::may_try(const CaseNumber& number) {
  const int64_t hour = clock_.now().seconds / 3600;
  const std::lock_guard lock(mutex_);
  if (hour != hour_) wrong_.clear();
  hour_ = hour;
  const auto at = wrong_.find(number);
  if (at == wrong_.end() && wrong_.size() >= max_numbers) return false;
  return ++wrong_[number] <= max_wrong;  // counted before the check, so that tries at the same moment count too
}

Result<std::optional<CitizenView>> Portal::look_up(const CaseNumber& number, std::string_view code) {
  if (number.value.size() > max_code || code.size() > max_code || !may_try(number)) return std::nullopt;
  const auto citizen = store_.citizen(number);
  if (!citizen) return tl::unexpected(citizen.error());
  const bool fits = vault_.fits(code, *citizen ? (*citizen)->code_hash : nobody);
  if (!*citizen || !fits) return std::nullopt;
  auto row = store_.case_row(number);
  if (!row) return tl::unexpected(row.error());
  auto answers = store_.answers_of_case(number);
  if (!answers) return tl::unexpected(answers.error());
  if (!*row) return std::nullopt;
  {
    const std::lock_guard lock(mutex_);
    wrong_.erase(number);
  }
  return CitizenView{std::move(**row), std::move(*answers)};
}

}  // namespace hb::desk
