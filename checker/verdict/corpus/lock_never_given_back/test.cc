#include "lessons/04_lock/lock_never_given_back.h"

#include <thread>

#include "gtest/gtest.h"

TEST(Balance, RefusesTwice) {
  Account account;
  account.Withdraw(5);
  std::thread second([&] { account.Withdraw(8); });
  second.join();
}
