// The less used facilities of C++20's library: for each a small program that
// uses it wrongly.

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::chrono::milliseconds;
using Kind = FindingKind;

struct Pair {
  int64_t first = 0;
  int64_t second = 0;
  bool operator==(const Pair&) const = default;
};

std::string* global_text = nullptr;

struct UsesGlobalAtItsEnd {
  ~UsesGlobalAtItsEnd() { global_text->append("!"); }
};

const BuggyProgram kPrograms[] = {
    {"latch counted down below zero", Kind::kLockMisuse,
     [] {
       std::latch latch(1);
       InTwo([&] { latch.count_down(); }, [&] { latch.count_down(); });
     },
     "latch.count_down()"},
    {"semaphore released above its maximum", Kind::kLockMisuse,
     [] {
       std::binary_semaphore semaphore(0);
       InTwo([&] { semaphore.release(); },
             [&] {
               semaphore.release();
               semaphore.acquire();
             });
     },
     "semaphore.release()"},
    {"timed_mutex taken for granted", Kind::kDataRace,
     [] {
       std::timed_mutex mutex;
       int sum = 0;
       auto add = [&] {
         const bool mine = mutex.try_lock_for(milliseconds(5));
         ++sum;
         if (mine) mutex.unlock();
       };
       InTwo(add, add);
     }},
    {"shared_timed_mutex, a writer that only shares", Kind::kDataRace,
     [] {
       std::shared_timed_mutex mutex;
       int sum = 0;
       auto add = [&] {
         std::shared_lock<std::shared_timed_mutex> lock(mutex);
         ++sum;
       };
       InTwo(add, add);
     }},
    {"recursive_mutex unlocked by another thread", Kind::kLockMisuse,
     [] {
       std::recursive_mutex mutex;
       mutex.lock();
       std::thread([&] { mutex.unlock(); }).join();
     }},
    {"condition_variable_any that nobody stops", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable_any changed;
       std::stop_source never;
       std::unique_lock<std::mutex> lock(mutex);
       changed.wait(lock, never.get_token(), [] { return false; });
     }},
    {"stop callback that races", Kind::kDataRace,
     [] {
       int value = 0;
       std::stop_source source;
       std::stop_callback callback(source.get_token(), [&] { ++value; });
       InTwo([&] { source.request_stop(); }, [&] { ++value; });
     }},
    {"time-out of a future taken for its value", Kind::kFailedExpectation,
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread setter([&] { promise.set_value(3); });
       EXPECT_EQ(future.wait_for(milliseconds(5)), std::future_status::ready);
       setter.join();
     }},
    {"packaged_task never run", Kind::kUncaughtException,
     [] {
       std::future<int> future;
       {
         std::packaged_task<int()> task([] { return 1; });
         future = task.get_future();
       }
       future.get();
     }},
    {"async that is thought to run beside", Kind::kLostWakeUp,
     [] {
       std::latch latch(1);
       auto task =
           std::async(std::launch::deferred, [&] { latch.count_down(); });
       latch.wait();
       task.get();
     }},
    {"atomic_ref beside a plain access", Kind::kDataRace,
     [] {
       int sum = 0;
       InTwo([&] { std::atomic_ref<int>(sum).fetch_add(1); }, [&] { ++sum; });
     }},
    {"lost update of 16 bytes", Kind::kFailedExpectation,
     [] {
       std::atomic<Pair> pair{Pair()};
       auto add = [&] {
         const Pair old = pair.load();
         pair.store(Pair{old.first + 1, old.second + 1});
       };
       InTwo(add, add);
       EXPECT_EQ(pair.load(), (Pair{2, 2}));
     }},
    {"lost update of a floating-point number", Kind::kFailedExpectation,
     [] {
       std::atomic<double> sum{0};
       auto add = [&] { sum = sum + 0.5; };
       InTwo(add, add);
       EXPECT_EQ(sum.load(), 1.0);
     }},
    {"fence on one side only", Kind::kDataRace,
     [] {
       int payload = 0;
       std::atomic<int> flag{0};
       InTwo(
           [&] {
             payload = 1;
             std::atomic_thread_fence(std::memory_order_release);
             flag.store(1, std::memory_order_relaxed);
           },
           [&] {
             if (flag.load(std::memory_order_relaxed) == 0) return;
             EXPECT_EQ(payload, 1);
           });
     }},
    {"atomic_flag set and not notified", Kind::kLostWakeUp,
     [] {
       std::atomic_flag flag;
       InTwo([&] { flag.test_and_set(); }, [&] { flag.wait(false); });
     }},
    {"barrier with one missing", Kind::kLostWakeUp,
     [] {
       std::barrier barrier(3);
       auto meet = [&] { barrier.arrive_and_wait(); };
       InTwo(meet, meet);
     }},
    {"barrier's completion races with who has not arrived", Kind::kDataRace,
     [] {
       int value = 0;
       auto change = [&]() noexcept { ++value; };
       std::barrier<decltype(change)> barrier(1, change);
       InTwo([&] { barrier.arrive_and_wait(); }, [&] { ++value; });
     }},
    {"semaphore's time-out taken for a place", Kind::kDataRace,
     [] {
       std::binary_semaphore semaphore(1);
       int sum = 0;
       auto add = [&] {
         const bool mine = semaphore.try_acquire_for(milliseconds(5));
         ++sum;
         if (mine) semaphore.release();
       };
       InTwo(add, add);
     }},
    {"call_once within itself", Kind::kDeadlock,
     [] {
       std::once_flag once;
       std::call_once(once, [&] { std::call_once(once, [] {}); });
     }},
    {"local statics that wait for each other", Kind::kDeadlock,
     [] {
       struct Two {
         static int One(bool deeper) {
           static const int value = deeper ? Other(false) : 1;
           return value;
         }
         static int Other(bool deeper) {
           static const int value = deeper ? One(false) : 1;
           return value;
         }
       };
       InTwo([] { Two::One(true); }, [] { Two::Other(true); });
     }},
    {"thread_local that outlives what it uses", Kind::kUseAfterFree,
     [] {
       global_text =
           new std::string("a text too long to lie within the object");
       std::thread([] {
         thread_local UsesGlobalAtItsEnd at_end;
         (void)at_end;
         delete global_text;
       }).join();
     }},
    {"waits for a thread that waits for its lock", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       std::jthread worker([&] { std::lock_guard<std::mutex> lock(mutex); });
       std::lock_guard<std::mutex> lock(mutex);
       worker.join();
     }},
    {"exception leaves a jthread", Kind::kUncaughtException,
     [] { std::jthread([] { throw std::runtime_error("no bread"); }); }},
    {"promise at the end of a thread", Kind::kNotControlled,
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread setter([&] { promise.set_value_at_thread_exit(5); });
       EXPECT_EQ(future.get(), 5);
       setter.join();
     }},
    {"weak_ptr taken for a strong one", Kind::kCrash,
     [] {
       auto value = std::make_shared<int>(1);
       const std::weak_ptr<int> weak = value;
       std::thread reader([&weak] { EXPECT_EQ(*weak.lock(), 1); });
       value.reset();
       reader.join();
     }},
};

class StandardMisuse : public testing::TestWithParam<BuggyProgram> {};

TEST_P(StandardMisuse, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, StandardMisuse, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
