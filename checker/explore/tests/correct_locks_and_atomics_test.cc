// Right programs with locks, condition variables and atomics: all schedules of
// each are gone through, and nothing may be found.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::chrono::milliseconds;

const CorrectProgram kPrograms[] = {
    {"mutex",
     [] {
       std::mutex mutex;
       int sum = 0;
       auto add = [&] {
         std::lock_guard<std::mutex> lock(mutex);
         ++sum;
       };
       InTwo(add, add);
       EXPECT_EQ(sum, 2);
     }},
    {"unique_lock and adopt",
     [] {
       std::mutex mutex;
       int sum = 0;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
             lock.lock();
             ++sum;
           },
           [&] {
             mutex.lock();
             std::lock_guard<std::mutex> lock(mutex, std::adopt_lock);
             ++sum;
           });
       EXPECT_EQ(sum, 2);
     }},
    {"try_lock",
     [] {
       std::mutex mutex;
       int sum = 0;
       auto add = [&] {
         if (!mutex.try_lock()) return;
         ++sum;
         mutex.unlock();
       };
       InTwo(add, add);
       EXPECT_GE(sum, 1);
     }},
    {"recursive_mutex",
     [] {
       std::recursive_mutex mutex;
       int sum = 0;
       auto add = [&] {
         std::lock_guard<std::recursive_mutex> outer(mutex);
         std::lock_guard<std::recursive_mutex> inner(mutex);
         ++sum;
       };
       InTwo(add, add);
       EXPECT_EQ(sum, 2);
     }},
    {"scoped_lock of two, both ways",
     [] {
       std::mutex left, right;
       int sum = 0;
       InTwo(
           [&] {
             std::scoped_lock lock(left, right);
             ++sum;
           },
           [&] {
             std::scoped_lock lock(right, left);
             ++sum;
           });
       EXPECT_EQ(sum, 2);
     },
     true},
    {"timed_mutex",
     [] {
       std::timed_mutex mutex;
       int sum = 0;
       auto add = [&] {
         if (!mutex.try_lock_for(milliseconds(5))) return;
         ++sum;
         mutex.unlock();
       };
       InTwo(add, add);
       EXPECT_GE(sum, 1);
     },
     true},
    {"shared_mutex",
     [] {
       std::shared_mutex mutex;
       int value = 0;
       std::thread writer([&] {
         std::unique_lock<std::shared_mutex> lock(mutex);
         value = 1;
       });
       auto read = [&] {
         std::shared_lock<std::shared_mutex> lock(mutex);
         EXPECT_TRUE(value == 0 || value == 1);
       };
       InTwo(read, read);
       writer.join();
     }},
    {"shared_timed_mutex",
     [] {
       std::shared_timed_mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             std::unique_lock<std::shared_timed_mutex> lock(mutex);
             value = 1;
           },
           [&] {
             std::shared_lock<std::shared_timed_mutex> lock(mutex,
                                                            milliseconds(1));
             if (lock.owns_lock()) EXPECT_GE(value, 0);
           });
     },
     true},
    {"condition_variable",
     [] {
       std::mutex mutex;
       std::condition_variable ready;
       bool set = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             ready.wait(lock, [&] { return set; });
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             set = true;
             ready.notify_one();
           });
     }},
    {"notify outside the lock",
     [] {
       std::mutex mutex;
       std::condition_variable ready;
       bool set = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             while (!set) ready.wait(lock);
           },
           [&] {
             {
               std::lock_guard<std::mutex> lock(mutex);
               set = true;
             }
             ready.notify_all();
           });
     }},
    {"condition_variable with time-out",
     [] {
       std::mutex mutex;
       std::condition_variable ready;
       bool set = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             const bool got =
                 ready.wait_for(lock, milliseconds(10), [&] { return set; });
             EXPECT_EQ(got, set);
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             set = true;
             ready.notify_one();
           });
     },
     true},
    {"condition_variable_any",
     [] {
       std::shared_mutex mutex;
       std::condition_variable_any ready;
       bool set = false;
       InTwo(
           [&] {
             std::shared_lock<std::shared_mutex> lock(mutex);
             ready.wait(lock, [&] { return set; });
           },
           [&] {
             {
               std::unique_lock<std::shared_mutex> lock(mutex);
               set = true;
             }
             ready.notify_all();
           });
     }},
    {"stop_token",
     [] {
       std::mutex mutex;
       std::condition_variable_any ready;
       std::jthread worker([&](std::stop_token stop) {
         std::unique_lock<std::mutex> lock(mutex);
         ready.wait(lock, stop, [] { return false; });
         EXPECT_TRUE(stop.stop_requested());
       });
       worker.request_stop();
     },
     true},
    {"call_once",
     [] {
       std::once_flag once;
       int calls = 0;
       auto call = [&] {
         std::call_once(once, [&] { ++calls; });
         EXPECT_EQ(calls, 1);
       };
       InTwo(call, call);
     }},
    {"call_once that throws first",
     [] {
       std::once_flag once;
       int calls = 0;
       auto call = [&] {
         try {
           std::call_once(once, [&] {
             if (++calls == 1) throw std::runtime_error("first");
           });
         } catch (const std::runtime_error&) {
         }
       };
       InTwo(call, call);
       EXPECT_EQ(calls, 2);
     }},
    {"local static",
     [] {
       static int made = 0;
       auto get = []() -> int& {
         static int& value = *new int(++made);
         return value;
       };
       InTwo([&] { EXPECT_EQ(get(), 1); }, [&] { EXPECT_EQ(get(), 1); });
     }},
    {"atomic counter",
     [] {
       std::atomic<int> sum{0};
       InTwo([&] { sum.fetch_add(1); }, [&] { ++sum; });
       EXPECT_EQ(sum.load(), 2);
     }},
    {"compare and exchange loop",
     [] {
       std::atomic<int> sum{0};
       auto add = [&] {
         int seen = sum.load();
         while (!sum.compare_exchange_weak(seen, seen + 1)) {
         }
       };
       InTwo(add, add);
       EXPECT_EQ(sum.load(), 2);
     }},
    {"release and acquire",
     [] {
       std::atomic<bool> ready{false};
       int payload = 0;
       InTwo(
           [&] {
             payload = 42;
             ready.store(true, std::memory_order_release);
           },
           [&] {
             if (ready.load(std::memory_order_acquire)) EXPECT_EQ(payload, 42);
           });
     }},
    {"fences",
     [] {
       std::atomic<bool> ready{false};
       int payload = 0;
       InTwo(
           [&] {
             payload = 42;
             std::atomic_thread_fence(std::memory_order_release);
             ready.store(true, std::memory_order_relaxed);
           },
           [&] {
             if (!ready.load(std::memory_order_relaxed)) return;
             std::atomic_thread_fence(std::memory_order_acquire);
             EXPECT_EQ(payload, 42);
           });
     }},
    {"spin lock on atomic_flag",
     [] {
       std::atomic_flag flag;
       int sum = 0;
       auto add = [&] {
         while (flag.test_and_set(std::memory_order_acquire)) {
         }
         ++sum;
         flag.clear(std::memory_order_release);
       };
       InTwo(add, add);
       EXPECT_EQ(sum, 2);
     },
     true},
    {"spin on a flag",
     [] {
       std::atomic<bool> go{false};
       int payload = 0;
       InTwo(
           [&] {
             payload = 1;
             go.store(true);
           },
           [&] {
             while (!go.load()) std::this_thread::yield();
             EXPECT_EQ(payload, 1);
           });
     },
     true},
    {"atomic wait and notify",
     [] {
       std::atomic<int> stage{0};
       int payload = 0;
       InTwo(
           [&] {
             payload = 7;
             stage.store(1);
             stage.notify_one();
           },
           [&] {
             stage.wait(0);
             EXPECT_EQ(payload, 7);
           });
     }},
    {"atomic_flag wait",
     [] {
       std::atomic_flag flag;
       InTwo(
           [&] {
             flag.test_and_set();
             flag.notify_all();
           },
           [&] { flag.wait(false); });
     }},
    {"atomics of all widths",
     [] {
       std::atomic<uint8_t> a{0};
       std::atomic<uint16_t> b{0};
       std::atomic<uint64_t> c{0};
       auto add = [&] {
         ++a;
         ++b;
         ++c;
       };
       InTwo(add, add);
       EXPECT_EQ(a + b + c, 6u);
     }},
    {"shared_ptr copies",
     [] {
       auto shared = std::make_shared<int>(3);
       std::thread thread([copy = shared] { EXPECT_EQ(*copy, 3); });
       shared.reset();
       thread.join();
     }},
};

class CorrectLocksAndAtomics : public testing::TestWithParam<CorrectProgram> {};

TEST_P(CorrectLocksAndAtomics, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, CorrectLocksAndAtomics,
                         testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
