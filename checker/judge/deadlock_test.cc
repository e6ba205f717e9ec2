#include "checker/judge/deadlock.h"

#include <memory>

#include "checker/harness/thread_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr uint64_t kLockA = 0xa0;
constexpr uint64_t kLockB = 0xb0;
constexpr uint64_t kLockC = 0xc0;

class FindCycleTest : public testing::Test {
 protected:
  // Enters a thread: which locks it holds (0 for none), which it waits for.
  void AddThread(int thread_id, uint64_t holds, uint64_t waits_for) {
    ThreadEntry& entry = table_->threads[count_++];
    entry.thread_id = thread_id;
    entry.holds[0].lock = holds;
    entry.waits_for.lock = waits_for;
  }

  int count_ = 0;
  std::unique_ptr<ThreadTable> table_ = std::make_unique<ThreadTable>();
};

TEST_F(FindCycleTest, FindsNothingWhereNobodyWaits) {
  AddThread(1, kLockA, 0);
  AddThread(2, kLockB, 0);
  EXPECT_THAT(FindCycle(*table_), IsEmpty());
}

TEST_F(FindCycleTest, FindsNothingInAChainOfWaits) {
  AddThread(1, kLockA, kLockB);
  AddThread(2, kLockB, kLockC);
  AddThread(3, kLockC, 0);
  EXPECT_THAT(FindCycle(*table_), IsEmpty());
}

TEST_F(FindCycleTest, FindsTwoThreadsThatWaitForEachOther) {
  AddThread(1, kLockA, kLockB);
  AddThread(2, kLockB, kLockA);
  EXPECT_THAT(
      FindCycle(*table_),
      UnorderedElementsAre(BlockedThread{1, kLockB}, BlockedThread{2, kLockA}));
}

TEST_F(FindCycleTest, FindsAThreadThatWaitsForItself) {
  AddThread(7, kLockA, kLockA);
  EXPECT_THAT(FindCycle(*table_),
              UnorderedElementsAre(BlockedThread{7, kLockA}));
}

TEST_F(FindCycleTest, LeavesOutWhoeverOnlyWaitsForTheCycle) {
  AddThread(1, 0, kLockA);
  AddThread(2, kLockA, kLockB);
  AddThread(3, kLockB, kLockA);
  EXPECT_THAT(
      FindCycle(*table_),
      UnorderedElementsAre(BlockedThread{2, kLockB}, BlockedThread{3, kLockA}));
}

}  // namespace
}  // namespace racefree
