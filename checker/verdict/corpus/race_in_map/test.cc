#include "lessons/04_lock/race_in_map.h"

#include <thread>

#include "gtest/gtest.h"

TEST(VotesInParallel, AreAllCounted) {
  Votes votes;
  std::thread first([&] { votes.Cast("Ann"); });
  std::thread second([&] { votes.Cast("Ann"); });
  first.join();
  second.join();
  EXPECT_EQ(votes.Of("Ann"), 2);
}
