#include "lessons/04_lock/lock_order_inversion_in_threads.h"

#include <thread>

#include "gtest/gtest.h"

TEST(Bank, TransfersBothWays) {
  Bank bank;
  std::thread first([&] { bank.AnnToBob(5); });
  first.join();
  std::thread second([&] { bank.BobToAnn(8); });
  second.join();
}
