#include "lessons/02_pool/all_cores.h"

#include <sys/types.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/thread_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

// Nearly all terms here are of this type: each type of its own that
// SumInParallel is given costs compile time.
using IntTerm = std::function<int(std::size_t item)>;

// The term of an item, and of the how manyth call of a thread.
using TermOfCall = std::function<int(std::size_t item, int call)>;

constexpr auto kRelaxed = std::memory_order_relaxed;

// The threads that work on one sum, and what they are called for. It puts
// nothing in order that ThreadSanitizer could see, so that it hides no race of
// the code under test.
class Crew {
 public:
  Crew(std::size_t items, std::size_t threads)
      : items_(items), threads_(threads), calls_(items) {}

  // How many threads can have something to do.
  std::size_t busy_threads() const { return std::min(items_, threads_); }

  // Starts SumInParallel, and holds each thread in its first call until all are
  // there who should be. After that `go_on` is called in each call, with its
  // number within its thread, and gives the term.
  void Start(TermOfCall go_on) {
    const IntTerm term = [this, go_on = std::move(go_on)](std::size_t item) {
      const int call = Record(item);
      if (call == 1) {
        arrivals_.Raise();
        all_met_.WaitFor(1);
      }
      return go_on(item, call);
    };
    caller_ = std::make_unique<WatchedCall>(std::function<void()>(
        [this, term] { sum_ = SumInParallel<int>(items_, threads_, term); }));
    constexpr int kPatience = 100;
    bool over = false;
    for (int looks = 1; !over; ++looks) {
      std::this_thread::yield();
      over = looks % kPatience == 0 && OthersAreAsleep();
      // Later than the look at the threads: they may have come meanwhile.
      met_ = arrivals_.value();
      complete_ = met_ >= busy_threads();
      over = over || complete_;
    }
  }

  // How many threads came in time, and whether these are all. Once Start() has
  // returned.
  std::size_t met() const { return met_; }
  bool complete() const { return complete_; }

  CallState StateOfCaller() { return caller_->WaitUntilReturnedOrHeldUp(); }

  // Lets the threads go on, and returns what SumInParallel returns.
  int Finish() {
    all_met_.Raise();
    caller_.reset();
    return sum_;
  }

  int SumWith(TermOfCall go_on) {
    Start(std::move(go_on));
    EXPECT_EQ(met(), busy_threads()) << "threads at work at the same time";
    return Finish();
  }

  // To be called by `term`. Returns how many calls the thread has had with this
  // one.
  int Record(std::size_t item) {
    if (item >= items_) {
      ADD_FAILURE() << "there is no item " << item;
      return 1;
    }
    std::atomic_ref(calls_[item]).fetch_add(1, kRelaxed);
    return OwnPlace().calls.fetch_add(1, kRelaxed) + 1;
  }

  // Waits until all threads have come here `round` times.
  void Meet(int round) {
    meetings_.Raise();
    meetings_.WaitFor(round * static_cast<int>(busy_threads()));
  }

  // Lets the threads go on one after the other, each when those before it have
  // nothing to do any more. What they do in the end, they do in turns. To be
  // called once by each thread.
  void GoOnInTurn() {
    const int turn = turns_.fetch_add(1, kRelaxed);
    gone_on_.WaitFor(turn);
    if (turn > 0) WaitUntilOthersAreAsleep();
    gone_on_.Raise();
  }

  // Whether this thread was the first of all to be called.
  bool IsFirst() { return &OwnPlace() == &places_[0]; }

  // For each item how often `term` was called.
  std::vector<int> calls() {
    std::vector<int> calls;
    for (int& each : calls_) calls.push_back(std::atomic_ref(each));
    return calls;
  }

  // For each thread that was called how often.
  std::vector<int> shares() const {
    std::vector<int> shares;
    for (const Place& place : places_) {
      if (place.calls > 0) shares.push_back(place.calls);
    }
    return shares;
  }

 private:
  struct Place {
    std::atomic<pid_t> thread = 0;
    std::atomic<int> calls = 0;
  };

  // Threads take places in the order in which they are called first.
  Place& OwnPlace() {
    const pid_t self = CurrentThreadId();
    for (Place& place : places_) {
      pid_t holder = 0;
      if (place.thread.compare_exchange_strong(holder, self, kRelaxed) ||
          holder == self) {
        return place;
      }
    }
    ADD_FAILURE() << "more than 16 threads were called";
    return places_.back();
  }

  const std::size_t items_;
  const std::size_t threads_;
  // Used by std::atomic_ref only.
  std::vector<int> calls_;
  std::array<Place, 16> places_;
  std::atomic<int> turns_ = 0;
  SilentCounter gone_on_;
  int sum_ = 0;
  std::atomic<std::size_t> met_ = 0;
  std::atomic<bool> complete_ = false;
  SilentCounter arrivals_;
  SilentCounter all_met_;
  SilentCounter meetings_;
  // Destroyed first.
  std::unique_ptr<WatchedCall> caller_;
};

// Every addition of a Tracked.
class Additions {
 public:
  // Not by default: the compiler would then try to do all these
  // initialisations.
  Additions() {}

  void Clear() {
    count_ = 0;
    meetings_ = 0;
  }

  void Record(const void* operand) {
    const std::size_t place = count_.fetch_add(1, kRelaxed);
    if (place >= lines_.size()) return;
    lines_[place].store(CacheLine(operand), kRelaxed);
    threads_[place].store(CurrentThreadId(), kRelaxed);
  }
  void RecordMeeting() { meetings_.fetch_add(1, kRelaxed); }

  // How often a thread added something to the sum of another.
  int meetings() const { return meetings_; }

  // The threads that added again and again to something on a cache line to
  // which another thread did so too.
  std::set<pid_t> ThreadsOnOneLine() const {
    constexpr int kAgainAndAgain = 10;
    const std::size_t count = std::min(count_.load(), lines_.size());
    std::set<pid_t> threads;
    for (std::size_t i = 0; i < count; ++i) threads.insert(threads_[i]);
    std::set<pid_t> found;
    // For each line a thread that adds there again and again.
    std::map<int, pid_t> busy;
    for (const pid_t thread : threads) {
      std::map<int, int> additions;
      for (std::size_t i = 0; i < count; ++i) {
        if (threads_[i] == thread) ++additions[lines_[i]];
      }
      for (const auto& [line, count_there] : additions) {
        if (count_there < kAgainAndAgain) continue;
        if (busy[line] == 0) {
          busy[line] = thread;
        } else {
          found.insert(busy[line]);
          found.insert(thread);
        }
      }
    }
    return found;
  }

 private:
  // The number of the line without its uppermost bits: two lines with the same
  // number are at least 256 GB apart.
  static int CacheLine(const void* operand) {
    constexpr std::uintptr_t kBytes = 64;
    return static_cast<int>(reinterpret_cast<std::uintptr_t>(operand) / kBytes);
  }

  std::atomic<std::size_t> count_ = 0;
  std::atomic<int> meetings_ = 0;
  std::array<std::atomic<int>, 10000> lines_;
  std::array<std::atomic<pid_t>, 10000> threads_;
};

Additions& RecordedAdditions() {
  static auto& additions = *new Additions;
  return additions;
}

// A number that knows which thread made it, by an addition.
class Tracked {
 public:
  Tracked(int number = 0) : number_(number) {}

  Tracked& operator+=(const Tracked& other) { return *this = *this + other; }

  friend Tracked operator+(const Tracked& left, const Tracked& right) {
    const pid_t self = CurrentThreadId();
    RecordedAdditions().Record(&left);
    RecordedAdditions().Record(&right);
    for (pid_t maker : {left.maker_, right.maker_}) {
      if (maker != kNobody && maker != self) {
        RecordedAdditions().RecordMeeting();
      }
    }
    Tracked sum(left.number_ + right.number_);
    sum.maker_ = self;
    return sum;
  }

  int number() const { return number_; }

 private:
  static constexpr pid_t kNobody = 0;

  int number_;
  pid_t maker_ = kNobody;
};

constexpr int kThreads = 4;
constexpr int kRounds = 50;

int One(std::size_t, int) { return 1; }

// Whether four threads do the items of SumInStep() at the same time and in even
// shares. If not, it would hang.
bool DoesNotHang() {
  Crew crew(kRounds * kThreads, kThreads);
  crew.SumWith(One);
  return crew.complete() &&
         crew.shares() == std::vector<int>(kThreads, kRounds);
}

// Adds up numbers on four threads, which do each of their items together.
Tracked SumInStep() {
  RecordedAdditions().Clear();
  Crew crew(kRounds * kThreads, kThreads);
  return SumInParallel<Tracked>(kRounds * kThreads, kThreads,
                                [&crew](std::size_t item) {
                                  crew.Meet(crew.Record(item));
                                  return Tracked(1);
                                });
}

TEST(AllCores, HaveSharesThatAreFixedFromTheStart) {
  Crew crew(6, 2);
  crew.SumWith([&crew](std::size_t, int call) {
    // One is slow with its first item. The other must not help.
    if (call == 1 && crew.complete() && crew.IsFirst()) {
      WaitUntilOthersAreAsleep();
    }
    return 1;
  });
  EXPECT_THAT(crew.shares(), ElementsAre(3, 3)) << "items that each thread did";
}

TEST(AllCores, AddUpEveryItemOnceInEvenShares) {
  struct Case {
    std::size_t items;
    std::size_t threads;
  };
  for (const auto& [items, threads] :
       {Case{1, 1}, {1, 3}, {2, 1}, {7, 2}, {7, 4}, {9, 4}}) {
    SCOPED_TRACE(testing::Message()
                 << items << " items on " << threads << " threads");
    Crew crew(items, threads);
    const int least = items / threads;
    const int most = (items + threads - 1) / threads;
    const int sum = crew.SumWith([&](std::size_t item, int call) {
      if (call == least) crew.GoOnInTurn();
      return 1 << item;
    });
    EXPECT_THAT(crew.calls(), Each(1)) << "calls for each item";
    for (const int share : crew.shares()) {
      EXPECT_GE(share, least) << "items that a thread did";
      EXPECT_LE(share, most) << "items that a thread did";
    }
    EXPECT_EQ(sum, (1 << items) - 1);
  }
}

TEST(AllCores, MayBeMoreThanTheItems) {
  Crew crew(3, 8);
  const int sum = crew.SumWith([&crew](std::size_t, int call) {
    if (call == 1) crew.GoOnInTurn();
    return 1;
  });
  EXPECT_EQ(sum, 3);
  EXPECT_THAT(crew.shares(), ElementsAre(1, 1, 1))
      << "items that each thread did";
}

TEST(AllCores, MeetOncePerThreadAndNotOncePerItem) {
  ASSERT_TRUE(DoesNotHang()) << "four threads shall have 50 items each";
  SumInStep();
  // A few more for those who have to try it again.
  EXPECT_LE(RecordedAdditions().meetings(), 4 * kThreads)
      << "additions to what another thread had made; there were " << kThreads
      << " threads with " << kRounds << " items each";
}

TEST(AllCores, DoNotKeepAddingToOneCacheLine) {
  ASSERT_TRUE(DoesNotHang()) << "four threads shall have 50 items each";
  SumInStep();
  EXPECT_EQ(RecordedAdditions().ThreadsOnOneLine(), std::set<int>())
      << "these threads add again and again to sums that lie within the same "
         "64 bytes";
}

TEST(AllCores, AreLeftToThoseWhoWork) {
  Crew crew(2, 2);
  crew.Start(One);
  EXPECT_EQ(crew.StateOfCaller(), CallState::kAsleep)
      << "while two threads are not done, the caller neither returns nor goes "
         "round in circles";
  crew.Finish();
}

int MustNotBeCalled(std::size_t item) {
  ADD_FAILURE() << "called for item " << item
                << ", without items or without threads";
  return 1;
}

TEST(AllCores, HaveNothingToDoWithoutItems) {
  EXPECT_EQ(SumInParallel<int>(0, 3, IntTerm(MustNotBeCalled)), 0);
}

TEST(AllCores, AreNotToBeHadWithoutThreads) {
  const IntTerm term = MustNotBeCalled;
  EXPECT_THROW(SumInParallel<int>(3, 0, term), std::invalid_argument);
  EXPECT_THROW(SumInParallel<int>(0, 0, term), std::invalid_argument);
}

TEST(AllCoresInParallel, WithNobodyWaitingForAnybody) {
  Crew crew(40, 4);
  SumInParallel<int>(40, 4, IntTerm([&crew](std::size_t item) {
                       crew.Record(item);
                       return 1;
                     }));
  EXPECT_THAT(crew.calls(), Each(1)) << "calls for each item";
}

EVERY_SCHEDULE_TEST(AllCores, AddUpTheSumsOfTwoThreads) {
  const int sum = SumInParallel<int>(
      3, 2, IntTerm([](std::size_t item) { return 1 << item; }));
  EXPECT_EQ(sum, 0b111);
}

}  // namespace
}  // namespace racefree
