#include "lessons/04_lock/truncated_xml.h"

#include "gtest/gtest.h"

TEST(Balance, AddsUpAllChanges) {
  Account account;
  account.Change(5);
  account.Change(-8);
  EXPECT_EQ(account.balance(), -3);
}
