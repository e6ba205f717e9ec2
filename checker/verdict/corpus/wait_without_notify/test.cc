#include "lessons/04_lock/wait_without_notify.h"

#include <latch>
#include <thread>
#include <unistd.h>

#include "gtest/gtest.h"

TEST(Mailbox, WakesTheReader) {
  Mailbox box;
  std::latch waiting(1);
  std::thread reader([&] {
    waiting.count_down();
    EXPECT_EQ(box.Take(), 7);
  });
  waiting.wait();
  usleep(100000);  // The recording needs the reader to wait.
  box.Put(7);
  reader.join();
}
