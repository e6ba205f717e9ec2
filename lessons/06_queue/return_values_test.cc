#include "lessons/06_queue/return_values.h"

#include <sys/types.h>

#include <array>
#include <atomic>
#include <exception>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using std::string_literals::operator""s;

constexpr auto kRelaxed = std::memory_order_relaxed;

// What has come: "Ann=3", or "Ann: no such person".
std::string Text(const Outcome& outcome) {
  if (!outcome.error) return outcome.key + "=" + std::to_string(outcome.value);
  try {
    std::rethrow_exception(outcome.error);
  } catch (const std::invalid_argument& error) {
    return outcome.key + ": " + error.what();
  } catch (int error) {
    return outcome.key + ": " + std::to_string(error);
  } catch (...) {
    return outcome.key + ": another error than was thrown";
  }
}

// Keeps all outcomes until the end: an error may be freed by the last thread
// that has it, and ThreadSanitizer does not see how the C++ library counts
// that.
class Outcomes {
 public:
  void Add(const Outcome& outcome) { outcomes_.push_back(outcome); }

  // What adds them.
  Receive Receiver() {
    return [this](const Outcome& outcome) { Add(outcome); };
  }

  // In the order in which they came: "Bob=3, Ann=3".
  std::string Texts() const {
    std::string texts;
    for (const Outcome& outcome : outcomes_) AddTo(texts, Text(outcome));
    return texts;
  }

  // In the order of the alphabet.
  std::string SortedTexts() const {
    std::map<std::string, int> counts;
    for (const Outcome& outcome : outcomes_) ++counts[Text(outcome)];
    std::string texts;
    for (const auto& [text, count] : counts) {
      for (int i = 0; i < count; ++i) AddTo(texts, text);
    }
    return texts;
  }

 private:
  static void AddTo(std::string& texts, const std::string& text) {
    if (!texts.empty()) texts += ", ";
    texts += text;
  }

  std::vector<Outcome> outcomes_;
};

// Lets the computations end in an order that the test says: each as soon as the
// one before it has been received. ThreadSanitizer does not see that order, so
// that it hides no race of the code under test.
class Turns {
 public:
  // To be called by a computation: waits until so many were received.
  void WaitUntilReceived(int outcomes) const { received_.WaitFor(outcomes); }

  // To be called by a computation that may end at any place in the order.
  void WaitForAnyTurn() {
    WaitUntilReceived(next_turn_.fetch_add(1, kRelaxed));
  }

  // To be called as `receive`, at its end.
  void Received() { received_.Raise(); }

 private:
  std::atomic<int> next_turn_ = 0;
  SilentCounter received_;
};

// All outcomes. The computations end one after the other.
Outcomes ComputeInTurn(const std::vector<std::string>& keys,
                       const Compute& compute) {
  Outcomes outcomes;
  Turns turns;
  ComputeAll(
      keys,
      [&](const std::string& key) {
        turns.WaitForAnyTurn();
        return compute(key);
      },
      [&](const Outcome& outcome) {
        outcomes.Add(outcome);
        turns.Received();
      });
  return outcomes;
}

// What `receive` throws: not everything that is thrown is a std::exception.
struct Refusal {};

int Length(const std::string& key) { return key.size(); }
int ThrowLength(const std::string& key) { throw Length(key); }

// Each computation goes on when all five have begun. Then they end one after
// the other, each when the thread of the one before it has nothing more to do,
// nor has the caller.
TEST(ReturnValues, AreComputedAllAtTheSameTime) {
  Outcomes outcomes;
  std::atomic<int> next_turn = 0;
  SilentCounter begun;
  SilentCounter ended;
  ComputeAll(
      {"Ann", "Bob", "Cid", "Dot", "Eve"},
      [&](const std::string& key) {
        begun.Raise();
        begun.WaitFor(5);
        const int turn = next_turn.fetch_add(1, kRelaxed);
        ended.WaitFor(turn);
        if (turn > 0) WaitUntilOthersAreAsleep();
        ended.Raise();
        return Length(key);
      },
      outcomes.Receiver());
  EXPECT_EQ(outcomes.SortedTexts(), "Ann=3, Bob=3, Cid=3, Dot=3, Eve=3"s);
}

// The first to start is the last to end, and no computation ends before the
// one before it was received.
TEST(ReturnValues, ComeWithTheirKeysAsSoonAsTheyAreThere) {
  Outcomes outcomes;
  Turns turns;
  ComputeAll(
      {"Ann", "Bobby", "Cid of Spain"},
      [&](const std::string& key) {
        if (key == "Ann") turns.WaitUntilReceived(2);
        if (key == "Bobby") turns.WaitUntilReceived(1);
        return Length(key);
      },
      [&](const Outcome& outcome) {
        outcomes.Add(outcome);
        turns.Received();
      });
  EXPECT_EQ(outcomes.Texts(), "Cid of Spain=12, Bobby=5, Ann=3"s);
}

TEST(ReturnValues, AreReceivedOnTheCallersThread) {
  std::vector<int> threads;
  Turns turns;
  ComputeAll(
      {"Ann", "Bob"},
      [&](const std::string&) {
        turns.WaitForAnyTurn();
        return 0;
      },
      [&](const Outcome&) {
        threads.push_back(CurrentThreadId());
        turns.Received();
      });
  EXPECT_THAT(threads,
              testing::ElementsAre(CurrentThreadId(), CurrentThreadId()));
}

TEST(ReturnValues, AreErrorsToo) {
  const Outcomes outcomes =
      ComputeInTurn({"Ann", "Bob", "Cid"}, [](const std::string& key) {
        if (key == "Bob") throw std::invalid_argument("no such person");
        return 3;
      });
  EXPECT_EQ(outcomes.SortedTexts(), "Ann=3, Bob: no such person, Cid=3"s);
}

TEST(ReturnValues, AreErrorsOfAnyType) {
  const Outcomes outcomes = ComputeInTurn({"Ann", "Bob"}, ThrowLength);
  EXPECT_EQ(outcomes.SortedTexts(), "Ann: 3, Bob: 3"s);
}

TEST(ReturnValues, AreOneForEachOfTwoEqualKeys) {
  const Outcomes outcomes = ComputeInTurn({"Ann", "Ann"}, Length);
  EXPECT_EQ(outcomes.Texts(), "Ann=3, Ann=3"s);
}

TEST(ReturnValues, AreNoneForNoKeys) {
  EXPECT_EQ(ComputeInTurn({}, Length).Texts(), ""s);
}

TEST(ReturnValues, ComeFromAThreadForEachKey) {
  std::array<std::atomic<pid_t>, 3> threads = {};
  ComputeInTurn({"0", "1", "2"}, [&](const std::string& key) {
    threads[key[0] - '0'].store(CurrentThreadId(), kRelaxed);
    return 0;
  });
  std::set<int> different;
  for (const auto& thread : threads) different.insert(thread.load(kRelaxed));
  EXPECT_THAT(different, testing::SizeIs(3)) << "threads that computed";
  EXPECT_THAT(different, testing::Not(testing::Contains(CurrentThreadId())))
      << "the caller's own thread";
}

// No time passes here: whoever sleeps for a while and looks again sleeps on.
TEST(ReturnValues, AreAwaitedAsleep) {
  VirtualTime time;
  SilentCounter may_end;
  int received = 0;
  {
    WatchedCall call([&] {
      ComputeAll(
          {"Ann"},
          [&](const std::string& key) {
            may_end.WaitFor(1);
            return Length(key);
          },
          [&](const Outcome&) { ++received; });
    });
    EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "while Ann's value is being computed";
    may_end.Raise();
  }
  EXPECT_EQ(received, 1);
}

// Ann's value is received, and that throws. Bob's is then still being computed,
// until ComputeAll waits for him; or is over, and did not wait.
TEST(ReturnValues, AreNotAbandonedWhenReceiveThrows) {
  SilentCounter received;
  std::atomic<bool> is_over = false;
  std::atomic<bool> waited_for = false;
  std::atomic<int> computed = 0;
  EXPECT_THROW(
      ComputeAll(
          {"Ann", "Bob"},
          [&](const std::string& key) {
            if (key == "Bob") {
              received.WaitFor(1);
              while (!is_over.load(kRelaxed) && !waited_for.load(kRelaxed)) {
                waited_for.store(OthersAreAsleep(), kRelaxed);
              }
            }
            computed.fetch_add(1, kRelaxed);
            return Length(key);
          },
          [&](const Outcome&) {
            received.Raise();
            throw Refusal();
          }),
      Refusal);
  is_over.store(true, kRelaxed);
  EXPECT_TRUE(waited_for.load(kRelaxed)) << "Bob's thread";
  EXPECT_EQ(received.value(), 1) << "calls of receive";
  EXPECT_EQ(computed.load(kRelaxed), 2);
}

EVERY_SCHEDULE_TEST(ReturnValues, OfTwoThreadsAreAllReceived) {
  Outcomes outcomes;
  ComputeAll({"Ann", "Bobby"}, Length, outcomes.Receiver());
  EXPECT_EQ(outcomes.SortedTexts(), "Ann=3, Bobby=5"s);
}

EVERY_SCHEDULE_TEST(ReturnValues, OfAThreadAndTheErrorOfAnotherAreReceived) {
  Outcomes outcomes;
  ComputeAll(
      {"Ann", "Bob"},
      [](const std::string& key) {
        if (key == "Bob") throw 42;
        return Length(key);
      },
      outcomes.Receiver());
  EXPECT_EQ(outcomes.SortedTexts(), "Ann=3, Bob: 42"s);
}

EVERY_SCHEDULE_TEST(ReturnValues, AreStillPutWhenReceiveHasThrown) {
  int received = 0;
  EXPECT_THROW(ComputeAll({"Ann", "Bob"}, Length,
                          [&](const Outcome&) {
                            ++received;
                            throw Refusal();
                          }),
               Refusal);
  EXPECT_EQ(received, 1);
}

}  // namespace
}  // namespace racefree
