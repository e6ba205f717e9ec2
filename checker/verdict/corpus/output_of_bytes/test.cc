#include "lessons/04_lock/output_of_bytes.h"

#include "gtest/gtest.h"

TEST(Shop, IsOpen) { EXPECT_TRUE(IsOpen()); }
