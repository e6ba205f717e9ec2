#include "lessons/04_lock/race_only_writer_locks.h"

#include <thread>

#include "gtest/gtest.h"

TEST(BalanceInParallel, CanBeReadAtAnyTime) {
  Account account;
  std::thread writer([&] { account.Change(5); });
  std::thread reader([&] { EXPECT_GE(account.balance(), 0); });
  writer.join();
  reader.join();
}
