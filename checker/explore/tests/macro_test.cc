// EVERY_SCHEDULE_TEST in both builds: explored, and run once as a plain test.

#include <mutex>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace {

int Sum(bool locked) {
  std::mutex mutex;
  int sum = 0;
  auto add = [&](int amount) {
    std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
    if (locked) lock.lock();
    sum += amount;
  };
  std::thread a(add, 1);
  std::thread b(add, 2);
  a.join();
  b.join();
  return sum;
}

EVERY_SCHEDULE_TEST(Macro, PassesARightProgram) { EXPECT_EQ(Sum(true), 3); }

EVERY_SCHEDULE_TEST_WITH(Macro, TakesOptions,
                         {.weak_memory = true, .max_schedules = 100}) {
  EXPECT_EQ(Sum(true), 3);
}

void Race() { Sum(false); }

TEST(Macro, FailsAWrongProgramWhereItIsExplored) {
  if (racefree::explore::ExploreTest == nullptr) {
    GTEST_SKIP() << "run once in this build: nothing to find";
  }
  EXPECT_NONFATAL_FAILURE(
      racefree::explore::TestEverySchedule(Race, racefree::explore::Options()),
      "data race: thread 2 reads");
}

}  // namespace
