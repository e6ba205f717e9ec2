#include "lessons/02_pool/exceptions_travel.h"

#include <array>
#include <chrono>
#include <functional>
#include <future>
#include <latch>
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

using testing::ElementsAre;

// All functions here are of these two types, and few are lambdas: each costs
// compile time.
using Function = std::function<int()>;
using Done = std::function<void()>;

// An exception that is not a std::exception.
struct Failure {
  int code;
};

Function FailWith(int code) {
  return [code]() -> int { throw Failure{code}; };
}

Function Bring(int value) {
  return [value] { return value; };
}

int ThreadId() { return CurrentThreadId(); }

int FailAtPage() { throw std::out_of_range("no such page"); }

void FailInDone() { throw Failure{99}; }

bool IsReady(const std::future<int>& future) {
  return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

// What is caught from `future`: "5" for a result, "failure 5" for a Failure.
std::string Outcome(std::future<int>& future) {
  try {
    return std::to_string(future.get());
  } catch (const Failure& failure) {
    return "failure " + std::to_string(failure.code);
  } catch (const std::future_error& error) {
    return std::string("std::future_error: ") + error.what();
  } catch (...) {
    return "another exception";
  }
}

// Hands the tasks to a pool of one worker and tells their outcomes. They are
// looked at when all tasks are over: then the worker has let go of the
// exceptions. (The count of who holds an exception is kept in a library that
// ThreadSanitizer does not see into.)
std::vector<std::string> Outcomes(Pool& pool,
                                  const std::vector<Function>& functions) {
  std::vector<std::future<int>> futures;
  for (const Function& function : functions) {
    futures.push_back(pool.ApplyAsync(function));
  }
  pool.ApplyAsync(Bring(0)).get();
  std::vector<std::string> outcomes;
  for (std::future<int>& future : futures) outcomes.push_back(Outcome(future));
  return outcomes;
}

TEST(ExceptionsTravel, ToWhoeverAsksForTheResult) {
  Pool pool(1);
  EXPECT_THAT(Outcomes(pool, {FailWith(5)}), ElementsAre("failure 5"));
}

TEST(ExceptionsTravel, AndResultsDoToo) {
  Pool pool(1);
  EXPECT_THAT(Outcomes(pool, {Bring(5), Bring(-1)}), ElementsAre("5", "-1"));
}

TEST(ExceptionsTravel, AsTheTypeThatTheyHave) {
  Pool pool(1);
  std::future<int> result = pool.ApplyAsync(FailAtPage);
  pool.ApplyAsync(Bring(0)).get();
  try {
    result.get();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "no such page");
  } catch (const std::exception&) {
    ADD_FAILURE() << "the task threw std::out_of_range, and get() another type";
  }
}

TEST(ExceptionsTravel, ToTheirOwnFutureOnly) {
  Pool pool(1);
  EXPECT_EQ(Outcomes(pool, {Bring(1), FailWith(2), Bring(3), FailWith(4),
                            FailWith(5), Bring(6)}),
            std::vector<std::string>(
                {"1", "failure 2", "3", "failure 4", "failure 5", "6"}));
}

TEST(ExceptionsTravel, AndTheWorkerLivesOn) {
  Pool pool(1);
  const int worker = pool.ApplyAsync(ThreadId).get();
  pool.ApplyAsync(FailWith(1));
  EXPECT_EQ(pool.ApplyAsync(ThreadId).get(), worker)
      << "the worker's thread after a task that threw";
}

TEST(ExceptionsTravel, AndAllWorkersLiveOn) {
  SilentCounter failures;
  SilentCounter arrivals;
  Pool pool(2);
  for (int i = 0; i < 2; ++i) {
    pool.ApplyAsync([&failures]() -> int {
      failures.Raise();
      failures.WaitFor(2);
      throw Failure{1};
    });
  }
  std::vector<std::future<int>> results;
  for (int i = 0; i < 2; ++i) {
    results.push_back(pool.ApplyAsync([&arrivals] {
      // Each needs the other to go on.
      arrivals.Raise();
      arrivals.WaitFor(2);
      return 1;
    }));
  }
  for (std::future<int>& result : results) EXPECT_EQ(result.get(), 1);
}

TEST(ExceptionsTravel, NowhereIfNobodyAsks) {
  Pool pool(1);
  pool.ApplyAsync(FailWith(1));
  EXPECT_EQ(pool.ApplyAsync(Bring(2)).get(), 2);
  pool.ApplyAsync(FailWith(3));
}

TEST(ExceptionsTravel, AfterOneCallOfTheFunction) {
  SilentCounter calls;
  Pool pool(1);
  EXPECT_THAT(Outcomes(pool, {[&calls]() -> int {
                         calls.Raise();
                         throw Failure{calls.value()};
                       }}),
              ElementsAre("failure 1"));
  EXPECT_EQ(calls.value(), 1) << "calls of a function that throws";
}

TEST(ExceptionsTravel, AndDoneIsCalledOnce) {
  SilentCounter calls;
  int thread = 0;
  const Done done = [&] {
    thread = CurrentThreadId();
    calls.Raise();
  };
  Pool pool(1);
  pool.ApplyAsync(Bring(1), done);
  const int worker = pool.ApplyAsync(ThreadId).get();
  EXPECT_EQ(calls.value(), 1) << "calls of done() after a result";
  pool.ApplyAsync(FailWith(1), done);
  pool.ApplyAsync(Bring(1)).get();
  EXPECT_EQ(calls.value(), 2) << "calls of done() after an exception, too";
  EXPECT_EQ(thread, worker) << "the thread that called done()";
}

TEST(ExceptionsTravel, BeforeDoneIsCalled) {
  for (const bool fails : {false, true}) {
    SCOPED_TRACE(fails ? "a task that throws" : "a task with a result");
    std::latch have_future(1);
    std::future<int> result;
    bool was_ready = false;
    Pool pool(1);
    result = pool.ApplyAsync(
        [&]() -> int {
          have_future.wait();
          if (fails) throw Failure{1};
          return 1;
        },
        [&] { was_ready = IsReady(result); });
    have_future.count_down();
    pool.ApplyAsync(Bring(0)).get();
    EXPECT_TRUE(was_ready) << "the future, when done() was called";
    EXPECT_EQ(Outcome(result), fails ? "failure 1" : "1");
  }
}

TEST(ExceptionsTravel, NowhereIfDoneThrowsThem) {
  Pool pool(1);
  std::future<int> well = pool.ApplyAsync(Bring(1), FailInDone);
  std::future<int> failed = pool.ApplyAsync(FailWith(2), FailInDone);
  std::future<int> next = pool.ApplyAsync(Bring(3));
  EXPECT_EQ(next.get(), 3);
  EXPECT_EQ(Outcome(well), "1") << "of a task whose done() threw";
  EXPECT_EQ(Outcome(failed), "failure 2") << "of a task whose done() threw";
}

TEST(ExceptionsTravel, BeforeThePoolEnds) {
  std::array<std::future<int>, 3> results;
  {
    Pool pool(1);
    results[0] = pool.ApplyAsync(FailWith(1));
    results[1] = pool.ApplyAsync(Bring(2));
    results[2] = pool.ApplyAsync(FailWith(3));
  }
  EXPECT_EQ(Outcome(results[0]), "failure 1");
  EXPECT_EQ(Outcome(results[1]), "2");
  EXPECT_EQ(Outcome(results[2]), "failure 3");
}

TEST(ExceptionsTravelInParallel, ToTwoThreads) {
  Pool pool(1);
  SilentCounter calls;
  const std::function<void()> fail = [&] {
    calls.Raise();
    const int code = calls.value();
    EXPECT_THAT(Outcomes(pool, {FailWith(code)}),
                ElementsAre(("failure " + std::to_string(code)).c_str()));
  };
  TakeTurns(5, fail, fail);
}

EVERY_SCHEDULE_TEST_WITH(ExceptionsTravel, BeforeTheNextTask,
                         {.max_schedules = 6000}) {
  Pool pool(1);
  std::future<int> failed = pool.ApplyAsync(FailWith(1));
  EXPECT_EQ(pool.ApplyAsync(Bring(2)).get(), 2);
  EXPECT_EQ(Outcome(failed), "failure 1");
}

// More preemptions would be too many schedules: there are three threads.
EVERY_SCHEDULE_TEST_WITH(ExceptionsTravel, OfTwoTasksAtTheSameTime,
                         {.search = explore::SearchKind::kPreemptionBound,
                          .bound = 1}) {
  std::future<int> one;
  std::future<int> two;
  {
    Pool pool(2);
    one = pool.ApplyAsync(FailWith(1));
    two = pool.ApplyAsync(FailWith(2));
  }
  EXPECT_EQ(Outcome(one), "failure 1");
  EXPECT_EQ(Outcome(two), "failure 2");
}

}  // namespace
}  // namespace racefree
