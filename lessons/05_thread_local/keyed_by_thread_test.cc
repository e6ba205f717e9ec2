#include "lessons/05_thread_local/keyed_by_thread.h"

#include <sys/types.h>

#include <atomic>
#include <memory>
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

using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using testing::UnorderedElementsAreArray;

// A thread that has set its student when the constructor returns, and stays
// until it is told to leave.
class Teacher {
 public:
  explicit Teacher(const std::string& name)
      : thread_([this, name] {
          SetStudent(name);
          events_.Raise();
          may_look_.WaitFor(1);
          seen_ = Student();
        }) {
    events_.WaitFor(1);
  }

  // Lets the thread look for its student and end. Returns what it saw.
  std::string Leave() {
    may_look_.Raise();
    thread_.join();
    return seen_;
  }

 private:
  SilentCounter events_;
  SilentCounter may_look_;
  std::string seen_;
  std::thread thread_;
};

TEST(KeyedByThread, LeavesOutAThreadThatHasOnlyAsked) {
  std::vector<std::string> all;
  std::thread([&] {
    EXPECT_EQ(Student(), "");
    all = AllStudents();
  }).join();
  EXPECT_THAT(all, IsEmpty()) << "after a thread asked that had set none";
}

TEST(KeyedByThread, NamesTheStudentsOfAllThreads) {
  EXPECT_THAT(AllStudents(), IsEmpty());
  Teacher first("Ann");
  Teacher second("Bob");
  Teacher third("Ann");
  EXPECT_THAT(AllStudents(), UnorderedElementsAre("Ann", "Ann", "Bob"));
  first.Leave();
  second.Leave();
  third.Leave();
}

TEST(KeyedByThread, ForgetsAThreadWhenItHasEnded) {
  Teacher first("Ann");
  Teacher second("Bob");
  first.Leave();
  EXPECT_THAT(AllStudents(), ElementsAre("Bob")) << "after Ann's thread ended";
  second.Leave();
  EXPECT_THAT(AllStudents(), IsEmpty()) << "after both threads ended";
}

TEST(KeyedByThread, GivesEachThreadItsOwnStudent) {
  Teacher first("Ann");
  Teacher second("Bob");
  EXPECT_EQ(Student(), "") << "on a thread that has set none";
  EXPECT_EQ(first.Leave(), "Ann");
  EXPECT_EQ(second.Leave(), "Bob");
}

// The system likes to give the id of a thread that has ended to the next one.
TEST(KeyedByThread, HasNothingForAThreadThatIsNew) {
  for (int round = 0; round < 3; ++round) {
    std::string seen;
    std::thread([&] {
      seen = Student();
      SetStudent("Ann");
    }).join();
    EXPECT_EQ(seen, "") << "on a new thread, after another one ended";
  }
}

TEST(KeyedByThread, GivesTheStudentThatWasSetLast) {
  std::string seen;
  std::vector<std::string> all;
  std::thread([&] {
    SetStudent("Ann");
    SetStudent("Bob");
    seen = Student();
    all = AllStudents();
  }).join();
  EXPECT_EQ(seen, "Bob");
  EXPECT_THAT(all, ElementsAre("Bob"));
}

TEST(KeyedByThread, HoldsManyThreadsAtOnce) {
  std::vector<std::string> names;
  std::vector<std::unique_ptr<Teacher>> teachers;
  for (int i = 0; i < 8; ++i) {
    names.push_back("student " + std::to_string(i));
    teachers.push_back(std::make_unique<Teacher>(names.back()));
  }
  EXPECT_THAT(AllStudents(), UnorderedElementsAreArray(names));
  for (int i = 0; i < 8; ++i) EXPECT_EQ(teachers[i]->Leave(), names[i]);
  EXPECT_THAT(AllStudents(), IsEmpty());
}

TEST(KeyedByThreadInParallel, SetsTheStudentsOfTwoThreads) {
  TakeTurns(3, [] { SetStudent("Ann"); }, [] { SetStudent("Bob"); });
}

TEST(KeyedByThreadInParallel, OneThreadAsksWhileAnotherSets) {
  TakeTurns(3, [] { SetStudent("Ann"); }, [] { EXPECT_EQ(Student(), ""); });
}

TEST(KeyedByThreadInParallel, OneThreadNamesAllWhileAnotherSets) {
  int round = 0;
  TakeTurns(
      3, [&] { SetStudent("student " + std::to_string(++round)); },
      [] { AllStudents(); });
}

TEST(KeyedByThreadInParallel, OneThreadEndsAfterAnotherHasLooked) {
  SilentCounter events;
  std::thread ending([&] {
    SetStudent("Ann");
    events.Raise();
    events.WaitFor(2);
  });
  std::thread looking([&] {
    events.WaitFor(1);
    SetStudent("Bob");
    EXPECT_THAT(AllStudents(), UnorderedElementsAre("Ann", "Bob"));
    EXPECT_EQ(Student(), "Bob");
    events.Raise();
  });
  ending.join();
  looking.join();
}

TEST(KeyedByThreadInParallel, OneThreadEndsAndOthersGoOn) {
  for (int round = 0; round < 2; ++round) {
    std::atomic<pid_t> ending_id = 0;
    SilentCounter events;
    std::thread ending([&] {
      SetStudent("Ann");
      ending_id.store(CurrentThreadId(), std::memory_order_relaxed);
      events.Raise();
      events.WaitFor(2);
    });
    std::thread going_on([&] {
      events.WaitFor(1);
      SetStudent("Bob");
      events.Raise();
      const pid_t id = ending_id.load(std::memory_order_relaxed);
      while (!HasEnded(id)) std::this_thread::yield();
      if (round == 0) EXPECT_THAT(AllStudents(), ElementsAre("Bob"));
      EXPECT_EQ(Student(), "Bob");
    });
    ending.join();
    going_on.join();
  }
}

// So many that every table has to make room for them.
TEST(KeyedByThreadInParallel, ManyThreadsComeAfterOneHasAsked) {
  SilentCounter events;
  std::thread asking([&] {
    SetStudent("Ann");
    EXPECT_EQ(Student(), "Ann");
    events.Raise();
    events.WaitFor(2);
  });
  events.WaitFor(1);
  std::vector<std::unique_ptr<Teacher>> teachers;
  for (int i = 0; i < 10; ++i) {
    teachers.push_back(std::make_unique<Teacher>("Bob"));
  }
  for (auto& teacher : teachers) teacher->Leave();
  events.Raise();
  asking.join();
}

EVERY_SCHEDULE_TEST(KeyedByThread, KeepsTheStudentsOfTwoThreadsApart) {
  std::thread one([] {
    SetStudent("Ann");
    EXPECT_EQ(Student(), "Ann");
  });
  std::thread two([] { SetStudent("Bob"); });
  one.join();
  two.join();
  EXPECT_THAT(AllStudents(), IsEmpty()) << "after both threads ended";
}

EVERY_SCHEDULE_TEST(KeyedByThread, NamesAThreadOrDoesNot) {
  std::thread one([] { SetStudent("Ann"); });
  EXPECT_THAT(AllStudents(), AnyOf(IsEmpty(), ElementsAre("Ann")));
  one.join();
  EXPECT_THAT(AllStudents(), IsEmpty()) << "after the thread ended";
}

}  // namespace
}  // namespace racefree
