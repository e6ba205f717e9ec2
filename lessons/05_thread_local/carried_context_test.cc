#include "lessons/05_thread_local/carried_context.h"

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using Seen = std::vector<std::string>;

// Runs the tasks one after the other on a thread of their own: a worker of a
// pool. Its context begins empty.
void RunOnAWorker(const std::vector<std::function<void()>>& tasks) {
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

// What `make` returns, made on a thread that has ended since.
Work MadeOnAnotherThread(const std::function<Work()>& make) {
  Work work;
  std::thread submitter([&] { work = make(); });
  submitter.join();
  return work;
}

class WorkFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

void Fail() { throw WorkFailed("this work fails"); }

TEST(CarriedContext, IsTheSubmittersOnAWorker) {
  Seen seen;
  SetVariable("id", "7");
  SetVariable("user", "Ann");
  Work work = Carry([&] { seen = {GetVariable("id"), GetVariable("user")}; });
  RunOnAWorker({work});
  EXPECT_THAT(seen, testing::ElementsAre("7", "Ann"));
}

TEST(CarriedContext, IsPutInPlaceByWhoeverCalls) {
  std::vector<pid_t> threads;
  std::vector<pid_t> callers;
  Work work = Carry([&] { threads.push_back(CurrentThreadId()); });
  EXPECT_THAT(threads, testing::IsEmpty()) << "nobody has called it yet";
  RunOnAWorker({[&] { callers.push_back(CurrentThreadId()); }, work});
  callers.push_back(CurrentThreadId());
  work();
  EXPECT_EQ(threads, callers) << "the threads on which the work ran";
}

TEST(CarriedContext, IsTheSubmittersOnAWorkerThatHasOneOfItsOwn) {
  std::string seen;
  SetVariable("id", "7");
  Work work = Carry([&] { seen = GetVariable("id"); });
  RunOnAWorker({[] { SetVariable("id", "5"); }, work});
  EXPECT_EQ(seen, "7") << "by a worker that has set 5 for itself";
}

TEST(CarriedContext, HasNothingOfTheWorkersOwn) {
  std::string seen = "not asked";
  Work work = MadeOnAnotherThread(
      [&] { return Carry([&] { seen = GetVariable("user"); }); });
  RunOnAWorker({[] { SetVariable("user", "Bob"); }, work});
  EXPECT_EQ(seen, "") << "the user, which the worker has set, but not the "
                         "submitter";
}

TEST(CarriedContext, StaysAsItWasWhenTheSubmitterGoesOn) {
  Seen seen;
  SetVariable("id", "7");
  SetVariable("state", "");
  Work work = Carry([&] { seen = {GetVariable("id"), GetVariable("state")}; });
  SetVariable("id", "8");
  SetVariable("state", "gone on");
  RunOnAWorker({work});
  EXPECT_THAT(seen, testing::ElementsAre("7", ""));
}

TEST(CarriedContext, OfOneWorkIsNotThatOfTheNext) {
  Seen seen;
  auto look = [&] { seen.push_back(GetVariable("id")); };
  SetVariable("id", "7");
  Work first = Carry(look);
  SetVariable("id", "8");
  Work second = Carry(look);
  RunOnAWorker({second, first});
  EXPECT_THAT(seen, testing::ElementsAre("8", "7"));
}

TEST(CarriedContext, OutlivesTheSubmitter) {
  std::string seen;
  Work work = MadeOnAnotherThread([&] {
    SetVariable("id", "7");
    return Carry([&] { seen = GetVariable("id"); });
  });
  RunOnAWorker({work});
  EXPECT_EQ(seen, "7") << "after the submitter's thread has ended";
}

TEST(CarriedContext, IsGoneAfterTheWork) {
  Seen seen;
  SetVariable("id", "7");
  SetVariable("user", "Ann");
  Work work = Carry([] { SetVariable("note", "slow"); });
  RunOnAWorker({[] { SetVariable("id", "5"); }, work,
                [&] {
                  seen = {GetVariable("id"), GetVariable("user"),
                          GetVariable("note")};
                }});
  EXPECT_THAT(seen, testing::ElementsAre("5", "", ""))
      << "id, user and note of the worker";
}

TEST(CarriedContext, IsGoneAfterWorkThatThrows) {
  for (const Work& failing : {Work(Fail), Work([] { throw 42; })}) {
    Seen seen;
    SetVariable("id", "7");
    SetVariable("user", "Ann");
    RunOnAWorker({[] { SetVariable("id", "5"); }, Carry(failing),
                  [&] { seen = {GetVariable("id"), GetVariable("user")}; }});
    EXPECT_THAT(seen, testing::ElementsAre("5", ""))
        << "id and user of the worker";
  }
}

TEST(CarriedContext, IsTheSameForEachCall) {
  Seen seen;
  SetVariable("id", "7");
  Work work = Carry([&] {
    seen.push_back(GetVariable("id") + GetVariable("note"));
    SetVariable("id", "9");
    SetVariable("note", "was here");
  });
  auto call = [&] { work(); };
  RunOnAWorker({call, call});
  RunOnAWorker({call});
  EXPECT_THAT(seen, testing::ElementsAre("7", "7", "7"));
}

TEST(CarriedContext, GivesTheSubmitterItsOwnBackToo) {
  Seen seen;
  SetVariable("id", "7");
  Work work = Carry([&] {
    seen.push_back(GetVariable("id"));
    SetVariable("id", "9");
  });
  SetVariable("id", "8");
  work();
  seen.push_back(GetVariable("id"));
  EXPECT_THAT(seen, testing::ElementsAre("7", "8"))
      << "during and after a call on the submitter's thread";
}

TEST(CarriedContext, IsHandedOnByTheWork) {
  Seen seen;
  Work inner;
  SetVariable("id", "7");
  SetVariable("user", "Ann");
  Work outer = Carry([&] {
    SetVariable("user", "admin");
    inner = Carry([&] { seen = {GetVariable("id"), GetVariable("user")}; });
  });
  RunOnAWorker({outer});
  RunOnAWorker({inner});
  EXPECT_THAT(seen, testing::ElementsAre("7", "admin"))
      << "id and user of work that was carried on by a worker";
}

TEST(CarriedContext, PassesAnExceptionOnToTheCaller) {
  int calls = 0;
  Work work = Carry([&] {
    ++calls;
    Fail();
  });
  EXPECT_THROW(work(), WorkFailed)
      << "the work's own exception, not another one with its text";
  EXPECT_EQ(calls, 1) << "calls of the work";
}

// In the middle of a call, another thread makes a second one.
TEST(CarriedContext, IsTheSameForTwoCallsAtOnce) {
  std::string seen_by_first = "not asked";
  std::string seen_by_second = "not asked";
  std::atomic<bool> in_first_call = true;
  std::optional<WatchedCall> second_call;
  CallState state = CallState::kReturned;
  Work work;
  SetVariable("id", "7");
  work = Carry([&] {
    if (!in_first_call.load(std::memory_order_relaxed)) {
      seen_by_second = GetVariable("id");
      return;
    }
    SetVariable("id", "9");
    in_first_call.store(false, std::memory_order_relaxed);
    second_call.emplace([&] { work(); });
    state = second_call->WaitUntilReturnedOrHeldUp();
    seen_by_first = GetVariable("id");
  });
  SetVariable("id", "8");
  work();
  second_call.reset();
  EXPECT_EQ(state, CallState::kReturned)
      << "the second call waits for the first";
  EXPECT_EQ(seen_by_second, "7") << "while the first call has set 9 for itself";
  EXPECT_EQ(seen_by_first, "9") << "which it has set itself";
  EXPECT_EQ(GetVariable("id"), "8") << "the caller's own";
}

TEST(CarriedContextInParallel, IsTakenByTwoSubmitters) {
  auto submit = [](const std::string& id) {
    SetVariable("id", id);
    Work work = Carry([&] { EXPECT_EQ(GetVariable("id"), id); });
    SetVariable("id", "another");
    work();
    EXPECT_EQ(GetVariable("id"), "another");
  };
  TakeTurns(5, [&] { submit("7"); }, [&] { submit("8"); });
}

TEST(CarriedContextInParallel, IsUsedByTwoWorkers) {
  SetVariable("id", "7");
  Work work = Carry([] {
    EXPECT_EQ(GetVariable("id"), "7");
    SetVariable("id", "9");
  });
  TakeTurns(5, work, work);
}

TEST(CarriedContextInParallel, IsUsedWhileTheSubmitterGoesOn) {
  std::vector<Work> works;
  for (int i = 0; i < 5; ++i) {
    SetVariable("id", std::to_string(i));
    works.push_back(
        Carry([i] { EXPECT_EQ(GetVariable("id"), std::to_string(i)); }));
  }
  int next = 0;
  TakeTurns(
      5,
      [] {
        SetVariable("id", "another");
        Carry([] {})();
      },
      [&] { works[next++](); });
}

EVERY_SCHEDULE_TEST(CarriedContext, OfTwoSubmittersIsKeptApart) {
  auto submit = [](const std::string& id) {
    SetVariable("id", id);
    return Carry([id] { EXPECT_EQ(GetVariable("id"), id); });
  };
  Work first;
  std::thread submitter([&] { first = submit("7"); });
  Work second = submit("8");
  submitter.join();
  first();
  second();
}

EVERY_SCHEDULE_TEST(CarriedContext, IsTheSameForTwoWorkersAtOnce) {
  SetVariable("id", "7");
  Work work = Carry([] { EXPECT_EQ(GetVariable("id"), "7"); });
  auto call = [&] {
    work();
    EXPECT_EQ(GetVariable("id"), "") << "the worker's own";
  };
  std::thread one(call);
  std::thread two(call);
  one.join();
  two.join();
}

EVERY_SCHEDULE_TEST(CarriedContext, StaysAsItWasWhileTheSubmitterGoesOn) {
  SetVariable("id", "7");
  std::thread worker(Carry([] { EXPECT_EQ(GetVariable("id"), "7"); }));
  SetVariable("id", "8");
  worker.join();
}

}  // namespace
}  // namespace racefree
