// Tiny programs, at least one for each synchronisation object, whose number of
// schedules can be computed by hand, in each execution mode.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::chrono::seconds;

struct Program {
  const char* name;
  // Of the exhaustive search, and of the reduction.
  uint64_t schedules;
  uint64_t reduced;
  void (*body)();
};

// Below, "aabb" is an order of A's and B's steps. The test joins A, then B: its
// join(A) can come at any place after A's last step, its join(B) after both. So
// an order counts as often as B has steps after A's last one, plus one.
const Program kPrograms[] = {
    // One thread, then its join.
    {"one thread", 1, 1, [] { std::thread([] {}).join(); }},
    // aabb (3) or bbaa (1): while one holds the lock the other can not go on.
    {"mutex", 4, 2,
     [] {
       std::mutex mutex;
       auto lock = [&] { std::lock_guard<std::mutex> lock(mutex); };
       InTwo(lock, lock);
     }},
    // What the owner does to it again is no step.
    {"recursive_mutex", 4, 2,
     [] {
       std::recursive_mutex mutex;
       auto lock = [&] {
         std::lock_guard<std::recursive_mutex> outer(mutex);
         std::lock_guard<std::recursive_mutex> inner(mutex);
       };
       InTwo(lock, lock);
     }},
    // A gets it: B's try fails before A unlocks, aba (1), or B gets it after,
    // aabb (3). B gets it: bab (2) or bbaa (1).
    {"try_lock", 7, 4,
     [] {
       std::mutex mutex;
       auto attempt = [&] {
         if (mutex.try_lock()) mutex.unlock();
       };
       InTwo(attempt, attempt);
     }},
    // As try_lock: it gives up only while the other has it.
    {"timed_mutex", 7, 4,
     [] {
       std::timed_mutex mutex;
       auto attempt = [&] {
         if (mutex.try_lock_for(seconds(1))) mutex.unlock();
       };
       InTwo(attempt, attempt);
     }},
    // As a mutex.
    {"shared_mutex, reader and writer", 4, 2,
     [] {
       std::shared_mutex mutex;
       InTwo([&] { std::unique_lock<std::shared_mutex> lock(mutex); },
             [&] { std::shared_lock<std::shared_mutex> lock(mutex); });
     }},
    // All orders: aabb 3, abab 2, baab 2, abba 1, baba 1, bbaa 1. They commute.
    {"shared_mutex, two readers", 10, 1,
     [] {
       std::shared_mutex mutex;
       auto read = [&] { std::shared_lock<std::shared_mutex> lock(mutex); };
       InTwo(read, read);
     }},
    // The waiter, A, comes late: bbb aa (1). Or it sleeps: a a bbb a a, for the
    // lock is B's until its last step (1).
    {"condition_variable, notified under the lock", 2, 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             changed.wait(lock, [&] { return set; });
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             set = true;
             changed.notify_one();
           });
     }},
    // The waiter, A, comes late: bb, then its lock and unlock in any order with
    // the notification: baa, aba (1 each), aab (2). Or it sleeps: aa bbb aa
    // (1).
    // Reduced: where nobody sleeps the notification commutes.
    {"condition_variable, notified outside the lock", 5, 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             changed.wait(lock, [&] { return set; });
           },
           [&] {
             {
               std::lock_guard<std::mutex> lock(mutex);
               set = true;
             }
             changed.notify_one();
           });
     }},
    // The test notifies both, as one block. After it each of A and B locks and
    // unlocks, woken or for the first time: aabb (3) or bbaa (1). Before it
    // slept
    // none, A, B, or both in either order: 5 * 4. Reduced: 5 * 2.
    {"condition_variable, notify_all", 20, 10,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       auto wait = [&] {
         std::unique_lock<std::mutex> lock(mutex);
         changed.wait(lock, [&] { return set; });
       };
       std::thread a(wait);
       std::thread b(wait);
       {
         std::lock_guard<std::mutex> lock(mutex);
         set = true;
         changed.notify_all();
       }
       a.join();
       b.join();
     }},
    // One enters and is done, the other finds it done: aab (2) or bba (1).
    {"call_once", 3, 2,
     [] {
       std::once_flag once;
       auto call = [&] { std::call_once(once, [] {}); };
       InTwo(call, call);
     }},
    // Reads the guard r, enters e, is done d; who read 0 too enters after d.
    // A makes it: B's r before A's r, e or d, then its e: 3 * 2; or B's r after
    // d: 2. B makes it: A's r in the first three places, or after: 4.
    // Reduced: the two r commute: B's before e, before d, or after; twice.
    {"local static", 12, 6,
     [] {
       struct Made {
         Made() {}
       };
       auto get = [] { static Made made; };
       InTwo(get, get);
     }},
    // As a mutex.
    {"sem_t, room for one", 4, 2,
     [] {
       sem_t permit;
       sem_init(&permit, 0, 1);
       auto work = [&] {
         sem_wait(&permit);
         sem_post(&permit);
       };
       InTwo(work, work);
     }},
    // All six orders, 10 as above; none commute.
    {"sem_t, room for two", 10, 6,
     [] {
       sem_t permits;
       sem_init(&permits, 0, 2);
       auto work = [&] {
         sem_wait(&permits);
         sem_post(&permits);
       };
       InTwo(work, work);
     }},
    // B gives before A can take.
    {"sem_t, handed over", 1, 1,
     [] {
       sem_t full;
       sem_init(&full, 0, 0);
       InTwo([&] { sem_wait(&full); }, [&] { sem_post(&full); });
     }},
    // Both arrive, in either order, then both leave: ab (2) or ba (1).
    {"pthread barrier", 6, 4,
     [] {
       pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 2);
       auto work = [&] { pthread_barrier_wait(&barrier); };
       InTwo(work, work);
     }},
    // As a mutex.
    {"absl::Mutex", 4, 2,
     [] {
       absl::Mutex mutex;
       auto lock = [&] { absl::MutexLock lock(&mutex); };
       InTwo(lock, lock);
     }},
    // As with the shared_mutex.
    {"absl::Mutex, two readers", 10, 1,
     [] {
       absl::Mutex mutex;
       auto read = [&] { absl::ReaderMutexLock lock(&mutex); };
       InTwo(read, read);
     }},
    // A comes late, bb aa (1), or gives the lock back to wait: aa bb aa (1).
    {"absl await", 2, 2,
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             mutex.Await(absl::Condition(&set));
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           });
     }},
    // As the condition_variable.
    {"absl::CondVar", 2, 2,
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             while (!set) changed.Wait(&mutex);
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
             changed.Signal();
           });
     }},
    // ab (2) or ba (1).
    {"atomic, two add", 3, 2,
     [] {
       std::atomic<int> sum{0};
       auto add = [&] { sum.fetch_add(1); };
       InTwo(add, add);
     }},
    {"atomic, two read", 3, 1,
     [] {
       static std::atomic<int> value;
       auto read = [] { value.load(); };
       InTwo(read, read);
     }},
    {"atomic, one writes and one reads", 3, 2,
     [] {
       std::atomic<int> value{0};
       InTwo([&] { value = 1; }, [&] { value.load(); });
     }},
    // All six orders, 10 as above.
    {"atomic, two add twice", 10, 6,
     [] {
       std::atomic<int> sum{0};
       auto add = [&] {
         sum.fetch_add(1);
         sum.fetch_add(1);
       };
       InTwo(add, add);
     }},
    // Only one thread touches each: nothing that is visible.
    {"atomics apart", 1, 1,
     [] {
       std::atomic<int> one{0}, two{0};
       InTwo([&] { one.fetch_add(1); }, [&] { two.fetch_add(1); });
     }},
    // A stores s and notifies n; B reads r, looks whether to sleep l, wakes w.
    // B sees the store: srn (1), snr (2). It sees 0, then the change when it
    // looks, and reads again: rs, then n among lr: nlr (3), lnr (2), lrn (1).
    // It sleeps: rl sn wr (3). Reduced: none of it commutes.
    {"atomic, wait and notify", 12, 6,
     [] {
       std::atomic<int> value{0};
       InTwo(
           [&] {
             value = 1;
             value.notify_one();
           },
           [&] { value.wait(0); });
     }},
};

class Counts : public testing::TestWithParam<Program> {};

uint64_t Count(const Program& program, SearchKind search, Mode mode) {
  Options options;
  options.search = search;
  options.mode = mode;
  const Result& result =
      Explore([](void* body) { reinterpret_cast<void (*)()>(body)(); },
              reinterpret_cast<void*>(program.body), options);
  EXPECT_TRUE(result.complete) << program.name << ": " << result.claim;
  return result.completed;
}

TEST_P(Counts, AreAsComputedByHand) {
  const Program& program = GetParam();
  for (const Mode mode : {Mode::kSnapshot, Mode::kFork, Mode::kKernelThreads}) {
    EXPECT_EQ(Count(program, SearchKind::kDepthFirst, mode), program.schedules)
        << program.name;
    EXPECT_EQ(Count(program, SearchKind::kReduction, mode), program.reduced)
        << program.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Counts, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
