// Wrong programs whose parts are right, but do not fit together: barriers,
// pools, events, observers, caches.

#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <latch>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <stack>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;
using Lock = std::unique_lock<std::mutex>;

// Made by hand, to be used once.
class OneRoundBarrier {
 public:
  void Wait() {
    Lock lock(mutex_);
    if (++arrived_ == 2) {
      arrived_ = 0;
      changed_.notify_all();
      return;
    }
    changed_.wait(lock, [&] { return arrived_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
};

const BuggyProgram kPrograms[] = {
    {"hand-made barrier used again", Kind::kLostWakeUp,
     [] {
       OneRoundBarrier barrier;
       auto work = [&] {
         barrier.Wait();
         barrier.Wait();
       };
       InTwo(work, work);
     },
     "changed_.wait"},
    {"barrier that one leaves early", Kind::kLostWakeUp,
     [] {
       std::barrier barrier(2);
       InTwo([&] { barrier.arrive_and_wait(); },
             [&] {
               barrier.arrive_and_wait();
               barrier.arrive_and_wait();
             });
     },
     "barrier.arrive_and_wait"},
    {"barrier's count read before all arrived", Kind::kDataRace,
     [] {
       std::barrier barrier(2);
       int parts[2] = {0, 0};
       auto work = [&](int me) {
         parts[me] = 1;
         (void)barrier.arrive();
         EXPECT_GE(parts[1 - me], 0);
       };
       InTwo([&] { work(0); }, [&] { work(1); });
     },
     "parts[me]"},
    {"pool whose task waits for another task", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       std::deque<std::function<void()>> tasks;
       std::latch inner_done(1);
       std::thread worker([&] {
         for (int i = 0; i < 2; ++i) {
           std::function<void()> task;
           {
             Lock lock(mutex);
             changed.wait(lock, [&] { return !tasks.empty(); });
             task = std::move(tasks.front());
             tasks.pop_front();
           }
           task();
         }
       });
       {
         Lock lock(mutex);
         tasks.push_back([&] {
           {
             Lock inner(mutex);
             tasks.push_back([&] { inner_done.count_down(); });
           }
           inner_done.wait();
         });
         changed.notify_one();
       }
       worker.join();
     },
     "inner_done.wait"},
    {"pool that stops before its work is done", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       int queued = 0, done = 0;
       bool stop = false;
       std::thread worker([&] {
         Lock lock(mutex);
         while (true) {
           changed.wait(lock, [&] { return stop || queued > 0; });
           if (stop) return;
           --queued;
           ++done;
         }
       });
       {
         Lock lock(mutex);
         ++queued;
         changed.notify_one();
       }
       {
         Lock lock(mutex);
         stop = true;
         changed.notify_one();
       }
       worker.join();
       EXPECT_EQ(done, 1);
     },
     "EXPECT_EQ(done"},
    {"pool that stops one of its two workers", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool stop = false;
       auto work = [&] {
         Lock lock(mutex);
         changed.wait(lock, [&] { return stop; });
       };
       std::thread a(work), b(work);
       {
         Lock lock(mutex);
         stop = true;
       }
       changed.notify_one();
       a.join();
       b.join();
     },
     "changed.wait"},
    {"auto-reset event set twice", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       auto await = [&] {
         Lock lock(mutex);
         changed.wait(lock, [&] { return set; });
         set = false;
       };
       auto raise = [&] {
         Lock lock(mutex);
         set = true;
         changed.notify_all();
       };
       InTwo(
           [&] {
             await();
             await();
           },
           [&] {
             raise();
             raise();
           });
     },
     "changed.wait"},
    {"sleeping barber who looks, then sleeps", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable customer;
       int waiting = 0;
       auto nobody_waits = [&] {
         Lock lock(mutex);
         return waiting == 0;
       };
       InTwo(
           [&] {
             if (!nobody_waits()) return;
             Lock lock(mutex);
             customer.wait(lock);
           },
           [&] {
             Lock lock(mutex);
             ++waiting;
             customer.notify_one();
           });
     },
     "customer.wait"},
    {"monitor within a monitor", Kind::kLostWakeUp,
     [] {
       std::mutex outer, inner;
       std::condition_variable changed;
       bool ready = false;
       InTwo(
           [&] {
             Lock one(outer);
             Lock two(inner);
             changed.wait(two, [&] { return ready; });
           },
           [&] {
             Lock one(outer);
             Lock two(inner);
             ready = true;
             changed.notify_one();
           });
     },
     "changed.wait"},
    {"observer called under the lock", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       std::vector<std::function<void()>> observers;
       auto count = [&] {
         Lock lock(mutex);
         return observers.size();
       };
       observers.push_back([&] { count(); });
       std::thread notifier([&] {
         Lock lock(mutex);
         for (auto& observer : observers) observer();
       });
       notifier.join();
     },
     "Lock lock(mutex)"},
    {"time-out taken for the event", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool ready = false;
       InTwo(
           [&] {
             Lock lock(mutex);
             if (!ready) changed.wait_for(lock, std::chrono::hours(1));
             EXPECT_TRUE(ready);
           },
           [&] {
             Lock lock(mutex);
             ready = true;
             changed.notify_one();
           });
     },
     "EXPECT_TRUE(ready)"},
    {"empty, then top", Kind::kUncaughtException,
     [] {
       std::mutex mutex;
       std::stack<int> items({1});
       auto empty = [&] {
         Lock lock(mutex);
         return items.empty();
       };
       auto pop = [&] {
         Lock lock(mutex);
         if (items.empty()) throw std::out_of_range("empty stack");
         items.pop();
       };
       auto take = [&] {
         if (!empty()) pop();
       };
       InTwo(take, take);
     },
     "throw std::out_of_range"},
    {"front, then pop", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::deque<int> items = {1, 2};
       auto front = [&] {
         Lock lock(mutex);
         return items.front();
       };
       auto pop = [&] {
         Lock lock(mutex);
         items.pop_front();
       };
       int taken[2];
       auto take = [&](int me) {
         taken[me] = front();
         pop();
       };
       InTwo([&] { take(0); }, [&] { take(1); });
       EXPECT_NE(taken[0], taken[1]);
     },
     "EXPECT_NE"},
    {"partial sums into one total", Kind::kDataRace,
     [] {
       const std::array<int, 4> values = {1, 2, 3, 4};
       int total = 0;
       auto add = [&](size_t first) {
         for (size_t i = first; i < first + 2; ++i) total += values[i];
       };
       InTwo([&] { add(0); }, [&] { add(2); });
     },
     "total += values[i]"},
    {"parts that overlap by one", Kind::kDataRace,
     [] {
       std::array<int, 4> values = {1, 2, 3, 4};
       auto double_all = [&](size_t first, size_t last) {
         for (size_t i = first; i <= last; ++i) values[i] *= 2;
       };
       InTwo([&] { double_all(0, 2); }, [&] { double_all(2, 3); });
     },
     "values[i] *= 2"},
    {"map's operator[] as a reader", Kind::kDataRace,
     [] {
       std::map<int, int> cache;
       std::shared_mutex mutex;
       auto look = [&](int key) {
         std::shared_lock<std::shared_mutex> lock(mutex);
         return cache[key];
       };
       InTwo([&] { look(1); }, [&] { look(2); });
     }},
    {"bit-field neighbours", Kind::kDataRace,
     [] {
       struct Flags {
         unsigned a : 1;
         unsigned b : 1;
       } flags = {0, 0};
       InTwo([&] { flags.a = 1; }, [&] { flags.b = 1; });
     },
     "flags."},
    {"value computed twice because it was looked up apart",
     Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::optional<int> cached;
       std::atomic<int> computed{0};
       auto get = [&] {
         {
           Lock lock(mutex);
           if (cached) return *cached;
         }
         ++computed;
         Lock lock(mutex);
         cached = 1;
         return *cached;
       };
       InTwo(get, get);
       EXPECT_EQ(computed.load(), 1);
     },
     "computed.load()"},
    {"absl reader that writes", Kind::kDataRace,
     [] {
       absl::Mutex mutex;
       int hits = 0;
       auto look = [&] {
         absl::ReaderMutexLock lock(&mutex);
         ++hits;
       };
       InTwo(look, look);
     },
     "++hits"},
    {"absl signal outside of the loop", Kind::kLostWakeUp,
     [] {
       absl::Mutex mutex;
       absl::CondVar changed;
       int stage = 0;
       auto await = [&] {
         absl::MutexLock lock(&mutex);
         while (stage == 0) changed.Wait(&mutex);
       };
       std::thread a(await), b(await);
       {
         absl::MutexLock lock(&mutex);
         stage = 1;
       }
       changed.Signal();
       a.join();
       b.join();
     },
     "changed.Wait"},
};

class BuggyProtocols : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggyProtocols, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggyProtocols, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
