#include "casework/figures.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hb::casework {
namespace {

const UnitId kSouth{"south"}, kEast{"east"};

std::string told(const std::vector<FigureRow>& rows, const UnitId& unit, Figure figure) {
  const auto at = std::ranges::find_if(rows, [&](const auto& r) { return r.unit == unit && r.figure == figure; });
  return at == rows.end() ? "" : at->value + " of " + at->of;
}

TEST(Figures, RatesLeaveOutWhatIsNobodysToAnswer) {
  std::vector<CaseFact> cases;
  for (const CaseState state : {CaseState::answered, CaseState::answered, CaseState::answered, CaseState::handling,
                                CaseState::answered, CaseState::sent_up, CaseState::withdrawn, CaseState::outside})
    cases.push_back({kSouth, "2026-03", state, 1, state == CaseState::handling ? 2 : 0});
  const auto rows = figures(cases, {}, {}, "2026-04");
  EXPECT_EQ(told(rows, kSouth, Figure::received), "8 of 8");
  EXPECT_EQ(told(rows, kSouth, Figure::answered), "66.7 of 6");
  EXPECT_EQ(told(rows, kSouth, Figure::returned), "8 of 8");
  EXPECT_EQ(told(rows, kSouth, Figure::redone), "2 of 8");
  EXPECT_EQ(told(rows, {}, Figure::answered), "66.7 of 6") << "all units together";
  EXPECT_EQ(told(rows, kSouth, Figure::solved), "") << "a rate out of nothing is none";
}

TEST(Figures, OnTimeCountsWhatWasDueAndIsDecided) {
  std::vector<ClockFact> clocks;
  for (int i = 0; i < 7; ++i)
    clocks.push_back({kSouth, "2026-03", ClockEnd::replied, i < 6 ? ClockOutcome::met : ClockOutcome::missed, 10});
  clocks.push_back({kSouth, "2026-03", ClockEnd::replied, ClockOutcome::running, std::nullopt});
  clocks.push_back({kSouth, "2026-03", ClockEnd::replied, ClockOutcome::not_required, 1});
  clocks.push_back({kSouth, "2026-03", ClockEnd::reported, ClockOutcome::missed, 1});
  const auto rows = figures({}, clocks, {}, "2026-04");
  EXPECT_EQ(told(rows, kSouth, Figure::reply_on_time), "85.7 of 7");
  EXPECT_EQ(told(rows, kSouth, Figure::answer_on_time), "");
}

TEST(Figures, AMedianIsAValueThatWasThere) {
  std::vector<ClockFact> clocks;
  for (const int64_t took : {50, 10, 40, 20, 30, 100, 60, 70, 90, 80})
    clocks.push_back({kSouth, "2026-03", ClockEnd::answered, ClockOutcome::missed, took});
  auto rows = figures({}, clocks, {}, "2026-04");
  EXPECT_EQ(told(rows, kSouth, Figure::answer_median), "50 of 10");
  EXPECT_EQ(told(rows, kSouth, Figure::answer_p90), "90 of 10");
  std::ranges::reverse(clocks);
  EXPECT_EQ(figures({}, clocks, {}, "2026-04"), rows) << "in any order";
}

TEST(Figures, FewAreNeverCountedNotEvenBySubtraction) {
  std::vector<CaseFact> cases(4, {kEast, "2026-03", CaseState::answered});
  auto rows = figures(cases, {}, {}, "2026-04");
  EXPECT_EQ(told(rows, kEast, Figure::received), "<5 of <5");
  EXPECT_TRUE(figures(cases, {}, {}, "2026-03").empty()) << "the month that runs waits";
  const std::vector<RatingFact> ratings{{kEast, "2026-03", 4, 0, 4}, {kSouth, "2026-03", 8, 7, 37}};
  rows = figures({}, {}, ratings, "2026-04");
  EXPECT_EQ(told(rows, kEast, Figure::satisfaction), "<5 of <5");
  EXPECT_EQ(told(rows, kSouth, Figure::satisfaction), "4.6 of 8");
  EXPECT_EQ(told(rows, kSouth, Figure::solved), "87.5 of 8");
  EXPECT_EQ(told(rows, {}, Figure::satisfaction), "4.6 of 8") << "all units together do not tell what the four said";
}

}  // namespace
}  // namespace hb::casework
