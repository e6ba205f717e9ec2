#include "lessons/05_thread_local/keyed_by_thread.h"

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
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

// Threads here run few types of tasks: each costs the compiler time.
using Task = std::function<void()>;

// All students in the order of the alphabet: "Ann Ann Bob".
std::string All() {
  std::map<std::string, int> counts;
  for (const std::string& name : AllStudents()) ++counts[name];
  std::string all;
  for (const auto& [name, count] : counts) {
    for (int i = 0; i < count; ++i) all += (all.empty() ? "" : " ") + name;
  }
  return all;
}

// A thread that has set its student when Come returns, and stays until it is
// told to leave.
class Teacher {
 public:
  // What the thread does last, after it was told to leave.
  enum class Last { kLook, kNothing };

  void Come(const std::string& name, Last last = Last::kLook) {
    thread_ = std::thread(Task([this, name, last] {
      SetStudent(name);
      EXPECT_EQ(Student(), name) << "on the thread that has just set it";
      thread_id_.store(CurrentThreadId(), std::memory_order_relaxed);
      has_come_.Raise();
      may_leave_.WaitFor(1);
      if (last == Last::kLook) seen_ = Student();
    }));
    has_come_.WaitFor(1);
  }

  pid_t thread_id() const { return thread_id_.load(std::memory_order_relaxed); }

  void LetGo() { may_leave_.Raise(); }

  // Lets the thread end. Returns the student that it saw last.
  std::string Leave() {
    LetGo();
    thread_.join();
    return seen_;
  }

 private:
  SilentCounter has_come_;
  SilentCounter may_leave_;
  std::atomic<pid_t> thread_id_ = 0;
  std::string seen_;
  std::thread thread_;
};

// Returns when that thread is gone, without joining it.
void AwaitEnd(pid_t thread_id) {
  while (!HasEnded(thread_id)) std::this_thread::yield();
}

void OnAnotherThread(Task task) { std::thread(std::move(task)).join(); }

TEST(KeyedByThread, LeavesOutAThreadThatHasOnlyAsked) {
  std::vector<std::string> all;
  OnAnotherThread([&] {
    EXPECT_EQ(Student(), ""s);
    all = AllStudents();
  });
  EXPECT_EQ(all.size(), 0) << "names, after a thread asked that had set none";
}

TEST(KeyedByThread, NamesTheStudentsOfAllThreads) {
  EXPECT_EQ(All(), ""s);
  Teacher teachers[3];
  teachers[0].Come("Ann");
  teachers[1].Come("Bob");
  teachers[2].Come("Ann");
  EXPECT_EQ(All(), "Ann Ann Bob"s);
  for (Teacher& teacher : teachers) teacher.Leave();
}

TEST(KeyedByThread, ForgetsAThreadWhenItHasEnded) {
  Teacher first;
  Teacher second;
  first.Come("Ann");
  second.Come("Bob");
  first.Leave();
  EXPECT_EQ(AllStudents().size(), 1) << "names, after Ann's thread ended";
  EXPECT_EQ(All(), "Bob"s) << "after Ann's thread ended";
  second.Leave();
  EXPECT_EQ(AllStudents().size(), 0) << "names, after both threads ended";
}

TEST(KeyedByThread, GivesEachThreadItsOwnStudent) {
  Teacher first;
  Teacher second;
  first.Come("Ann");
  second.Come("Bob");
  EXPECT_EQ(Student(), ""s) << "on a thread that has set none";
  EXPECT_EQ(first.Leave(), "Ann"s);
  EXPECT_EQ(second.Leave(), "Bob"s);
}

// The system likes to give the id of a thread that has ended to the next one.
TEST(KeyedByThread, HasNothingForAThreadThatIsNew) {
  std::string seen;
  for (int round = 0; round < 3; ++round) {
    OnAnotherThread([&] {
      seen += Student();
      SetStudent("Ann");
    });
    EXPECT_EQ(seen, ""s) << "on a new thread, after another one ended";
  }
}

TEST(KeyedByThread, GivesTheStudentThatWasSetLast) {
  OnAnotherThread([] {
    SetStudent("Ann");
    SetStudent("Bob");
    EXPECT_EQ(Student(), "Bob"s);
    EXPECT_EQ(All(), "Bob"s);
  });
}

TEST(KeyedByThread, HoldsManyThreadsAtOnce) {
  const char* const names[] = {"Ann", "Bob", "Cid", "Dot",
                               "Eve", "Fay", "Gus", "Hal"};
  Teacher teachers[8];
  for (int i = 0; i < 8; ++i) teachers[i].Come(names[i]);
  EXPECT_EQ(All(), "Ann Bob Cid Dot Eve Fay Gus Hal"s);
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(teachers[i].Leave(), std::string(names[i]));
  }
  EXPECT_EQ(AllStudents().size(), 0) << "names, after all threads ended";
}

void SetAnn() { SetStudent("Ann"); }
void SetBob() { SetStudent("Bob"); }
void ExpectNobody() { EXPECT_EQ(Student(), ""s); }
void NameAll() { AllStudents(); }

// Three turns each. No two threads end at the same time.
void TakeTurnsAndEndInTurn(const Task& first, const Task& second) {
  std::atomic<pid_t> first_thread = 0;
  int round = 0;
  TakeTurns(
      3,
      [&] {
        first_thread.store(CurrentThreadId(), std::memory_order_relaxed);
        first();
      },
      [&] {
        const pid_t id = first_thread.load(std::memory_order_relaxed);
        if (++round == 3) AwaitEnd(id);
        second();
      });
}

TEST(KeyedByThreadInParallel, SetsTheStudentsOfTwoThreads) {
  TakeTurnsAndEndInTurn(SetAnn, SetBob);
}

TEST(KeyedByThreadInParallel, OneThreadAsksWhileAnotherSets) {
  TakeTurnsAndEndInTurn(SetAnn, ExpectNobody);
}

TEST(KeyedByThreadInParallel, OneThreadNamesAllWhileAnotherSets) {
  TakeTurnsAndEndInTurn(SetAnn, NameAll);
}

TEST(KeyedByThreadInParallel, OneThreadEndsAfterAnotherHasLooked) {
  Teacher ending;
  ending.Come("Ann", Teacher::Last::kNothing);
  std::thread looking(Task([&] {
    SetStudent("Bob");
    EXPECT_EQ(All(), "Ann Bob"s);
    EXPECT_EQ(Student(), "Bob"s);
    ending.LetGo();
    AwaitEnd(ending.thread_id());
  }));
  looking.join();
  ending.Leave();
}

TEST(KeyedByThreadInParallel, OneThreadEndsAndOthersGoOn) {
  for (const bool names_all : {true, false}) {
    Teacher ending;
    ending.Come("Ann", Teacher::Last::kNothing);
    std::thread going_on(Task([&ending, names_all] {
      SetStudent("Bob");
      ending.LetGo();
      AwaitEnd(ending.thread_id());
      if (names_all) EXPECT_EQ(All(), "Bob"s);
      EXPECT_EQ(Student(), "Bob"s);
    }));
    going_on.join();
    ending.Leave();
  }
}

// So many that every table has to make room for them.
TEST(KeyedByThreadInParallel, ManyThreadsComeAfterOneHasAsked) {
  Teacher first;
  first.Come("Ann", Teacher::Last::kNothing);
  Teacher others[10];
  for (Teacher& other : others) other.Come("Bob");
  for (Teacher& other : others) other.Leave();
  first.Leave();
}

EVERY_SCHEDULE_TEST(KeyedByThread, KeepsTheStudentsOfTwoThreadsApart) {
  std::thread one([] {
    SetStudent("Ann");
    EXPECT_EQ(Student(), "Ann"s);
  });
  std::thread two([] { SetStudent("Bob"); });
  one.join();
  two.join();
  EXPECT_EQ(AllStudents().size(), 0) << "after both threads ended";
}

EVERY_SCHEDULE_TEST(KeyedByThread, NamesAThreadOrDoesNot) {
  std::thread one([] { SetStudent("Ann"); });
  const std::vector<std::string> all = AllStudents();
  if (!all.empty()) EXPECT_THAT(all, testing::ElementsAre("Ann"));
  one.join();
  EXPECT_EQ(AllStudents().size(), 0) << "after the thread ended";
}

}  // namespace
}  // namespace racefree
