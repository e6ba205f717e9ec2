#include "lessons/04_lock/truncated_race_heading.h"

#include <thread>

#include "gtest/gtest.h"

TEST(BalanceInParallel, EndsAtMinusThree) {
  Account account;
  std::thread adds([&] { account.Change(5); });
  std::thread takes([&] { account.Change(-8); });
  adds.join();
  takes.join();
  EXPECT_EQ(account.balance(), -3);
}
