#include "lessons/04_lock/uncaught_own_exception.h"

#include "gtest/gtest.h"

TEST(Serve, Returns) { Serve(); }
