#include "lessons/04_lock/xml_without_output.h"

#include "gtest/gtest.h"

TEST(Balance, IsTheSameForBoth) {
  Account ann, bob;
  ann.Change(5);
  bob.Change(5);
  bob.Change(3);
  EXPECT_EQ(bob.balance(), ann.balance()) << "after one change each";
}
