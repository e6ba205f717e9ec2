// Tests that fail, for replay_test. An environment variable stands in for a
// change of the code.

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "gtest/gtest.h"

namespace {

using racefree::explore::Options;

bool Variant(const char* name) {
  const char* variant = getenv("RACEFREE_TEST_VARIANT");
  return variant != nullptr && strcmp(variant, name) == 0;
}

Options Seeded() {
  Options options;
  const char* seed = getenv("RACEFREE_TEST_SEED");
  if (seed == nullptr) return options;
  options.search = racefree::explore::SearchKind::kRandom;
  options.seed = static_cast<uint64_t>(atoi(seed));
  return options;
}

EVERY_SCHEDULE_TEST_WITH(Victim, LosesAnUpdate, Seeded()) {
  std::atomic<int> sum{0};
  auto add = [&] {
    if (Variant("mended")) {
      sum.fetch_add(1);
    } else if (Variant("other_line")) {
      sum.store(1 + sum.load());
    } else if (Variant("other_steps")) {
      sum.exchange(sum.load() + 1);
    } else if (Variant("other_value")) {
      sum.store(sum.load() + 2);
    } else {
      sum.store(sum.load() + 1);
    }
  };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  EXPECT_EQ(sum.load(), 2);
}

EVERY_SCHEDULE_TEST(Victim, Races) {
  int sum = 0;
  auto add = [&] { sum = sum + 1; };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  EXPECT_EQ(sum, 2);
}

EVERY_SCHEDULE_TEST(Victim, NeverEnds) {
  std::atomic<int> count{0};
  std::thread([&] {
    while (count.fetch_add(1) >= 0) {
    }
  }).join();
}

EVERY_SCHEDULE_TEST(Victim, Exits) {
  std::thread([] { exit(3); }).join();
}

EVERY_SCHEDULE_TEST_WITH(Victim, ReadsTheOldValue, {.weak_memory = true}) {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int seen_x = 0;
  int seen_y = 0;
  std::thread a([&] {
    x.store(1, std::memory_order_relaxed);
    seen_y = y.load(std::memory_order_relaxed);
  });
  std::thread b([&] {
    y.store(1, std::memory_order_relaxed);
    seen_x = x.load(std::memory_order_relaxed);
  });
  a.join();
  b.join();
  EXPECT_EQ(seen_x | seen_y, 1);
}

EVERY_SCHEDULE_TEST(Victim, WantsNoJudgement) {
  GTEST_SKIP() << "not on this machine";
}

}  // namespace
