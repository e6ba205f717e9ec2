// Two workers come to the result of one: the same finding, schedule, counts and
// claim, whatever the search.

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "checker/explore/tests/programs.h"
#include "checker/explore/tests/random_program.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

struct Seen {
  uint64_t schedules;
  uint64_t steps;
  uint64_t completed;
  uint64_t given_up;
  int restarts;
  int preemptions;
  bool complete;
  std::string claim;
  std::vector<uint64_t> outcomes;
  std::string story;

  bool operator==(const Seen&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  out << seen.schedules << " schedules, " << seen.steps << " steps, "
      << seen.completed << " completed, " << seen.given_up << " given up, "
      << seen.restarts << " restarts, " << seen.preemptions << " preemptions, "
      << seen.claim << ", outcomes";
  for (uint64_t outcome : seen.outcomes) out << " " << outcome;
  return out << "\n" << seen.story;
}

// How many explorations two workers shared.
int shared_explorations = 0;

Seen ExploreWith(int workers, Options options, void (*body)(void*),
                 void* argument) {
  options.workers = workers;
  options.max_seconds = 100;
  const Result& result = Explore(body, argument, options);
  if (result.shared) ++shared_explorations;
  return {result.schedules,
          result.steps,
          result.completed,
          result.given_up,
          result.restarts,
          result.preemptions,
          result.complete,
          result.claim,
          {result.outcomes.begin(), result.outcomes.end()},
          StoryAsJson(TellStory(result))};
}

void ExpectTheSame(const std::string& name, const Options& options,
                   void (*body)(void*), void* argument) {
  const Seen alone = ExploreWith(1, options, body, argument);
  EXPECT_EQ(ExploreWith(2, options, body, argument), alone) << name;
}

// Too large to be exhausted by the default budget.
template <int kWrong>
void LargeQueue() {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<int> items;
  int sum = 0;
  std::atomic<int> taken{0};
  const auto put = [&](int item) {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard<std::mutex> lock(mutex);
      items.push_back(item);
      changed.notify_one();
    }
  };
  std::thread a(put, 1);
  std::thread b(put, 2);
  std::thread c([&] {
    for (int i = 0; i < 6; ++i) {
      std::unique_lock<std::mutex> lock(mutex);
      changed.wait(lock, [&] { return !items.empty(); });
      sum = sum * 3 + items.front();
      items.pop_front();
      taken.fetch_add(1);
    }
  });
  a.join();
  b.join();
  c.join();
  NoteOutcome(static_cast<uint64_t>(sum));
  // One order of twenty, which takes a while to be met.
  EXPECT_NE(sum, kWrong);
}

// In base three: who put what, in order.
constexpr int kNever = -1;
constexpr int kAlternating = 1 * 243 + 2 * 81 + 1 * 27 + 2 * 9 + 1 * 3 + 2;
constexpr int kSecondFirst = 2 * 243 + 2 * 81 + 2 * 27 + 1 * 9 + 1 * 3 + 1;

// Of four threads that each count three times: some updates lost.
template <int kWrong>
void LargeCounter() {
  std::atomic<int> count{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int step = 0; step < 3; ++step) count.store(count.load() + 1);
    });
  }
  for (std::thread& thread : threads) thread.join();
  NoteOutcome(static_cast<uint64_t>(count.load()));
  EXPECT_NE(count.load(), kWrong);
}

// The order is not itself scheduled, nor checked for races.
__attribute__((no_sanitize("thread"))) void AddDigit(int digit, int* order) {
  *order = *order * 2 + digit;
}
__attribute__((no_sanitize("thread"))) bool Is(int order, int wanted) {
  return order == wanted;
}

// Few enough schedules to be exhausted, and enough to be worth two workers.
template <int kWrong>
void SmallCounter() {
  std::atomic<int> last{0};
  int order = 0;
  const auto add = [&](int digit) {
    for (int step = 0; step < 7; ++step) {
      last.exchange(digit);
      AddDigit(digit, &order);
    }
  };
  std::thread a(add, 0);
  std::thread b(add, 1);
  a.join();
  b.join();
  EXPECT_NE(order, kWrong);
}

// A line that is learned of late: it races in one schedule of thousands. What
// was done before in the belief that all is known is of no use then.
void LateRace() {
  std::atomic<int> last{0};
  int order = 1;
  int plain = 0;
  const auto add = [&](int digit) {
    for (int step = 0; step < 7; ++step) {
      last.exchange(digit, std::memory_order_relaxed);
      AddDigit(digit, &order);
      if (Is(order, 0b1101010101010)) ++plain;
    }
    if (digit == 1) ++plain;
  };
  std::thread a(add, 0);
  std::thread b(add, 1);
  a.join();
  b.join();
  NoteOutcome(static_cast<uint64_t>(order));
}

struct Program {
  const char* name;
  void (*body)();
  bool races_fail;
};

const Program kPrograms[] = {
    {"a queue", LargeQueue<kNever>, true},
    {"a queue that fails in one order", LargeQueue<kAlternating>, true},
    {"a queue that fails in another", LargeQueue<kSecondFirst>, true},
    {"a counter", LargeCounter<kNever>, true},
    {"a counter that fails where most is lost", LargeCounter<3>, true},
    {"a counter that fails where all is lost", LargeCounter<2>, true},
    {"a small counter", SmallCounter<kNever>, false},
    {"a small counter that fails in one order", SmallCounter<0x2AAA>, false},
    {"a small counter that fails in the last", SmallCounter<0x3F80>, false},
    {"a late race", LateRace, true},
    {"a late race that is no failure", LateRace, false},
};

class Workers : public testing::TestWithParam<SearchKind> {};

TEST_P(Workers, TwoFindWhatOneFinds) {
  shared_explorations = 0;
  for (const Program& program : kPrograms) {
    Options options;
    options.search = GetParam();
    options.races_fail = program.races_fail;
    options.max_schedules = 12000;
    if (options.search == SearchKind::kDelayBound) options.bound = 5;
    ExpectTheSame(
        program.name, options,
        [](void* body) { reinterpret_cast<void (*)()>(body)(); },
        reinterpret_cast<void*>(program.body));
  }
  // Else this test would test nothing.
  EXPECT_GE(shared_explorations, 2);
}

INSTANTIATE_TEST_SUITE_P(
    All, Workers,
    testing::Values(SearchKind::kPortfolio, SearchKind::kDepthFirst,
                    SearchKind::kPreemptionBound, SearchKind::kDelayBound,
                    SearchKind::kRandom, SearchKind::kPriorities,
                    SearchKind::kPartialOrder));

// Mostly short ones, on which there is nothing to share.
TEST(Workers, TwoCountWhatOneCounts) {
  shared_explorations = 0;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    RandomProgram program = RandomProgram::Make(seed);
    for (const SearchKind search :
         {SearchKind::kDepthFirst, SearchKind::kRandom,
          SearchKind::kPriorities}) {
      Options options;
      options.search = search;
      options.stop_at_finding = false;
      options.max_schedules = 5001;
      ExpectTheSame(
          "seed " + std::to_string(seed), options,
          [](void* made) { static_cast<const RandomProgram*>(made)->Run(); },
          &program);
    }
  }
  EXPECT_GE(shared_explorations, 30);
}

}  // namespace
}  // namespace racefree::explore
