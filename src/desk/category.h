#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "desk/cases.h"
#include "text/classify.h"
#include "text/matter.h"

/// Which unit a matter is likely for: by the rule where the place is clear, else as the desk's own closed cases were
/// decided, and before there are enough of them by the words and harms of the shipped lexicon. A person dispatches.
namespace hb::desk {

inline constexpr int64_t kCasesToLearn = 50;  ///< closed cases of a unit before it is learnt

struct Suggestion {
  enum class By : uint8_t { nothing, place, learnt, lexicon };
  By by = By::nothing;
  UnitId unit{};
  std::string matter{};            ///< what it is about by the lexicon, whoever is proposed; "": it does not say
  std::vector<std::string> why{};  ///< the place; features that counted; words and "harm:ID" that were found
  double score = 0.0;              ///< learnt: 0 to 1
  int64_t learnt_from = 0;         ///< closed cases; 0: not learnt yet
  double held_back_f1 = 0.0;       ///< of what was learnt, on the part held back
  std::optional<Instant> learnt_at{};
};
std::string_view name_of(Suggestion::By by);

/// What came of an attempt to learn.
struct Learnt {
  bool adopted = false;
  int64_t cases = 0;  ///< of units that have enough
  int64_t units = 0;  ///< that have enough
  double f1 = 0;      ///< of the new one, on the part held back
  double before = 0;  ///< of the one that ran, on that of it whose units it knows
};

/// Any thread.
class Category {
 public:
  explicit Category(const Wiring& wiring) : w_(wiring) {}

  /// Reads what was learnt before. Errors: the store's, "classify.model".
  Result<void> load();

  /// Errors: the store's.
  Result<Suggestion> for_case(const casework::Case& state) const;
  Result<Suggestion> for_issue(const IssueRow& row, const std::vector<UnitId>& criticised) const;

  /// Learns anew from the newest answered cases, if a day has passed and kFresh more were closed since the last time.
  /// The text of a case is its title, its summary and the posts of its issue: a citizen's own words are sealed. Of each
  /// unit with kCasesToLearn and more; a fifth, chosen by the texts themselves and so always the same, is held back,
  /// and what does worse there than what runs is not adopted. None: it was not time. Takes seconds: not on a thread
  /// that people wait for. Errors: the store's.
  Result<std::optional<Learnt>> learn();
  static constexpr int64_t kFresh = 20;
  static constexpr int64_t kMostCases = 10000;

 private:
  struct Model {
    text::Classifier classifier;
    Instant at;
    int64_t cases = 0;
    double f1 = 0.0;
  };
  Result<std::string> text_of(const std::string& title, const std::string& summary, IssueId issue) const;
  Result<Suggestion> suggest(const std::string& text, const std::vector<std::string>& places,
                             const std::vector<std::string>& harms, const std::vector<UnitId>& not_these) const;
  std::shared_ptr<const Model> model() const;

  Wiring w_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Model> model_;  ///< under the mutex; null: not learnt yet
};

}  // namespace hb::desk
