#include "lessons/05_thread_local/pool_reuse.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using std::string_literals::operator""s;

using Task = std::function<void()>;

// What follows makes tasks, here and not in each test: each lambda that becomes
// a std::function costs the compiler a hundredth of a second.

// Adds the user that the task sees; "nobody" if there is none.
Task Look(std::string& seen) {
  return [&seen] {
    if (!seen.empty()) seen += ", ";
    seen += CurrentUser().empty() ? "nobody"s : CurrentUser();
  };
}

Task As(const std::string& user, const Task& work) {
  return [user, work] { RunAs(user, work); };
}

Task InTurn(const std::vector<Task>& tasks) {
  return [tasks] {
    for (const Task& task : tasks) task();
  };
}

Task NoteThread(std::vector<int>& threads) {
  return [&threads] { threads.push_back(CurrentThreadId()); };
}

void Nothing() {}
class RequestFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

void Fail() { throw RequestFailed("this request fails"); }
void FailWithANumber() { throw 42; }

// A pool with one worker: runs the tasks one after the other on one thread,
// which goes on to the next task when one throws.
void RunOnOneWorker(const std::vector<Task>& tasks) {
  std::thread worker(Task([&] {
    for (const Task& task : tasks) {
      try {
        task();
      } catch (...) {
      }
    }
  }));
  worker.join();
}

// Long enough that no string keeps it in itself.
std::string LongName(const std::string& name) {
  return name + " of the department for very long names";
}

TEST(PoolReuse, ShowsTheWorkItsUser) {
  std::string seen;
  RunAs("Ann", Look(seen));
  EXPECT_EQ(seen, "Ann"s);
  seen = "";
  RunAs(LongName("Bob"), Look(seen));
  EXPECT_EQ(seen, LongName("Bob"));
}

TEST(PoolReuse, ShowsTheNextTaskNobody) {
  std::string seen;
  RunOnOneWorker({As("Ann", Nothing), Look(seen)});
  EXPECT_EQ(seen, "nobody"s)
      << "(that is, no user) by the task after Ann's, on the same thread";
}

TEST(PoolReuse, ShowsTheNextTaskNobodyAfterAnException) {
  std::string seen;
  RunOnOneWorker({As("Ann", Fail), Look(seen)});
  EXPECT_EQ(seen, "nobody"s) << "by the task after Ann's, which threw";
}

TEST(PoolReuse, ShowsTheNextTaskNobodyWhateverWasThrown) {
  std::string seen;
  RunOnOneWorker({As("Ann", FailWithANumber), Look(seen)});
  EXPECT_EQ(seen, "nobody"s) << "by the task after Ann's, which threw an int";
}

TEST(PoolReuse, ShowsTheOuterUserAgainAfterTheInnerOne) {
  std::string seen;
  const Task look = Look(seen);
  const Task as_admin = As("admin", InTurn({As("backup", look), look}));
  RunAs("Ann", InTurn({as_admin, look, As("admin", look), look}));
  look();
  EXPECT_EQ(seen, "backup, admin, Ann, admin, Ann, nobody"s);
}

TEST(PoolReuse, ShowsTheOuterUserAgainAfterAnException) {
  std::string seen;
  RunAs("Ann", [&] {
    try {
      RunAs("admin", As("backup", Fail));
    } catch (const std::runtime_error&) {
    }
    Look(seen)();
  });
  Look(seen)();
  EXPECT_EQ(seen, "Ann, nobody"s);
}

TEST(PoolReuse, LetsTheSameUserOrNobodyBeTheInnerOne) {
  std::string seen;
  const Task look = Look(seen);
  RunAs("Ann", InTurn({As("Ann", look), look, As("", look), look}));
  EXPECT_EQ(seen, "Ann, Ann, nobody, Ann"s);
}

TEST(PoolReuse, PassesAnExceptionOnToTheCaller) {
  std::vector<int> calls;
  EXPECT_THROW(RunAs("Ann", InTurn({NoteThread(calls), Fail})), RequestFailed)
      << "the work's own exception, not another one with its text";
  EXPECT_EQ(calls.size(), 1) << "calls of the work";
  EXPECT_THROW(RunAs("Ann", FailWithANumber), int)
      << "not only std::exceptions";
}

TEST(PoolReuse, CallsTheWorkOnceOnTheCallersThread) {
  std::vector<int> threads;
  RunAs("Ann", NoteThread(threads));
  EXPECT_THAT(threads, testing::ElementsAre(CurrentThreadId()))
      << "the threads on which the work ran, one for each call";
}

// While Ann's request is being served, another thread does the same for Bob.
TEST(PoolReuse, GivesEachThreadAUserOfItsOwn) {
  std::string seen;
  std::string seen_by_ann;
  std::unique_ptr<WatchedCall> other;
  CallState state = CallState::kReturned;
  RunAs("Ann", [&] {
    const Task look = Look(seen);
    other =
        std::make_unique<WatchedCall>(InTurn({look, As("Bob", look), look}));
    state = other->WaitUntilReturnedOrHeldUp();
    Look(seen_by_ann)();
  });
  other.reset();
  EXPECT_EQ(state, CallState::kReturned)
      << "Bob's thread waits for the end of Ann's request";
  EXPECT_EQ(seen, "nobody, Bob, nobody"s)
      << "by Bob's thread: before, during and after its request";
  EXPECT_EQ(seen_by_ann, "Ann"s) << "after Bob's request on another thread";
}

// Bob's request begins during Ann's and ends after it.
TEST(PoolReuse, KeepsTheUserWhenAnotherThreadEndsFirst) {
  std::string seen_by_bob;
  SilentCounter ended;
  std::unique_ptr<WatchedCall> other;
  const Task bob = As("Bob", [&] {
    ended.WaitFor(1);
    Look(seen_by_bob)();
  });
  RunAs("Ann", [&] {
    other = std::make_unique<WatchedCall>(bob);
    // Until Bob's request waits for the end of Ann's.
    other->WaitUntilReturnedOrHeldUp();
  });
  ended.Raise();
  other.reset();
  EXPECT_EQ(seen_by_bob, "Bob"s) << "after Ann's request on another thread";
}

// Serves a request in which another one is served.
Task Serve(const std::string& user) {
  return [user] {
    std::string seen;
    const Task look = Look(seen);
    RunAs(user, InTurn({look, As("admin", look), look}));
    look();
    EXPECT_EQ(seen, user + ", admin, " + user + ", nobody");
  };
}

TEST(PoolReuseInParallel, OfTwoWorkers) {
  TakeTurns(5, Serve(LongName("Ann")), Serve(LongName("Bob")));
}

EVERY_SCHEDULE_TEST(PoolReuse, KeepsTwoWorkersApart) {
  auto serve = [](const std::string& user) {
    RunAs(user, [&] { EXPECT_EQ(CurrentUser(), user); });
    EXPECT_EQ(CurrentUser(), "");
  };
  std::thread one([&] { serve("Ann"); });
  std::thread two([&] { serve("Bob"); });
  one.join();
  two.join();
}

EVERY_SCHEDULE_TEST(PoolReuse, RestoresOnTwoWorkersAtOnce) {
  std::thread one([] {
    RunAs("Ann", [] {
      EXPECT_THROW(RunAs("admin", Fail), std::runtime_error);
      EXPECT_EQ(CurrentUser(), "Ann");
    });
  });
  std::thread two([] {
    EXPECT_EQ(CurrentUser(), "");
    RunAs("Bob", [] { EXPECT_EQ(CurrentUser(), "Bob"); });
  });
  one.join();
  two.join();
}

}  // namespace
}  // namespace racefree
