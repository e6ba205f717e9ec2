#include "lessons/04_lock/read_mostly.h"

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// Long enough to live on the heap, where the sanitizers watch it too.
constexpr char kOld[] = "the old value, too long to be kept in the string";
constexpr char kNew[] = "the new value, too long to be kept in the string";

std::string LoadNothing(const std::string& key) {
  ADD_FAILURE() << "loads " << key << ", which is there";
  return "";
}

// The value of `key`, as a copy.
std::string ValueOf(Cache& cache, const std::string& key) {
  std::string copy;
  cache.Read(key, [&](const std::string& value) { copy = value; });
  return copy;
}

TEST(ReadMostly, ReadsWhatWasSet) {
  Cache cache(LoadNothing);
  cache.Set("a", "one");
  cache.Set("b", "two");
  EXPECT_EQ(ValueOf(cache, "a"), "one");
  EXPECT_EQ(ValueOf(cache, "b"), "two");
  cache.Set("a", "three");
  EXPECT_EQ(ValueOf(cache, "a"), "three");
}

TEST(ReadMostly, LoadsWhatIsNotThere) {
  Cache cache([](const std::string& key) { return "loaded " + key; });
  EXPECT_EQ(ValueOf(cache, "a"), "loaded a");
  EXPECT_EQ(ValueOf(cache, "b"), "loaded b");
  cache.Set("a", "one");
  EXPECT_EQ(ValueOf(cache, "a"), "one");
}

TEST(ReadMostly, LoadsAKeyOnce) {
  int loads = 0;
  Cache cache([&](const std::string&) {
    ++loads;
    return kOld;
  });
  EXPECT_EQ(ValueOf(cache, "a"), kOld);
  EXPECT_EQ(ValueOf(cache, "a"), kOld);
  EXPECT_EQ(loads, 1);
}

TEST(ReadMostly, KnowsAnEmptyValueFromNone) {
  int loads = 0;
  Cache cache([&](const std::string&) {
    ++loads;
    return "";
  });
  EXPECT_EQ(ValueOf(cache, "a"), "");
  EXPECT_EQ(ValueOf(cache, "a"), "");
  EXPECT_EQ(loads, 1) << "an empty value was loaded";
  cache.Set("b", "");
  EXPECT_EQ(ValueOf(cache, "b"), "");
  EXPECT_EQ(loads, 1) << "an empty value was set";
}

// A second reader comes while the first one is loading the value.
TEST(ReadMostly, LoadsAKeyOnceForThoseWhoComeMeanwhile) {
  std::atomic<int> loads = 0;
  std::string seen_by_other;
  std::optional<WatchedCall> other;
  Cache cache([&](const std::string&) {
    if (loads.fetch_add(1, std::memory_order_relaxed) == 0) {
      other.emplace([&] { seen_by_other = ValueOf(cache, "a"); });
      other->WaitUntilReturnedOrHeldUp();
    }
    return kOld;
  });
  EXPECT_EQ(ValueOf(cache, "a"), kOld);
  other.reset();
  EXPECT_EQ(seen_by_other, kOld);
  EXPECT_EQ(loads, 1) << "loads of one key";
}

// Two readers look for the same key while a third one is reading, so that
// neither can write yet.
TEST(ReadMostly, LoadsAKeyOnceForTwoWhoMissedIt) {
  std::atomic<int> loads = 0;
  std::optional<WatchedCall> others[2];
  Cache cache([&](const std::string&) {
    loads.fetch_add(1, std::memory_order_relaxed);
    return kOld;
  });
  cache.Set("b", "two");
  cache.Read("b", [&](const std::string&) {
    for (auto& other : others) {
      other.emplace([&] { EXPECT_EQ(ValueOf(cache, "a"), kOld); });
      other->WaitUntilReturnedOrHeldUp();
    }
  });
  for (auto& other : others) other.reset();
  EXPECT_EQ(loads, 1) << "loads of one key";
}

TEST(ReadMostly, KeepsWhatWasSetDuringALoad) {
  std::optional<WatchedCall> set;
  Cache cache([&](const std::string&) {
    set.emplace([&] { cache.Set("a", kNew); });
    set->WaitUntilReturnedOrHeldUp();
    return kOld;
  });
  ValueOf(cache, "a");
  set.reset();
  EXPECT_EQ(ValueOf(cache, "a"), kNew);
}

TEST(ReadMostly, LetsOneReadWhileAnotherReads) {
  Cache cache(LoadNothing);
  cache.Set("a", kOld);
  cache.Set("b", kOld);
  std::optional<WatchedCall> others[2];
  cache.Read("a", [&](const std::string& value) {
    const char* keys[] = {"a", "b"};
    for (int i = 0; i < 2; ++i) {
      others[i].emplace([&cache, key = keys[i]] { ValueOf(cache, key); });
      EXPECT_EQ(others[i]->WaitUntilReturnedOrHeldUp(), CallState::kReturned)
          << "of one who reads " << keys[i] << ", while another reads a";
    }
    EXPECT_EQ(value, kOld);
  });
}

TEST(ReadMostly, ShowsTheSameValueToAll) {
  Cache cache(LoadNothing);
  cache.Set("a", kOld);
  const std::string* other_value = nullptr;
  std::optional<WatchedCall> other;
  cache.Read("a", [&](const std::string& value) {
    other.emplace([&] {
      cache.Read("a", [&](const std::string& same) { other_value = &same; });
    });
    ASSERT_EQ(other->WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "of one who reads while another reads";
    other.reset();
    EXPECT_EQ(&value, other_value) << "each reader has a copy";
  });
}

TEST(ReadMostly, LeavesTheValueAsItIsWhileItIsRead) {
  Cache cache(LoadNothing);
  cache.Set("a", kOld);
  std::optional<WatchedCall> set;
  cache.Read("a", [&](const std::string& value) {
    set.emplace([&] { cache.Set("a", kNew); });
    set->WaitUntilReturnedOrHeldUp();
    EXPECT_EQ(value, kOld) << "changed while it was read";
  });
  set.reset();
  EXPECT_EQ(ValueOf(cache, "a"), kNew);
}

// As above, but the value was not there before.
TEST(ReadMostly, LeavesTheValueAsItIsWhileItsLoaderReadsIt) {
  Cache cache([](const std::string&) { return kOld; });
  std::optional<WatchedCall> set;
  cache.Read("a", [&](const std::string& value) {
    set.emplace([&] { cache.Set("a", kNew); });
    set->WaitUntilReturnedOrHeldUp();
    EXPECT_EQ(value, kOld) << "changed while it was read";
  });
  set.reset();
  EXPECT_EQ(ValueOf(cache, "a"), kNew);
}

TEST(ReadMostlyInParallel, OneThreadReadsWhatAnotherSets) {
  Cache cache(LoadNothing);
  cache.Set("a", "0");
  int set = 0;
  int expected = 0;
  TakeTurns(
      10, [&] { cache.Set("a", std::to_string(++set)); },
      [&] { EXPECT_EQ(ValueOf(cache, "a"), std::to_string(++expected)); });
}

TEST(ReadMostlyInParallel, OneThreadReadsWhileAnotherSetsSomethingElse) {
  Cache cache([](const std::string&) { return kOld; });
  int set = 0;
  TakeTurns(
      10, [&] { cache.Set(std::to_string(++set), kNew); },
      [&] { EXPECT_EQ(ValueOf(cache, "a"), kOld); });
}

TEST(ReadMostlyInParallel, TwoThreadsReadTheSame) {
  Cache cache(LoadNothing);
  cache.Set("a", kOld);
  TakeTurns(
      5, [&] { EXPECT_EQ(ValueOf(cache, "a"), kOld); },
      [&] { EXPECT_EQ(ValueOf(cache, "a"), kOld); });
}

TEST(ReadMostlyInParallel, TwoThreadsLoadWhatIsNotThere) {
  Cache cache([](const std::string& key) { return "loaded " + key; });
  int first = 0;
  int second = 0;
  TakeTurns(
      10, [&] { ValueOf(cache, std::to_string(++first)); },
      [&] { ValueOf(cache, std::to_string(++second)); });
}

EVERY_SCHEDULE_TEST(ReadMostly, LoadsAKeyOnceForTwoThreads) {
  int loads = 0;
  Cache cache([&](const std::string&) {
    ++loads;
    return "loaded";
  });
  const auto expect_loaded = [](const std::string& value) {
    EXPECT_EQ(value, "loaded");
  };
  std::thread one([&] { cache.Read("a", expect_loaded); });
  std::thread two([&] { cache.Read("a", expect_loaded); });
  one.join();
  two.join();
  EXPECT_EQ(loads, 1);
}

EVERY_SCHEDULE_TEST(ReadMostly, KeepsWhatWasSetMeanwhile) {
  Cache cache([](const std::string&) { return "loaded"; });
  std::thread setting([&] { cache.Set("a", "set"); });
  std::thread reading([&] {
    cache.Read("a", [](const std::string& value) {
      EXPECT_TRUE(value == "loaded" || value == "set");
    });
  });
  setting.join();
  reading.join();
  cache.Read("a", [](const std::string& value) { EXPECT_EQ(value, "set"); });
}

EVERY_SCHEDULE_TEST(ReadMostly, ReadsTheOldValueOrTheNewOne) {
  Cache cache([](const std::string&) { return ""; });
  cache.Set("a", "old");
  std::thread setting([&] { cache.Set("a", "new"); });
  std::thread reading([&] {
    cache.Read("a", [](const std::string& value) {
      EXPECT_TRUE(value == "old" || value == "new");
    });
  });
  setting.join();
  reading.join();
}

}  // namespace
}  // namespace racefree
