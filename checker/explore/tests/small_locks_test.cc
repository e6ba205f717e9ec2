// The reduction against the exhaustive search, and both against numbers
// computed by hand: locks of all kinds.

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "absl/base/call_once.h"
#include "absl/synchronization/mutex.h"
#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "checker/explore/tests/small_programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::chrono::milliseconds;

// Locks and unlocks, and says so.
template <typename Mutex>
void LockOnce(Mutex& mutex, Trace& trace, int thread) {
  mutex.lock();
  trace.Writes(thread, &mutex);
  mutex.unlock();
  trace.Writes(thread, &mutex);
}

template <typename Mutex>
void LockSharedOnce(Mutex& mutex, Trace& trace, int thread) {
  mutex.lock_shared();
  trace.Reads(thread, &mutex);
  mutex.unlock_shared();
  trace.Reads(thread, &mutex);
}

// Unlocks if it got it.
template <typename Mutex>
void TryOnce(Mutex& mutex, Trace& trace, int thread) {
  const bool got = mutex.try_lock();
  trace.Writes(thread, &mutex);
  if (!got) return;
  mutex.unlock();
  trace.Writes(thread, &mutex);
}

void InThree(const std::function<void(int)>& work) {
  std::thread a(work, 0), b(work, 1), c(work, 2);
  a.join();
  b.join();
  c.join();
}

const SmallProgram kPrograms[] = {
    // Who comes first.
    {"mutex, two", 2,
     [] {
       std::mutex mutex;
       Trace trace;
       InTwo([&] { LockOnce(mutex, trace, 0); },
             [&] { LockOnce(mutex, trace, 1); });
       trace.Note();
     }},
    // 3! orders.
    {"mutex, three", 6,
     [] {
       std::mutex mutex;
       Trace trace;
       InThree([&](int me) { LockOnce(mutex, trace, me); });
       trace.Note();
     }},
    // Two sections each: C(4, 2).
    {"mutex, two, twice", 6,
     [] {
       std::mutex mutex;
       Trace trace;
       auto work = [&](int me) {
         LockOnce(mutex, trace, me);
         LockOnce(mutex, trace, me);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // Three sections each: C(6, 3).
    {"mutex, two, three times", 20,
     [] {
       std::mutex mutex;
       Trace trace;
       auto work = [&](int me) {
         for (int i = 0; i < 3; ++i) LockOnce(mutex, trace, me);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // Different mutexes commute.
    {"mutexes apart", 1,
     [] {
       std::mutex one, two;
       Trace trace;
       InTwo([&] { LockOnce(one, trace, 0); },
             [&] { LockOnce(two, trace, 1); });
       trace.Note();
     }},
    // 2 orders on each of two mutexes, which are not nested. That A is first on
    // the one and B on the other, each after its other one, would be a circle:
    // A takes one, then two; B two, then one. (A first on both, B first on
    // both, each first on its first.)
    {"mutexes in opposite order, not nested", 3,
     [] {
       std::mutex one, two;
       Trace trace;
       InTwo(
           [&] {
             LockOnce(one, trace, 0);
             LockOnce(two, trace, 0);
           },
           [&] {
             LockOnce(two, trace, 1);
             LockOnce(one, trace, 1);
           });
       trace.Note();
     }},
    // In the same order: all four combinations.
    {"mutexes in the same order, not nested", 4,
     [] {
       std::mutex one, two;
       Trace trace;
       auto work = [&](int me) {
         LockOnce(one, trace, me);
         LockOnce(two, trace, me);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // Nested in opposite order: A all first, B all first, or a deadlock.
    {"mutexes nested in opposite order", 3,
     [] {
       std::mutex one, two;
       Trace trace;
       auto work = [&](std::mutex& outer, std::mutex& inner, int me) {
         outer.lock();
         trace.Writes(me, &outer);
         LockOnce(inner, trace, me);
         outer.unlock();
         trace.Writes(me, &outer);
       };
       InTwo([&] { work(one, two, 0); }, [&] { work(two, one, 1); });
       trace.Note();
     }},
    // Three forks, the lower first: 2 orders on each of three, less the two
    // circles.
    {"philosophers, the lower fork first", 6,
     [] {
       std::mutex forks[3];
       Trace trace;
       InThree([&](int me) {
         std::mutex& lower = forks[me == 2 ? 0 : me];
         std::mutex& upper = forks[me == 2 ? 2 : me + 1];
         lower.lock();
         trace.Writes(me, &lower);
         LockOnce(upper, trace, me);
         lower.unlock();
         trace.Writes(me, &lower);
       });
       trace.Note();
     }},
    // The left first: as above, and the deadlock of those who all hold one.
    // (One of the circles left out above is it; the other can not be.)
    {"philosophers, the left fork first", 7,
     [] {
       std::mutex forks[3];
       Trace trace;
       InThree([&](int me) {
         std::mutex& left = forks[me];
         std::mutex& right = forks[(me + 1) % 3];
         left.lock();
         trace.Writes(me, &left);
         LockOnce(right, trace, me);
         left.unlock();
         trace.Writes(me, &left);
       });
       trace.Note();
     }},
    // The inner pair is nothing that others could see.
    {"recursive_mutex", 2,
     [] {
       std::recursive_mutex mutex;
       Trace trace;
       auto work = [&](int me) {
         mutex.lock();
         trace.Writes(me, &mutex);
         mutex.lock();
         mutex.unlock();
         mutex.unlock();
         trace.Writes(me, &mutex);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // The first one gets it; the other tries before or after its unlock.
    {"try_lock, two", 4,
     [] {
       std::mutex mutex;
       Trace trace;
       InTwo([&] { TryOnce(mutex, trace, 0); },
             [&] { TryOnce(mutex, trace, 1); });
       trace.Note();
     }},
    // A locks: before B's try, after its unlock; or B tries while A has it.
    {"lock and try_lock", 3,
     [] {
       std::mutex mutex;
       Trace trace;
       InTwo([&] { LockOnce(mutex, trace, 0); },
             [&] { TryOnce(mutex, trace, 1); });
       trace.Note();
     }},
    // Three tries t and the unlocks u of those that got it. Whoever is first
    // has it; the others' tries come before or after its unlock.
    // First of three (3). Both others before the unlock: 2 orders. One of them
    // before (2 choices): the other then locks alone: 1 each, 2. None before:
    // two alone, as "try_lock, two": 4. 3 * (2 + 2 + 4).
    {"try_lock, three", 24,
     [] {
       std::mutex mutex;
       Trace trace;
       InThree([&](int me) { TryOnce(mutex, trace, me); });
       trace.Note();
     }},
    // As "try_lock, two": gives up while the other has it, or waits for it.
    {"timed_mutex, two", 4,
     [] {
       std::timed_mutex mutex;
       Trace trace;
       auto work = [&](int me) {
         const bool got = mutex.try_lock_for(milliseconds(1));
         trace.Writes(me, &mutex);
         if (!got) return;
         mutex.unlock();
         trace.Writes(me, &mutex);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // Only one may time out, and only while the other has it.
    {"timed_mutex, one patient", 3,
     [] {
       std::timed_mutex mutex;
       Trace trace;
       InTwo([&] { LockOnce(mutex, trace, 0); },
             [&] {
               const bool got = mutex.try_lock_for(milliseconds(1));
               trace.Writes(1, &mutex);
               if (!got) return;
               mutex.unlock();
               trace.Writes(1, &mutex);
             });
       trace.Note();
     }},
    {"recursive_timed_mutex, two", 2,
     [] {
       std::recursive_timed_mutex mutex;
       Trace trace;
       InTwo([&] { LockOnce(mutex, trace, 0); },
             [&] { LockOnce(mutex, trace, 1); });
       trace.Note();
     }},
    // Readers commute.
    {"shared_mutex, two readers", 1,
     [] {
       std::shared_mutex mutex;
       Trace trace;
       InTwo([&] { LockSharedOnce(mutex, trace, 0); },
             [&] { LockSharedOnce(mutex, trace, 1); });
       trace.Note();
     }},
    {"shared_mutex, a reader and a writer", 2,
     [] {
       std::shared_mutex mutex;
       Trace trace;
       InTwo([&] { LockSharedOnce(mutex, trace, 0); },
             [&] { LockOnce(mutex, trace, 1); });
       trace.Note();
     }},
    // Each reader before or after the writer.
    {"shared_mutex, two readers and a writer", 4,
     [] {
       std::shared_mutex mutex;
       Trace trace;
       InThree([&](int me) {
         if (me == 0) return LockOnce(mutex, trace, me);
         LockSharedOnce(mutex, trace, me);
       });
       trace.Note();
     }},
    // Two orders of the writers, the reader in one of three places.
    {"shared_mutex, a reader and two writers", 6,
     [] {
       std::shared_mutex mutex;
       Trace trace;
       InThree([&](int me) {
         if (me > 0) return LockOnce(mutex, trace, me);
         LockSharedOnce(mutex, trace, me);
       });
       trace.Note();
     }},
    // The reader before, after, or while: then its try fails.
    {"shared_mutex, a reader that tries", 3,
     [] {
       std::shared_mutex mutex;
       Trace trace;
       InTwo([&] { LockOnce(mutex, trace, 0); },
             [&] {
               const bool got = mutex.try_lock_shared();
               trace.Reads(1, &mutex);
               if (!got) return;
               mutex.unlock_shared();
               trace.Reads(1, &mutex);
             });
       trace.Note();
     }},
    // The writer tries before, between and after the reader's two steps.
    {"shared_mutex, a writer that tries", 3,
     [] {
       std::shared_mutex mutex;
       Trace trace;
       InTwo([&] { LockSharedOnce(mutex, trace, 0); },
             [&] { TryOnce(mutex, trace, 1); });
       trace.Note();
     }},
    // As with the try, but the reader gives up after a time.
    {"shared_timed_mutex, a reader with a limit", 3,
     [] {
       std::shared_timed_mutex mutex;
       Trace trace;
       InTwo([&] { LockOnce(mutex, trace, 0); },
             [&] {
               const bool got = mutex.try_lock_shared_for(milliseconds(1));
               trace.Reads(1, &mutex);
               if (!got) return;
               mutex.unlock_shared();
               trace.Reads(1, &mutex);
             });
       trace.Note();
     }},
    // Who does it.
    {"call_once, two", 2,
     [] {
       std::once_flag once;
       uint64_t done_by = 0;
       auto work = [&](uint64_t me) {
         std::call_once(once, [&] { done_by = me; });
       };
       InTwo([&] { work(1); }, [&] { work(2); });
       NoteOutcome(done_by);
     }},
    {"call_once, three", 3,
     [] {
       std::once_flag once;
       uint64_t done_by = 0;
       InThree([&](int me) {
         std::call_once(once, [&] { done_by = static_cast<uint64_t>(me); });
       });
       NoteOutcome(done_by);
     }},
    // The first attempt fails: who makes it, who succeeds. A fails, A is over,
    // so B does it: the same two.
    {"call_once that throws once", 2,
     [] {
       std::once_flag once;
       uint64_t first = 0, done_by = 0;
       auto work = [&](uint64_t me) {
         try {
           std::call_once(once, [&] {
             if (first == 0) {
               first = me;
               throw me;
             }
             done_by = me;
           });
         } catch (uint64_t) {
         }
       };
       InTwo([&] { work(1); }, [&] { work(2); });
       NoteOutcome(10 * first + done_by);
     }},
    {"local static, two", 2,
     [] {
       struct Made {
         explicit Made(uint64_t who) : by(who) {}
         uint64_t by;
       };
       static uint64_t made_by;
       auto work = [](uint64_t me) {
         static const Made made(me);
         made_by = made.by;
       };
       std::mutex mutex;
       auto locked = [&](uint64_t me) {
         std::lock_guard<std::mutex> lock(mutex);
         work(me);
       };
       InTwo([&] { locked(1); }, [&] { locked(2); });
       NoteOutcome(made_by);
     }},
    {"absl::call_once, two", 2,
     [] {
       absl::once_flag once;
       uint64_t done_by = 0;
       auto work = [&](uint64_t me) {
         absl::call_once(once, [&] { done_by = me; });
       };
       InTwo([&] { work(1); }, [&] { work(2); });
       NoteOutcome(done_by);
     },
     true},
    {"absl::Mutex, two", 2,
     [] {
       absl::Mutex mutex;
       Trace trace;
       auto work = [&](int me) {
         absl::MutexLock lock(&mutex);
         trace.Writes(me, &mutex);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    {"absl::Mutex, three", 6,
     [] {
       absl::Mutex mutex;
       Trace trace;
       InThree([&](int me) {
         absl::MutexLock lock(&mutex);
         trace.Writes(me, &mutex);
       });
       trace.Note();
     }},
    {"absl::Mutex, two readers and a writer", 4,
     [] {
       absl::Mutex mutex;
       Trace trace;
       InThree([&](int me) {
         if (me == 0) {
           absl::WriterMutexLock lock(&mutex);
           trace.Writes(me, &mutex);
         } else {
           absl::ReaderMutexLock lock(&mutex);
           trace.Reads(me, &mutex);
         }
       });
       trace.Note();
     }},
};

class SmallLocks : public testing::TestWithParam<SmallProgram> {};

TEST_P(SmallLocks, HaveTheOutcomesThatWereCountedByHand) {
  ExpectTheSameOutcomes(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SmallLocks, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
