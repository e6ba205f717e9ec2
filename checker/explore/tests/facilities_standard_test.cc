// The less used facilities of C++20's library: for each a small program that
// uses it rightly. (The wrong ones: facilities_standard_misuse_test.cc.)

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
#include <vector>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

struct Pair {
  int64_t first = 0;
  int64_t second = 0;
  bool operator==(const Pair&) const = default;
};

std::atomic<int> destroyed;

struct CountsItsEnd {
  ~CountsItsEnd() { ++destroyed; }
};

const CorrectProgram kPrograms[] = {
    {"timed_mutex until a moment",
     [] {
       std::timed_mutex mutex;
       int sum = 0;
       auto add = [&] {
         if (mutex.try_lock_until(steady_clock::now() + milliseconds(5))) {
           ++sum;
           mutex.unlock();
         }
       };
       InTwo(add, add);
     },
     true},
    {"recursive_timed_mutex",
     [] {
       std::recursive_timed_mutex mutex;
       int sum = 0;
       auto add = [&] {
         std::unique_lock<std::recursive_timed_mutex> outer(mutex,
                                                            std::defer_lock);
         if (!outer.try_lock_for(milliseconds(5))) return;
         std::lock_guard<std::recursive_timed_mutex> inner(mutex);
         ++sum;
       };
       InTwo(add, add);
     },
     true},
    {"shared_timed_mutex, both ways timed",
     [] {
       std::shared_timed_mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             if (!mutex.try_lock_for(milliseconds(5))) return;
             value = 1;
             mutex.unlock();
           },
           [&] {
             std::shared_lock<std::shared_timed_mutex> lock(
                 mutex, system_clock::now() + milliseconds(5));
             if (lock.owns_lock()) EXPECT_GE(value, 0);
           });
     },
     true},
    {"condition_variable_any with a stop token",
     [] {
       std::mutex mutex;
       std::condition_variable_any changed;
       std::jthread waiter([&](std::stop_token stop) {
         std::unique_lock<std::mutex> lock(mutex);
         EXPECT_FALSE(changed.wait(lock, stop, [] { return false; }));
       });
     },
     true},
    {"jthread with a stop callback",
     [] {
       int calls = 0;
       {
         std::jthread worker([](std::stop_token stop) {
           while (!stop.stop_requested()) std::this_thread::yield();
         });
         std::stop_callback callback(worker.get_stop_token(),
                                     [&calls] { ++calls; });
         worker.request_stop();
       }
       EXPECT_EQ(calls, 1);
     },
     true},
    {"future waited for by time",
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread setter([&] { promise.set_value(3); });
       const bool ready =
           future.wait_for(milliseconds(5)) == std::future_status::ready;
       if (!ready) future.wait();
       EXPECT_EQ(future.get(), 3);
       setter.join();
     },
     true},
    {"shared_future",
     [] {
       std::promise<int> promise;
       const std::shared_future<int> future = promise.get_future().share();
       auto read = [future] { EXPECT_EQ(future.get(), 4); };
       std::thread a(read);
       promise.set_value(4);
       a.join();
     }},
    {"packaged_task that throws",
     [] {
       std::packaged_task<int()> task(
           []() -> int { throw std::runtime_error("no bread"); });
       std::future<int> future = task.get_future();
       std::thread runner(std::move(task));
       EXPECT_THROW(future.get(), std::runtime_error);
       runner.join();
     }},
    {"async, deferred",
     [] {
       const std::thread::id here = std::this_thread::get_id();
       std::future<bool> future = std::async(std::launch::deferred, [&] {
         return std::this_thread::get_id() == here;
       });
       EXPECT_EQ(future.wait_for(milliseconds(0)),
                 std::future_status::deferred);
       EXPECT_TRUE(future.get());
     }},
    {"atomic_ref",
     [] {
       int sum = 0;
       auto add = [&] { std::atomic_ref<int>(sum).fetch_add(1); };
       InTwo(add, add);
       EXPECT_EQ(sum, 2);
     }},
    {"atomic of 16 bytes",
     [] {
       std::atomic<Pair> pair{Pair()};
       auto add = [&] {
         Pair old = pair.load();
         while (!pair.compare_exchange_weak(
             old, Pair{old.first + 1, old.second + 1})) {
         }
       };
       InTwo(add, add);
       EXPECT_EQ(pair.load(), (Pair{2, 2}));
     }},
    {"atomic of 24 bytes",
     [] {
       struct Three {
         int64_t numbers[3];
       };
       std::atomic<Three> three{Three{{1, 2, 3}}};
       auto add = [&] {
         Three old = three.load();
         while (!three.compare_exchange_strong(
             old,
             Three{{old.numbers[0] + 1, old.numbers[1], old.numbers[2] + 1}})) {
         }
       };
       InTwo(add, add);
       const Three last = three.exchange(Three{{0, 0, 0}});
       EXPECT_EQ(last.numbers[0], 3);
       EXPECT_EQ(last.numbers[2], 5);
       three.store(last);
       EXPECT_FALSE(three.is_lock_free());
     }},
    {"atomic of a floating-point number and of a pointer",
     [] {
       std::atomic<double> sum{0};
       int numbers[3] = {1, 2, 3};
       std::atomic<int*> next{numbers};
       auto add = [&] {
         sum.fetch_add(0.5);
         ++next;
       };
       InTwo(add, add);
       EXPECT_EQ(sum.load(), 1.0);
       EXPECT_EQ(*next, 3);
     }},
    {"fences between threads",
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
             std::atomic_thread_fence(std::memory_order_acquire);
             EXPECT_EQ(payload, 1);
           });
     }},
    {"latch, each way",
     [] {
       std::latch latch(2);
       int sum = 0;
       std::thread a([&] {
         sum = 1;
         latch.count_down(2);
       });
       latch.wait();
       EXPECT_TRUE(latch.try_wait());
       EXPECT_EQ(sum, 1);
       a.join();
     }},
    {"barrier with completion, and one that drops out",
     [] {
       int rounds = 0;
       auto count = [&]() noexcept { ++rounds; };
       std::barrier<decltype(count)> barrier(2, count);
       InTwo(
           [&] {
             barrier.arrive_and_wait();
             barrier.arrive_and_wait();
           },
           [&] {
             barrier.arrive_and_wait();
             barrier.arrive_and_drop();
           });
       EXPECT_EQ(rounds, 2);
     }},
    {"counting_semaphore, tried and timed",
     [] {
       std::counting_semaphore<2> semaphore(0);
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             semaphore.release();
           },
           [&] {
             if (semaphore.try_acquire()) {
               EXPECT_EQ(value, 1);
             } else if (semaphore.try_acquire_for(milliseconds(5))) {
               EXPECT_EQ(value, 1);
             }
           });
     },
     true},
    {"local static that throws at first",
     [] {
       std::atomic<int> tries{0};
       auto use = [&] {
         for (int i = 0; i < 2; ++i) {
           try {
             static const int value = [&] {
               if (++tries == 1) throw std::runtime_error("not yet");
               return 6;
             }();
             EXPECT_EQ(value, 6);
           } catch (const std::runtime_error&) {
           }
         }
       };
       InTwo(use, use);
       EXPECT_EQ(tries.load(), 2);
     }},
    {"thread_local of two threads",
     [] {
       destroyed = 0;
       auto use = [] {
         thread_local CountsItsEnd one;
         thread_local std::string name = "mine";
         name += "!";
         EXPECT_EQ(name, "mine!");
         (void)one;
       };
       InTwo(use, use);
       EXPECT_EQ(destroyed.load(), 2);
     }},
    {"notify_all_at_thread_exit",
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool done = false;
       std::thread worker([&] {
         std::unique_lock<std::mutex> lock(mutex);
         done = true;
         std::notify_all_at_thread_exit(changed, std::move(lock));
       });
       {
         std::unique_lock<std::mutex> lock(mutex);
         changed.wait(lock, [&] { return done; });
       }
       worker.join();
     }},
    {"exception caught in another thread",
     [] {
       std::exception_ptr caught;
       std::thread([&] {
         try {
           throw std::runtime_error("no bread");
         } catch (...) {
           caught = std::current_exception();
         }
       }).join();
       EXPECT_THROW(std::rethrow_exception(caught), std::runtime_error);
     }},
    {"std::lock and try_lock of three",
     [] {
       std::mutex a, b, c;
       int sum = 0;
       InTwo(
           [&] {
             std::lock(a, b, c);
             ++sum;
             a.unlock();
             b.unlock();
             c.unlock();
           },
           [&] {
             if (std::try_lock(c, a) != -1) return;
             ++sum;
             c.unlock();
             a.unlock();
           });
       EXPECT_GE(sum, 1);
     },
     true},
    {"enable_shared_from_this and weak_ptr",
     [] {
       struct Node : std::enable_shared_from_this<Node> {};
       auto node = std::make_shared<Node>();
       const std::weak_ptr<Node> weak = node;
       std::thread reader([&weak] {
         if (const auto strong = weak.lock()) {
           EXPECT_EQ(strong->shared_from_this(), strong);
         }
       });
       node.reset();
       reader.join();
     }},
};

class StandardFacilities : public testing::TestWithParam<CorrectProgram> {};

TEST_P(StandardFacilities, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, StandardFacilities, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
