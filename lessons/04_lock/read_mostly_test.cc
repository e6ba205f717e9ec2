#include "lessons/04_lock/read_mostly.h"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using Task = std::function<void()>;

// Long enough to live on the heap, where the sanitizers watch it too.
const std::string& Old() {
  static const auto& value =
      *new std::string("the old value, too long to be kept in the string");
  return value;
}
const std::string& New() {
  static const auto& value =
      *new std::string("the new value, too long to be kept in the string");
  return value;
}

std::string LoadNothing(const std::string& key) {
  ADD_FAILURE() << "loads " << key << ", which is there";
  return "";
}

std::string LoadByName(const std::string& key) {
  return "the value loaded for the key " + key;
}

// Counts how often it is called.
class Loader {
 public:
  explicit Loader(const std::string& value) : value_(value) {}

  // Has `task` done when it is called for the first time.
  void DoMeanwhile(Task task) { meanwhile_ = std::move(task); }

  std::string operator()(const std::string&) {
    const int loads_before = loads_.fetch_add(1, std::memory_order_relaxed);
    if (loads_before == 0 && meanwhile_ != nullptr) meanwhile_();
    return value_;
  }

  int loads() const { return loads_.load(std::memory_order_relaxed); }

 private:
  const std::string value_;
  Task meanwhile_;
  std::atomic<int> loads_ = 0;
};

// The value of `key`, as a copy.
std::string ValueOf(Cache& cache, const std::string& key) {
  std::string copy;
  cache.Read(key, [&](const std::string& value) { copy = value; });
  return copy;
}

// To read the value of `key`, which is `expected` then.
Task Reading(Cache& cache, const char* key, const std::string& expected) {
  return [&cache, key, expected] { EXPECT_EQ(ValueOf(cache, key), expected); };
}

// To set the value of `a`, to New().
Task Setting(Cache& cache) {
  return [&cache] { cache.Set("a", New()); };
}

// A call on a thread of its own.
class OtherThread {
 public:
  // Returns when the call has returned or waits. Says which.
  CallState Start(Task task) {
    call_.emplace(std::move(task));
    return call_->WaitUntilReturnedOrHeldUp();
  }

  void AwaitEnd() { call_.reset(); }

 private:
  std::optional<WatchedCall> call_;
};

TEST(ReadMostly, ReadsWhatWasSet) {
  Cache cache(LoadNothing);
  cache.Set("a", Old());
  cache.Set("b", New());
  EXPECT_EQ(ValueOf(cache, "a"), Old());
  EXPECT_EQ(ValueOf(cache, "b"), New());
  cache.Set("a", New());
  EXPECT_EQ(ValueOf(cache, "a"), New());
}

TEST(ReadMostly, LoadsWhatIsNotThere) {
  Cache cache(LoadByName);
  EXPECT_EQ(ValueOf(cache, "a"), LoadByName("a"));
  EXPECT_EQ(ValueOf(cache, "b"), LoadByName("b"));
  cache.Set("a", New());
  EXPECT_EQ(ValueOf(cache, "a"), New());
}

TEST(ReadMostly, LoadsAKeyOnce) {
  Loader loader(Old());
  Cache cache(std::ref(loader));
  EXPECT_EQ(ValueOf(cache, "a"), Old());
  EXPECT_EQ(ValueOf(cache, "a"), Old());
  EXPECT_EQ(loader.loads(), 1);
}

TEST(ReadMostly, KnowsAnEmptyValueFromNone) {
  const std::string empty;
  Loader loader(empty);
  Cache cache(std::ref(loader));
  EXPECT_EQ(ValueOf(cache, "a"), empty);
  EXPECT_EQ(ValueOf(cache, "a"), empty);
  EXPECT_EQ(loader.loads(), 1) << "an empty value was loaded";
  cache.Set("b", empty);
  EXPECT_EQ(ValueOf(cache, "b"), empty);
  EXPECT_EQ(loader.loads(), 1) << "an empty value was set";
}

// A second reader comes while the first one is loading the value.
TEST(ReadMostly, LoadsAKeyOnceForThoseWhoComeMeanwhile) {
  Loader loader(Old());
  Cache cache(std::ref(loader));
  OtherThread other;
  loader.DoMeanwhile([&] { other.Start(Reading(cache, "a", Old())); });
  EXPECT_EQ(ValueOf(cache, "a"), Old());
  other.AwaitEnd();
  EXPECT_EQ(loader.loads(), 1) << "loads of one key";
}

// Two readers look for the same key while a third one is reading, so that
// neither can write yet.
TEST(ReadMostly, LoadsAKeyOnceForTwoWhoMissedIt) {
  Loader loader(Old());
  Cache cache(std::ref(loader));
  cache.Set("b", New());
  OtherThread others[2];
  cache.Read("b", [&](const std::string&) {
    for (OtherThread& other : others) other.Start(Reading(cache, "a", Old()));
  });
  for (OtherThread& other : others) other.AwaitEnd();
  EXPECT_EQ(loader.loads(), 1) << "loads of one key";
}

TEST(ReadMostly, KeepsWhatWasSetDuringALoad) {
  Loader loader(Old());
  Cache cache(std::ref(loader));
  OtherThread other;
  loader.DoMeanwhile([&] { other.Start(Setting(cache)); });
  ValueOf(cache, "a");
  other.AwaitEnd();
  EXPECT_EQ(ValueOf(cache, "a"), New());
}

TEST(ReadMostly, LetsOneReadWhileAnotherReads) {
  Cache cache(LoadNothing);
  cache.Set("a", Old());
  cache.Set("b", Old());
  OtherThread others[2];
  cache.Read("a", [&](const std::string& value) {
    EXPECT_EQ(others[0].Start(Reading(cache, "a", Old())), CallState::kReturned)
        << "of one who reads a, while another reads a";
    EXPECT_EQ(others[1].Start(Reading(cache, "b", Old())), CallState::kReturned)
        << "of one who reads b, while another reads a";
    EXPECT_EQ(value, Old());
  });
}

TEST(ReadMostly, ShowsTheSameValueToAll) {
  Cache cache(LoadNothing);
  cache.Set("a", Old());
  const std::string* others_value = nullptr;
  OtherThread other;
  const Task read = [&] {
    cache.Read("a", [&](const std::string& value) { others_value = &value; });
  };
  cache.Read("a", [&](const std::string& value) {
    ASSERT_EQ(other.Start(read), CallState::kReturned)
        << "of one who reads while another reads";
    other.AwaitEnd();
    EXPECT_TRUE(&value == others_value) << "each reader has a copy";
  });
}

// Reads the old value of `a` while another thread sets it.
void ReadWhileAnotherSets(Cache& cache) {
  OtherThread other;
  cache.Read("a", [&](const std::string& value) {
    other.Start(Setting(cache));
    EXPECT_EQ(value, Old()) << "changed while it was read";
  });
  other.AwaitEnd();
  EXPECT_EQ(ValueOf(cache, "a"), New());
}

TEST(ReadMostly, LeavesTheValueAsItIsWhileItIsRead) {
  Cache cache(LoadNothing);
  cache.Set("a", Old());
  ReadWhileAnotherSets(cache);
}

// As above, but the value was not there before.
TEST(ReadMostly, LeavesTheValueAsItIsWhileItsLoaderReadsIt) {
  Loader loader(Old());
  Cache cache(std::ref(loader));
  ReadWhileAnotherSets(cache);
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
  Loader loader(Old());
  Cache cache(std::ref(loader));
  int set = 0;
  TakeTurns(
      10, [&] { cache.Set(std::to_string(++set), New()); },
      Reading(cache, "a", Old()));
}

TEST(ReadMostlyInParallel, TwoThreadsReadTheSame) {
  Cache cache(LoadNothing);
  cache.Set("a", Old());
  TakeTurns(5, Reading(cache, "a", Old()), Reading(cache, "a", Old()));
}

TEST(ReadMostlyInParallel, TwoThreadsLoadWhatIsNotThere) {
  Cache cache(LoadByName);
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
  const Task read = [&] {
    cache.Read("a", [](const std::string& value) {
      EXPECT_TRUE(value == "loaded") << value;
    });
  };
  std::thread one(read);
  std::thread two(read);
  one.join();
  two.join();
  EXPECT_EQ(loads, 1);
}

// Sets "new" while another thread reads, and sees that or `otherwise`.
void SetWhileAnotherReads(Cache& cache, const char* otherwise) {
  const Task set = [&] { cache.Set("a", "new"); };
  const Task read = [&] {
    cache.Read("a", [&](const std::string& value) {
      EXPECT_TRUE(value == "new" || value == otherwise) << value;
    });
  };
  std::thread setting(set);
  std::thread reading(read);
  setting.join();
  reading.join();
}

EVERY_SCHEDULE_TEST(ReadMostly, KeepsWhatWasSetMeanwhile) {
  Cache cache([](const std::string&) { return "loaded"; });
  SetWhileAnotherReads(cache, "loaded");
  cache.Read("a", [](const std::string& value) {
    EXPECT_TRUE(value == "new") << value;
  });
}

EVERY_SCHEDULE_TEST(ReadMostly, ReadsTheOldValueOrTheNewOne) {
  Cache cache([](const std::string&) { return ""; });
  cache.Set("a", "old");
  SetWhileAnotherReads(cache, "old");
}

}  // namespace
}  // namespace racefree
