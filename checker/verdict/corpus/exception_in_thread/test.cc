#include "lessons/04_lock/exception_in_thread.h"

#include "gtest/gtest.h"

TEST(Serve, Returns) { Serve(); }
