#include "lessons/04_lock/start_join.h"

#include <sys/types.h>

#include <array>
#include <atomic>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

using NamedTask = std::function<void(const std::string& name)>;

const std::vector<std::string>& Names() {
  static const auto& names =
      *new std::vector<std::string>{"Ann", "Bob", "Cid", "Dot", "Eve"};
  return names;
}

// What the five threads do and what is seen of them. It puts nothing in order
// that ThreadSanitizer could see, so that it hides no race of the code under
// test.
class Workers {
 public:
  // Waits until the threads have ended: the test, and all that belongs to it,
  // has to outlive even those that are detached. So this comes last in each
  // test.
  ~Workers() {
    returned_.store(true, kRelaxed);
    for (const std::atomic<pid_t>& thread_id : thread_ids_) AwaitEnd(thread_id);
  }

  // Keeps the thread of this worker, one of `expected`, from ending even after
  // its work is done: until all others have ended and the caller of RunAll
  // waits for this one alone. Or has returned, and does not wait.
  void HoldBack(int worker, int expected) {
    held_back_ = worker;
    expected_ = expected;
  }

  // To be called as `work`. Returns the worker's number.
  int Begin(const std::string& name) {
    const int worker = NumberOf(name);
    ++calls_[worker];
    thread_ids_[worker].store(CurrentThreadId(), kRelaxed);
    names_borne_[worker] = CurrentThreadName();
    if (worker == held_back_) {
      thread_local EndOfThread end_of_thread;
      end_of_thread.workers = this;
      end_of_thread.worker = worker;
    }
    arrivals_.Raise();
    return worker;
  }

  // To be called by a worker: waits until all workers are there.
  void MeetAll() const { arrivals_.WaitFor(5); }

  // To be called as `started`: waits until that worker is there too.
  void AwaitNext() { arrivals_.WaitFor(++starts_); }

  // To be called as soon as RunAll is over: whether it waited for the one that
  // was held back.
  bool WaitedForAll() const { return awaited_.load(kRelaxed); }

  // What most tests give to RunAll: as `work` and as `started`.
  const NamedTask& begin() const { return begin_; }
  const NamedTask& await_next() const { return await_next_; }

  int arrivals() const { return arrivals_.value(); }
  const std::vector<int>& calls() const { return calls_; }
  std::set<pid_t> threads() const {
    std::set<pid_t> threads;
    for (const auto& thread_id : thread_ids_) threads.insert(thread_id);
    return threads;
  }
  const std::vector<std::string>& names_borne() const { return names_borne_; }

 private:
  // Destroyed when its thread ends: later than anything that the thread does.
  struct EndOfThread {
    ~EndOfThread() { workers->AwaitCaller(worker); }
    Workers* workers = nullptr;
    int worker = 0;
  };

  static int NumberOf(const std::string& name) {
    int worker = 0;
    while (Names().at(worker) != name) ++worker;
    return worker;
  }

  static void AwaitEnd(const std::atomic<pid_t>& thread_id) {
    const pid_t id = thread_id.load(kRelaxed);
    while (id != kNoThread && !HasEnded(id)) std::this_thread::yield();
  }

  void AwaitCaller(int worker) {
    arrivals_.WaitFor(expected_);
    for (int other = 0; other < 5; ++other) {
      if (other != worker) AwaitEnd(thread_ids_[other]);
    }
    while (!returned_.load(kRelaxed)) {
      // The caller is the only one left.
      if (OthersAreAsleep()) {
        awaited_.store(true, kRelaxed);
        return;
      }
      std::this_thread::yield();
    }
  }

  static constexpr pid_t kNoThread = 0;

  int held_back_ = -1;
  int expected_ = 0;
  int starts_ = 0;
  std::array<std::atomic<pid_t>, 5> thread_ids_ = {};
  std::vector<int> calls_ = std::vector<int>(5);
  std::vector<std::string> names_borne_ = std::vector<std::string>(5);
  SilentCounter arrivals_;
  std::atomic<bool> returned_ = false;
  std::atomic<bool> awaited_ = false;
  const NamedTask begin_ = [this](const std::string& name) { Begin(name); };
  const NamedTask await_next_ = [this](const std::string&) { AwaitNext(); };
};

TEST(StartJoin, CallsTheWorkOnceForEachName) {
  Workers workers;
  RunAll(Names(), workers.begin(), workers.await_next());
  EXPECT_THAT(workers.calls(), testing::Each(1));
}

TEST(StartJoin, LetsAllWorkAtTheSameTime) {
  Workers workers;
  RunAll(
      Names(),
      [&](const std::string& name) {
        workers.Begin(name);
        workers.MeetAll();
      },
      workers.await_next());
  EXPECT_EQ(workers.arrivals(), 5);
}

TEST(StartJoin, ReturnsWhenAllThreadsHaveEnded) {
  for (int last = 0; last < 5; ++last) {
    SCOPED_TRACE("when the last one to end is " + Names()[last]);
    Workers workers;
    workers.HoldBack(last, 5);
    RunAll(Names(), workers.begin(), workers.await_next());
    EXPECT_TRUE(workers.WaitedForAll());
  }
}

TEST(StartJoin, SaysWhichThreadIsStarted) {
  std::vector<std::string> started;
  Workers workers;
  RunAll(Names(), workers.begin(), [&](const std::string& name) {
    started.push_back(name);
    workers.AwaitNext();
  });
  EXPECT_EQ(started, Names());
}

TEST(StartJoin, GivesEachNameAThreadOfItsOwn) {
  Workers workers;
  RunAll(Names(), workers.begin(), workers.await_next());
  EXPECT_THAT(workers.threads(), testing::SizeIs(5));
  EXPECT_THAT(workers.threads(),
              testing::Not(testing::Contains(CurrentThreadId())))
      << "the caller's own thread";
}

TEST(StartJoin, LetsEachThreadBearItsName) {
  std::vector<std::string> names_later(5);
  Workers workers;
  RunAll(
      Names(),
      [&](const std::string& name) {
        const int worker = workers.Begin(name);
        workers.MeetAll();
        names_later[worker] = CurrentThreadName();
      },
      workers.await_next());
  EXPECT_EQ(workers.names_borne(), Names());
  EXPECT_EQ(names_later, Names());
}

TEST(StartJoin, LeavesTheCallersNameAlone) {
  EXPECT_EQ(CurrentThreadName(), "MainThread");
  Workers workers;
  RunAll(Names(), workers.begin(), [&](const std::string&) {
    workers.AwaitNext();
    EXPECT_EQ(CurrentThreadName(), "MainThread");
  });
  EXPECT_EQ(CurrentThreadName(), "MainThread");
}

TEST(StartJoin, WaitsForAllThatWereStartedWhenItCannotStartMore) {
  for (int last = 0; last < 3; ++last) {
    SCOPED_TRACE("when the last one to end is " + Names()[last]);
    Workers workers;
    workers.HoldBack(last, 3);
    const NamedTask refuse_more_than_three = [&](const std::string& name) {
      workers.AwaitNext();
      if (name == "Cid") throw std::runtime_error("no more");
    };
    EXPECT_THROW(RunAll(Names(), workers.begin(), refuse_more_than_three),
                 std::runtime_error);
    EXPECT_TRUE(workers.WaitedForAll());
    EXPECT_EQ(workers.arrivals(), 3) << "threads were started";
  }
}

TEST(StartJoin, DoesNothingForNoNames) {
  const NamedTask must_not_be_called = [](const std::string&) { FAIL(); };
  RunAll({}, must_not_be_called, must_not_be_called);
}

TEST(StartJoinInParallel, WithNobodyWaitingForAnybody) {
  std::array<std::atomic<int>, 5> calls = {};
  RunAll(
      Names(),
      [&](const std::string& name) {
        ++calls[name[0] - 'A'];
        EXPECT_EQ(CurrentThreadName(), name);
      },
      [](const std::string&) {});
  for (const std::atomic<int>& count : calls) EXPECT_EQ(count.load(), 1);
}

EVERY_SCHEDULE_TEST(StartJoin, GivesEachThreadItsName) {
  std::array<std::atomic<int>, 2> calls = {};
  RunAll(
      {"Ann", "Bob"},
      [&](const std::string& name) {
        EXPECT_EQ(CurrentThreadName(), name);
        calls.at(name[0] - 'A').fetch_add(1, kRelaxed);
      },
      [](const std::string&) {});
  EXPECT_EQ(calls[0].load(), 1) << "calls of Ann's work";
  EXPECT_EQ(calls[1].load(), 1) << "calls of Bob's work";
}

EVERY_SCHEDULE_TEST(StartJoin, WaitsForThoseThatWereStarted) {
  int work_done = 0;
  EXPECT_THROW(
      RunAll(
          {"Ann", "Bob"}, [&](const std::string&) { ++work_done; },
          [](const std::string&) { throw std::runtime_error("no more"); }),
      std::runtime_error);
  EXPECT_EQ(work_done, 1);
}

}  // namespace
}  // namespace racefree
