// The standard litmus tests of the C++ memory model: which outcomes are
// possible with which memory order. With Options::weak_memory a load may be
// stale, except that no load sees a store of its own future (load buffering).

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/explore/explore.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using std::memory_order;
constexpr memory_order kRelaxed = std::memory_order_relaxed;
constexpr memory_order kAcquire = std::memory_order_acquire;
constexpr memory_order kRelease = std::memory_order_release;
constexpr memory_order kSeqCst = std::memory_order_seq_cst;

// What a test stores and loads with.
struct Orders {
  memory_order store;
  memory_order load;
};
constexpr Orders kAllRelaxed = {kRelaxed, kRelaxed};
constexpr Orders kAcquireRelease = {kRelease, kAcquire};
constexpr Orders kSequential = {kSeqCst, kSeqCst};

using Outcomes = std::vector<uint64_t>;

// The outcomes of `body`, as numbers of one decimal digit for each load.
Outcomes OutcomesOf(void (*body)(void*), const Orders& orders, bool weak) {
  Options options;
  options.search = SearchKind::kReduction;
  options.weak_memory = weak;
  const Result& result = Explore(body, const_cast<Orders*>(&orders), options);
  EXPECT_EQ(result.finding.kind, FindingKind::kNone) << result.finding.message;
  EXPECT_TRUE(result.complete) << result.claim;
  Outcomes outcomes(result.outcomes.begin(), result.outcomes.end());
  std::sort(outcomes.begin(), outcomes.end());
  return outcomes;
}

void StoreBuffering(void* argument) {
  const Orders orders = *static_cast<Orders*>(argument);
  std::atomic<int> x{0}, y{0};
  int a = 0, b = 0;
  std::thread one([&] {
    x.store(1, orders.store);
    a = y.load(orders.load);
  });
  std::thread two([&] {
    y.store(1, orders.store);
    b = x.load(orders.load);
  });
  one.join();
  two.join();
  NoteOutcome(static_cast<uint64_t>(10 * a + b));
}

TEST(Litmus, StoreBuffering) {
  const Outcomes strong = {1, 10, 11};
  const Outcomes weak = {0, 1, 10, 11};
  EXPECT_EQ(OutcomesOf(StoreBuffering, kAllRelaxed, true), weak);
  EXPECT_EQ(OutcomesOf(StoreBuffering, kAcquireRelease, true), weak);
  EXPECT_EQ(OutcomesOf(StoreBuffering, kSequential, true), strong);
  EXPECT_EQ(OutcomesOf(StoreBuffering, kAllRelaxed, false), strong);
}

void StoreBufferingWithFences(void*) {
  std::atomic<int> x{0}, y{0};
  int a = 0, b = 0;
  std::thread one([&] {
    x.store(1, kRelaxed);
    std::atomic_thread_fence(kSeqCst);
    a = y.load(kRelaxed);
  });
  std::thread two([&] {
    y.store(1, kRelaxed);
    std::atomic_thread_fence(kSeqCst);
    b = x.load(kRelaxed);
  });
  one.join();
  two.join();
  NoteOutcome(static_cast<uint64_t>(10 * a + b));
}

TEST(Litmus, StoreBufferingWithFences) {
  EXPECT_EQ(OutcomesOf(StoreBufferingWithFences, kAllRelaxed, true),
            (Outcomes{1, 10, 11}));
}

void MessagePassing(void* argument) {
  const Orders orders = *static_cast<Orders*>(argument);
  std::atomic<int> data{0}, flag{0};
  int seen_flag = 0, seen_data = 0;
  std::thread writer([&] {
    data.store(1, kRelaxed);
    flag.store(1, orders.store);
  });
  std::thread reader([&] {
    seen_flag = flag.load(orders.load);
    seen_data = data.load(kRelaxed);
  });
  writer.join();
  reader.join();
  NoteOutcome(static_cast<uint64_t>(10 * seen_flag + seen_data));
}

TEST(Litmus, MessagePassing) {
  // 10: sees the flag, but not the message.
  EXPECT_EQ(OutcomesOf(MessagePassing, kAllRelaxed, true),
            (Outcomes{0, 1, 10, 11}));
  EXPECT_EQ(OutcomesOf(MessagePassing, kAcquireRelease, true),
            (Outcomes{0, 1, 11}));
  EXPECT_EQ(OutcomesOf(MessagePassing, kSequential, true),
            (Outcomes{0, 1, 11}));
}

void Coherence(void*) {
  std::atomic<int> x{0};
  int first = 0, second = 0;
  std::thread writer([&] {
    x.store(1, kRelaxed);
    x.store(2, kRelaxed);
  });
  std::thread reader([&] {
    first = x.load(kRelaxed);
    second = x.load(kRelaxed);
  });
  writer.join();
  reader.join();
  NoteOutcome(static_cast<uint64_t>(10 * first + second));
}

TEST(Litmus, CoherenceNeverGoesBack) {
  EXPECT_EQ(OutcomesOf(Coherence, kAllRelaxed, true),
            (Outcomes{0, 1, 2, 11, 12, 22}));
}

void IndependentReads(void* argument) {
  const Orders orders = *static_cast<Orders*>(argument);
  std::atomic<int> x{0}, y{0};
  int a = 0, b = 0, c = 0, d = 0;
  std::thread write_x([&] { x.store(1, orders.store); });
  std::thread write_y([&] { y.store(1, orders.store); });
  std::thread read_xy([&] {
    a = x.load(orders.load);
    b = y.load(orders.load);
  });
  std::thread read_yx([&] {
    c = y.load(orders.load);
    d = x.load(orders.load);
  });
  write_x.join();
  write_y.join();
  read_xy.join();
  read_yx.join();
  NoteOutcome(static_cast<uint64_t>(1000 * a + 100 * b + 10 * c + d));
}

TEST(Litmus, IndependentReadsOfIndependentWrites) {
  // 1010: the two readers see the two writes in opposite orders.
  const auto sees_both_orders = [](const Outcomes& outcomes) {
    return std::count(outcomes.begin(), outcomes.end(), 1010u) > 0;
  };
  EXPECT_TRUE(
      sees_both_orders(OutcomesOf(IndependentReads, kAllRelaxed, true)));
  EXPECT_TRUE(
      sees_both_orders(OutcomesOf(IndependentReads, kAcquireRelease, true)));
  EXPECT_FALSE(
      sees_both_orders(OutcomesOf(IndependentReads, kSequential, true)));
  EXPECT_FALSE(
      sees_both_orders(OutcomesOf(IndependentReads, kAllRelaxed, false)));
}

void TwoExchanges(void*) {
  std::atomic<int> x{0};
  int a = 0, b = 0;
  std::thread one([&] { a = x.fetch_add(1, kRelaxed); });
  std::thread two([&] { b = x.fetch_add(1, kRelaxed); });
  one.join();
  two.join();
  NoteOutcome(static_cast<uint64_t>(10 * a + b));
}

TEST(Litmus, ReadModifyWriteIsNeverStale) {
  EXPECT_EQ(OutcomesOf(TwoExchanges, kAllRelaxed, true), (Outcomes{1, 10}));
}

}  // namespace
}  // namespace racefree::explore
