#include "checker/verdict/hang.h"

#include <string>
#include <utility>
#include <vector>

#include "checker/verdict/source_files.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr char kFile[] = "lessons/04_lock/balance.h";

SourceFiles Sources() {
  SourceFiles sources;
  sources.student = {{kFile, "first\nsecond\nthird\n"}};
  sources.test = {"lessons/04_lock/balance_test.cc", "TEST()\n"};
  return sources;
}

Frame At(int line, std::string function = "Change") {
  return {std::move(function), Sources().At(kFile, line, 0)};
}

// A thread that holds `held` (taken in line 1) and waits in line 2 for
// `wanted`. Address 0 is no lock.
SupervisedThread Thread(uint64_t held, uint64_t wanted) {
  SupervisedThread thread;
  thread.stack = {{"pthread_mutex_lock", {}}, At(2)};
  if (held != 0) thread.holds = {{held, {At(1)}}};
  if (wanted != 0) thread.waits_for = SupervisedLock{wanted, {At(2)}};
  return thread;
}

Verdict Understand(std::vector<SupervisedThread> threads) {
  Supervision supervision;
  supervision.ending = Ending::kHung;
  supervision.threads = std::move(threads);
  return UnderstandHang(supervision, Sources());
}

TEST(Hang, OfTwoThreadsThatWaitForEachOtherIsADeadlock) {
  const Verdict verdict = Understand({Thread(1, 2), Thread(2, 1)});
  EXPECT_EQ(verdict.kind, Kind::kDeadlock);
  ASSERT_EQ(verdict.threads.size(), 2u);
  EXPECT_EQ(verdict.threads[0].name, "thread 1");
  EXPECT_EQ(verdict.threads[0].holds[0].lock, "lock A");
  EXPECT_EQ(verdict.threads[0].holds[0].where.text, "first");
  EXPECT_EQ(verdict.threads[0].waits_for->lock, "lock B");
  EXPECT_EQ(verdict.threads[0].waits_for->where.text, "second");
  EXPECT_EQ(verdict.threads[1].waits_for->lock, "lock A");
  ASSERT_EQ(verdict.locks.size(), 2u);
  EXPECT_EQ(verdict.locks[1].owner, "thread 2");
}

TEST(Hang, OfAThreadThatWaitsForItselfIsADeadlock) {
  SupervisedThread thread = Thread(1, 1);
  thread.is_main = true;
  const Verdict verdict = Understand({thread});
  EXPECT_EQ(verdict.kind, Kind::kDeadlock);
  EXPECT_EQ(verdict.threads[0].name, "the main thread");
  EXPECT_EQ(verdict.locks.size(), 1u);
}

TEST(Hang, LeavesOutThreadsThatOnlyWaitForTheCircle) {
  const Verdict verdict =
      Understand({Thread(0, 1), Thread(1, 2), Thread(2, 1), Thread(3, 0)});
  EXPECT_EQ(verdict.kind, Kind::kDeadlock);
  ASSERT_EQ(verdict.threads.size(), 2u);
  EXPECT_EQ(verdict.threads[0].name, "thread 2");
  EXPECT_EQ(verdict.threads[1].name, "thread 3");
}

TEST(Hang, WithoutACircleIsNoDeadlock) {
  const Verdict verdict = Understand({Thread(0, 1), Thread(1, 0)});
  EXPECT_EQ(verdict.kind, Kind::kHang);
  EXPECT_EQ(verdict.threads.size(), 2u);
  EXPECT_EQ(verdict.locks[0].owner, "thread 2");
}

TEST(Hang, OnALockThatNobodyHoldsHasNoOwner) {
  const Verdict verdict = Understand({Thread(0, 7)});
  EXPECT_EQ(verdict.kind, Kind::kHang);
  EXPECT_EQ(verdict.locks[0].owner, "");
}

TEST(Hang, OfAllThreadsIsTold) {
  Supervision supervision;
  supervision.ending = Ending::kHung;
  supervision.all_threads_wait = true;
  supervision.idle_seconds = 0.1;
  EXPECT_EQ(UnderstandHang(supervision, Sources()).detail,
            "each of its threads waits for another one");
}

TEST(Hang, WithoutAnyThreadsIsStillAHang) {
  const Verdict verdict = Understand({});
  EXPECT_EQ(verdict.kind, Kind::kHang);
  EXPECT_EQ(verdict.where.line, 0);
}

TEST(Hang, UsesTheNameThatTheProgramGaveAThread) {
  SupervisedThread thread = Thread(0, 7);
  thread.name = "cook";
  EXPECT_EQ(Understand({thread}).threads[0].name, "thread 1 (cook)");
}

TEST(Hang, SaysWhatAThreadWaitsIn) {
  const std::vector<std::pair<std::string, std::string>> waits = {
      {"std::condition_variable::wait", "waits to be notified"},
      {"std::latch::wait() const", "waits at a latch"},
      {"std::thread::join()", "waits for a thread to end"},
      {"std::__basic_future<int>::_M_get_result", "waits for a future"},
      {"__read", "waits for input or output"},
      {"__GI___libc_read", "waits for input or output"},
      {"pthread_create", "is running"},
      {"clock_nanosleep", "sleeps"},
      {"syscall", "waits for another thread"}};
  for (const auto& [function, action] : waits) {
    SupervisedThread thread;
    thread.stack = {{function, {}}, At(3)};
    EXPECT_EQ(Understand({thread}).threads[0].action, action) << function;
  }
}

TEST(Hang, LooksOnlyAtCallsThatTheStudentMade) {
  SupervisedThread thread;
  thread.stack = {At(3), {"std::thread::join()", {}}};
  EXPECT_EQ(Understand({thread}).threads[0].action, "is running");
}

}  // namespace
}  // namespace racefree
