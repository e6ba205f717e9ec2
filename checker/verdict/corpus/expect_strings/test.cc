#include "lessons/04_lock/expect_strings.h"

#include "gtest/gtest.h"

TEST(Report, ListsEveryAccount) {
  EXPECT_EQ(Report(), "ann: 5\nbob: 8\ncid: 9\n");
}
