#include "lessons/04_lock/race_through_reference.h"

#include <thread>

#include "gtest/gtest.h"

TEST(BalanceInParallel, IsSafeToChange) {
  Account account;
  std::thread first([&] { account.balance() += 5; });
  std::thread second([&] { account.balance() += 8; });
  first.join();
  second.join();
}
