#include "lessons/05_thread_local/local_object.h"

#include <array>
#include <atomic>
#include <latch>
#include <memory>
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

constexpr auto kRelaxed = std::memory_order_relaxed;

// A value that is counted. The counts put nothing in order.
class Counted {
 public:
  static int alive() { return alive_.load(kRelaxed); }
  // How many were made from nothing, not copied or moved.
  static int made() { return made_.load(kRelaxed); }

  Counted() {
    alive_.fetch_add(1, kRelaxed);
    made_.fetch_add(1, kRelaxed);
  }
  Counted(const Counted& other) : number(other.number) {
    alive_.fetch_add(1, kRelaxed);
  }
  Counted& operator=(const Counted&) = default;
  ~Counted() { alive_.fetch_sub(1, kRelaxed); }

  int number = 0;

 private:
  inline static std::atomic<int> alive_ = 0;
  inline static std::atomic<int> made_ = 0;
};

// A thread that does something and then lives on until the test lets it end.
// What it does comes before all that its maker does next.
class LongLivedThread {
 public:
  template <typename Call>
  explicit LongLivedThread(Call call)
      : thread_([this, call] {
          call();
          done_.Notify();
          may_end_.WaitFor(1);
        }) {
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

template <typename Call>
void OnAnotherThread(Call call) {
  std::thread(call).join();
}

TEST(LocalObject, HasAValueForEachThread) {
  ThreadLocal<int> local;
  local.Get() = 1;
  OnAnotherThread([&] {
    EXPECT_EQ(local.Get(), 0) << "found by the other thread";
    local.Get() = 2;
    EXPECT_EQ(local.Get(), 2);
  });
  EXPECT_EQ(local.Get(), 1) << "after another thread has set 2 for itself";
}

TEST(LocalObject, HasOtherValuesThanTheNextObject) {
  ThreadLocal<int> one;
  ThreadLocal<int> other;
  one.Get() = 1;
  EXPECT_EQ(other.Get(), 0) << "the same thread's value in another object";
  other.Get() = 2;
  EXPECT_EQ(one.Get(), 1);
  OnAnotherThread([&] {
    one.Get() = 3;
    EXPECT_EQ(other.Get(), 0);
  });
  EXPECT_EQ(one.Get(), 1);
  EXPECT_EQ(other.Get(), 2);
}

TEST(LocalObject, MakesAValueAtTheThreadsFirstGet) {
  const int made = Counted::made();
  ThreadLocal<Counted> local;
  EXPECT_EQ(Counted::made() - made, 0) << "values made before any Get";
  local.Get().number = 1;
  local.Get().number = 2;
  EXPECT_EQ(Counted::made() - made, 1) << "values made by two Gets";
  OnAnotherThread([&] {
    local.Get();
    local.Get();
  });
  EXPECT_EQ(Counted::made() - made, 2) << "values made by Gets of two threads";
}

TEST(LocalObject, DestroysAThreadsValueWhenTheThreadEnds) {
  ThreadLocal<Counted> one;
  ThreadLocal<Counted> other;
  one.Get();
  const int alive = Counted::alive();
  OnAnotherThread([&] {
    one.Get();
    other.Get();
    EXPECT_EQ(Counted::alive() - alive, 2);
  });
  EXPECT_EQ(Counted::alive() - alive, 0) << "values of a thread that has ended";
}

TEST(LocalObject, DestroysItsValuesWhenItIsDestroyed) {
  const int alive = Counted::alive();
  std::optional<ThreadLocal<Counted>> local(std::in_place);
  ThreadLocal<Counted> other;
  local->Get();
  LongLivedThread one([&] { local->Get(); });
  LongLivedThread two([&] { local->Get(), other.Get(); });
  EXPECT_EQ(Counted::alive() - alive, 4);
  local.reset();
  EXPECT_EQ(Counted::alive() - alive, 1)
      << "values, of which one is in another object";
  two.End();
  EXPECT_EQ(Counted::alive() - alive, 0) << "when that one's thread has ended";
}

TEST(LocalObject, DestroysItsValuesAfterSomeOfTheirThreads) {
  const int alive = Counted::alive();
  {
    ThreadLocal<Counted> local;
    LongLivedThread one([&] { local.Get(); });
    LongLivedThread two([&] { local.Get(); });
    one.End();
    EXPECT_EQ(Counted::alive() - alive, 1);
    local.Get();
    two.End();
    EXPECT_EQ(Counted::alive() - alive, 1) << "the value of this thread";
  }
  EXPECT_EQ(Counted::alive() - alive, 0);
}

TEST(LocalObject, BeginsWithoutValuesWhereAnEarlierOneWas) {
  std::optional<ThreadLocal<int>> local(std::in_place);
  const ThreadLocal<int>* const earlier = &*local;
  absl::Notification earlier_is_used;
  absl::Notification is_new;
  std::thread other([&] {
    local->Get() = 1;
    earlier_is_used.Notify();
    is_new.WaitForNotification();
    EXPECT_EQ(local->Get(), 0) << "found by a thread that used the earlier one";
  });
  earlier_is_used.WaitForNotification();
  local->Get() = 2;
  local.emplace();
  EXPECT_EQ(&*local, earlier) << "the test's own assumption";
  EXPECT_EQ(local->Get(), 0) << "found by the thread that made the new one";
  is_new.Notify();
  other.join();
}

TEST(LocalObject, BeginsWithoutValuesForAThreadWithAnEarlierOnesNumber) {
  ThreadLocal<int> local;
  for (int i = 0; i < 3; ++i) {
    OnAnotherThread([&] {
      EXPECT_EQ(local.Get(), 0) << "found by a new thread";
      local.Get() = 1;
    });
  }
}

TEST(LocalObject, KeepsAValueInItsPlace) {
  ThreadLocal<int> local;
  int& mine = local.Get();
  mine = 7;
  {
    std::vector<std::unique_ptr<LongLivedThread>> others;
    for (int i = 0; i < 9; ++i) {
      others.push_back(
          std::make_unique<LongLivedThread>([&] { local.Get() = 1; }));
    }
    EXPECT_EQ(&local.Get(), &mine) << "while 9 threads have values here";
  }
  std::array<ThreadLocal<int>, 9> other_objects;
  for (ThreadLocal<int>& other : other_objects) other.Get() = 2;
  EXPECT_EQ(&local.Get(), &mine) << "beside 9 objects";
  EXPECT_EQ(local.Get(), 7);
}

TEST(LocalObjectInParallel, OfTwoThreads) {
  ThreadLocal<int> local;
  int one = 0;
  int two = 0;
  TakeTurns(
      5, [&] { EXPECT_EQ(local.Get()++, one++); },
      [&] { EXPECT_EQ(local.Get()++, two++); });
}

TEST(LocalObjectInParallel, OfThreadsThatEnd) {
  ThreadLocal<int> local;
  SilentCounter gets;
  SilentCounter ends;
  std::thread one([&] {
    local.Get() = 1;
    gets.Raise();
    ends.WaitFor(1);
  });
  std::thread two([&] {
    local.Get() = 2;
    gets.Raise();
    ends.WaitFor(1);
    EXPECT_EQ(local.Get(), 2);
  });
  gets.WaitFor(2);
  EXPECT_EQ(local.Get(), 0);
  ends.Raise();
  one.join();
  two.join();
}

TEST(LocalObjectInParallel, ThatIsDestroyedBeforeItsThreads) {
  auto local = std::make_unique<ThreadLocal<int>>();
  LongLivedThread one([&] { local->Get() = 1; });
  LongLivedThread two([&] { local->Get() = 2; });
  local.reset();
}

// Counts its end.
class Noted {
 public:
  explicit Noted(int* ends) : ends_(ends) {}
  Noted(const Noted&) = delete;
  Noted& operator=(const Noted&) = delete;
  ~Noted() { ++*ends_; }

 private:
  int* ends_;
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
  auto local = std::make_unique<ThreadLocal<std::unique_ptr<Noted>>>();
  std::latch used(1);
  std::thread ending([&] {
    local->Get() = std::make_unique<Noted>(&ends);
    used.count_down();
  });
  int own_ends = 0;
  local->Get() = std::make_unique<Noted>(&own_ends);
  used.wait();
  local.reset();
  EXPECT_EQ(own_ends, 1) << "how often the value of the thread that destroys "
                            "the object was destroyed with it";
  ending.join();
  EXPECT_EQ(ends, 1) << "how often the thread's value was destroyed";
}

}  // namespace
}  // namespace racefree
