#include "lessons/05_thread_local/sharded_counter.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <latch>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kSeqCst = std::memory_order_seq_cst;

// A line of memory: the unit in which processors take memory from each other.
using Line = std::uintptr_t;
constexpr std::uintptr_t kLineSize = 64;

// A number that notes who writes to it, and can do something when it is made or
// read.
class WatchedNumber : public std::atomic<std::int64_t> {
 public:
  using Base = std::atomic<std::int64_t>;

  // The lines on which the calling thread has written to numbers.
  static std::set<Line>& LinesOfThisThread() {
    thread_local std::set<Line> lines;
    return lines;
  }
  // What the calling thread does when it has next read a number.
  static inline thread_local std::function<void()> after_next_read;
  // What the calling thread does when it next makes a number.
  static inline thread_local std::function<void()> during_next_construction;

  WatchedNumber() : WatchedNumber(0) {}
  WatchedNumber(std::int64_t value)  // NOLINT: as std::atomic
      : Base(value) {
    if (during_next_construction) {
      std::exchange(during_next_construction, nullptr)();
    }
  }

  std::int64_t fetch_add(std::int64_t amount,
                         std::memory_order order = kSeqCst) {
    NoteWrite();
    return Base::fetch_add(amount, order);
  }
  std::int64_t fetch_sub(std::int64_t amount,
                         std::memory_order order = kSeqCst) {
    NoteWrite();
    return Base::fetch_sub(amount, order);
  }
  std::int64_t exchange(std::int64_t value, std::memory_order order = kSeqCst) {
    NoteWrite();
    return Base::exchange(value, order);
  }
  template <typename... Orders>
  bool compare_exchange_weak(std::int64_t& expected, std::int64_t value,
                             Orders... orders) {
    NoteWrite();
    return Base::compare_exchange_weak(expected, value, orders...);
  }
  template <typename... Orders>
  bool compare_exchange_strong(std::int64_t& expected, std::int64_t value,
                               Orders... orders) {
    NoteWrite();
    return Base::compare_exchange_strong(expected, value, orders...);
  }
  void store(std::int64_t value, std::memory_order order = kSeqCst) {
    NoteWrite();
    Base::store(value, order);
  }
  std::int64_t load(std::memory_order order = kSeqCst) const {
    const std::int64_t value = Base::load(order);
    if (after_next_read) std::exchange(after_next_read, nullptr)();
    return value;
  }
  operator std::int64_t() const { return load(); }  // NOLINT: as std::atomic
  std::int64_t operator=(std::int64_t value) {
    store(value);
    return value;
  }
  std::int64_t operator+=(std::int64_t amount) {
    return fetch_add(amount) + amount;
  }
  std::int64_t operator-=(std::int64_t amount) {
    return fetch_sub(amount) - amount;
  }
  std::int64_t operator++() { return *this += 1; }
  std::int64_t operator++(int) { return fetch_add(1); }

 private:
  void NoteWrite() {
    LinesOfThisThread().insert(reinterpret_cast<Line>(this) / kLineSize);
  }
};

using Counter = ShardedCounter<>;
using WatchedCounter = ShardedCounter<WatchedNumber>;

TEST(ShardedCounter, IsIndependentOfOthers) {
  Counter one;
  Counter two;
  one.Add(1);
  two.Add(10);
  one.Add(4);
  EXPECT_EQ(one.Sum(), 5);
  EXPECT_EQ(two.Sum(), 10);
}

// The second counter lives where the first one did.
TEST(ShardedCounter, BeginsWithZeroWhereAnotherOneEnded) {
  std::optional<Counter> counter;
  for (int round = 0; round < 3; ++round) {
    counter.emplace();
    EXPECT_EQ(counter->Sum(), 0) << "before anybody has added to it";
    counter->Add(5);
    EXPECT_EQ(counter->Sum(), 5);
  }
}

TEST(ShardedCounter, AddsUp) {
  Counter counter;
  EXPECT_EQ(counter.Sum(), 0);
  counter.Add(5);
  counter.Add(-7);
  EXPECT_EQ(counter.Sum(), -2);
  counter.Add(std::int64_t{1} << 40);
  EXPECT_EQ(counter.Sum(), (std::int64_t{1} << 40) - 2);
}

TEST(ShardedCounter, KeepsWhatThreadsAddedThatAreGone) {
  Counter counter;
  counter.Add(100);
  for (int i = 0; i < 20; ++i) std::thread([&] { counter.Add(1); }).join();
  EXPECT_EQ(counter.Sum(), 120);
}

TEST(ShardedCounter, LetsEachThreadWriteOnLinesOfItsOwn) {
  constexpr int kThreads = 8;
  WatchedCounter counter;
  std::array<std::set<Line>, kThreads> lines;
  SilentCounter arrivals;
  std::vector<std::thread> threads;
  for (std::set<Line>& my_lines : lines) {
    threads.emplace_back([&] {
      counter.Add(1);
      counter.Add(1);
      my_lines = WatchedNumber::LinesOfThisThread();
      // Until all have added, none ends.
      arrivals.Raise();
      arrivals.WaitFor(kThreads);
    });
    // Threads that come at the same time are for every schedule.
    arrivals.WaitFor(threads.size());
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counter.Sum(), 2 * kThreads);
  std::map<Line, int> writers;
  for (const std::set<Line>& my_lines : lines) {
    for (Line line : my_lines) ++writers[line];
  }
  int most_writers = 0;
  for (const auto& [line, count] : writers) {
    most_writers = std::max(most_writers, count);
  }
  EXPECT_LE(most_writers, 1) << "threads that write on one line of memory";
}

// So many that some have to share a shard, if there is not one for each.
TEST(ShardedCounter, MissesNothingThatOthersAddDuringAnAdd) {
  WatchedCounter counter;
  counter.Add(1);
  int added_by_others = 0;
  WatchedNumber::after_next_read = [&] {
    for (; added_by_others < 70; ++added_by_others) {
      std::thread(std::function<void()>([&] { counter.Add(1); })).join();
    }
  };
  counter.Add(1);
  WatchedNumber::after_next_read = nullptr;
  EXPECT_EQ(counter.Sum(), 2 + added_by_others)
      << "Others added between the read and the write of an Add.";
}

// A thread adds for the second time in the middle of what this one does: when
// `hook` is called in `call`.
void LetAThreadAddDuring(WatchedCounter& counter,
                         const std::function<void()>& call,
                         std::function<void()>& hook, const char* call_name) {
  SilentCounter has_added;
  SilentCounter call_begun;
  WatchedCall adding([&] {
    counter.Add(1);
    has_added.Raise();
    call_begun.WaitFor(1);
    counter.Add(1);
  });
  has_added.WaitFor(1);
  hook = [&] {
    call_begun.Raise();
    EXPECT_EQ(adding.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "of a second Add while another thread is in the middle of "
        << call_name;
  };
  call();
  hook = nullptr;
  call_begun.Raise();
}

TEST(ShardedCounter, LetsAThreadAddDuringASum) {
  WatchedCounter counter;
  LetAThreadAddDuring(
      counter, [&] { counter.Sum(); }, WatchedNumber::after_next_read, "Sum");
}

TEST(ShardedCounter, LetsAThreadAddDuringTheFirstAddOfAnother) {
  WatchedCounter counter;
  LetAThreadAddDuring(
      counter, [&] { counter.Add(1); }, WatchedNumber::during_next_construction,
      "its first Add, and makes a Number");
}

TEST(ShardedCounterInParallel, OfTwoThreadsThatAdd) {
  Counter counter;
  TakeTurns(10, [&] { counter.Add(1); }, [&] { counter.Add(2); });
  EXPECT_EQ(counter.Sum(), 30);
}

TEST(ShardedCounterInParallel, OneThreadSumsUpWhatAnotherAdds) {
  Counter counter;
  int expected = 0;
  TakeTurns(
      10, [&] { counter.Add(1); },
      [&] { EXPECT_EQ(counter.Sum(), ++expected); });
}

EVERY_SCHEDULE_TEST(ShardedCounter, CountsInNumbersOfItsOwnForEachThread) {
  WatchedCounter counter;
  std::set<Line> lines[2];
  std::latch both_have_added(2);
  std::thread one([&] {
    counter.Add(1);
    lines[0] = WatchedNumber::LinesOfThisThread();
    both_have_added.arrive_and_wait();
  });
  std::thread two([&] {
    counter.Add(2);
    lines[1] = WatchedNumber::LinesOfThisThread();
    both_have_added.arrive_and_wait();
  });
  one.join();
  two.join();
  EXPECT_EQ(counter.Sum(), 3);
  EXPECT_FALSE(lines[0].empty()) << "a thread added, but to no Number";
  EXPECT_FALSE(lines[1].empty()) << "a thread added, but to no Number";
  for (Line line : lines[0]) {
    EXPECT_FALSE(lines[1].contains(line)) << "both write on one line of memory";
  }
}

EVERY_SCHEDULE_TEST(ShardedCounter, MissesAndDoublesNothing) {
  Counter counter;
  std::thread one([&] {
    counter.Add(1);
    counter.Add(1);
  });
  std::thread two([&] { counter.Add(1); });
  const std::int64_t first = counter.Sum();
  const std::int64_t second = counter.Sum();
  EXPECT_GE(first, 0);
  EXPECT_LE(first, second) << "the second sum";
  EXPECT_LE(second, 3);
  one.join();
  two.join();
  EXPECT_EQ(counter.Sum(), 3);
}

}  // namespace
}  // namespace racefree
