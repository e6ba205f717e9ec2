// Where the default search could take bad luck, or the library's own doing, for
// a live-lock of the program. (Those that are one: buggy_waits_test.)

#include <chrono>
#include <mutex>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

// libstdc++'s lock can back off in lockstep for ever: that is not the program's
// fault.
TEST(LiveLock, IsNotToldOfTheStandardLock) {
  Options options;
  options.search = SearchKind::kReduction;
  options.max_schedules = 5000;
  const Result& result = Explore(
      [](void*) {
        std::mutex a, b, c;
        std::thread first([&] { std::scoped_lock lock(a, b, c); });
        InTwo([&] { std::scoped_lock lock(b, c, a); },
              [&] { std::scoped_lock lock(c, a, b); });
        first.join();
      },
      nullptr, options);
  EXPECT_EQ(result.finding.kind, FindingKind::kNone) << result.finding.message;
}

using Clock = std::chrono::steady_clock;

// Leaves no trace in the state of who asks.
bool IsOver(Clock::time_point end) { return Clock::now() >= end; }

// The clock goes on: they come to an end.
TEST(LiveLock, IsNotToldWhereTheClockHasASay) {
  const Result& result = Explore(
      [](void*) {
        std::mutex a, b;
        const auto lock_both = [](std::mutex& first, std::mutex& second) {
          const auto end = Clock::time_point(std::chrono::seconds(1001));
          while (!IsOver(end)) {
            std::lock_guard<std::mutex> one(first);
            if (!second.try_lock()) continue;
            second.unlock();
            return;
          }
        };
        InTwo([&] { lock_both(a, b); }, [&] { lock_both(b, a); });
      },
      nullptr, Options());
  EXPECT_EQ(result.finding.kind, FindingKind::kNone) << result.finding.message;
}

}  // namespace
}  // namespace racefree::explore
