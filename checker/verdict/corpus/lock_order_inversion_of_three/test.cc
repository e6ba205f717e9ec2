#include "lessons/04_lock/lock_order_inversion_of_three.h"

#include "gtest/gtest.h"

TEST(Table, SeatsThree) {
  Table table;
  for (int seat = 0; seat < 3; ++seat) table.Eat(seat);
}
