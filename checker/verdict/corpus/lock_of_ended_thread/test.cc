#include "lessons/04_lock/lock_of_ended_thread.h"

#include <thread>

#include "gtest/gtest.h"

TEST(Balance, ChangesTwice) {
  Account account;
  std::thread first([&] { account.Withdraw(5); });
  first.join();
  account.Withdraw(8);
}
