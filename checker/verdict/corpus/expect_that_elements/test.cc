#include "lessons/04_lock/expect_that_elements.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

TEST(Tasks, StartInOrder) {
  EXPECT_THAT(Order(), testing::ElementsAre(1, 2, 3));
}
