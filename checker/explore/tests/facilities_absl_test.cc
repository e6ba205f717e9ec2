// Each facility of Abseil's synchronization library and call_once: small
// programs that use it rightly, and wrongly.

#include <optional>
#include <thread>

#include "absl/base/call_once.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;

constexpr absl::Duration kSoon = absl::Milliseconds(5);

// The compiler's own analysis would not let it pass.
void LockOnly(absl::Mutex& mutex) ABSL_NO_THREAD_SAFETY_ANALYSIS {
  mutex.Lock();
}

const CorrectProgram kCorrect[] = {
    {"reader locks",
     [] {
       absl::Mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             absl::WriterMutexLock lock(&mutex);
             value = 1;
           },
           [&] {
             absl::ReaderMutexLock lock(&mutex);
             EXPECT_GE(value, 0);
             mutex.AssertReaderHeld();
           });
     }},
    {"locks that are tried",
     [] {
       absl::Mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             if (!mutex.TryLock()) return;
             value = 1;
             mutex.Unlock();
           },
           [&] {
             if (!mutex.ReaderTryLock()) return;
             EXPECT_GE(value, 0);
             mutex.ReaderUnlock();
           });
     }},
    {"lock when, until a moment",
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           },
           [&] {
             const bool seen = mutex.LockWhenWithDeadline(absl::Condition(&set),
                                                          absl::Now() + kSoon);
             EXPECT_EQ(seen, set);
             mutex.Unlock();
           });
     },
     true},
    {"await, of a function and for a time",
     [] {
       absl::Mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             value = 2;
           },
           [&] {
             absl::MutexLock lock(&mutex);
             auto is_two = [&] { return value == 2; };
             const bool seen =
                 mutex.AwaitWithTimeout(absl::Condition(&is_two), kSoon);
             EXPECT_EQ(seen, value == 2);
           });
     },
     true},
    {"reader lock when",
     [] {
       absl::Mutex mutex;
       bool set = false;
       auto wait = [&] {
         mutex.ReaderLockWhen(absl::Condition(&set));
         EXPECT_TRUE(set);
         mutex.ReaderUnlock();
       };
       std::thread a(wait);
       std::thread b(wait);
       {
         absl::MutexLock lock(&mutex);
         set = true;
       }
       a.join();
       b.join();
     }},
    {"mutex lock with a condition",
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           },
           [&] {
             absl::MutexLock lock(&mutex, absl::Condition(&set));
             EXPECT_TRUE(set);
           });
     }},
    {"condition variable, timed, and signal to all",
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
             changed.SignalAll();
           },
           [&] {
             absl::MutexLock lock(&mutex);
             bool late = false;
             while (!set && !late)
               late = changed.WaitWithTimeout(&mutex, kSoon);
             EXPECT_TRUE(set || late);
           });
     },
     true},
    {"notification, timed",
     [] {
       absl::Notification done;
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             done.Notify();
           },
           [&] {
             if (done.WaitForNotificationWithTimeout(kSoon)) {
               EXPECT_EQ(value, 1);
             }
             if (done.HasBeenNotified()) EXPECT_EQ(value, 1);
           });
     },
     true},
    {"blocking counter",
     [] {
       absl::BlockingCounter left(2);
       int values[2] = {0, 0};
       std::thread a([&] {
         values[0] = 1;
         left.DecrementCount();
       });
       std::thread b([&] {
         values[1] = 1;
         left.DecrementCount();
       });
       left.Wait();
       EXPECT_EQ(values[0] + values[1], 2);
       a.join();
       b.join();
     }},
    {"barrier that the last deletes",
     [] {
       auto* barrier = new absl::Barrier(2);
       int values[2] = {0, 0};
       auto meet = [&](int id) {
         values[id] = 1;
         if (barrier->Block()) delete barrier;
         EXPECT_EQ(values[1 - id], 1);
       };
       InTwo([&] { meet(0); }, [&] { meet(1); });
     }},
    {"call_once",
     [] {
       absl::once_flag once;
       int value = 0;
       auto use = [&] {
         absl::call_once(once, [&] { ++value; });
         EXPECT_EQ(value, 1);
       };
       InTwo(use, use);
     }},
    {"a lock that is released early",
     [] {
       absl::Mutex mutex;
       int value = 0;
       auto add = [&] {
         absl::ReleasableMutexLock lock(&mutex);
         ++value;
         lock.Release();
       };
       InTwo(add, add);
       EXPECT_EQ(value, 2);
     }},
    {"sleeps by absl's clock",
     [] {
       const absl::Time start = absl::Now();
       absl::SleepFor(absl::Hours(1));
       EXPECT_GE(absl::Now() - start, absl::Hours(1));
     },
     true},
};

const BuggyProgram kBuggy[] = {
    {"writes under a reader lock", Kind::kDataRace,
     [] {
       absl::Mutex mutex;
       int value = 0;
       auto add = [&] {
         absl::ReaderMutexLock lock(&mutex);
         ++value;
       };
       InTwo(add, add);
     }},
    {"lock taken for granted", Kind::kDataRace,
     [] {
       absl::Mutex mutex;
       int value = 0;
       auto add = [&] {
         const bool mine = mutex.TryLock();
         ++value;
         if (mine) mutex.Unlock();
       };
       InTwo(add, add);
     }},
    {"time-out taken for the condition", Kind::kFailedExpectation,
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           },
           [&] {
             absl::MutexLock lock(&mutex);
             mutex.AwaitWithTimeout(absl::Condition(&set), kSoon);
             EXPECT_TRUE(set);
           });
     }},
    {"lock when, for what never comes", Kind::kDeadlock,
     [] {
       absl::Mutex mutex;
       bool set = false;
       mutex.LockWhen(absl::Condition(&set));
       mutex.Unlock();
     }},
    {"condition variable, signal before the wait", Kind::kLostWakeUp,
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       InTwo([&] { changed.Signal(); },
             [&] {
               absl::MutexLock lock(&mutex);
               changed.Wait(&mutex);
             });
     }},
    {"condition variable waited on without the lock", Kind::kLockMisuse,
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       changed.Wait(&mutex);
     }},
    {"notification never given", Kind::kDeadlock,
     [] {
       absl::Notification done;
       done.WaitForNotification();
     }},
    {"notification's time-out taken for it", Kind::kDataRace,
     [] {
       absl::Notification done;
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             done.Notify();
           },
           [&] {
             done.WaitForNotificationWithTimeout(kSoon);
             EXPECT_GE(value, 0);
           });
     }},
    {"blocking counter for one too many", Kind::kDeadlock,
     [] {
       absl::BlockingCounter left(2);
       std::thread a([&] { left.DecrementCount(); });
       left.Wait();
       a.join();
     }},
    {"barrier for one too many", Kind::kDeadlock,
     [] {
       auto* barrier = new absl::Barrier(3);
       auto meet = [&] {
         if (barrier->Block()) delete barrier;
       };
       InTwo(meet, meet);
     }},
    {"barrier deleted by the first to leave", Kind::kUseAfterFree,
     [] {
       auto* barrier = new absl::Barrier(2);
       InTwo(
           [&] {
             barrier->Block();
             delete barrier;
           },
           [&] { barrier->Block(); });
     }},
    {"call_once within itself", Kind::kLostWakeUp,
     [] {
       static absl::once_flag once;
       absl::call_once(once, [] { absl::call_once(once, [] {}); });
     }},
    {"asserts a lock that it has not", Kind::kLockMisuse,
     [] {
       absl::Mutex mutex;
       mutex.AssertHeld();
     }},
    {"mutex destroyed while it is held", Kind::kLockMisuse,
     [] {
       std::optional<absl::Mutex> mutex;
       mutex.emplace();
       LockOnly(*mutex);
       mutex.reset();
     }},
};

class AbslFacilities : public testing::TestWithParam<CorrectProgram> {};
TEST_P(AbslFacilities, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}
INSTANTIATE_TEST_SUITE_P(All, AbslFacilities, testing::ValuesIn(kCorrect));

class AbslMisuse : public testing::TestWithParam<BuggyProgram> {};
TEST_P(AbslMisuse, IsFound) { ExpectItIsFound(GetParam()); }
INSTANTIATE_TEST_SUITE_P(All, AbslMisuse, testing::ValuesIn(kBuggy));

}  // namespace
}  // namespace racefree::explore
