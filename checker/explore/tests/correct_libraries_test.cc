// Right programs with latches, futures, thread_local, pthreads and Abseil: all
// schedules of each are gone through, and nothing may be found.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

const CorrectProgram kPrograms[] = {
    {"latch",
     [] {
       std::latch latch(2);
       int a = 0, b = 0;
       InTwo(
           [&] {
             a = 1;
             latch.arrive_and_wait();
             EXPECT_EQ(b, 1);
           },
           [&] {
             b = 1;
             latch.arrive_and_wait();
             EXPECT_EQ(a, 1);
           });
     }},
    {"barrier",
     [] {
       int rounds = 0;
       auto count = [&]() noexcept { ++rounds; };
       std::barrier barrier(2, count);
       auto work = [&] {
         barrier.arrive_and_wait();
         EXPECT_GE(rounds, 1);
       };
       InTwo(work, work);
     },
     true},
    {"counting_semaphore",
     [] {
       std::counting_semaphore<2> permits(1);
       int inside = 0;
       auto enter = [&] {
         permits.acquire();
         EXPECT_EQ(++inside, 1);
         --inside;
         permits.release();
       };
       InTwo(enter, enter);
     }},
    {"binary_semaphore hand-over",
     [] {
       std::binary_semaphore full(0);
       int payload = 0;
       InTwo(
           [&] {
             payload = 9;
             full.release();
           },
           [&] {
             full.acquire();
             EXPECT_EQ(payload, 9);
           });
     }},
    {"promise and future",
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread thread([&] { promise.set_value(5); });
       EXPECT_EQ(future.get(), 5);
       thread.join();
     }},
    {"future with exception",
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread thread([&] {
         promise.set_exception(
             std::make_exception_ptr(std::runtime_error("no")));
       });
       EXPECT_THROW(future.get(), std::runtime_error);
       thread.join();
     }},
    {"packaged_task",
     [] {
       std::packaged_task<int()> task([] { return 6; });
       std::future<int> future = task.get_future();
       std::thread thread(std::move(task));
       EXPECT_EQ(future.get(), 6);
       thread.join();
     }},
    {"async",
     [] {
       auto future = std::async(std::launch::async, [] { return 8; });
       EXPECT_EQ(future.get(), 8);
     }},
    {"thread_local with destructor",
     [] {
       static std::atomic<int> destroyed;
       destroyed = 0;
       struct Local {
         int value = 0;
         ~Local() { ++destroyed; }
       };
       auto use = [] {
         thread_local Local local;
         EXPECT_EQ(++local.value, 1);
       };
       InTwo(use, use);
       EXPECT_EQ(destroyed.load(), 2);
     }},
    {"exception within a thread",
     [] {
       int caught = 0;
       std::thread thread([&] {
         try {
           throw std::runtime_error("inside");
         } catch (const std::exception&) {
           caught = 1;
         }
       });
       thread.join();
       EXPECT_EQ(caught, 1);
     }},
    {"bounded queue",
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       std::deque<int> items;
       InTwo(
           [&] {
             for (int i = 0; i < 2; ++i) {
               std::unique_lock<std::mutex> lock(mutex);
               changed.wait(lock, [&] { return items.empty(); });
               items.push_back(i);
               changed.notify_one();
             }
           },
           [&] {
             for (int i = 0; i < 2; ++i) {
               std::unique_lock<std::mutex> lock(mutex);
               changed.wait(lock, [&] { return !items.empty(); });
               EXPECT_EQ(items.front(), i);
               items.pop_front();
               changed.notify_one();
             }
           });
     }},
    {"strings under a lock",
     [] {
       std::mutex mutex;
       std::string text;
       auto append = [&] {
         std::lock_guard<std::mutex> lock(mutex);
         text += "a string that is too long to be kept in place";
       };
       InTwo(append, append);
       EXPECT_EQ(text.size(), 90u);
     }},
    {"neighbouring bytes",
     [] {
       char bytes[2] = {0, 0};
       InTwo([&] { bytes[0] = 1; }, [&] { bytes[1] = 1; });
       EXPECT_EQ(bytes[0] + bytes[1], 2);
     }},
    {"sleep",
     [] {
       const auto start = std::chrono::steady_clock::now();
       std::this_thread::sleep_for(std::chrono::hours(1));
       EXPECT_GE(std::chrono::steady_clock::now() - start,
                 std::chrono::hours(1));
     }},
    {"pthread semaphore",
     [] {
       sem_t semaphore;
       sem_init(&semaphore, 0, 0);
       int payload = 0;
       InTwo(
           [&] {
             payload = 1;
             sem_post(&semaphore);
           },
           [&] {
             sem_wait(&semaphore);
             EXPECT_EQ(payload, 1);
           });
       sem_destroy(&semaphore);
     }},
    {"pthread barrier",
     [] {
       pthread_barrier_t barrier;
       pthread_barrier_init(&barrier, nullptr, 2);
       int a = 0, b = 0;
       InTwo(
           [&] {
             a = 1;
             pthread_barrier_wait(&barrier);
             EXPECT_EQ(b, 1);
           },
           [&] {
             b = 1;
             pthread_barrier_wait(&barrier);
             EXPECT_EQ(a, 1);
           });
       pthread_barrier_destroy(&barrier);
     }},
    {"pthread error-checking mutex",
     [] {
       pthread_mutexattr_t attributes;
       pthread_mutexattr_init(&attributes);
       pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
       pthread_mutex_t mutex;
       pthread_mutex_init(&mutex, &attributes);
       pthread_mutex_lock(&mutex);
       EXPECT_EQ(pthread_mutex_lock(&mutex), EDEADLK);
       pthread_mutex_unlock(&mutex);
       EXPECT_EQ(pthread_mutex_unlock(&mutex), EPERM);
       pthread_mutex_destroy(&mutex);
     }},
    {"absl mutex",
     [] {
       absl::Mutex mutex;
       int sum = 0;
       auto add = [&] {
         absl::MutexLock lock(&mutex);
         ++sum;
       };
       InTwo(add, add);
       EXPECT_EQ(sum, 2);
     }},
    {"absl mutex, readers",
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
           });
     }},
    {"absl await",
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             mutex.Await(absl::Condition(&set));
             EXPECT_TRUE(set);
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           });
     }},
    {"absl lock when",
     [] {
       absl::Mutex mutex;
       int count = 0;
       InTwo(
           [&] {
             auto positive = [&] { return count > 0; };
             mutex.LockWhen(absl::Condition(&positive));
             --count;
             mutex.Unlock();
           },
           [&] {
             absl::MutexLock lock(&mutex);
             ++count;
           });
       EXPECT_EQ(count, 0);
     }},
    {"absl await with time-out",
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             const bool got = mutex.AwaitWithTimeout(absl::Condition(&set),
                                                     absl::Milliseconds(5));
             EXPECT_EQ(got, set);
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
           });
     },
     true},
    {"absl condition variable",
     [] {
       absl::Mutex mutex;
       absl::CondVar ready;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             while (!set) ready.Wait(&mutex);
           },
           [&] {
             absl::MutexLock lock(&mutex);
             set = true;
             ready.Signal();
           });
     }},
    {"absl notification",
     [] {
       absl::Notification done;
       int payload = 0;
       InTwo(
           [&] {
             payload = 1;
             done.Notify();
           },
           [&] {
             done.WaitForNotification();
             EXPECT_EQ(payload, 1);
           });
     }},
    {"absl blocking counter",
     [] {
       absl::BlockingCounter counter(2);
       std::atomic<int> done{0};
       auto work = [&] {
         ++done;
         counter.DecrementCount();
       };
       std::thread a(work);
       std::thread b(work);
       counter.Wait();
       EXPECT_EQ(done.load(), 2);
       a.join();
       b.join();
     }},
};

class CorrectLibraries : public testing::TestWithParam<CorrectProgram> {};

TEST_P(CorrectLibraries, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, CorrectLibraries, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
