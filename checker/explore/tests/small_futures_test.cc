// The reduction against the exhaustive search, and both against numbers
// computed by hand: everything that sleeps until another thread acts.

#include <atomic>
#include <chrono>
#include <future>
#include <stop_token>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
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
    // Ready already, or not yet.
    {"future, asked early", 2,
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread thread([&] { promise.set_value(1); });
       const bool ready =
           future.wait_for(seconds(0)) == std::future_status::ready;
       EXPECT_EQ(future.get(), 1);
       thread.join();
       NoteOutcome(ready);
     }},
    // Only one can set it; the other is told.
    {"promise set by two", 2,
     [] {
       std::promise<uint64_t> promise;
       std::future<uint64_t> future = promise.get_future();
       auto set = [&](uint64_t value) {
         try {
           promise.set_value(value);
         } catch (const std::future_error&) {
         }
       };
       InTwo([&] { set(1); }, [&] { set(2); });
       NoteOutcome(future.get());
     }},
    {"shared_future, asked early", 2,
     [] {
       std::promise<void> promise;
       std::shared_future<void> future = promise.get_future().share();
       uint64_t ready = 0;
       std::thread thread([&, future] {
         ready = future.wait_for(seconds(0)) == std::future_status::ready;
         future.wait();
       });
       promise.set_value();
       thread.join();
       NoteOutcome(ready);
     }},
    // The task runs before the test asks, or after.
    {"async", 2,
     [] {
       std::atomic<uint64_t> done{0};
       auto future = std::async(std::launch::async, [&] { done = 1; });
       const uint64_t seen = done;
       future.get();
       NoteOutcome(seen);
     }},
    // Runs when it is asked for.
    {"async, deferred", 1,
     [] {
       std::atomic<uint64_t> done{0};
       auto future = std::async(std::launch::deferred, [&] { done = 1; });
       const uint64_t seen = done;
       future.get();
       NoteOutcome(seen);
     }},
    // Stops before it looked, or looks once more.
    {"jthread, asked to stop", 2,
     [] {
       uint64_t stopped = 0;
       {
         std::jthread thread(
             [&](std::stop_token stop) { stopped = stop.stop_requested(); });
       }
       NoteOutcome(stopped);
     }},
    // The callback runs in the thread that asks, or, if that came first, in the
    // one that registers.
    {"stop_callback", 2,
     [] {
       std::stop_source source;
       std::atomic<uint64_t> ran_in{0};
       thread_local uint64_t me = 0;
       InTwo(
           [&] {
             me = 1;
             source.request_stop();
           },
           [&] {
             me = 2;
             std::stop_callback callback(source.get_token(),
                                         [&] { ran_in = me; });
             while (ran_in == 0) std::this_thread::yield();
           });
       NoteOutcome(ran_in);
     },
     true},
    // The thread is over before the test looks, or not.
    {"join", 2,
     [] {
       std::atomic<uint64_t> over{0};
       std::thread thread([&] { over = 1; });
       const uint64_t seen = over;
       thread.join();
       NoteOutcome(seen);
     }},
    // Waits or not.
    {"absl await", 2,
     [] {
       absl::Mutex mutex;
       bool set = false;
       uint64_t waited = 0;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             waited = !set;
             mutex.Await(absl::Condition(&set));
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           });
       NoteOutcome(waited);
     }},
    // Two who wait for the same: who goes first.
    {"absl LockWhen, two", 2,
     [] {
       absl::Mutex mutex;
       bool set = false;
       uint64_t order = 0;
       auto wait = [&](uint64_t me) {
         mutex.LockWhen(absl::Condition(&set));
         order = 10 * order + me;
         mutex.Unlock();
       };
       std::thread a(wait, 1), b(wait, 2);
       {
         absl::MutexLock lock(&mutex);
         set = true;
       }
       a.join();
       b.join();
       NoteOutcome(order);
     }},
    {"absl reader awaits", 2,
     [] {
       absl::Mutex mutex;
       bool set = false;
       uint64_t waited = 0;
       InTwo(
           [&] {
             absl::ReaderMutexLock lock(&mutex);
             waited = !set;
             mutex.Await(absl::Condition(&set));
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           });
       NoteOutcome(waited);
     }},
    {"absl await with a limit", 2,
     [] {
       absl::Mutex mutex;
       bool set = false;
       uint64_t got = 0;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             got = mutex.AwaitWithTimeout(absl::Condition(&set),
                                          absl::Seconds(1));
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           });
       NoteOutcome(got);
     }},
    {"absl CondVar", 2,
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       bool set = false;
       uint64_t sleeps = 0;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             while (!set) {
               ++sleeps;
               changed.Wait(&mutex);
             }
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
             changed.Signal();
           });
       NoteOutcome(sleeps);
     }},
    {"absl CondVar, SignalAll", 8,
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       bool set = false;
       uint64_t slept[2] = {0, 0};
       uint64_t order = 0;
       auto wait = [&](uint64_t me) {
         absl::MutexLock lock(&mutex);
         while (!set) {
           slept[me] = 1;
           changed.Wait(&mutex);
         }
         order = 10 * order + me;
       };
       std::thread a(wait, 0), b(wait, 1);
       {
         absl::MutexLock lock(&mutex);
         set = true;
         changed.SignalAll();
       }
       a.join();
       b.join();
       NoteOutcome(100 * (10 * slept[0] + slept[1]) + order);
     }},
    {"absl Notification", 2,
     [] {
       absl::Notification done;
       uint64_t seen = 0;
       InTwo([&] { done.Notify(); },
             [&] {
               seen = done.HasBeenNotified();
               done.WaitForNotification();
             });
       NoteOutcome(seen);
     }},
    {"absl BlockingCounter", 2,
     [] {
       absl::BlockingCounter counter(2);
       Order order;
       uint64_t first = 0;
       std::thread a([&] {
         first = order.Next();
         counter.DecrementCount();
       });
       std::thread b([&] {
         order.Next();
         counter.DecrementCount();
       });
       counter.Wait();
       a.join();
       b.join();
       NoteOutcome(first);
     }},
};

class SmallFutures : public testing::TestWithParam<SmallProgram> {};

TEST_P(SmallFutures, HaveTheOutcomesThatWereCountedByHand) {
  ExpectTheSameOutcomes(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SmallFutures, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
