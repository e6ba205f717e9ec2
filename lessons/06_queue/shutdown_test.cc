#include "lessons/06_queue/shutdown.h"

#include <atomic>
#include <functional>
#include <memory>
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

// What a call came to: the item, or how it ended.
std::string ResultOfGet(Queue<int>& queue) {
  try {
    return "got " + std::to_string(queue.Get());
  } catch (const ShutDown&) {
    return "shut down";
  }
}

std::string ResultOfPut(Queue<int>& queue, int item) {
  try {
    queue.Put(item);
    return "put";
  } catch (const ShutDown&) {
    return "shut down";
  }
}

// A call on a thread of its own that has to wait.
class Waiter {
 public:
  explicit Waiter(std::function<std::string()> call)
      : call_(std::in_place, [this, call] { result_ = call(); }) {
    EXPECT_EQ(call_->WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "a call that has to wait";
  }
  bool has_returned() const { return call_->has_returned(); }

  // Waits for the end of the call.
  std::string Result() {
    call_.reset();
    return result_;
  }

 private:
  std::string result_;
  std::optional<WatchedCall> call_;
};

Waiter WaitInGet(Queue<int>& queue) {
  return Waiter([&queue] { return ResultOfGet(queue); });
}

Waiter WaitInPut(Queue<int>& queue, int item) {
  return Waiter([&queue, item] { return ResultOfPut(queue, item); });
}

Waiter WaitInJoin(Queue<int>& queue) {
  return Waiter([&queue] {
    queue.Join();
    return "joined";
  });
}

TEST(Shutdown, LetsNothingInAfterwards) {
  Queue<int> queue(5);
  queue.Put(1);
  queue.Shutdown();
  EXPECT_EQ(ResultOfPut(queue, 2), "shut down");
  EXPECT_EQ(ResultOfPut(queue, 3), "shut down");
  Queue<int> other(5);
  other.Shutdown(true);
  EXPECT_EQ(ResultOfPut(other, 2), "shut down");
}

TEST(Shutdown, LetsOutWhatIsInAndThenThrows) {
  Queue<int> queue(5);
  queue.Put(1);
  queue.Put(2);
  queue.Shutdown();
  EXPECT_EQ(ResultOfGet(queue), "got 1");
  EXPECT_EQ(ResultOfGet(queue), "got 2");
  EXPECT_EQ(ResultOfGet(queue), "shut down");
  EXPECT_EQ(ResultOfGet(queue), "shut down") << "asked once more";
}

TEST(Shutdown, WakesAllWhoWaitForAnItem) {
  for (const bool immediate : {false, true}) {
    SCOPED_TRACE(immediate ? "immediate" : "not immediate");
    // Time stands still: who looks again after a while never does.
    VirtualTime time;
    Queue<int> queue(1);
    Waiter one = WaitInGet(queue);
    Waiter two = WaitInGet(queue);
    queue.Shutdown(immediate);
    EXPECT_EQ(one.Result(), "shut down");
    EXPECT_EQ(two.Result(), "shut down");
  }
}

TEST(Shutdown, WakesAllWhoWaitForRoom) {
  for (const bool immediate : {false, true}) {
    SCOPED_TRACE(immediate ? "immediate" : "not immediate");
    VirtualTime time;
    Queue<int> queue(1);
    queue.Put(1);
    Waiter one = WaitInPut(queue, 2);
    Waiter two = WaitInPut(queue, 3);
    queue.Shutdown(immediate);
    EXPECT_EQ(one.Result(), "shut down");
    EXPECT_EQ(two.Result(), "shut down");
    if (!immediate) EXPECT_EQ(ResultOfGet(queue), "got 1");
    EXPECT_EQ(ResultOfGet(queue), "shut down")
        << "what those who waited wanted to put";
  }
}

TEST(Shutdown, IfImmediateDropsWhatIsIn) {
  Queue<int> queue(5);
  queue.Put(1);
  queue.Put(2);
  queue.Shutdown(true);
  EXPECT_EQ(ResultOfGet(queue), "shut down");
}

TEST(Shutdown, IfImmediateFreesWhatIsInAtOnce) {
  Queue<std::shared_ptr<int>> queue(5);
  auto item = std::make_shared<int>(1);
  queue.Put(item);
  queue.Shutdown(true);
  EXPECT_EQ(item.use_count(), 1) << "owners of a dropped item";
}

TEST(Shutdown, IfImmediateTakesWhatIsDroppedForDone) {
  Queue<int> queue(5);
  queue.Put(1);
  queue.Put(2);
  VirtualTime time;
  Waiter join = WaitInJoin(queue);
  Waiter another = WaitInJoin(queue);
  queue.Shutdown(true);
  EXPECT_EQ(join.Result(), "joined");
  EXPECT_EQ(another.Result(), "joined");
  queue.Join();
  EXPECT_THROW(queue.TaskDone(), std::logic_error)
      << "once too often: nothing is left to be done";
}

TEST(Shutdown, LeavesJoinWaitingForWhatIsInWork) {
  for (const bool immediate : {false, true}) {
    SCOPED_TRACE(immediate ? "immediate" : "not immediate");
    Queue<int> queue(5);
    queue.Put(1);
    queue.Put(2);
    EXPECT_EQ(ResultOfGet(queue), "got 1");
    queue.Shutdown(immediate);
    Waiter join = WaitInJoin(queue);
    if (!immediate) {
      EXPECT_EQ(ResultOfGet(queue), "got 2");
      queue.TaskDone();
      EXPECT_FALSE(join.has_returned()) << "item 1 is still in work";
    }
    queue.TaskDone();
    EXPECT_EQ(join.Result(), "joined");
  }
}

TEST(Shutdown, MayBecomeImmediateLater) {
  Queue<int> queue(5);
  queue.Put(1);
  queue.Put(2);
  Waiter join = WaitInJoin(queue);
  queue.Shutdown();
  queue.Shutdown();
  EXPECT_EQ(ResultOfGet(queue), "got 1");
  queue.TaskDone();
  queue.Shutdown(true);
  EXPECT_EQ(ResultOfGet(queue), "shut down");
  EXPECT_EQ(join.Result(), "joined");
  queue.Shutdown();
  EXPECT_EQ(ResultOfGet(queue), "shut down");
}

TEST(Shutdown, IsNotNeededToWakeThoseWhoseTurnItIs) {
  VirtualTime time;
  Queue<int> queue(1);
  {
    Waiter get = WaitInGet(queue);
    queue.Put(1);
    EXPECT_EQ(get.Result(), "got 1");
  }
  queue.Put(2);
  {
    Waiter put = WaitInPut(queue, 3);
    EXPECT_EQ(ResultOfGet(queue), "got 2");
    EXPECT_EQ(put.Result(), "put");
  }
  Waiter join = WaitInJoin(queue);
  EXPECT_EQ(ResultOfGet(queue), "got 3");
  for (int i = 0; i < 3; ++i) queue.TaskDone();
  EXPECT_EQ(join.Result(), "joined");
}

// Knows how often it was copied on its way.
struct Parcel {
  explicit Parcel(int what = 0) : contents(what) {}
  Parcel(const Parcel& other)
      : contents(other.contents), copies(other.copies + 1) {}
  Parcel(Parcel&& other) noexcept
      : contents(other.contents), copies(other.copies) {}
  Parcel& operator=(const Parcel& other) {
    contents = other.contents;
    copies = other.copies + 1;
    return *this;
  }
  Parcel& operator=(Parcel&& other) noexcept {
    contents = other.contents;
    copies = other.copies;
    return *this;
  }

  int contents;
  int copies = 0;
};

TEST(Shutdown, IsForAQueueThatMovesItsItems) {
  Queue<Parcel> queue(2);
  queue.Put(Parcel(7));
  queue.Put(Parcel(8));
  queue.Shutdown();
  const Parcel parcel = queue.Get();
  EXPECT_EQ(parcel.contents, 7);
  EXPECT_EQ(parcel.copies, 0) << "copies made on its way";
  queue.Shutdown(true);
  EXPECT_THROW(queue.Get(), ShutDown);
}

TEST(ShutdownInParallel, OfOneWhoPutsAndOneWhoShutsDown) {
  Queue<int> queue(20);
  int round = 0;
  TakeTurns(
      4, [&] { ResultOfPut(queue, 1); },
      [&] {
        if (++round > 1) queue.Shutdown(round > 2);
      });
  EXPECT_EQ(ResultOfGet(queue), "shut down");
}

TEST(ShutdownInParallel, OfOneWhoGetsAndOneWhoShutsDown) {
  Queue<int> queue(20);
  for (int i = 0; i < 3; ++i) queue.Put(i);
  int round = 0;
  TakeTurns(
      4, [&] { ResultOfGet(queue); },
      [&] {
        if (++round > 1) queue.Shutdown(round > 2);
      });
  EXPECT_EQ(ResultOfGet(queue), "shut down");
}

EVERY_SCHEDULE_TEST(Shutdown, EndsAGetThatIsJustBeginning) {
  Queue<int> queue(1);
  std::thread get([&] { EXPECT_EQ(ResultOfGet(queue), "shut down"); });
  queue.Shutdown();
  get.join();
}

EVERY_SCHEDULE_TEST(Shutdown, EndsAPutThatIsJustBeginning) {
  Queue<int> queue(1);
  queue.Put(1);
  std::string result;
  std::thread put([&] { result = ResultOfPut(queue, 2); });
  queue.Shutdown(true);
  EXPECT_EQ(ResultOfGet(queue), "shut down");
  queue.Join();
  put.join();
  EXPECT_EQ(result, "shut down");
}

// One waits in Join, the other one in Get: only this one can go on.
EVERY_SCHEDULE_TEST(Shutdown, IsNotNeededToWakeTheOneWhoCanGoOn) {
  Queue<int> queue(1);
  queue.Put(1);
  EXPECT_EQ(ResultOfGet(queue), "got 1");
  std::thread join([&] { queue.Join(); });
  std::thread get([&] {
    EXPECT_EQ(ResultOfGet(queue), "got 2");
    queue.TaskDone();
  });
  queue.Put(2);
  get.join();
  queue.TaskDone();
  join.join();
}

EVERY_SCHEDULE_TEST_WITH(Shutdown, IsNotNeededToLetInForWhomThereIsRoom,
                         {.max_schedules = 5000}) {
  Queue<int> queue(2);
  queue.Put(1);
  queue.Put(2);
  std::thread one([&] { queue.Put(3); });
  std::thread two([&] { queue.Put(4); });
  EXPECT_EQ(ResultOfGet(queue), "got 1");
  EXPECT_EQ(ResultOfGet(queue), "got 2");
  one.join();
  two.join();
}

EVERY_SCHEDULE_TEST(Shutdown, LetsOneOfTwoHaveTheLastItem) {
  Queue<int> queue(1);
  std::string one_result;
  std::string two_result;
  std::thread one([&] { one_result = ResultOfGet(queue); });
  std::thread two([&] { two_result = ResultOfGet(queue); });
  queue.Put(1);
  queue.Shutdown();
  one.join();
  two.join();
  if (one_result != "got 1") std::swap(one_result, two_result);
  EXPECT_EQ(one_result, "got 1");
  EXPECT_EQ(two_result, "shut down");
}

}  // namespace
}  // namespace racefree
