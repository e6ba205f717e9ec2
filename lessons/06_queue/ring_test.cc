#include "lessons/06_queue/ring.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// Counts how often it is copied, and can do something while it is moved.
class Item {
 public:
  Item() = default;
  explicit Item(int value) : value_(value) {}
  Item(const Item& other) : value_(other.value_) { CountCopy(); }
  Item(Item&& other) noexcept : value_(other.value_) { RunMeanwhile(); }
  Item& operator=(const Item& other) {
    value_ = other.value_;
    CountCopy();
    return *this;
  }
  Item& operator=(Item&& other) noexcept {
    value_ = other.value_;
    RunMeanwhile();
    return *this;
  }

  int value() const { return value_; }

  static inline std::atomic<int> copies = 0;
  // What the calling thread does the next time that it moves an item.
  static inline thread_local std::function<void()> meanwhile;

 private:
  static void CountCopy() { copies.fetch_add(1, std::memory_order_relaxed); }
  static void RunMeanwhile() {
    if (meanwhile) std::exchange(meanwhile, nullptr)();
  }

  int value_ = 0;
};

std::optional<int> Nothing() { return std::nullopt; }

TEST(Ring, GivesItemsInTheOrderInWhichTheyCame) {
  Ring<int> ring(3);
  EXPECT_TRUE(ring.Put(1));
  EXPECT_TRUE(ring.Put(2));
  EXPECT_EQ(ring.Get(), 1);
  EXPECT_TRUE(ring.Put(3));
  EXPECT_EQ(ring.Get(), 2);
  EXPECT_EQ(ring.Get(), 3);
}

TEST(Ring, HasNothingWhenItIsEmpty) {
  Ring<int> ring(2);
  EXPECT_EQ(ring.Get(), Nothing());
  EXPECT_TRUE(ring.Put(1));
  EXPECT_EQ(ring.Get(), 1);
  EXPECT_EQ(ring.Get(), Nothing());
}

TEST(Ring, HoldsAsManyItemsAsItsCapacity) {
  for (int capacity = 1; capacity <= 5; ++capacity) {
    Ring<int> ring(capacity);
    for (int item = 1; item <= capacity; ++item) {
      EXPECT_TRUE(ring.Put(item)) << "item " << item << " of " << capacity;
    }
    EXPECT_FALSE(ring.Put(0)) << "the ring of " << capacity << " is full";
    for (int item = 1; item <= capacity; ++item) EXPECT_EQ(ring.Get(), item);
    EXPECT_EQ(ring.Get(), Nothing());
  }
}

TEST(Ring, GoesRoundAndRound) {
  Ring<int> ring(3);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(ring.Put(2 * i));
    ASSERT_TRUE(ring.Put(2 * i + 1));
    ASSERT_EQ(ring.Get(), 2 * i);
    ASSERT_EQ(ring.Get(), 2 * i + 1);
    ASSERT_EQ(ring.Get(), Nothing());
  }
}

TEST(Ring, OutlivesTheLargestNumber) {
  for (int capacity = 1; capacity <= 5; ++capacity) {
    Ring<int> ring(capacity, UINT32_MAX - 7);
    for (int round = 0; round < 20; ++round) {
      for (int item = 1; item <= capacity; ++item) {
        ASSERT_TRUE(ring.Put(item))
            << "item " << item << " of " << capacity << ", round " << round;
      }
      ASSERT_FALSE(ring.Put(0)) << "the ring of " << capacity << " is full";
      for (int item = 1; item <= capacity; ++item) {
        ASSERT_EQ(ring.Get(), item) << "of " << capacity << ", round " << round;
      }
      ASSERT_EQ(ring.Get(), Nothing());
    }
  }
}

TEST(Ring, MovesItsItems) {
  Item::copies = 0;
  Ring<Item> ring(2);
  EXPECT_TRUE(ring.Put(Item(7)));
  EXPECT_EQ(ring.Get().value().value(), 7);
  EXPECT_EQ(Item::copies, 0) << "copies made";
}

TEST(Ring, TakesWhatIsLeftWithIt) {
  auto item = std::make_shared<int>(5);
  {
    Ring<std::shared_ptr<int>> ring(2);
    EXPECT_TRUE(ring.Put(item));
    EXPECT_TRUE(ring.Put(item));
    EXPECT_NE(ring.Get(), std::nullopt);
  }
  EXPECT_EQ(item.use_count(), 1) << "one is mine";
}

TEST(Ring, LetsOneThreadPutWhileTheOtherIsGetting) {
  Ring<Item> ring(3);
  EXPECT_TRUE(ring.Put(Item(1)));
  std::optional<WatchedCall> put;
  Item::meanwhile = [&] {
    put.emplace([&] { EXPECT_TRUE(ring.Put(Item(2))); });
    EXPECT_TRUE(put->WaitUntilReturnedOrHeldUp() == CallState::kReturned)
        << "Put waits for Get, which is just moving an item";
  };
  EXPECT_EQ(ring.Get().value().value(), 1);
  put.reset();
  EXPECT_EQ(ring.Get().value().value(), 2);
}

TEST(Ring, LetsOneThreadGetWhileTheOtherIsPutting) {
  Ring<Item> ring(3);
  EXPECT_TRUE(ring.Put(Item(1)));
  std::optional<WatchedCall> get;
  Item::meanwhile = [&] {
    get.emplace([&] { EXPECT_EQ(ring.Get().value().value(), 1); });
    EXPECT_TRUE(get->WaitUntilReturnedOrHeldUp() == CallState::kReturned)
        << "Get waits for Put, which is just moving an item";
  };
  EXPECT_TRUE(ring.Put(Item(2)));
  get.reset();
  EXPECT_EQ(ring.Get().value().value(), 2);
}

TEST(RingInParallel, HandsItemsOver) {
  Ring<int> ring(4);
  int expected = 0;
  TakeTurns(
      10, [&] { EXPECT_TRUE(ring.Put(1)); },
      [&] {
        const std::optional<int> item = ring.Get();
        if (item.has_value()) expected += *item;
      });
  while (const std::optional<int> item = ring.Get()) expected += *item;
  EXPECT_EQ(expected, 10);
}

TEST(RingInParallel, UsesItsSlotsAgain) {
  Ring<int> ring(1);
  int got = 0;
  TakeTurns(10, [&] { ring.Put(1); }, [&] { got += ring.Get().value_or(0); });
  EXPECT_GE(got, 1);
}

TEST(RingInParallel, IsFullForOneAndNotEmptyForTheOther) {
  Ring<int> ring(2);
  int put = 0;
  int got = 0;
  TakeTurns(
      10,
      [&] {
        if (ring.Put(put)) ++put;
        if (ring.Put(put)) ++put;
      },
      [&] {
        if (const std::optional<int> item = ring.Get()) {
          EXPECT_EQ(*item, got++);
        }
      });
  while (const std::optional<int> item = ring.Get()) EXPECT_EQ(*item, got++);
  EXPECT_EQ(got, put) << "items out and in";
}

// A ring of one item and two slots, say: both are used again.
EVERY_SCHEDULE_TEST_WITH(Ring, LosesAndDoublesNothing, {.weak_memory = true}) {
  Ring<int> ring(1);
  EXPECT_TRUE(ring.Put(1));
  std::vector<int> put = {1};
  std::vector<int> got;
  std::thread putting([&] {
    if (ring.Put(2)) put.push_back(2);
    if (ring.Put(3)) put.push_back(3);
  });
  std::thread getting([&] {
    if (const std::optional<int> item = ring.Get()) got.push_back(*item);
    if (const std::optional<int> item = ring.Get()) got.push_back(*item);
  });
  putting.join();
  getting.join();
  while (const std::optional<int> item = ring.Get()) got.push_back(*item);
  EXPECT_THAT(got, testing::ElementsAreArray(put));
}

EVERY_SCHEDULE_TEST_WITH(Ring, KnowsHowManyItemsItHas, {.weak_memory = true}) {
  Ring<int> ring(2);
  EXPECT_TRUE(ring.Put(1));
  std::thread putting([&] { EXPECT_TRUE(ring.Put(2)); });
  std::thread getting([&] { EXPECT_EQ(ring.Get(), 1); });
  putting.join();
  getting.join();
  EXPECT_TRUE(ring.Put(3)) << "there is one item in a ring of two";
  EXPECT_FALSE(ring.Put(4)) << "the ring is full";
  EXPECT_EQ(ring.Get(), 2);
  EXPECT_EQ(ring.Get(), 3);
  EXPECT_EQ(ring.Get(), Nothing());
}

}  // namespace
}  // namespace racefree
