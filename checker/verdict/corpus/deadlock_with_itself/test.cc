#include "lessons/04_lock/deadlock_with_itself.h"

#include "gtest/gtest.h"

TEST(Balance, Changes) {
  Account account;
  account.Change(5);
}
