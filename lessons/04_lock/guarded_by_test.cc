#include "lessons/04_lock/guarded_by.h"

#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "gtest/gtest.h"

// That the compiler refuses code which breaks the rules is checked by
// guarded_by_misuse.cc.

namespace racefree {
namespace {

TEST(GuardedBy, PutsAndTakes) {
  Warehouse warehouse;
  EXPECT_EQ(warehouse.Count("tea"), 0);
  warehouse.Put("tea", 5);
  EXPECT_TRUE(warehouse.Take("tea", 2));
  EXPECT_EQ(warehouse.Count("tea"), 3);
}

TEST(GuardedBy, TakesNothingIfThereIsNotEnough) {
  Warehouse warehouse;
  warehouse.Put("tea", 5);
  EXPECT_FALSE(warehouse.Take("tea", 6));
  EXPECT_FALSE(warehouse.Take("rice", 1));
  EXPECT_EQ(warehouse.Count("tea"), 5);
}

TEST(GuardedBy, MovesAll) {
  Warehouse warehouse;
  warehouse.Put("tea", 5);
  warehouse.Put("green tea", 1);
  warehouse.MoveAll("tea", "green tea");
  EXPECT_EQ(warehouse.Count("tea"), 0);
  EXPECT_EQ(warehouse.Count("green tea"), 6);
}

TEST(GuardedBy, CountsTheChanges) {
  Warehouse warehouse;
  warehouse.Put("tea", 5);
  warehouse.Take("tea", 2);
  warehouse.Take("tea", 9);
  warehouse.MoveAll("tea", "rice");
  EXPECT_EQ(warehouse.changes(), 3);
}

TEST(GuardedByInParallel, CountsWhatAnotherThreadPuts) {
  Warehouse warehouse;
  int puts = 0;
  TakeTurns(
      10, [&] { warehouse.Put("tea", 1); },
      [&] { EXPECT_EQ(warehouse.Count("tea"), ++puts); });
}

TEST(GuardedByInParallel, CountsTheChangesOfAnotherThread) {
  Warehouse warehouse;
  int puts = 0;
  TakeTurns(
      10, [&] { warehouse.Put("tea", 1); },
      [&] { EXPECT_EQ(warehouse.changes(), ++puts); });
}

TEST(GuardedByInParallel, TakesAndMovesWhatAnotherThreadPuts) {
  Warehouse warehouse;
  TakeTurns(
      10, [&] { warehouse.Put("tea", 2); },
      [&] {
        EXPECT_TRUE(warehouse.Take("tea", 1));
        warehouse.MoveAll("tea", "green tea");
      });
  EXPECT_EQ(warehouse.Count("green tea"), 10);
}

EVERY_SCHEDULE_TEST(GuardedBy, TakesOneThingOnce) {
  Warehouse warehouse;
  warehouse.Put("tea", 1);
  bool first_got_it = false;
  bool second_got_it = false;
  std::thread first([&] { first_got_it = warehouse.Take("tea", 1); });
  std::thread second([&] { second_got_it = warehouse.Take("tea", 1); });
  first.join();
  second.join();
  EXPECT_NE(first_got_it, second_got_it);
  EXPECT_EQ(warehouse.Count("tea"), 0);
  EXPECT_EQ(warehouse.changes(), 2);
}

// A change and its note are one step: nobody sees one without the other.
EVERY_SCHEDULE_TEST(GuardedBy, PutsInOneStep) {
  Warehouse warehouse;
  std::thread putter([&] { warehouse.Put("tea", 1); });
  const int noted_before = warehouse.changes();
  const int put = warehouse.Count("tea");
  const int noted_after = warehouse.changes();
  putter.join();
  EXPECT_LE(noted_before, put) << "It is noted, and not put yet.";
  EXPECT_GE(noted_after, put) << "It is put, and not noted yet.";
}

EVERY_SCHEDULE_TEST(GuardedBy, TakesInOneStep) {
  Warehouse warehouse;
  warehouse.Put("tea", 1);
  std::thread taker([&] { warehouse.Take("tea", 1); });
  const int noted_before = warehouse.changes() - 1;
  const int taken = 1 - warehouse.Count("tea");
  const int noted_after = warehouse.changes() - 1;
  taker.join();
  EXPECT_LE(noted_before, taken) << "It is noted, and not taken yet.";
  EXPECT_GE(noted_after, taken) << "It is taken, and not noted yet.";
}

EVERY_SCHEDULE_TEST(GuardedBy, MovesInOneStep) {
  Warehouse warehouse;
  warehouse.Put("tea", 1);
  std::thread mover([&] { warehouse.MoveAll("tea", "green tea"); });
  std::thread taker([&] {
    const int changes = warehouse.changes();
    if (warehouse.Take("tea", 1)) {
      EXPECT_EQ(changes, 1) << "It is noted, and not moved yet.";
    } else {
      // What is not here any more has to be there already.
      EXPECT_EQ(warehouse.changes(), 2) << "It is moved, and not noted yet.";
      EXPECT_TRUE(warehouse.Take("green tea", 1));
    }
  });
  mover.join();
  taker.join();
  EXPECT_EQ(warehouse.changes(), 3);
}

}  // namespace
}  // namespace racefree
