#include "lessons/04_lock/garbled_race.h"

#include <thread>

#include "gtest/gtest.h"

TEST(BalanceInParallel, EndsAtMinusThree) {
  Account account;
  std::thread adds([&] { account.Deposit(5); });
  std::thread takes([&] { account.Withdraw(8); });
  adds.join();
  takes.join();
  EXPECT_EQ(account.balance(), -3);
}
