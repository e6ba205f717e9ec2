#include "lessons/05_thread_local/local_object.h"

#include <atomic>
#include <functional>
#include <latch>
#include <optional>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// Threads here are given tasks of this one type, and values are of one type:
// each further type costs the compiler time.
using Task = std::function<void()>;

constexpr auto kRelaxed = std::memory_order_relaxed;

// Counts how many of it there are. The counts put nothing in order.
class Counted {
 public:
  static int alive() { return alive_.load(kRelaxed); }
  // How many were made from nothing, not copied or moved.
  static int made() { return made_.load(kRelaxed); }

  Counted() {
    alive_.fetch_add(1, kRelaxed);
    made_.fetch_add(1, kRelaxed);
  }
  Counted(const Counted&) { alive_.fetch_add(1, kRelaxed); }
  Counted& operator=(const Counted&) = default;
  ~Counted() { alive_.fetch_sub(1, kRelaxed); }

 private:
  inline static std::atomic<int> alive_ = 0;
  inline static std::atomic<int> made_ = 0;
};

struct Value {
  // 0 in Value(), as an int() is.
  int number;
  Counted counted;
};

using Local = ThreadLocal<Value>;

// A thread that gets its values in one or two objects and then lives on until
// the test lets it end. Its Gets come before all that its maker does next.
class LongLivedThread {
 public:
  explicit LongLivedThread(Local& one, Local* other = nullptr)
      : thread_(Task([this, &one, other] {
          one.Get();
          if (other != nullptr) other->Get();
          done_.Notify();
          may_end_.WaitFor(1);
        })) {
    done_.WaitForNotification();
  }
  ~LongLivedThread() { End(); }

  void End() {
    if (!thread_.joinable()) return;
    may_end_.Raise();
    thread_.join();
  }

 private:
  absl::Notification done_;
  SilentCounter may_end_;
  std::thread thread_;
};

// The number that another thread finds in `local`; it sets one, and ends.
int FoundByAnotherThread(Local& local, int new_number) {
  int found = -1;
  std::thread(Task([&] {
    found = local.Get().number;
    local.Get().number = new_number;
    EXPECT_EQ(local.Get().number, new_number) << "which the thread has set";
  })).join();
  return found;
}

TEST(LocalObject, HasAValueForEachThread) {
  Local local;
  local.Get().number = 1;
  EXPECT_EQ(FoundByAnotherThread(local, 2), 0) << "found by the other thread";
  EXPECT_EQ(local.Get().number, 1) << "after another thread has set 2";
}

TEST(LocalObject, HasOtherValuesThanTheNextObject) {
  Local one;
  Local other;
  one.Get().number = 1;
  EXPECT_EQ(other.Get().number, 0) << "the same thread's value in another one";
  other.Get().number = 2;
  EXPECT_EQ(one.Get().number, 1) << "after the thread has set 2 in another one";
  std::thread(Task([&] {
    one.Get().number = 3;
    EXPECT_EQ(other.Get().number, 0) << "another thread's value in another one";
  })).join();
  EXPECT_EQ(one.Get().number, 1) << "after another thread has set 3";
  EXPECT_EQ(other.Get().number, 2) << "after another thread has got its value";
}

TEST(LocalObject, MakesAValueAtTheThreadsFirstGet) {
  const int made = Counted::made();
  Local local;
  EXPECT_EQ(Counted::made() - made, 0) << "values made before any Get";
  local.Get().number = 1;
  local.Get().number = 2;
  EXPECT_EQ(Counted::made() - made, 1) << "values made by two Gets";
  FoundByAnotherThread(local, 3);
  EXPECT_EQ(Counted::made() - made, 2) << "values made by Gets of two threads";
}

TEST(LocalObject, DestroysAThreadsValueWhenTheThreadEnds) {
  Local one;
  Local other;
  one.Get();
  const int alive = Counted::alive();
  LongLivedThread thread(one, &other);
  EXPECT_EQ(Counted::alive() - alive, 2) << "values of a thread";
  thread.End();
  EXPECT_EQ(Counted::alive() - alive, 0) << "values of a thread that has ended";
}

TEST(LocalObject, DestroysItsValuesWhenItIsDestroyed) {
  const int alive = Counted::alive();
  std::optional<Local> local(std::in_place);
  Local other;
  local->Get();
  LongLivedThread one(*local);
  LongLivedThread two(*local, &other);
  EXPECT_EQ(Counted::alive() - alive, 4);
  local.reset();
  EXPECT_EQ(Counted::alive() - alive, 1)
      << "values, of which one is in another object";
  two.End();
  EXPECT_EQ(Counted::alive() - alive, 0) << "when that one's thread has ended";
}

TEST(LocalObject, DestroysItsValuesAfterSomeOfTheirThreads) {
  const int alive = Counted::alive();
  std::optional<Local> local(std::in_place);
  LongLivedThread one(*local);
  LongLivedThread two(*local);
  one.End();
  EXPECT_EQ(Counted::alive() - alive, 1) << "when one of two threads has ended";
  local->Get();
  two.End();
  EXPECT_EQ(Counted::alive() - alive, 1) << "the value of this thread";
  local.reset();
  EXPECT_EQ(Counted::alive() - alive, 0);
}

TEST(LocalObject, BeginsWithoutValuesWhereAnEarlierOneWas) {
  std::optional<Local> local(std::in_place);
  const Local* const earlier = &*local;
  absl::Notification earlier_is_used;
  absl::Notification is_new;
  std::thread other(Task([&] {
    local->Get().number = 1;
    earlier_is_used.Notify();
    is_new.WaitForNotification();
    EXPECT_EQ(local->Get().number, 0)
        << "found by a thread that used the earlier one";
  }));
  earlier_is_used.WaitForNotification();
  local->Get().number = 2;
  local.emplace();
  EXPECT_TRUE(&*local == earlier) << "the test's own assumption";
  EXPECT_EQ(local->Get().number, 0)
      << "found by the thread that made the new one";
  is_new.Notify();
  other.join();
}

TEST(LocalObject, BeginsWithoutValuesForAThreadWithAnEarlierOnesNumber) {
  Local local;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(FoundByAnotherThread(local, 1), 0) << "found by a new thread";
  }
}

TEST(LocalObject, KeepsAValueInItsPlace) {
  Local local;
  Value& mine = local.Get();
  mine.number = 7;
  SilentCounter gets;
  SilentCounter ends;
  std::vector<std::thread> others;
  for (int i = 0; i < 9; ++i) {
    others.emplace_back(Task([&] {
      local.Get().number = 1;
      gets.Raise();
      ends.WaitFor(1);
    }));
  }
  gets.WaitFor(9);
  EXPECT_TRUE(&local.Get() == &mine) << "while 9 threads have values here";
  ends.Raise();
  for (std::thread& other : others) other.join();
  Local other_objects[9];
  for (Local& other : other_objects) other.Get().number = 2;
  EXPECT_TRUE(&local.Get() == &mine) << "beside 9 objects";
  EXPECT_EQ(local.Get().number, 7);
}

TEST(LocalObjectInParallel, OfTwoThreads) {
  Local local;
  std::atomic<int> calls = 0;
  const Task use = [&] {
    // Both threads take turns: each sees its own calls only.
    EXPECT_EQ(local.Get().number++, calls.fetch_add(1, kRelaxed) / 2);
  };
  TakeTurns(5, use, use);
}

TEST(LocalObjectInParallel, OfThreadsThatEnd) {
  Local local;
  SilentCounter gets;
  SilentCounter ends;
  const Task use = [&] {
    local.Get().number = 1;
    gets.Raise();
    ends.WaitFor(1);
    EXPECT_EQ(local.Get().number, 1) << "while another thread ends";
  };
  std::thread one{Task(use)};
  std::thread two{Task(use)};
  gets.WaitFor(2);
  EXPECT_EQ(local.Get().number, 0);
  ends.Raise();
  one.join();
  two.join();
}

TEST(LocalObjectInParallel, ThatIsDestroyedBeforeItsThreads) {
  std::optional<Local> local(std::in_place);
  LongLivedThread one(*local);
  LongLivedThread two(*local);
  local.reset();
}

// Counts its end, where it is told to.
struct Noted {
  ~Noted() {
    if (ends != nullptr) ++*ends;
  }

  int* ends = nullptr;
};

EVERY_SCHEDULE_TEST(LocalObject, HasAValueForEachOfTwoThreadsAtOnce) {
  ThreadLocal<int> local;
  auto use = [&](int number) {
    int& mine = local.Get();
    EXPECT_EQ(mine, 0);
    mine = number;
  };
  std::thread one([&] { use(1); });
  use(2);
  one.join();
  EXPECT_EQ(local.Get(), 2);
}

EVERY_SCHEDULE_TEST(LocalObject, IsDestroyedWhileAThreadEnds) {
  int ends = 0;
  int own_ends = 0;
  std::latch used(1);
  std::thread ending;
  {
    ThreadLocal<Noted> local;
    ending = std::thread([&] {
      local.Get().ends = &ends;
      used.count_down();
    });
    local.Get().ends = &own_ends;
    used.wait();
  }
  EXPECT_EQ(own_ends, 1) << "how often the value of the thread that destroys "
                            "the object was destroyed with it";
  ending.join();
  EXPECT_EQ(ends, 1) << "how often the thread's value was destroyed";
}

}  // namespace
}  // namespace racefree
