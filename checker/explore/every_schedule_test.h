#ifndef RACEFREE_CHECKER_EXPLORE_EVERY_SCHEDULE_TEST_H_
#define RACEFREE_CHECKER_EXPLORE_EVERY_SCHEDULE_TEST_H_

#include <string>

#include "checker/explore/options.h"
#include "gtest/gtest.h"

// A GoogleTest whose body is run through every schedule of its threads:
//
//   EVERY_SCHEDULE_TEST(Balance, EndsAtMinusEight) {
//     Account account;
//     std::thread paying([&] { account.Add(5); });
//     std::thread taking([&] { account.Add(-13); });
//     paying.join();
//     taking.join();
//     EXPECT_EQ(account.balance(), -8);
//   }
//
// The body must make all that it uses, join all its threads, and depend on
// nothing but its threads' order. In a program that is not linked with the
// explorer (see explore.bzl) the body runs once, as any test.
#define EVERY_SCHEDULE_TEST(Suite, Name) \
  EVERY_SCHEDULE_TEST_WITH(Suite, Name, ::racefree::explore::Options())

// The same with options, for example {.weak_memory = true}.
#define EVERY_SCHEDULE_TEST_WITH(Suite, Name, ...)                        \
  static void RacefreeBody_##Suite##_##Name();                            \
  [[maybe_unused]] static const bool racefree_listed_##Suite##_##Name =   \
      ::racefree::explore::ListEveryScheduleTest(#Suite "." #Name);       \
  GTEST_TEST(Suite, Name) {                                               \
    ::racefree::explore::TestEverySchedule(RacefreeBody_##Suite##_##Name, \
                                           __VA_ARGS__);                  \
  }                                                                       \
  static void RacefreeBody_##Suite##_##Name()

namespace racefree::explore {

// The names of all tests of this program that are made by these macros, in the
// form of GoogleTest's filters: "Balance.EndsAtMinusEight:Balance.IsNeverLost".
inline std::string& EveryScheduleTests() {
  static auto& names = *new std::string;
  return names;
}

inline bool ListEveryScheduleTest(const char* name) {
  std::string& names = EveryScheduleTests();
  if (!names.empty()) names += ":";
  names += name;
  return true;
}

// Explores `body` and fails the running test if any schedule fails. Defined
// only where the explorer is linked in.
__attribute__((weak)) void ExploreTest(void (*body)(), const Options& options);

inline void TestEverySchedule(void (*body)(), const Options& options) {
  if (ExploreTest != nullptr) {
    ExploreTest(body, options);
  } else {
    body();
  }
}

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_EVERY_SCHEDULE_TEST_H_
