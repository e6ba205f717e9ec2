#include "lessons/04_lock/lock_taken_twice.h"

#include "gtest/gtest.h"

TEST(Balance, Changes) {
  Account account;
  account.Change(5);
}
