// Tiny programs whose number of schedules can be computed by hand, in each
// execution mode.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/explore/explore.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

struct Program {
  const char* name;
  // Of the exhaustive search, and of the reduction.
  uint64_t schedules;
  uint64_t reduced;
  void (*body)();
};

const Program kPrograms[] = {
    // One thread, then its join.
    {"one thread", 1, 1, [] { std::thread([] {}).join(); }},
    // lock, unlock by A and B: who locks first (2); while A holds the lock B
    // can
    // not run, so its unlock is the only choice; the other's lock then waits
    // for
    // nothing. After A's unlock A is over and the test's join(A) can come
    // before
    // B's lock, between, or after: 3 orders of join(A) among B's two; when B
    // goes
    // first join(A) comes after A only: 1.
    {"two lock once", 4, 2,
     [] {
       std::mutex mutex;
       std::thread a([&] { std::lock_guard<std::mutex> lock(mutex); });
       std::thread b([&] { std::lock_guard<std::mutex> lock(mutex); });
       a.join();
       b.join();
     }},
    // Two additions in either order; if A is first, join(A) before or after
    // B's:
    // 3. Reduced: the two orders.
    {"two add once", 3, 2,
     [] {
       std::atomic<int> sum{0};
       std::thread a([&] { sum.fetch_add(1); });
       std::thread b([&] { sum.fetch_add(1); });
       a.join();
       b.join();
     }},
    // Reads commute: 3 as above, but only one that matters.
    {"two read once", 3, 1,
     [] {
       static std::atomic<int> value;
       std::thread a([&] { value.load(); });
       std::thread b([&] { value.load(); });
       a.join();
       b.join();
     }},
    // Two steps each: C(4,2) = 6 orders of a a b b; join(A) can follow A's
    // second
    // step at any place among what is left of B. aabb: 3 places; abab and baab:
    // 2
    // each; abba, baba, bbaa: 1 each. 3 + 2 + 2 + 1 + 1 + 1 = 10. Reduced:
    // all 6.
    {"two add twice", 10, 6,
     [] {
       std::atomic<int> sum{0};
       auto add = [&] {
         sum.fetch_add(1);
         sum.fetch_add(1);
       };
       std::thread a(add);
       std::thread b(add);
       a.join();
       b.join();
     }},
    // Different variables, and only one thread touches each: nothing to choose
    // but nothing that is visible either.
    {"two add apart", 1, 1,
     [] {
       std::atomic<int> one{0}, two{0};
       std::thread a([&] { one.fetch_add(1); });
       std::thread b([&] { two.fetch_add(1); });
       a.join();
       b.join();
     }},
    // Shared locks commute; with unlocks as with "two add twice": 10,
    // reduced 1.
    {"two lock shared", 10, 1,
     [] {
       std::shared_mutex mutex;
       auto read = [&] { std::shared_lock<std::shared_mutex> lock(mutex); };
       std::thread a(read);
       std::thread b(read);
       a.join();
       b.join();
     }},
};

class Counts : public testing::TestWithParam<Program> {};

uint64_t Count(const Program& program, SearchKind search, Mode mode) {
  Options options;
  options.search = search;
  options.mode = mode;
  const Result& result =
      Explore([](void* body) { reinterpret_cast<void (*)()>(body)(); },
              reinterpret_cast<void*>(program.body), options);
  EXPECT_TRUE(result.complete) << program.name << ": " << result.claim;
  return result.completed;
}

TEST_P(Counts, AreAsComputedByHand) {
  const Program& program = GetParam();
  for (const Mode mode : {Mode::kSnapshot, Mode::kFork, Mode::kKernelThreads}) {
    EXPECT_EQ(Count(program, SearchKind::kDepthFirst, mode), program.schedules)
        << program.name;
    EXPECT_EQ(Count(program, SearchKind::kReduction, mode), program.reduced)
        << program.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Counts, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
