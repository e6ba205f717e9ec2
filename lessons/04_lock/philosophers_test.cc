#include "lessons/04_lock/philosophers.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// A waiter who never lets all philosophers reach for their forks makes a
// deadlock impossible, even if each takes the left fork first. ThreadSanitizer
// only sees that the forks are taken in a circle, and takes that for a mistake.
// So with ThreadSanitizer at least one philosopher at a table stays away.
#if __has_feature(thread_sanitizer)
constexpr bool kAllMayDine = false;
#else
constexpr bool kAllMayDine = true;
#endif

// absl::Mutex has the same opinion in debug builds.
[[maybe_unused]] const bool circles_ignored = [] {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return true;
}();

// All that is called here is of this one type: each further type costs the
// compiler time.
using Task = std::function<void()>;

void DoNothing() {}

// On the heap: there, ThreadSanitizer notices that the forks are gone when the
// table is.
std::unique_ptr<Table> TableFor(int philosophers) {
  return std::make_unique<Table>(philosophers);
}

// All philosophers up to the one before `end` dine. One after the other comes,
// when those before can do nothing more. Whoever then thinks does so until all
// have come; and they end their thoughts one after the other, too.
class Evening {
 public:
  Evening(Table& table, int end) : thoughts_(end), meals_(end) {
    std::vector<std::thread> philosophers;
    for (int philosopher = 0; philosopher < end; ++philosopher) {
      philosophers.emplace_back(Task([&, philosopher] {
        table.Dine(
            philosopher, [=, this] { Think(philosopher); },
            [=, this] { ++meals_[philosopher]; });
      }));
      WaitUntilOthersAreAsleep();
    }
    for (int philosopher = 0; philosopher < end; ++philosopher) {
      ended_thoughts_.Raise();
      WaitUntilOthersAreAsleep();
    }
    for (std::thread& philosopher : philosophers) philosopher.join();
  }

  const std::vector<int>& thoughts() const { return thoughts_; }
  const std::vector<int>& meals() const { return meals_; }

 private:
  void Think(int philosopher) {
    ++thoughts_[philosopher];
    ended_thoughts_.WaitFor(philosopher + 1);
  }

  std::vector<int> thoughts_;
  std::vector<int> meals_;
  SilentCounter ended_thoughts_;
};

TEST(Philosophers, ThinkOnceAndThenEatOnce) {
  auto table = TableFor(5);
  std::string events;
  table->Dine(3, [&] { events += "think "; }, [&] { events += "eat "; });
  EXPECT_EQ(events, "think eat ");
}

TEST(Philosophers, EatAgainAndAgain) {
  auto table = TableFor(3);
  int meals = 0;
  for (int i = 0; i < 3; ++i) {
    table->Dine(0, DoNothing, [&] { ++meals; });
    table->Dine(1, DoNothing, [&] { ++meals; });
  }
  EXPECT_EQ(meals, 6);
}

// While one eats, the neighbour comes, and has to wait. With the time standing
// still, whoever sleeps for some time and then looks again waits for ever.
TEST(Philosophers, NeverEatWhileANeighbourEats) {
  const VirtualTime time;
  for (int size : {5, 2}) {
    if (size == 2 && !kAllMayDine) continue;
    for (int eating = 0; eating < size; ++eating) {
      for (const int coming :
           {(eating + 1) % size, (eating + size - 1) % size}) {
        SCOPED_TRACE("philosopher " + std::to_string(eating) + " of " +
                     std::to_string(size) + " eats when philosopher " +
                     std::to_string(coming) + " comes");
        auto table = TableFor(size);
        SilentCounter meals;
        std::unique_ptr<WatchedCall> neighbour;
        CallState state = CallState::kReturned;
        table->Dine(eating, DoNothing, [&] {
          neighbour = std::make_unique<WatchedCall>(Task(
              [&] { table->Dine(coming, DoNothing, [&] { meals.Raise(); }); }));
          state = neighbour->WaitUntilReturnedOrHeldUp();
          EXPECT_EQ(meals.value(), 0) << "the neighbour eats too";
        });
        EXPECT_EQ(state, CallState::kAsleep) << "of the neighbour";
        EXPECT_EQ(time.timed_waits(), 0) << "waits for a while to look again";
        neighbour.reset();
        EXPECT_EQ(meals.value(), 1) << "the neighbour's meals afterwards";
      }
    }
  }
}

TEST(Philosophers, EatTogetherIfTheyAreNotNeighbours) {
  for (int size : {5, 4}) {
    for (int first = 0; first < size; ++first) {
      const int second = (first + 2) % size;
      auto table = TableFor(size);
      SilentCounter eating;
      // Each eats until the other one eats.
      const Task eat = [&] {
        eating.Raise();
        eating.WaitFor(2);
      };
      std::thread other(Task([&] { table->Dine(second, DoNothing, eat); }));
      table->Dine(first, DoNothing, eat);
      other.join();
      EXPECT_EQ(eating.value(), 2);
    }
  }
}

TEST(Philosophers, AllEatEvenIfTheyThinkAllAtOnce) {
  for (int size : {5, 2}) {
    auto table = TableFor(size);
    const int coming = kAllMayDine ? size : size - 1;
    const Evening evening(*table, coming);
    EXPECT_EQ(evening.thoughts(), std::vector<int>(coming, 1));
    EXPECT_EQ(evening.meals(), std::vector<int>(coming, 1));
  }
}

// While one eats, both neighbours come, and have to wait.
TEST(Philosophers, EatTogetherAfterTheOneBetweenThem) {
  for (int between = 0; between < 5; ++between) {
    auto table = TableFor(5);
    SilentCounter eating;
    // Each eats until the other one eats.
    const Task eat = [&] {
      eating.Raise();
      eating.WaitFor(2);
    };
    const Task right = [&] { table->Dine((between + 1) % 5, DoNothing, eat); };
    const Task left = [&] { table->Dine((between + 4) % 5, DoNothing, eat); };
    std::vector<std::thread> neighbours;
    table->Dine(between, DoNothing, [&] {
      for (const Task& neighbour : {right, left}) {
        neighbours.emplace_back(neighbour);
        WaitUntilOthersAreAsleep();
      }
    });
    for (std::thread& neighbour : neighbours) neighbour.join();
    EXPECT_EQ(eating.value(), 2);
  }
}

TEST(PhilosophersInParallel, UseOneForkAfterTheOther) {
  for (int first = 0; first < 5; ++first) {
    const int second = (first + 1) % 5;
    auto table = TableFor(5);
    int uses_of_the_fork_between = 0;
    auto eat = [&] { ++uses_of_the_fork_between; };
    TakeTurns(
        2, [&] { table->Dine(first, DoNothing, eat); },
        [&] { table->Dine(second, DoNothing, eat); });
    EXPECT_EQ(uses_of_the_fork_between, 4);
  }
}

EVERY_SCHEDULE_TEST(Philosophers, TwoOfThemEatAsOftenAsTheyCome) {
  Table table(2);
  int meals = 0;
  auto eat = [&] { ++meals; };
  std::thread one([&] {
    table.Dine(0, DoNothing, eat);
    table.Dine(0, DoNothing, eat);
  });
  std::thread two([&] { table.Dine(1, DoNothing, eat); });
  one.join();
  two.join();
  EXPECT_EQ(meals, 3);
}

// With semaphores there are more schedules than it makes sense to try.
EVERY_SCHEDULE_TEST_WITH(Philosophers, ThreeOfThemEatAll,
                         {.max_schedules = 5000}) {
  Table table(3);
  int meals = 0;
  auto eat = [&] { ++meals; };
  std::thread one([&] { table.Dine(0, DoNothing, eat); });
  std::thread two([&] { table.Dine(1, DoNothing, eat); });
  std::thread three([&] { table.Dine(2, DoNothing, eat); });
  one.join();
  two.join();
  three.join();
  EXPECT_EQ(meals, 3);
}

}  // namespace
}  // namespace racefree
