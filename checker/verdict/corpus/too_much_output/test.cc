#include "lessons/04_lock/too_much_output.h"

#include "gtest/gtest.h"

TEST(Serve, Returns) { Serve(); }
