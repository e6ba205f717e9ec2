#include "lessons/04_lock/call_once.h"

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr char kText[] = "a text too long to be kept inside of the string";

// Long enough to live on the heap, where ThreadSanitizer watches it too.
std::string Load() { return kText; }

TEST(CallOnce, LoadsTheTextWhenItIsFirstAskedFor) {
  int loads = 0;
  std::thread::id loader;
  LazyText text([&] {
    ++loads;
    loader = std::this_thread::get_id();
    return Load();
  });
  EXPECT_EQ(loads, 0) << "before anybody asked";
  EXPECT_EQ(text.Get(), kText);
  EXPECT_EQ(loads, 1);
  EXPECT_TRUE(loader == std::this_thread::get_id())
      << "another thread loads it than the one that asked";
}

TEST(CallOnce, KeepsTheText) {
  int loads = 0;
  LazyText text([&] { return std::to_string(++loads); });
  const std::string& first = text.Get();
  const std::string& second = text.Get();
  EXPECT_EQ(&first, &second);
  EXPECT_EQ(second, "1") << "loaded a second time";
}

TEST(CallOnce, KeepsATextThatIsEmpty) {
  int loads = 0;
  LazyText text([&] {
    ++loads;
    return std::string();
  });
  EXPECT_EQ(text.Get(), "");
  EXPECT_EQ(text.Get(), "");
  EXPECT_EQ(loads, 1) << "an empty text is a text too";
}

TEST(CallOnce, LoadsNothingIfNobodyAsks) {
  int loads = 0;
  {
    LazyText text([&] {
      ++loads;
      return Load();
    });
  }
  EXPECT_EQ(loads, 0);
}

// While the text is being loaded, two others come. Both have to wait for it,
// and neither may load it again.
TEST(CallOnce, LetsOthersSleepUntilTheTextIsThere) {
  // Time stands still: who sleeps for a while and looks again sleeps on.
  std::optional<VirtualTime> time(std::in_place);
  int loads = 0;
  std::atomic<int> seen_by_others = 0;
  std::optional<WatchedCall> others[2];
  LazyText text([&] {
    if (++loads > 1) return std::string("loaded twice");
    for (auto& other : others) {
      other.emplace([&] {
        if (text.Get() == kText) {
          seen_by_others.fetch_add(1, std::memory_order_relaxed);
        }
      });
      const CallState state = other->WaitUntilReturnedOrHeldUp();
      EXPECT_NE(state, CallState::kReturned) << "and there is no text yet";
      EXPECT_NE(state, CallState::kSpinning) << "instead of sleeping";
    }
    EXPECT_EQ(time->sleeps(), 0) << "sleeps instead of being woken";
    EXPECT_EQ(time->timed_waits(), 0) << "wakes up to look again";
    return Load();
  });
  EXPECT_EQ(text.Get(), kText);
  time.reset();
  for (auto& other : others) other.reset();
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(seen_by_others, 2);
}

TEST(CallOnce, PassesAnExceptionOn) {
  LazyText text([]() -> std::string { throw std::runtime_error("no file"); });
  EXPECT_THROW(text.Get(), std::runtime_error);
  EXPECT_THROW(text.Get(), std::runtime_error);
}

TEST(CallOnce, TriesAgainAfterAnException) {
  int loads = 0;
  LazyText text([&] {
    if (++loads == 1) throw std::runtime_error("no file");
    return Load();
  });
  EXPECT_THROW(text.Get(), std::runtime_error);
  EXPECT_EQ(loads, 1) << "each Get tries once";
  EXPECT_EQ(text.Get(), kText);
  EXPECT_EQ(text.Get(), kText);
  EXPECT_EQ(loads, 2);
}

// As above, but the next one is already there and waits.
TEST(CallOnce, LetsOneThatWaitsTryAgainAfterAnException) {
  int loads = 0;
  std::string seen_by_other;
  std::optional<WatchedCall> other;
  LazyText text([&] {
    if (++loads > 1) return Load();
    other.emplace([&] {
      try {
        seen_by_other = text.Get();
      } catch (const std::runtime_error&) {
        seen_by_other = "the exception of somebody else";
      }
    });
    other->WaitUntilReturnedOrHeldUp();
    throw std::runtime_error("no file");
  });
  EXPECT_THROW(text.Get(), std::runtime_error);
  other.reset();
  EXPECT_EQ(seen_by_other, kText);
  EXPECT_EQ(text.Get(), kText);
  EXPECT_EQ(loads, 2);
}

TEST(CallOnce, IsOnceForEachText) {
  LazyText one([] { return std::string("one"); });
  LazyText two([&] { return one.Get() + ", two"; });
  EXPECT_EQ(two.Get(), "one, two");
  EXPECT_EQ(one.Get(), "one");
}

TEST(CallOnceInParallel, OneThreadReadsWhatAnotherLoaded) {
  LazyText text(Load);
  TakeTurns(
      5, [&] { EXPECT_EQ(text.Get(), kText); },
      [&] { EXPECT_EQ(text.Get(), kText); });
}

TEST(CallOnceInParallel, OneThreadLoadsAfterAnotherFailed) {
  int loads = 0;
  LazyText text([&] {
    if (++loads == 1) throw std::runtime_error("no file");
    return Load();
  });
  TakeTurns(
      2,
      [&] {
        try {
          EXPECT_EQ(text.Get(), kText);
        } catch (const std::runtime_error&) {
        }
      },
      [&] { EXPECT_EQ(text.Get(), kText); });
}

EVERY_SCHEDULE_TEST(CallOnce, LoadsOnceForTwoThreads) {
  int loads = 0;
  LazyText text([&] {
    ++loads;
    return std::string("text");
  });
  std::thread one([&] { EXPECT_EQ(text.Get(), "text"); });
  std::thread two([&] { EXPECT_EQ(text.Get(), "text"); });
  one.join();
  two.join();
  EXPECT_EQ(loads, 1);
}

EVERY_SCHEDULE_TEST(CallOnce, TriesAgainForTheOtherThread) {
  int loads = 0;
  int exceptions = 0;
  LazyText text([&] {
    if (++loads == 1) throw 404;
    return std::string("text");
  });
  const auto get = [&] {
    try {
      EXPECT_EQ(text.Get(), "text");
    } catch (int) {
      ++exceptions;
    }
  };
  std::thread one(get);
  std::thread two(get);
  one.join();
  two.join();
  EXPECT_EQ(loads, 2);
  EXPECT_EQ(exceptions, 1) << "of the thread whose load threw";
}

}  // namespace
}  // namespace racefree
