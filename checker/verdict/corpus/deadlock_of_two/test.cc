#include "lessons/04_lock/deadlock_of_two.h"

#include <thread>

#include "gtest/gtest.h"

TEST(Bank, TransfersBothWays) {
  Bank bank;
  std::thread first([&] { bank.AnnToBob(5); });
  std::thread second([&] { bank.BobToAnn(8); });
  first.join();
  second.join();
}
