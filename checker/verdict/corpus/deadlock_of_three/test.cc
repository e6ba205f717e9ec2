#include "lessons/04_lock/deadlock_of_three.h"

#include <thread>

#include "gtest/gtest.h"

TEST(Table, SeatsThree) {
  Table table;
  std::thread first([&] { table.Eat(0); });
  std::thread second([&] { table.Eat(1); });
  std::thread third([&] { table.Eat(2); });
  first.join();
  second.join();
  third.join();
}
