// Faults that a sanitizer sees or not by luck: it judges the one execution that
// happened. Each is found at once, in one of the first schedules.

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

// So many schedules for a program of a few steps is "at once".
constexpr uint64_t kAtOnce = 4;

struct Program {
  const char* name;
  FindingKind kind;
  void (*body)();
};

const Program kPrograms[] = {
    // Two threads with a short life each: the first is over before the second
    // has
    // started. ThreadSanitizer tells it only as long as it remembers the first
    // one's access.
    {"two short lives", FindingKind::kDataRace,
     [] {
       int value = 0;
       InTwo([&] { value = 1; }, [&] { value = 2; });
     }},
    // Both use an unrelated lock. Whenever the writer's section comes before
    // the
    // reader's, the lock orders the two accesses: ThreadSanitizer told this one
    // in
    // 5 of 20 runs.
    {"ordered by an unrelated lock", FindingKind::kDataRace,
     [] {
       std::mutex log;
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             std::lock_guard<std::mutex> lock(log);
           },
           [&] {
             {
               std::lock_guard<std::mutex> lock(log);
             }
             EXPECT_GE(value, 0);
           });
     }},
    // The same through an unrelated atomic counter.
    {"ordered by an unrelated counter", FindingKind::kDataRace,
     [] {
       std::atomic<int> calls{0};
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             ++calls;
           },
           [&] {
             ++calls;
             value = 2;
           });
     }},
    // The same through what the library does for a shared_ptr.
    {"ordered by a reference count", FindingKind::kDataRace,
     [] {
       auto shared = std::make_shared<int>(0);
       int value = 0;
       std::thread a([&value, copy = shared]() mutable {
         value = 1;
         copy.reset();
       });
       std::thread b([&value, copy = shared]() mutable {
         copy.reset();
         value = 2;
       });
       a.join();
       b.join();
     }},
    // Only one of the branches races, and it is taken only when the other
    // thread
    // was faster.
    {"only on the path not taken", FindingKind::kDataRace,
     [] {
       std::atomic<bool> late{false};
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             late.store(true, std::memory_order_relaxed);
           },
           [&] {
             if (late.load(std::memory_order_relaxed)) value = 2;
           });
     }},
    // No race in any schedule, so nothing for a sanitizer in any; the locked
    // sections are only in the wrong order.
    {"no race at all", FindingKind::kFailedExpectation,
     [] {
       std::mutex mutex;
       int value = 0;
       auto locked = [&](int change) {
         std::lock_guard<std::mutex> lock(mutex);
         value = change == 0 ? 0 : value + change;
       };
       InTwo([&] { locked(1); }, [&] { locked(0); });
       EXPECT_EQ(value, 0);
     }},
    // Deadlocks only when a switch falls between two lines.
    {"two locks, a moment apart", FindingKind::kDeadlock,
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
    // The notifier is nearly always the later one.
    {"a signal that comes too early", FindingKind::kLostWakeUp,
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
};

class Luck : public testing::TestWithParam<Program> {};

TEST_P(Luck, IsNotNeeded) {
  const Program& program = GetParam();
  Options options;
  for (options.seed = 1; options.seed <= 3; ++options.seed) {
    const Result& result =
        Explore([](void* body) { reinterpret_cast<void (*)()>(body)(); },
                reinterpret_cast<void*>(program.body), options);
    EXPECT_STREQ(KindName(result.finding.kind), KindName(program.kind))
        << program.name;
    EXPECT_LE(result.schedules, kAtOnce) << program.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Luck, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
