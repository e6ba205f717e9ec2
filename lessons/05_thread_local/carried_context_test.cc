#include "lessons/05_thread_local/carried_context.h"

#include <atomic>
#include <functional>
#include <memory>
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

using std::string_literals::operator""s;

// What follows makes work, here and not in each test: each lambda that becomes
// a std::function costs the compiler a hundredth of a second.

// Adds the id, user and note that the calling thread sees: "7 Ann -" if there
// is no note.
Work Look(std::string& seen) {
  return [&seen] {
    std::string separator = seen.empty() ? "" : ", ";
    for (const char* name : {"id", "user", "note"}) {
      const std::string value = GetVariable(name);
      seen += separator + (value.empty() ? "-" : value);
      separator = " ";
    }
  };
}

Work Set(const std::string& name, const std::string& value) {
  return [name, value] { SetVariable(name, value); };
}

Work NoteThread(std::vector<int>& threads) {
  return [&threads] { threads.push_back(CurrentThreadId()); };
}

// Calls `work` itself, not a copy of it.
Work Call(const Work& work) {
  return [&work] { work(); };
}

Work OneAfterTheOther(const std::vector<Work>& works) {
  return [works] {
    for (const Work& work : works) work();
  };
}

class WorkFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

void Fail() { throw WorkFailed("this work fails"); }
void FailWithANumber() { throw 42; }

// Runs the tasks one after the other on a thread of their own: a worker of a
// pool. Its context begins empty.
void RunOnAWorker(const std::vector<Work>& tasks) {
  std::thread worker(Work([&] {
    for (const Work& task : tasks) {
      try {
        task();
      } catch (...) {
      }
    }
  }));
  worker.join();
}

// Carried by a thread that has set nothing but this id, and has ended since.
Work CarriedByAnotherThread(const std::string& id, const Work& work) {
  Work carried;
  std::thread submitter(Work([&] {
    SetVariable("id", id);
    carried = Carry(work);
  }));
  submitter.join();
  return carried;
}

// The context of the test's own thread, which lives longer than a test.
void SetAll(const std::string& id, const std::string& user) {
  SetVariable("id", id);
  SetVariable("user", user);
  SetVariable("note", "");
}

TEST(CarriedContext, IsTheSubmittersOnAWorker) {
  std::string seen;
  SetAll("7", "Ann");
  RunOnAWorker({Carry(Look(seen))});
  EXPECT_EQ(seen, "7 Ann -"s)
      << "id, user and note, seen by the work on a worker";
}

TEST(CarriedContext, IsPutInPlaceByWhoeverCalls) {
  std::vector<int> threads;
  std::vector<int> callers;
  Work work = Carry(NoteThread(threads));
  EXPECT_TRUE(threads.empty()) << "nobody has called it yet";
  RunOnAWorker({NoteThread(callers), work});
  callers.push_back(CurrentThreadId());
  work();
  EXPECT_EQ(threads, callers) << "the threads on which the work ran";
}

TEST(CarriedContext, IsTheSubmittersOnAWorkerThatHasOneOfItsOwn) {
  std::string seen;
  SetAll("7", "");
  RunOnAWorker({Set("id", "5"), Carry(Look(seen))});
  EXPECT_EQ(seen, "7 - -"s) << "by a worker that has set 5 for itself";
}

TEST(CarriedContext, HasNothingOfTheWorkersOwn) {
  std::string seen;
  Work work = CarriedByAnotherThread("7", Look(seen));
  RunOnAWorker({Set("user", "Bob"), work});
  EXPECT_EQ(seen, "7 - -"s)
      << "id, user and note, seen by the work; the submitter, which has ended, "
         "had set the id, and the worker a user";
}

TEST(CarriedContext, StaysAsItWasWhenTheSubmitterGoesOn) {
  std::string seen;
  SetAll("7", "Ann");
  Work work = Carry(Look(seen));
  SetVariable("id", "8");
  SetVariable("note", "gone on");
  RunOnAWorker({work});
  EXPECT_EQ(seen, "7 Ann -"s) << "after the submitter has set 8 and a note";
}

TEST(CarriedContext, OfOneWorkIsNotThatOfTheNext) {
  std::string seen;
  SetAll("7", "");
  Work first = Carry(Look(seen));
  SetVariable("id", "8");
  Work second = Carry(Look(seen));
  RunOnAWorker({second, first});
  EXPECT_EQ(seen, "8 - -, 7 - -"s) << "by the second work, and by the first";
}

TEST(CarriedContext, OutlivesTheSubmitter) {
  std::string seen;
  RunOnAWorker({CarriedByAnotherThread("7", Look(seen))});
  EXPECT_EQ(seen, "7 - -"s) << "after the submitter's thread has ended";
}

TEST(CarriedContext, IsGoneAfterTheWork) {
  std::string seen;
  SetAll("7", "Ann");
  Work work = Carry(Set("note", "slow"));
  RunOnAWorker({Set("id", "5"), work, Look(seen)});
  EXPECT_EQ(seen, "5 - -"s) << "by the worker after the work";
}

TEST(CarriedContext, IsGoneAfterWorkThatThrows) {
  for (const Work& failing : {Work(Fail), Work(FailWithANumber)}) {
    std::string seen;
    SetAll("7", "Ann");
    RunOnAWorker({Set("id", "5"), Carry(failing), Look(seen)});
    EXPECT_EQ(seen, "5 - -"s) << "by the worker after the work";
  }
}

TEST(CarriedContext, IsTheSameForEachCall) {
  std::string seen;
  SetAll("7", "");
  Work work = Carry(
      OneAfterTheOther({Look(seen), Set("id", "9"), Set("note", "was here")}));
  RunOnAWorker({Call(work), Call(work)});
  RunOnAWorker({Call(work)});
  EXPECT_EQ(seen, "7 - -, 7 - -, 7 - -"s) << "by three calls";
}

TEST(CarriedContext, GivesTheSubmitterItsOwnBackToo) {
  std::string seen;
  SetAll("7", "");
  Work work = Carry(OneAfterTheOther({Look(seen), Set("id", "9")}));
  SetVariable("id", "8");
  work();
  EXPECT_EQ(seen, "7 - -"s) << "during a call on the submitter's thread";
  EXPECT_EQ(GetVariable("id"), "8"s) << "after it";
}

TEST(CarriedContext, IsHandedOnByTheWork) {
  std::string seen;
  Work inner;
  SetAll("7", "Ann");
  Work outer = Carry([&] {
    SetVariable("user", "admin");
    inner = Carry(Look(seen));
  });
  RunOnAWorker({outer});
  RunOnAWorker({inner});
  EXPECT_EQ(seen, "7 admin -"s) << "by work that was carried on by a worker";
}

TEST(CarriedContext, PassesAnExceptionOnToTheCaller) {
  std::vector<int> calls;
  Work work = Carry(OneAfterTheOther({NoteThread(calls), Fail}));
  EXPECT_THROW(work(), WorkFailed)
      << "the work's own exception, not another one with its text";
  EXPECT_EQ(calls.size(), 1) << "calls of the work";
}

// In the middle of a call, another thread makes a second one.
TEST(CarriedContext, IsTheSameForTwoCallsAtOnce) {
  std::string seen_by_first = "not asked";
  std::string seen_by_second = "not asked";
  std::atomic<bool> in_first_call = true;
  std::unique_ptr<WatchedCall> second_call;
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
    second_call = std::make_unique<WatchedCall>(Call(work));
    state = second_call->WaitUntilReturnedOrHeldUp();
    seen_by_first = GetVariable("id");
  });
  SetVariable("id", "8");
  work();
  second_call.reset();
  EXPECT_EQ(state, CallState::kReturned)
      << "the second call waits for the first";
  EXPECT_EQ(seen_by_second, "7"s)
      << "while the first call has set 9 for itself";
  EXPECT_EQ(seen_by_first, "9"s) << "which it has set itself";
  EXPECT_EQ(GetVariable("id"), "8"s) << "the caller's own";
}

TEST(CarriedContextInParallel, IsTakenByTwoSubmitters) {
  std::atomic<int> calls = 0;
  const Work submit = [&] {
    const std::string id =
        std::to_string(calls.fetch_add(1, std::memory_order_relaxed));
    SetVariable("id", id);
    std::string seen;
    Work work = Carry(Look(seen));
    SetVariable("id", "another");
    work();
    EXPECT_EQ(seen, id + " - -") << "by the work";
    EXPECT_EQ(GetVariable("id"), "another"s) << "by the submitter";
  };
  TakeTurns(5, submit, submit);
}

TEST(CarriedContextInParallel, IsUsedByTwoWorkers) {
  SetVariable("id", "7");
  Work work = Carry([] {
    EXPECT_EQ(GetVariable("id"), "7"s);
    SetVariable("id", "9");
  });
  TakeTurns(5, work, work);
}

TEST(CarriedContextInParallel, IsUsedWhileTheSubmitterGoesOn) {
  std::string seen[5];
  std::vector<Work> works;
  SetAll("0", "");
  for (std::string& each : seen) {
    works.push_back(Carry(Look(each)));
    SetVariable("id", std::to_string(works.size()));
  }
  int next = 0;
  const Work note = Set("note", "slow");
  const Work go_on = [&] {
    SetVariable("id", "another");
    Carry(note)();
  };
  TakeTurns(5, go_on, [&] { works[next++](); });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(seen[i], std::to_string(i) + " - -");
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
