#include "checker/verdict/exploration.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

// What the explorer's reports look like when told is tried by corpus_test.

namespace racefree {
namespace {

std::string Claim(const std::vector<std::string>& claims) {
  std::vector<Exploration> explorations;
  for (const std::string& claim : claims) {
    explorations.push_back({.claim = claim});
  }
  return ClaimOf(explorations);
}

TEST(ClaimOf, OneTestIsItsOwn) {
  EXPECT_EQ(Claim({"every schedule (6)"}), "no failure in every schedule (6)");
}

TEST(ClaimOf, TestsOfWhichTheSameIsKnownAddsUp) {
  EXPECT_EQ(Claim({"every schedule (6)", "every schedule (8)"}),
            "no failure in 2 tests, in every schedule (14)");
}

TEST(ClaimOf, TestsOfWhichLessIsKnownSaysSo) {
  EXPECT_EQ(Claim({"every schedule (6)", "every fair schedule (2)",
                   "every schedule (1)"}),
            "no failure in 3 tests: 2 in every schedule (7); 1 in every fair "
            "schedule (2)");
}

TEST(ClaimOf, TestsThatWereOnlySampledIsNotShortened) {
  EXPECT_EQ(Claim({"7 random schedules, which prove nothing"}),
            "no failure in 7 random schedules, which prove nothing");
  EXPECT_EQ(Claim({"every schedule (6)",
                   "7 random schedules, which prove "
                   "nothing"}),
            "no failure in 2 tests: 1 in every schedule (6); 1 in 7 random "
            "schedules, which prove nothing");
}

}  // namespace
}  // namespace racefree
