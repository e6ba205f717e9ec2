#include "lessons/05_thread_local/pool_reuse.h"

#include <sys/types.h>

#include <functional>
#include <optional>
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

// A pool with one worker: runs the tasks one after the other on one thread,
// which goes on to the next task when one throws.
void RunOnOneWorker(const std::vector<std::function<void()>>& tasks) {
  std::thread worker([&] {
    for (const std::function<void()>& task : tasks) {
      try {
        task();
      } catch (...) {
      }
    }
  });
  worker.join();
}

void Fail() { throw std::runtime_error("this request fails"); }

// Long enough that no string keeps it in itself.
std::string LongName(const std::string& name) {
  return name + " of the department for very long names";
}

TEST(PoolReuse, ShowsTheWorkItsUser) {
  std::string seen;
  RunAs("Ann", [&] { seen = CurrentUser(); });
  EXPECT_EQ(seen, "Ann");
  RunAs(LongName("Bob"), [&] { seen = CurrentUser(); });
  EXPECT_EQ(seen, LongName("Bob"));
}

TEST(PoolReuse, ShowsTheNextTaskNobody) {
  std::string seen = "not asked";
  RunOnOneWorker({
      [] { RunAs("Ann", [] {}); },
      [&] { seen = CurrentUser(); },
  });
  EXPECT_EQ(seen, "") << "by the task after Ann's, on the same thread";
}

TEST(PoolReuse, ShowsTheNextTaskNobodyAfterAnException) {
  std::string seen = "not asked";
  RunOnOneWorker({
      [] { RunAs("Ann", Fail); },
      [&] { seen = CurrentUser(); },
  });
  EXPECT_EQ(seen, "") << "by the task after Ann's, which threw";
}

TEST(PoolReuse, ShowsTheNextTaskNobodyWhateverWasThrown) {
  std::string seen = "not asked";
  RunOnOneWorker({
      [] { RunAs("Ann", [] { throw 42; }); },
      [&] { seen = CurrentUser(); },
  });
  EXPECT_EQ(seen, "") << "by the task after Ann's, which threw an int";
}

TEST(PoolReuse, ShowsTheOuterUserAgainAfterTheInnerOne) {
  std::vector<std::string> seen;
  RunAs("Ann", [&] {
    RunAs("admin", [&] {
      RunAs("backup", [&] { seen.push_back(CurrentUser()); });
      seen.push_back(CurrentUser());
    });
    seen.push_back(CurrentUser());
    RunAs("admin", [&] { seen.push_back(CurrentUser()); });
    seen.push_back(CurrentUser());
  });
  seen.push_back(CurrentUser());
  EXPECT_THAT(
      seen, testing::ElementsAre("backup", "admin", "Ann", "admin", "Ann", ""));
}

TEST(PoolReuse, ShowsTheOuterUserAgainAfterAnException) {
  std::vector<std::string> seen;
  RunAs("Ann", [&] {
    try {
      RunAs("admin", [&] { RunAs("backup", Fail); });
    } catch (const std::runtime_error&) {
    }
    seen.push_back(CurrentUser());
  });
  seen.push_back(CurrentUser());
  EXPECT_THAT(seen, testing::ElementsAre("Ann", ""));
}

TEST(PoolReuse, LetsTheSameUserOrNobodyBeTheInnerOne) {
  std::vector<std::string> seen;
  RunAs("Ann", [&] {
    RunAs(CurrentUser(), [&] { seen.push_back(CurrentUser()); });
    seen.push_back(CurrentUser());
    RunAs("", [&] { seen.push_back(CurrentUser()); });
    seen.push_back(CurrentUser());
  });
  EXPECT_THAT(seen, testing::ElementsAre("Ann", "Ann", "", "Ann"));
}

TEST(PoolReuse, PassesAnExceptionOnToTheCaller) {
  int calls = 0;
  EXPECT_THROW(RunAs("Ann",
                     [&] {
                       ++calls;
                       Fail();
                     }),
               std::runtime_error);
  EXPECT_EQ(calls, 1) << "calls of the work";
}

TEST(PoolReuse, CallsTheWorkOnceOnTheCallersThread) {
  std::vector<pid_t> threads;
  RunAs("Ann", [&] { threads.push_back(CurrentThreadId()); });
  EXPECT_THAT(threads, testing::ElementsAre(CurrentThreadId()))
      << "the threads on which the work ran, one for each call";
}

// While Ann's request is being served, another thread does the same for Bob.
TEST(PoolReuse, GivesEachThreadAUserOfItsOwn) {
  std::vector<std::string> seen;
  std::string seen_by_ann = "not asked";
  std::optional<WatchedCall> other;
  CallState state = CallState::kReturned;
  RunAs("Ann", [&] {
    other.emplace([&] {
      seen.push_back(CurrentUser());
      RunAs("Bob", [&] { seen.push_back(CurrentUser()); });
      seen.push_back(CurrentUser());
    });
    state = other->WaitUntilReturnedOrHeldUp();
    seen_by_ann = CurrentUser();
  });
  other.reset();
  EXPECT_EQ(state, CallState::kReturned)
      << "Bob's thread waits for the end of Ann's request";
  EXPECT_THAT(seen, testing::ElementsAre("", "Bob", ""))
      << "by Bob's thread: before, during and after its request";
  EXPECT_EQ(seen_by_ann, "Ann") << "after Bob's request on another thread";
}

// Bob's request begins during Ann's and ends after it.
TEST(PoolReuse, KeepsTheUserWhenAnotherThreadEndsFirst) {
  std::string seen_by_bob = "not asked";
  SilentCounter ended;
  std::optional<WatchedCall> other;
  RunAs("Ann", [&] {
    other.emplace([&] {
      RunAs("Bob", [&] {
        ended.WaitFor(1);
        seen_by_bob = CurrentUser();
      });
    });
    // Until Bob's request waits for the end of Ann's.
    other->WaitUntilReturnedOrHeldUp();
  });
  ended.Raise();
  other.reset();
  EXPECT_EQ(seen_by_bob, "Bob") << "after Ann's request on another thread";
}

TEST(PoolReuseInParallel, OfTwoWorkers) {
  auto serve = [](const std::string& user) {
    RunAs(user, [&] {
      EXPECT_EQ(CurrentUser(), user);
      RunAs("admin", [] { EXPECT_EQ(CurrentUser(), "admin"); });
      EXPECT_EQ(CurrentUser(), user);
    });
    EXPECT_EQ(CurrentUser(), "");
  };
  TakeTurns(
      5, [&] { serve(LongName("Ann")); }, [&] { serve(LongName("Bob")); });
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
