#include "lessons/04_lock/race_on_vector_element.h"

#include <thread>

#include "gtest/gtest.h"

TEST(SeatsInParallel, AreTakenTwice) {
  Seats seats;
  std::thread first([&] { seats.Take(2); });
  std::thread second([&] { seats.Take(2); });
  first.join();
  second.join();
  EXPECT_EQ(seats.taken(2), 2);
}
