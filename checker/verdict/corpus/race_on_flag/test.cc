#include "lessons/04_lock/race_on_flag.h"

#include <thread>

#include "gtest/gtest.h"

TEST(MailboxInParallel, GivesNothingOrTheLetter) {
  Mailbox box;
  std::thread writer([&] { box.Put("hello"); });
  std::thread reader([&] { EXPECT_NE(box.Take(), "hell"); });
  writer.join();
  reader.join();
}
