#include "lessons/05_thread_local/per_thread_connection.h"

#include <sys/types.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// Why a connection may be lost, among others.
class TimedOut : public ConnectionLost {
  using ConnectionLost::ConnectionLost;
};

// Where two threads meet, if it is set: in the middle of opening, of the query
// "meet", of closing.
using MeetingPlace = std::atomic<SilentCounter*>;
MeetingPlace opening = nullptr;
MeetingPlace meeting_query = nullptr;
MeetingPlace closing = nullptr;

// The first thread goes on when the second one is there, the second one when
// the first one has ended: they never go on at the same time.
void MeetAt(const MeetingPlace& place) {
  SilentCounter* const steps = place.load(kRelaxed);
  if (steps == nullptr) return;
  const bool is_first = steps->value() == 0;
  steps->Raise();
  steps->WaitFor(is_first ? 2 : 3);
}

void Meet() { Query("meet"); }
void LoseConnection() { EXPECT_THROW(Query("lose"), ConnectionLost); }

void LetTwoThreadsMeetAt(MeetingPlace& place, void (*query)()) {
  SilentCounter steps;
  place.store(&steps, kRelaxed);
  std::thread first(query);
  steps.WaitFor(1);
  std::thread second(query);
  first.join();
  steps.Raise();
  second.join();
  place.store(nullptr, kRelaxed);
}

// What the driver saw since the last call of Forget. It puts nothing in order
// that ThreadSanitizer could see.
class Database {
 public:
  static void Forget() {
    opened_.store(0, kRelaxed);
    closed_.store(0, kRelaxed);
    used_by_others_.store(0, kRelaxed);
    closed_by_others_.store(0, kRelaxed);
    refuses_.store(false, kRelaxed);
  }

  // Connections opened and closed so far.
  static int opened() { return opened_.load(kRelaxed); }
  static int closed() { return closed_.load(kRelaxed); }
  // Queries and closings by a thread that did not open the connection.
  static int used_by_others() { return used_by_others_.load(kRelaxed); }
  static int closed_by_others() { return closed_by_others_.load(kRelaxed); }

  // The next attempt to open a connection fails.
  static void RefuseOnce() { refuses_.store(true, kRelaxed); }

  static int Open() {
    if (refuses_.exchange(false, kRelaxed)) {
      throw std::runtime_error("no connection to be had");
    }
    MeetAt(opening);
    opened_.fetch_add(1, kRelaxed);
    const int number = next_number_.fetch_add(1, kRelaxed);
    owners_.at(number % owners_.size()).store(CurrentThreadId(), kRelaxed);
    return number;
  }

  static void Use(int number) {
    if (!IsOwn(number)) used_by_others_.fetch_add(1, kRelaxed);
  }

  static void Close(int number) {
    MeetAt(closing);
    if (!IsOwn(number)) closed_by_others_.fetch_add(1, kRelaxed);
    closed_.fetch_add(1, kRelaxed);
  }

 private:
  static bool IsOwn(int number) {
    return owners_.at(number % owners_.size()).load(kRelaxed) ==
           CurrentThreadId();
  }

  inline static std::atomic<int> opened_ = 0;
  inline static std::atomic<int> closed_ = 0;
  inline static std::atomic<int> used_by_others_ = 0;
  inline static std::atomic<int> closed_by_others_ = 0;
  inline static std::atomic<bool> refuses_ = false;
  inline static std::atomic<int> next_number_ = 0;
  inline static std::array<std::atomic<pid_t>, 64> owners_ = {};
};

}  // namespace
}  // namespace racefree

Connection::Connection() : number_(racefree::Database::Open()) {}

Connection::~Connection() { racefree::Database::Close(number_); }

std::string Connection::Run(const std::string& query) {
  ++queries_;
  racefree::Database::Use(number_);
  if (query == "lose") throw ConnectionLost("lost");
  if (query == "be slow") throw racefree::TimedOut("after 30 seconds");
  if (query == "misspelt") throw std::invalid_argument("misspelt");
  if (query == "meet") racefree::MeetAt(racefree::meeting_query);
  return "answer to " + query;
}

namespace racefree {
namespace {

TEST(PerThreadConnection, IsOpenedOnceForAllQueriesOfAThread) {
  Database::Forget();
  std::thread([] {
    EXPECT_EQ(Query("one"), "answer to one");
    EXPECT_EQ(Query("two"), "answer to two");
    EXPECT_EQ(Query("three"), "answer to three");
  }).join();
  EXPECT_EQ(Database::opened(), 1) << "connections for three queries";
}

TEST(PerThreadConnection, IsAnotherOneForEachThread) {
  Database::Forget();
  TakeTurns(2, [] { Query("one"); }, [] { Query("two"); });
  EXPECT_EQ(Database::used_by_others(), 0)
      << "queries on a connection that another thread has opened";
  EXPECT_EQ(Database::opened(), 2) << "connections for two threads";
}

TEST(PerThreadConnection, IsNotOpenedBeforeTheFirstQuery) {
  Database::Forget();
  std::thread([] {
    EXPECT_EQ(Database::opened(), 0) << "connections before the first query";
    Query("one");
    EXPECT_EQ(Database::opened(), 1) << "connections after it";
  }).join();
}

TEST(PerThreadConnection, IsClosedWhenItsThreadEnds) {
  Database::Forget();
  std::thread([] {
    Query("one");
    EXPECT_EQ(Database::closed(), 0) << "closed while its thread goes on";
  }).join();
  EXPECT_EQ(Database::closed(), 1) << "closed when its thread has ended";
  EXPECT_EQ(Database::closed_by_others(), 0) << "closed by another thread";
}

TEST(PerThreadConnection, IsANewOneForAThreadThatIsStartedLater) {
  Database::Forget();
  for (int round = 1; round <= 3; ++round) {
    std::thread([] { Query("one"); }).join();
    EXPECT_EQ(Database::opened(), round) << "opened by threads so far";
    EXPECT_EQ(Database::closed(), round) << "closed by threads so far";
  }
  EXPECT_EQ(Database::used_by_others(), 0) << "used by another thread";
  EXPECT_EQ(Database::closed_by_others(), 0) << "closed by another thread";
}

TEST(PerThreadConnection, IsClosedWhenItIsLost) {
  Database::Forget();
  std::thread([] {
    Query("one");
    EXPECT_THROW(Query("lose"), ConnectionLost);
    EXPECT_EQ(Database::opened(), 1) << "opened when one was lost";
    EXPECT_EQ(Database::closed(), 1) << "closed when it was lost";
  }).join();
  EXPECT_EQ(Database::closed(), 1) << "closed when its thread has ended";
}

TEST(PerThreadConnection, IsLostWithTheExceptionThatRunThrew) {
  Database::Forget();
  std::thread([] {
    try {
      Query("be slow");
      ADD_FAILURE() << "no exception got out of Query";
    } catch (const TimedOut& timed_out) {
      EXPECT_STREQ(timed_out.what(), "after 30 seconds");
    } catch (const ConnectionLost&) {
      ADD_FAILURE() << "Run threw TimedOut, which is a ConnectionLost; Query "
                       "threw another exception instead of passing it on";
    }
    EXPECT_EQ(Database::closed(), 1) << "closed when it was lost";
  }).join();
}

TEST(PerThreadConnection, IsReplacedByTheNextQueryWhenItIsLost) {
  Database::Forget();
  std::thread([] {
    EXPECT_THROW(Query("lose"), ConnectionLost);
    EXPECT_EQ(Query("two"), "answer to two");
    EXPECT_EQ(Query("three"), "answer to three");
    EXPECT_EQ(Database::opened(), 2) << "opened after one was lost";
    EXPECT_THROW(Query("lose"), ConnectionLost);
    EXPECT_EQ(Query("four"), "answer to four");
    EXPECT_EQ(Database::opened(), 3) << "opened after two were lost";
  }).join();
  EXPECT_EQ(Database::closed(), 3) << "closed when their thread has ended";
}

TEST(PerThreadConnection, IsKeptWhenAQueryFailsForAnotherReason) {
  Database::Forget();
  std::thread([] {
    EXPECT_THROW(Query("misspelt"), std::invalid_argument);
    EXPECT_EQ(Query("two"), "answer to two");
  }).join();
  EXPECT_EQ(Database::opened(), 1) << "connections";
}

TEST(PerThreadConnection, IsTriedAgainWhenItCouldNotBeOpened) {
  Database::Forget();
  std::thread([] {
    Database::RefuseOnce();
    EXPECT_THROW(Query("one"), std::runtime_error);
    EXPECT_EQ(Query("two"), "answer to two");
  }).join();
  EXPECT_EQ(Database::opened(), 1) << "opened at the second attempt";
  EXPECT_EQ(Database::closed(), 1) << "closed when its thread has ended";
}

TEST(PerThreadConnection, IsUsedWhileAnotherThreadUsesItsOwn) {
  Database::Forget();
  LetTwoThreadsMeetAt(meeting_query, Meet);
}

TEST(PerThreadConnection, IsOpenedWhileAnotherThreadOpensItsOwn) {
  Database::Forget();
  LetTwoThreadsMeetAt(opening, Meet);
}

TEST(PerThreadConnection, IsClosedWhileAnotherThreadClosesItsOwn) {
  Database::Forget();
  LetTwoThreadsMeetAt(closing, Meet);
}

TEST(PerThreadConnection, IsClosedWhileAnotherThreadClosesALostOne) {
  Database::Forget();
  LetTwoThreadsMeetAt(closing, LoseConnection);
}

TEST(PerThreadConnectionInParallel, IsNeverSeenByAnotherThread) {
  Database::Forget();
  TakeTurns(
      3, [] { Query("one"); },
      [] { EXPECT_THROW(Query("lose"), ConnectionLost); });
}

EVERY_SCHEDULE_TEST(PerThreadConnection, IsOneForEachOfTwoThreads) {
  std::thread one([] {
    Query("one");
    Query("two");
  });
  std::thread two([] { Query("three"); });
  one.join();
  two.join();
  EXPECT_EQ(Database::opened(), 2) << "connections for two threads";
  EXPECT_EQ(Database::closed(), 2) << "closed when both threads have ended";
  EXPECT_EQ(Database::used_by_others(), 0) << "used by another thread";
  EXPECT_EQ(Database::closed_by_others(), 0) << "closed by another thread";
}

EVERY_SCHEDULE_TEST(PerThreadConnection, IsLostByOneThreadOnly) {
  std::thread one([] { EXPECT_THROW(Query("lose"), ConnectionLost); });
  std::thread two([] { Query("one"); });
  one.join();
  two.join();
  EXPECT_EQ(Database::closed(), 2) << "closed when both threads have ended";
  EXPECT_EQ(Database::used_by_others(), 0) << "used by another thread";
  EXPECT_EQ(Database::closed_by_others(), 0) << "closed by another thread";
}

}  // namespace
}  // namespace racefree
