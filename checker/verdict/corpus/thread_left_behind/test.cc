#include "lessons/04_lock/thread_left_behind.h"

#include "gtest/gtest.h"

TEST(Start, EndsItsThread) {
  Start();
  ADD_FAILURE_AT("lessons/04_lock/thread_left_behind.h", 5)
      << "[left behind] a thread is still running: it was started here";
}
