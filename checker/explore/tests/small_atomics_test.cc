// The reduction against the exhaustive search, and both against numbers
// computed by hand: atomics, and plain variables that race.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "checker/explore/tests/small_programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

void InThree(const std::function<void(int)>& work) {
  std::thread a(work, 0), b(work, 1), c(work, 2);
  a.join();
  b.join();
  c.join();
}

// An atomic variable whose uses are written down.
class Traced {
 public:
  explicit Traced(Trace* trace) : trace_(*trace) {}

  int Load(int me) {
    const int value = value_.load();
    trace_.Reads(me, &value_);
    return value;
  }
  void Store(int me, int value) {
    value_.store(value);
    trace_.Writes(me, &value_);
  }
  int Add(int me) {
    const int value = value_.fetch_add(1);
    trace_.Writes(me, &value_);
    return value;
  }
  bool ExchangeIf(int me, int expected, int value) {
    const bool done = value_.compare_exchange_strong(expected, value);
    trace_.Writes(me, &value_);
    return done;
  }

 private:
  std::atomic<int> value_{0};
  Trace& trace_;
};

const SmallProgram kPrograms[] = {
    {"two load", 1,
     [] {
       Trace trace;
       Traced x(&trace);
       InTwo([&] { x.Load(0); }, [&] { x.Load(1); });
       trace.Note();
     }},
    {"one loads, one stores", 2,
     [] {
       Trace trace;
       Traced x(&trace);
       InTwo([&] { x.Load(0); }, [&] { x.Store(1, 1); });
       trace.Note();
     }},
    {"two store", 2,
     [] {
       Trace trace;
       Traced x(&trace);
       InTwo([&] { x.Store(0, 1); }, [&] { x.Store(1, 2); });
       trace.Note();
     }},
    // Each of the two loads before or after the store; not the second before
    // and the first after.
    {"one loads twice, one stores", 3,
     [] {
       Trace trace;
       Traced x(&trace);
       InTwo(
           [&] {
             x.Load(0);
             x.Load(0);
           },
           [&] { x.Store(1, 1); });
       trace.Note();
     }},
    // Each reader before or after.
    {"two load, one stores", 4,
     [] {
       Trace trace;
       Traced x(&trace);
       InThree([&](int me) {
         if (me == 0) return x.Store(me, 1);
         x.Load(me);
       });
       trace.Note();
     }},
    // 3!.
    {"three add", 6,
     [] {
       Trace trace;
       Traced x(&trace);
       InThree([&](int me) { x.Add(me); });
       trace.Note();
     }},
    // C(6, 3).
    {"two add three times", 20,
     [] {
       Trace trace;
       Traced x(&trace);
       auto add = [&](int me) {
         for (int i = 0; i < 3; ++i) x.Add(me);
       };
       InTwo([&] { add(0); }, [&] { add(1); });
       trace.Note();
     }},
    // 6! / (2! 2! 2!).
    {"three add twice", 90,
     [] {
       Trace trace;
       Traced x(&trace);
       InThree([&](int me) {
         x.Add(me);
         x.Add(me);
       });
       trace.Note();
     }},
    {"two add apart", 1,
     [] {
       Trace trace;
       Traced x(&trace), y(&trace);
       InTwo([&] { x.Add(0); }, [&] { y.Add(1); });
       trace.Note();
     }},
    // One after the other: 2. Or both load, which commutes, then store: 2.
    {"lost update", 4,
     [] {
       Trace trace;
       Traced x(&trace);
       auto add = [&](int me) { x.Store(me, x.Load(me) + 1); };
       InTwo([&] { add(0); }, [&] { add(1); });
       trace.Note();
     }},
    // Who sees what: 00 is impossible.
    {"store buffering", 3,
     [] {
       std::atomic<int> x{0}, y{0};
       uint64_t a = 0, b = 0;
       InTwo(
           [&] {
             x = 1;
             a = static_cast<uint64_t>(y.load());
           },
           [&] {
             y = 1;
             b = static_cast<uint64_t>(x.load());
           });
       NoteOutcome(10 * a + b);
     }},
    // Each of the two stores before or after the other's load: 4, less the
    // circle in which each load comes before the other's store.
    {"store buffering, traced", 3,
     [] {
       Trace trace;
       Traced x(&trace), y(&trace);
       InTwo(
           [&] {
             x.Store(0, 1);
             y.Load(0);
           },
           [&] {
             y.Store(1, 1);
             x.Load(1);
           });
       trace.Note();
     }},
    // The flag's load before or after, the message's too, less one circle.
    {"message passing", 3,
     [] {
       Trace trace;
       Traced message(&trace), flag(&trace);
       InTwo(
           [&] {
             message.Store(0, 1);
             flag.Store(0, 1);
           },
           [&] {
             flag.Load(1);
             message.Load(1);
           });
       trace.Note();
     }},
    // Reads the message only if it saw the flag.
    {"message passing, guarded", 2,
     [] {
       Trace trace;
       Traced message(&trace), flag(&trace);
       InTwo(
           [&] {
             message.Store(0, 1);
             flag.Store(0, 1);
           },
           [&] {
             if (flag.Load(1) == 1) message.Load(1);
           });
       trace.Note();
     }},
    // Each of four loads before or after its store: 16, less the one circle in
    // which the readers see the writes in opposite orders.
    {"independent reads of independent writes", 15,
     [] {
       std::atomic<uint64_t> x{0}, y{0};
       uint64_t seen[4];
       std::thread write_x([&] { x = 1; });
       std::thread write_y([&] { y = 1; });
       std::thread read_xy([&] {
         seen[0] = x;
         seen[1] = y;
       });
       std::thread read_yx([&] {
         seen[2] = y;
         seen[3] = x;
       });
       write_x.join();
       write_y.join();
       read_xy.join();
       read_yx.join();
       NoteOutcome(1000 * seen[0] + 100 * seen[1] + 10 * seen[2] + seen[3]);
     }},
    // Only the first one succeeds.
    {"compare and exchange, two", 2,
     [] {
       Trace trace;
       Traced x(&trace);
       InTwo([&] { x.ExchangeIf(0, 0, 1); }, [&] { x.ExchangeIf(1, 0, 2); });
       trace.Note();
     }},
    // One after the other: 2. Or both load, which commutes; one exchanges, the
    // other fails and begins again: 2.
    {"compare and exchange in a loop", 4,
     [] {
       Trace trace;
       Traced x(&trace);
       auto add = [&](int me) {
         int seen = x.Load(me);
         while (!x.ExchangeIf(me, seen, seen + 1)) seen = x.Load(me);
       };
       InTwo([&] { add(0); }, [&] { add(1); });
       trace.Note();
     }},
    // Who takes the one.
    {"exchange, two", 2,
     [] {
       std::atomic<uint64_t> x{1};
       uint64_t taken[2];
       auto take = [&](int me) { taken[me] = x.exchange(0); };
       InTwo([&] { take(0); }, [&] { take(1); });
       NoteOutcome(10 * taken[0] + taken[1]);
     }},
    {"atomic_flag, two", 2,
     [] {
       std::atomic_flag flag;
       uint64_t was_set[2];
       auto set = [&](int me) { was_set[me] = flag.test_and_set(); };
       InTwo([&] { set(0); }, [&] { set(1); });
       NoteOutcome(10 * was_set[0] + was_set[1]);
     }},
    // The load sees each of the two stores, or none.
    {"atomic_ref", 3,
     [] {
       uint64_t plain = 0;
       uint64_t seen = 0;
       InTwo(
           [&] {
             std::atomic_ref<uint64_t> x(plain);
             x.store(1);
             x.store(2);
           },
           [&] { seen = std::atomic_ref<uint64_t>(plain).load(); });
       NoteOutcome(seen);
     }},
    // Did it have to sleep? It can not be told; it goes on in any case.
    {"wait and notify", 1,
     [] {
       std::atomic<uint64_t> x{0};
       uint64_t seen = 0;
       InTwo(
           [&] {
             x = 1;
             x.notify_one();
           },
           [&] {
             x.wait(0);
             seen = x;
           });
       NoteOutcome(seen);
     }},
    // Sleeps for ever if it looked before the store; else goes on.
    {"wait, and nobody notifies", 2,
     [] {
       std::atomic<uint64_t> x{0};
       InTwo([&] { x = 1; }, [&] { x.wait(0); });
       NoteOutcome(1);
     }},
    // Two sleepers, one notification: one of them may sleep for ever.
    {"wait, two, and one is notified", 2,
     [] {
       std::atomic<uint64_t> x{0};
       std::thread a([&] { x.wait(0); });
       std::thread b([&] { x.wait(0); });
       x = 1;
       x.notify_one();
       a.join();
       b.join();
       NoteOutcome(1);
     }},
    // Who goes on first.
    {"wait, two, and all are notified", 2,
     [] {
       std::atomic<uint64_t> x{0}, gone{0};
       uint64_t first = 0;
       std::thread a([&] {
         x.wait(0);
         first = gone.fetch_add(1);
       });
       std::thread b([&] {
         x.wait(0);
         gone.fetch_add(1);
       });
       x = 1;
       x.notify_all();
       a.join();
       b.join();
       NoteOutcome(first);
     }},
    // Who has it first.
    {"spin lock", 2,
     [] {
       std::atomic_flag flag;
       int order = 0;
       auto work = [&](int me) {
         while (flag.test_and_set()) {
         }
         order = 10 * order + me;
         flag.clear();
       };
       InTwo([&] { work(1); }, [&] { work(2); });
       NoteOutcome(static_cast<uint64_t>(order));
     },
     true},
    {"ticket lock, three", 6,
     [] {
       std::atomic<int> next{0}, serving{0};
       int order = 0;
       InThree([&](int me) {
         const int ticket = next.fetch_add(1);
         while (serving.load() != ticket) {
         }
         order = 10 * order + me;
         serving.store(ticket + 1);
       });
       NoteOutcome(static_cast<uint64_t>(order));
     },
     true},
    // The one that waits can not miss it.
    {"spins on a flag", 1,
     [] {
       std::atomic<bool> go{false};
       InTwo([&] { go = true; },
             [&] {
               while (!go) {
               }
             });
       NoteOutcome(1);
     },
     true},
    // In turns: 0, 1, 0, 1.
    {"ping pong", 1,
     [] {
       std::atomic<int> turn{0};
       auto play = [&](int me) {
         for (int i = 0; i < 2; ++i) {
           while (turn.load() % 2 != me) {
           }
           ++turn;
         }
       };
       InTwo([&] { play(0); }, [&] { play(1); });
       NoteOutcome(static_cast<uint64_t>(turn.load()));
     },
     true},
    // Reads 0 and writes 1, both; one after the other; or in between: the sum
    // is 1 or 2. And the race.
    {"plain increments", 2,
     [] {
       int sum = 0;
       InTwo([&] { sum = sum + 1; }, [&] { sum = sum + 1; });
       NoteOutcome(static_cast<uint64_t>(sum));
     }},
    // As the notes have it: b += 5, b -= 13 from 0: both (-8), or one of them
    // lost (5, -13).
    {"plain balance", 3,
     [] {
       int balance = 0;
       auto change = [&](int amount) { balance = balance + amount; };
       InTwo([&] { change(5); }, [&] { change(-13); });
       NoteOutcome(static_cast<uint64_t>(balance + 100));
     }},
    // Under a lock the plain accesses are no choice: 2 orders, one result.
    {"plain under a mutex", 1,
     [] {
       std::mutex mutex;
       int sum = 0;
       auto add = [&] {
         std::lock_guard<std::mutex> lock(mutex);
         ++sum;
       };
       InTwo(add, add);
       NoteOutcome(static_cast<uint64_t>(sum));
     }},
    // The last one frees.
    {"shared_ptr, who frees", 2,
     [] {
       thread_local uint64_t me = 0;
       static uint64_t freed_by;
       auto shared = std::shared_ptr<int>(new int(1), [](int* value) {
         freed_by = me;
         delete value;
       });
       std::thread a([copy = shared]() mutable {
         me = 1;
         copy.reset();
       });
       std::thread b([copy = std::move(shared)]() mutable {
         me = 2;
         copy.reset();
       });
       a.join();
       b.join();
       NoteOutcome(freed_by);
     }},
};

class SmallAtomics : public testing::TestWithParam<SmallProgram> {};

TEST_P(SmallAtomics, HaveTheOutcomesThatWereCountedByHand) {
  ExpectTheSameOutcomes(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, SmallAtomics, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
