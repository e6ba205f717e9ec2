// The reduction against the exhaustive search, and both against numbers
// computed by hand: everything that sleeps until another thread acts.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "checker/explore/tests/small_programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::chrono::seconds;
using Lock = std::unique_lock<std::mutex>;

// Numbers the threads in the order in which they ask.
class Order {
 public:
  uint64_t Next() { return next_.fetch_add(1) + 1; }

 private:
  std::atomic<uint64_t> next_{0};
};

const SmallProgram kPrograms[] = {
    // Did it sleep?
    {"condition_variable, notified under the lock", 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       uint64_t sleeps = 0;
       InTwo(
           [&] {
             Lock lock(mutex);
             while (!set) {
               ++sleeps;
               changed.wait(lock);
             }
           },
           [&] {
             Lock lock(mutex);
             set = true;
             changed.notify_one();
           });
       NoteOutcome(sleeps);
     }},
    {"condition_variable, notified outside the lock", 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       uint64_t sleeps = 0;
       InTwo(
           [&] {
             Lock lock(mutex);
             while (!set) {
               ++sleeps;
               changed.wait(lock);
             }
           },
           [&] {
             {
               Lock lock(mutex);
               set = true;
             }
             changed.notify_one();
           });
       NoteOutcome(sleeps);
     }},
    // Notified too early: sleeps for ever. Else it goes through.
    {"condition_variable, nothing to look at", 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       InTwo(
           [&] {
             Lock lock(mutex);
             changed.wait(lock);
           },
           [&] { changed.notify_one(); });
       NoteOutcome(1);
     }},
    // Times out or is notified; or is notified too early, then times out.
    {"condition_variable, with a limit", 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       uint64_t timed_out = 0;
       InTwo(
           [&] {
             Lock lock(mutex);
             timed_out =
                 changed.wait_for(lock, seconds(1)) == std::cv_status::timeout;
           },
           [&] { changed.notify_one(); });
       NoteOutcome(timed_out);
     }},
    // Each of the two slept or came too late for that: 4; either may go first.
    {"condition_variable, notify_all", 8,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       uint64_t slept[2] = {0, 0};
       uint64_t order = 0;
       auto wait = [&](uint64_t me) {
         Lock lock(mutex);
         while (!set) {
           slept[me] = 1;
           changed.wait(lock);
         }
         order = 10 * order + me;
       };
       std::thread a(wait, 0), b(wait, 1);
       {
         Lock lock(mutex);
         set = true;
         changed.notify_all();
       }
       a.join();
       b.join();
       NoteOutcome(100 * (10 * slept[0] + slept[1]) + order);
     }},
    // Both sleep; the second notification comes when one has gone. Who was it?
    {"condition_variable, notify_one wakes either", 2,
     [] {
       std::mutex mutex;
       std::condition_variable changed, through;
       int sleeping = 0, permits = 0, gone = 0;
       uint64_t first = 0;
       auto wait = [&](uint64_t me) {
         Lock lock(mutex);
         if (++sleeping == 2) through.notify_one();
         changed.wait(lock, [&] { return permits > 0; });
         --permits;
         if (++gone == 1) first = me;
         through.notify_one();
       };
       std::thread a(wait, 1), b(wait, 2);
       {
         Lock lock(mutex);
         through.wait(lock, [&] { return sleeping == 2; });
         ++permits;
         changed.notify_one();
         through.wait(lock, [&] { return gone == 1; });
         ++permits;
         changed.notify_one();
       }
       a.join();
       b.join();
       NoteOutcome(first);
     }},
    {"condition_variable_any, shared_mutex", 2,
     [] {
       std::shared_mutex mutex;
       std::condition_variable_any changed;
       bool set = false;
       uint64_t sleeps = 0;
       InTwo(
           [&] {
             std::shared_lock<std::shared_mutex> lock(mutex);
             while (!set) {
               ++sleeps;
               changed.wait(lock);
             }
           },
           [&] {
             std::unique_lock<std::shared_mutex> lock(mutex);
             set = true;
             changed.notify_one();
           });
       NoteOutcome(sleeps);
     }},
    // Who arrives first, who leaves first.
    {"latch", 4,
     [] {
       std::latch latch(2);
       Order arrivals, departures;
       uint64_t arrived = 0, left = 0;
       InTwo(
           [&] {
             arrived = arrivals.Next();
             latch.arrive_and_wait();
             left = departures.Next();
           },
           [&] {
             arrivals.Next();
             latch.arrive_and_wait();
             departures.Next();
           });
       NoteOutcome(10 * arrived + left);
     }},
    // Open already, or not yet.
    {"latch, tried", 2,
     [] {
       std::latch latch(1);
       uint64_t open = 0;
       InTwo([&] { latch.count_down(); }, [&] { open = latch.try_wait(); });
       NoteOutcome(open);
     }},
    // As for the latch, and its completion has run once.
    {"barrier", 4,
     [] {
       uint64_t completions = 0;
       auto complete = [&]() noexcept { ++completions; };
       std::barrier barrier(2, complete);
       Order arrivals, departures;
       uint64_t arrived = 0, left = 0;
       InTwo(
           [&] {
             arrived = arrivals.Next();
             barrier.arrive_and_wait();
             left = departures.Next();
           },
           [&] {
             arrivals.Next();
             barrier.arrive_and_wait();
             departures.Next();
           });
       NoteOutcome(100 * completions + 10 * arrived + left);
     },
     true},
    // One leaves for good: the other passes both rounds, whatever the order.
    {"barrier, arrive_and_drop", 1,
     [] {
       std::barrier barrier(2);
       InTwo([&] { barrier.arrive_and_drop(); },
             [&] {
               barrier.arrive_and_wait();
               barrier.arrive_and_wait();
             });
       NoteOutcome(1);
     },
     true},
    {"binary_semaphore as a lock", 2,
     [] {
       std::binary_semaphore permit(1);
       Order order;
       uint64_t first = 0;
       InTwo(
           [&] {
             permit.acquire();
             first = order.Next();
             permit.release();
           },
           [&] {
             permit.acquire();
             order.Next();
             permit.release();
           });
       NoteOutcome(first);
     }},
    // Room for two: each sees itself, or both; not both see both, for the
    // second one comes later. (1,1), (1,2), (2,1).
    {"counting_semaphore, room for two", 3,
     [] {
       std::counting_semaphore<2> permits(2);
       std::atomic<uint64_t> inside{0};
       uint64_t seen[2];
       auto enter = [&](int me) {
         permits.acquire();
         seen[me] = ++inside;
         --inside;
         permits.release();
       };
       InTwo([&] { enter(0); }, [&] { enter(1); });
       NoteOutcome(10 * seen[0] + seen[1]);
     }},
    // Both get it, one after the other; or one of them finds it taken.
    {"binary_semaphore, tried", 3,
     [] {
       std::binary_semaphore permit(1);
       uint64_t got[2];
       auto work = [&](int me) {
         got[me] = permit.try_acquire();
         if (got[me] != 0) permit.release();
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       NoteOutcome(10 * got[0] + got[1]);
     }},
    // Comes in time, or not.
    {"binary_semaphore, with a limit", 2,
     [] {
       std::binary_semaphore full(0);
       uint64_t got = 0;
       InTwo([&] { full.release(); },
             [&] { got = full.try_acquire_for(seconds(1)); });
       NoteOutcome(got);
     }},
    {"sem_t as a lock", 2,
     [] {
       sem_t permit;
       sem_init(&permit, 0, 1);
       Trace trace;
       auto work = [&](int me) {
         sem_wait(&permit);
         trace.Writes(me, &permit);
         sem_post(&permit);
         trace.Writes(me, &permit);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // Nobody waits: all orders of a a b b.
    {"sem_t, room for two", 6,
     [] {
       sem_t permits;
       sem_init(&permits, 0, 2);
       Trace trace;
       auto work = [&](int me) {
         sem_wait(&permits);
         trace.Writes(me, &permits);
         sem_post(&permits);
         trace.Writes(me, &permits);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
       trace.Note();
     }},
    // One of the two is told to be the last; it may leave first or second.
    {"pthread barrier", 4,
     [] {
       pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 2);
       Order departures;
       uint64_t last = 0, left = 0;
       InTwo(
           [&] {
             last = pthread_barrier_wait(&barrier) != 0;
             left = departures.Next();
           },
           [&] {
             pthread_barrier_wait(&barrier);
             departures.Next();
           });
       NoteOutcome(10 * last + left);
     }},
};

class SmallWaits : public testing::TestWithParam<SmallProgram> {};

TEST_P(SmallWaits, HaveTheOutcomesThatWereCountedByHand) {
  ExpectTheSameOutcomes(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SmallWaits, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
