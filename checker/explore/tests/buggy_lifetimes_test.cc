// Wrong programs in which something ends, or is used, at the wrong moment:
// objects, threads, locks, futures, iterators.

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;

// What a waiter and a notifier share, on the heap.
struct Event {
  std::mutex mutex;
  std::condition_variable changed;
  bool set = false;
};

// Starts its thread before it is made itself.
class StartsTooEarly {
 public:
  StartsTooEarly() : thread_([this] { seen_ = limit_; }), limit_(7) {}
  ~StartsTooEarly() { thread_.join(); }

 private:
  int seen_ = 0;
  std::thread thread_;
  int limit_;
};

// Its thread still runs when the derived part is gone.
class Worker {
 public:
  virtual ~Worker() { thread_.join(); }
  virtual void Work() {}
  void Start() {
    thread_ = std::thread([this] { Work(); });
  }

 private:
  std::thread thread_;
};

class CountingWorker : public Worker {
 public:
  void Work() override { ++count_; }

 private:
  int count_ = 0;
};

const BuggyProgram kPrograms[] = {
    {"this published in the constructor", Kind::kDataRace,
     [] { StartsTooEarly starts; }, "limit_"},
    {"object destroyed under its own thread", Kind::kDataRace,
     [] {
       CountingWorker worker;
       worker.Start();
     },
     "orker"},
    {"event freed before it is notified", Kind::kUseAfterFree,
     [] {
       auto* event = new Event;
       InTwo(
           [=] {
             {
               std::unique_lock<std::mutex> lock(event->mutex);
               event->changed.wait(lock, [=] { return event->set; });
             }
             delete event;
           },
           [=] {
             {
               std::lock_guard<std::mutex> lock(event->mutex);
               event->set = true;
             }
             event->changed.notify_one();
           });
     },
     "notify_one"},
    {"condition variable destroyed while waited on", Kind::kLockMisuse,
     [] {
       std::mutex mutex;
       auto changed = std::make_unique<std::condition_variable>();
       std::atomic<bool> waiting{false};
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             waiting = true;
             changed->wait(lock);
           },
           [&] {
             if (!waiting) return changed->notify_all();
             std::unique_lock<std::mutex> lock(mutex);
             changed.reset();
           });
     },
     "changed.reset"},
    {"mutex freed while another holds it", Kind::kLockMisuse,
     [] {
       auto* mutex = new std::mutex;
       std::atomic<bool> held{false};
       std::binary_semaphore over(0);
       InTwo(
           [&] {
             mutex->lock();
             held = true;
             over.acquire();
           },
           [&] {
             if (held) delete mutex;
             over.release();
           });
     },
     "delete mutex"},
    {"mutex used after it was freed", Kind::kUseAfterFree,
     [] {
       auto* mutex = new std::mutex;
       InTwo([&] { std::lock_guard<std::mutex> lock(*mutex); },
             [&] { delete mutex; });
     },
     "lock(*mutex)"},
    {"pthread mutex destroyed while held", Kind::kLockMisuse,
     [] {
       pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
       pthread_mutex_lock(&mutex);
       pthread_mutex_destroy(&mutex);
     },
     "pthread_mutex_destroy"},
    {"absl::Mutex destroyed while held", Kind::kLockMisuse,
     [] {
       auto mutex = std::make_unique<absl::Mutex>();
       [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex->Lock(); }();
       mutex.reset();
     },
     "mutex.reset"},
    {"freed by both", Kind::kDoubleFree,
     [] {
       std::mutex mutex;
       int* value = new int(1);
       auto release = [&] {
         std::lock_guard<std::mutex> lock(mutex);
         delete value;
       };
       InTwo(release, release);
     },
     "delete value"},
    {"deleted while it is read", Kind::kDataRace,
     [] {
       int* value = new int(1);
       InTwo([=] { EXPECT_EQ(*value, 1); }, [=] { delete value; });
     },
     "delete value"},
    {"reference into a vector that grows", Kind::kUseAfterFree,
     [] {
       std::mutex mutex;
       std::vector<int> items = {1};
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             int& first = items.front();
             lock.unlock();
             lock.lock();
             ++first;
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             items.push_back(2);
           });
     },
     "++first"},
    {"iterator kept while another inserts", Kind::kUseAfterFree,
     [] {
       std::mutex mutex;
       std::vector<int> items = {1, 2};
       int sum = 0;
       auto add_all = [&] {
         std::unique_lock<std::mutex> lock(mutex);
         for (int item : items) {
           sum += item;
           lock.unlock();
           lock.lock();
         }
       };
       InTwo(add_all, [&] {
         std::lock_guard<std::mutex> lock(mutex);
         items.push_back(3);
       });
     },
     "for (int item"},
    {"element erased under its iterator", Kind::kUseAfterFree,
     [] {
       std::mutex mutex;
       std::map<int, int> items = {{1, 1}};
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             auto found = items.find(1);
             lock.unlock();
             lock.lock();
             if (found != items.end()) found->second = 2;
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             items.erase(1);
           });
     },
     "found->second"},
    {"raw pointer outlives its shared_ptr", Kind::kUseAfterFree,
     [] {
       std::mutex mutex;
       auto shared = std::make_shared<int>(1);
       InTwo(
           [&] {
             int* raw;
             {
               std::lock_guard<std::mutex> lock(mutex);
               raw = shared.get();
             }
             std::lock_guard<std::mutex> lock(mutex);
             if (raw != nullptr) ++*raw;
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             shared.reset();
           });
     },
     "++*raw"},
    {"weak_ptr tested, then used raw", Kind::kFailedExpectation,
     [] {
       auto shared = std::make_shared<int>(1);
       std::weak_ptr<int> weak = shared;
       InTwo(
           [&] {
             if (!weak.expired()) EXPECT_NE(weak.lock(), nullptr);
           },
           [&] { shared.reset(); });
     },
     "weak.lock()"},
    {"pool that does not wait for its workers", Kind::kTerminate,
     [] {
       struct Pool {
         std::vector<std::thread> workers;
       } pool;
       pool.workers.emplace_back([] {});
     }},
    {"exception between start and join", Kind::kTerminate,
     [] {
       try {
         std::thread thread([] {});
         throw std::runtime_error("before join");
       } catch (const std::runtime_error&) {
       }
     }},
    {"joined twice", Kind::kUncaughtException,
     [] {
       std::thread thread([] {});
       thread.join();
       thread.join();
     },
     "thread.join()"},
    {"both may join", Kind::kUncaughtException,
     [] {
       std::thread thread([] {});
       std::atomic<bool> joined{false};
       auto join = [&] {
         if (joined.load()) return;
         joined = true;
         thread.join();
       };
       InTwo(join, join);
     },
     "thread.join()"},
    {"threads that join each other", Kind::kDeadlock,
     [] {
       std::thread a, b;
       std::latch started(2);
       a = std::thread([&] {
         started.wait();
         b.join();
       });
       b = std::thread([&] {
         started.wait();
         a.join();
       });
       started.count_down(2);
       std::latch never(1);
       never.wait();
     }},
    {"jthread that heeds no stop request", Kind::kDeadlock,
     [] {
       std::counting_semaphore<4> work(0);
       std::jthread worker([&] { work.acquire(); });
     },
     "work.acquire"},
    {"async whose future is destroyed under the lock", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       std::lock_guard<std::mutex> lock(mutex);
       auto future = std::async(std::launch::async, [&] {
         std::lock_guard<std::mutex> inner(mutex);
       });
     },
     "inner(mutex)"},
    {"future asked twice", Kind::kUncaughtException,
     [] {
       std::promise<int> promise;
       auto future = promise.get_future();
       std::thread thread([&] { promise.set_value(1); });
       thread.join();
       future.get();
       future.get();
     },
     "future.get()"},
    {"task dropped, so its promise is broken", Kind::kUncaughtException,
     [] {
       std::mutex mutex;
       std::optional<std::packaged_task<int()>> task(std::in_place,
                                                     [] { return 1; });
       auto future = task->get_future();
       std::thread stopping([&] {
         std::lock_guard<std::mutex> lock(mutex);
         task.reset();
       });
       std::thread working([&] {
         std::lock_guard<std::mutex> lock(mutex);
         if (task) (*task)();
       });
       stopping.join();
       working.join();
       future.get();
     },
     "future.get()"},
    {"last reader unlocks what the first one locked", Kind::kLockMisuse,
     [] {
       std::mutex writing, counting;
       int readers = 0;
       auto read = [&] {
         {
           std::lock_guard<std::mutex> lock(counting);
           if (++readers == 1) writing.lock();
         }
         std::lock_guard<std::mutex> lock(counting);
         if (--readers == 0) writing.unlock();
       };
       InTwo(read, read);
     },
     "writing.unlock()"},
    {"timed lock whose answer is ignored", Kind::kLockMisuse,
     [] {
       std::timed_mutex mutex;
       auto work = [&] {
         (void)mutex.try_lock_for(std::chrono::milliseconds(1));
         mutex.unlock();
       };
       InTwo(work, work);
     },
     "mutex.unlock()"},
    {"try_lock whose answer is ignored", Kind::kLockMisuse,
     [] {
       std::mutex mutex;
       auto work = [&] {
         (void)mutex.try_lock();
         mutex.unlock();
       };
       InTwo(work, work);
     },
     "mutex.unlock()"},
    {"recursive mutex unlocked too often", Kind::kLockMisuse,
     [] {
       std::recursive_mutex mutex;
       mutex.lock();
       mutex.unlock();
       mutex.unlock();
     },
     "mutex.unlock()"},
    {"waits without holding the lock", Kind::kLockMisuse,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       std::unique_lock<std::mutex> lock(mutex);
       mutex.unlock();
       changed.wait(lock);
     },
     "changed.wait"},
    {"one condition variable with two mutexes", Kind::kLockMisuse,
     [] {
       std::mutex one, two;
       std::condition_variable changed;
       bool set = false;
       std::thread a([&] {
         std::unique_lock<std::mutex> lock(one);
         if (!set) changed.wait(lock);
       });
       std::thread b([&] {
         std::unique_lock<std::mutex> lock(two);
         changed.wait_for(lock, std::chrono::seconds(1));
       });
       {
         std::lock_guard<std::mutex> lock(one);
         set = true;
         changed.notify_all();
       }
       a.join();
       b.join();
     },
     "changed.wait"},
    {"call_once that calls itself", Kind::kDeadlock,
     [] {
       static std::once_flag once;
       static std::function<void()> call = [] { std::call_once(once, call); };
       std::call_once(once, call);
     }},
    {"waits for its own end", Kind::kUncaughtException,
     [] {
       std::thread thread;
       std::latch made(1);
       thread = std::thread([&] {
         made.wait();
         thread.join();
       });
       made.count_down();
       std::latch never(1);
       never.wait();
     },
     "thread.join()"},
};

class BuggyLifetimes : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggyLifetimes, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggyLifetimes, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
