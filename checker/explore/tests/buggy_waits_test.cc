// Wrong programs, classics among them, that wait for ever, misuse locks or
// memory, or end the process.

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;

const BuggyProgram kPrograms[] = {
    {"lock order", Kind::kDeadlock,
     [] {
       std::mutex left, right;
       InTwo(
           [&] {
             std::lock_guard<std::mutex> one(left);
             std::lock_guard<std::mutex> two(right);
           },
           [&] {
             std::lock_guard<std::mutex> one(right);
             std::lock_guard<std::mutex> two(left);
           });
     }},
    {"absl lock order", Kind::kDeadlock,
     [] {
       absl::Mutex left, right;
       InTwo(
           [&] {
             absl::MutexLock one(&left);
             absl::MutexLock two(&right);
           },
           [&] {
             absl::MutexLock one(&right);
             absl::MutexLock two(&left);
           });
     }},
    {"philosophers", Kind::kDeadlock,
     [] {
       std::array<std::mutex, 3> forks;
       std::vector<std::thread> threads;
       for (size_t i = 0; i < 3; ++i) {
         threads.emplace_back([&forks, i] {
           std::lock_guard<std::mutex> left(forks[i]);
           std::lock_guard<std::mutex> right(forks[(i + 1) % 3]);
         });
       }
       for (std::thread& thread : threads) thread.join();
     }},
    {"locks its own mutex twice", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       mutex.lock();
       mutex.lock();
     }},
    {"joins while it holds what the thread needs", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       std::unique_lock<std::mutex> lock(mutex);
       std::thread thread([&] { std::lock_guard<std::mutex> inner(mutex); });
       thread.join();
     }},
    {"lock that an exception leaves locked", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       auto update = [&](bool fails) {
         mutex.lock();
         if (fails) throw std::runtime_error("no");
         mutex.unlock();
       };
       InTwo(
           [&] {
             try {
               update(true);
             } catch (const std::runtime_error&) {
             }
           },
           [&] { update(false); });
     }},
    {"lost signal", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable ready;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             ready.wait(lock);
           },
           [&] { ready.notify_one(); });
     }},
    {"change outside the lock", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable ready;
       std::atomic<bool> set{false};
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             while (!set) ready.wait(lock);
           },
           [&] {
             set = true;
             ready.notify_one();
           });
     }},
    {"notify_one where two kinds wait", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       int stage = 0;
       std::thread a([&] {
         std::unique_lock<std::mutex> lock(mutex);
         changed.wait(lock, [&] { return stage >= 1; });
       });
       std::thread b([&] {
         std::unique_lock<std::mutex> lock(mutex);
         changed.wait(lock, [&] { return stage >= 2; });
       });
       {
         std::lock_guard<std::mutex> lock(mutex);
         stage = 1;
         changed.notify_one();
       }
       a.join();
       {
         std::lock_guard<std::mutex> lock(mutex);
         stage = 2;
         changed.notify_one();
       }
       b.join();
     }},
    {"atomic wait that nobody notifies", Kind::kLostWakeUp,
     [] {
       std::atomic<int> stage{0};
       InTwo([&] { stage.store(1); }, [&] { stage.wait(0); });
     }},
    {"latch with one too many", Kind::kLostWakeUp,
     [] {
       std::latch latch(3);
       InTwo([&] { latch.arrive_and_wait(); },
             [&] { latch.arrive_and_wait(); });
     }},
    {"semaphore never released", Kind::kDeadlock,
     [] {
       std::binary_semaphore full(0);
       InTwo([&] { full.acquire(); }, [] {});
     }},
    {"absl condition that stays false", Kind::kDeadlock,
     [] {
       absl::Mutex mutex;
       bool set = false;
       InTwo(
           [&] {
             absl::MutexLock lock(&mutex);
             mutex.Await(absl::Condition(&set));
           },
           [&] { absl::MutexLock lock(&mutex); });
     }},
    {"future never set", Kind::kLostWakeUp,
     [] {
       std::promise<int> promise;
       std::future<int> future = promise.get_future();
       std::thread thread([&] {});
       future.wait();
       thread.join();
     }},
    {"thread pool that drops the stop signal", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       std::atomic<bool> stop{false};
       std::thread worker([&] {
         std::unique_lock<std::mutex> lock(mutex);
         while (!stop) changed.wait(lock);
       });
       stop = true;
       changed.notify_all();
       worker.join();
     }},
    {"two that back off for each other", Kind::kLiveLock,
     [] {
       std::mutex a, b;
       const auto lock_both = [](std::mutex& first, std::mutex& second) {
         while (true) {
           first.lock();
           if (second.try_lock()) break;
           first.unlock();
         }
         second.unlock();
         first.unlock();
       };
       InTwo([&] { lock_both(a, b); }, [&] { lock_both(b, a); });
     }},
    {"two that give way and back off for each other", Kind::kLiveLock,
     [] {
       std::mutex a, b;
       const auto lock_both = [](std::mutex& first, std::mutex& second) {
         while (true) {
           std::unique_lock<std::mutex> one(first);
           std::unique_lock<std::mutex> other(second, std::try_to_lock);
           if (other.owns_lock()) return;
           one.unlock();
           std::this_thread::yield();
         }
       };
       InTwo([&] { lock_both(a, b); }, [&] { lock_both(b, a); });
     }},
    {"two that try both and back off", Kind::kLiveLock,
     [] {
       std::mutex a, b;
       const auto lock_both = [](std::mutex& first, std::mutex& second) {
         while (true) {
           if (!first.try_lock()) continue;
           if (second.try_lock()) break;
           first.unlock();
         }
         second.unlock();
         first.unlock();
       };
       InTwo([&] { lock_both(a, b); }, [&] { lock_both(b, a); });
     }},
    {"three polite philosophers", Kind::kLiveLock,
     [] {
       std::mutex forks[3];
       std::vector<std::thread> threads;
       for (int i = 0; i < 3; ++i) {
         threads.emplace_back([&forks, i] {
           std::mutex& left = forks[i];
           std::mutex& right = forks[(i + 1) % 3];
           while (true) {
             left.lock();
             if (right.try_lock()) break;
             left.unlock();
           }
           right.unlock();
           left.unlock();
         });
       }
       for (std::thread& thread : threads) thread.join();
     }},
    {"spins on a flag that nobody sets", Kind::kLiveLock,
     [] {
       std::atomic<bool> go{false};
       InTwo(
           [&] {
             while (!go.load()) std::this_thread::yield();
           },
           [] {});
     }},
    {"loop without an end", Kind::kEndlessLoop,
     [] {
       std::thread thread([] {
         volatile bool forever = true;
         while (forever) {
         }
       });
       thread.join();
     }},
    {"unlock by another thread", Kind::kLockMisuse,
     [] {
       std::mutex mutex;
       mutex.lock();
       std::thread thread([&] { mutex.unlock(); });
       thread.join();
     }},
    {"unlock of what nobody holds", Kind::kLockMisuse,
     [] {
       std::mutex mutex;
       mutex.unlock();
     }},
    {"mutex freed while held", Kind::kLockMisuse,
     [] {
       auto mutex = std::make_unique<std::mutex>();
       mutex->lock();
       mutex.reset();
     }},
    {"detached thread left running", Kind::kThreadLeftRunning,
     [] {
       static std::mutex mutex;
       std::thread([] { std::lock_guard<std::mutex> lock(mutex); }).detach();
     }},
    {"joinable thread destroyed", Kind::kTerminate,
     [] { std::thread thread([] {}); }},
    {"exception leaves a thread", Kind::kUncaughtException,
     [] {
       std::thread thread([] { throw std::runtime_error("lost"); });
       thread.join();
     }},
    {"promise set twice", Kind::kUncaughtException,
     [] {
       std::promise<int> promise;
       InTwo([&] { promise.set_value(1); }, [&] { promise.set_value(2); });
     }},
    {"future abandoned", Kind::kUncaughtException,
     [] {
       std::future<int> future;
       {
         std::promise<int> promise;
         future = promise.get_future();
       }
       future.get();
     }},
    {"use after free by a thread", Kind::kUseAfterFree,
     [] {
       std::mutex mutex;
       int* value = new int(1);
       InTwo(
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             delete value;
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             ++*value;
           });
     }},
    {"reference count read again", Kind::kDoubleFree,
     [] {
       std::atomic<int> count{2};
       int* value = new int(1);
       auto release = [&] {
         --count;
         if (count.load() == 0) delete value;
       };
       InTwo(release, release);
     }},
    {"write beyond the end", Kind::kOutOfBounds,
     [] {
       int* values = new int[4];
       std::thread thread([&] { values[8] = 1; });
       thread.join();
       delete[] values;
     }},
    {"null pointer", Kind::kCrash,
     [] {
       std::atomic<int*> pointer{nullptr};
       static int value = 1;
       InTwo([&] { pointer = &value; }, [&] { *pointer.load() = 2; });
     }},
    {"stack overflow", Kind::kStackOverflow,
     [] {
       struct Recursion {
         static int Deeper(int depth) {
           volatile char room[4096];
           room[0] = static_cast<char>(depth);
           if (depth < 0) return 0;
           return Deeper(depth + 1) + room[0];
         }
       };
       std::thread thread([] { Recursion::Deeper(0); });
       thread.join();
     }},
    {"abort", Kind::kCrash,
     [] {
       std::thread thread([] { std::abort(); });
       thread.join();
     }},
    {"exit", Kind::kProgramEnded,
     [] {
       std::thread thread([] { std::exit(0); });
       thread.join();
     }},
    {"more memory than there is", Kind::kNotControlled,
     [] {
       std::thread thread([] {
         std::vector<char> huge(size_t{10} << 30);
         EXPECT_EQ(huge[0], 0);
       });
       thread.join();
     }},
    {"more threads than the explorer has", Kind::kNotControlled,
     [] {
       std::vector<std::thread> threads;
       for (int i = 0; i < 200; ++i) threads.emplace_back([] {});
       for (std::thread& thread : threads) thread.join();
     }},
    {"system", Kind::kNotControlled, [] { EXPECT_EQ(std::system("true"), 0); }},
};

class BuggyWaits : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggyWaits, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggyWaits, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
