// Wrong lock-free algorithms of the literature: each lacks one thing.

#include <array>
#include <atomic>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;

struct Node {
  int value = 0;
  Node* next = nullptr;
};

// Of D. Chase and Y. Lev, "Dynamic circular work-stealing deque" (2005), as
// much as the owner's and the thief's ends need, with one mistake or the other.
class WorkStealingDeque {
 public:
  void Push(int item) {
    const int bottom = bottom_.load();
    items_[static_cast<size_t>(bottom)].store(item);
    bottom_.store(bottom + 1, memory_order_release);
  }

  int PopWithoutRacingForTheLast() {
    const int bottom = bottom_.load() - 1;
    bottom_.store(bottom);
    if (top_.load() > bottom) {
      bottom_.store(bottom + 1);
      return 0;
    }
    return items_[static_cast<size_t>(bottom)].load();
  }

  int PopWithoutFence() {
    const int bottom = bottom_.load(memory_order_relaxed) - 1;
    bottom_.store(bottom, memory_order_release);
    // A sequentially consistent fence belongs here.
    int top = top_.load(memory_order_acquire);
    if (top < bottom) return items_[static_cast<size_t>(bottom)].load();
    int item = 0;
    if (top == bottom && top_.compare_exchange_strong(top, top + 1)) {
      item = items_[static_cast<size_t>(bottom)].load();
    }
    bottom_.store(bottom + 1, memory_order_relaxed);
    return item;
  }

  int Steal() {
    int top = top_.load(memory_order_acquire);
    if (top >= bottom_.load(memory_order_acquire)) return 0;
    const int item = items_[static_cast<size_t>(top)].load();
    return top_.compare_exchange_strong(top, top + 1) ? item : 0;
  }

 private:
  std::array<std::atomic<int>, 4> items_{};
  std::atomic<int> top_{0};
  std::atomic<int> bottom_{0};
};

const BuggyProgram kPrograms[] = {
    {"work-stealing deque: the last item goes to both",
     Kind::kFailedExpectation,
     [] {
       WorkStealingDeque deque;
       deque.Push(7);
       int stolen = 0;
       std::thread thief([&] { stolen = deque.Steal(); });
       const int popped = deque.PopWithoutRacingForTheLast();
       thief.join();
       EXPECT_EQ(popped + stolen, 7);
     },
     "popped + stolen"},
    {"work-stealing deque without its fence", Kind::kFailedExpectation,
     [] {
       WorkStealingDeque deque;
       deque.Push(1);
       deque.Push(2);
       int stolen = 0;
       std::thread thief([&] {
         stolen += deque.Steal();
         stolen += deque.Steal();
       });
       const int popped = deque.PopWithoutFence();
       thief.join();
       EXPECT_LE(popped + stolen, 3);
     },
     "popped + stolen", true},
    {"Treiber stack that frees what another still reads", Kind::kDataRace,
     [] {
       std::atomic<Node*> top{new Node{1, nullptr}};
       auto pop = [&] {
         Node* seen = top.load();
         while (seen != nullptr &&
                !top.compare_exchange_strong(seen, seen->next)) {
         }
         delete seen;
       };
       InTwo(pop, pop);
     },
     "seen->next"},
    {"Treiber stack with ABA through a free list", Kind::kFailedExpectation,
     [] {
       static Node nodes[2];
       nodes[1] = {2, nullptr};
       nodes[0] = {1, &nodes[1]};
       std::atomic<Node*> top{&nodes[0]};
       std::atomic<int> taken[2] = {0, 0};
       auto pop = [&]() -> Node* {
         Node* seen = top.load();
         while (seen != nullptr) {
           Node* next = seen == &nodes[0] ? &nodes[1] : nullptr;
           if (top.compare_exchange_strong(seen, next)) return seen;
         }
         return nullptr;
       };
       auto take = [&] {
         Node* node = pop();
         if (node != nullptr) ++taken[node - nodes];
         return node;
       };
       InTwo([&] { take(); },
             [&] {
               Node* first = take();
               take();
               if (first != &nodes[0]) return;
               // The first is free again, and pushed with nothing below.
               --taken[0];
               Node* none = nullptr;
               top.compare_exchange_strong(none, first);
             });
       while (take() != nullptr) {
       }
       EXPECT_LE(taken[1].load(), 1);
     },
     "taken[1]"},
    {"Peterson with acquire and release", Kind::kFailedExpectation,
     [] {
       std::atomic<bool> wants[2] = {false, false};
       std::atomic<int> turn{0};
       std::atomic<int> inside{0};
       auto enter = [&](int me) {
         wants[me].store(true, memory_order_release);
         turn.store(1 - me, memory_order_release);
         while (wants[1 - me].load(memory_order_acquire) &&
                turn.load(memory_order_acquire) == 1 - me) {
         }
         EXPECT_EQ(inside.fetch_add(1), 0);
         inside.fetch_sub(1);
         wants[me].store(false, memory_order_release);
       };
       InTwo([&] { enter(0); }, [&] { enter(1); });
     },
     "inside.fetch_add", true},
    {"Peterson that says its turn before its wish", Kind::kFailedExpectation,
     [] {
       std::atomic<bool> wants[2] = {false, false};
       std::atomic<int> turn{0};
       std::atomic<int> inside{0};
       auto enter = [&](int me) {
         turn.store(1 - me);
         wants[me].store(true);
         while (wants[1 - me].load() && turn.load() == 1 - me) {
         }
         EXPECT_EQ(inside.fetch_add(1), 0);
         inside.fetch_sub(1);
         wants[me].store(false);
       };
       InTwo([&] { enter(0); }, [&] { enter(1); });
     },
     "inside.fetch_add"},
    {"Dekker's algorithm with relaxed orders", Kind::kDataRace,
     [] {
       std::atomic<bool> wants[2] = {false, false};
       std::atomic<int> turn{0};
       int inside = 0;
       auto enter = [&](int me) {
         wants[me].store(true, memory_order_relaxed);
         while (wants[1 - me].load(memory_order_relaxed)) {
           if (turn.load(memory_order_relaxed) == me) continue;
           wants[me].store(false, memory_order_relaxed);
           while (turn.load(memory_order_relaxed) != me) {
           }
           wants[me].store(true, memory_order_relaxed);
         }
         ++inside;
         turn.store(1 - me, memory_order_relaxed);
         wants[me].store(false, memory_order_relaxed);
       };
       InTwo([&] { enter(0); }, [&] { enter(1); });
     },
     "++inside"},
    {"seqlock without fences", Kind::kFailedExpectation,
     [] {
       std::atomic<int> sequence{0}, left{0}, right{0};
       InTwo(
           [&] {
             sequence.store(1, memory_order_relaxed);
             left.store(1, memory_order_relaxed);
             right.store(1, memory_order_relaxed);
             sequence.store(2, memory_order_release);
           },
           [&] {
             const int before = sequence.load(memory_order_acquire);
             const int a = left.load(memory_order_relaxed);
             const int b = right.load(memory_order_relaxed);
             const int after = sequence.load(memory_order_relaxed);
             if (before == after && before % 2 == 0) EXPECT_EQ(a, b);
           });
     },
     "EXPECT_EQ(a, b)", true},
    {"seqlock over plain data", Kind::kDataRace,
     [] {
       std::atomic<int> sequence{0};
       int payload = 0;
       InTwo(
           [&] {
             ++sequence;
             payload = 1;
             ++sequence;
           },
           [&] {
             const int before = sequence.load();
             const int copy = payload;
             if (before == sequence.load()) EXPECT_GE(copy, 0);
           });
     },
     "payload"},
    {"seqlock whose reader looks once", Kind::kFailedExpectation,
     [] {
       std::atomic<int> sequence{0}, left{0}, right{0};
       InTwo(
           [&] {
             ++sequence;
             left = 1;
             right = 1;
             ++sequence;
           },
           [&] {
             if (sequence.load() % 2 != 0) return;
             const int a = left;
             const int b = right;
             EXPECT_EQ(a, b);
           });
     },
     "EXPECT_EQ(a, b)"},
    {"ring buffer with relaxed indexes", Kind::kDataRace,
     [] {
       int items[2] = {};
       std::atomic<size_t> written{0}, taken{0};
       InTwo(
           [&] {
             for (int i = 1; i <= 2; ++i) {
               const size_t at = written.load(memory_order_relaxed);
               if (at - taken.load(memory_order_relaxed) == 2) return;
               items[at % 2] = i;
               written.store(at + 1, memory_order_relaxed);
             }
           },
           [&] {
             const size_t at = taken.load(memory_order_relaxed);
             if (at == written.load(memory_order_relaxed)) return;
             const int item = items[at % 2];
             taken.store(at + 1, memory_order_relaxed);
             EXPECT_EQ(item, 1);
           });
     },
     "items[at % 2]"},
    {"ring buffer that gives the place back too early", Kind::kDataRace,
     [] {
       int items[1] = {};
       std::atomic<size_t> written{0}, taken{0};
       InTwo(
           [&] {
             for (size_t i = 0; i < 2; ++i) {
               if (i - taken.load(memory_order_acquire) == 1) return;
               items[0] = static_cast<int>(i);
               written.store(i + 1, memory_order_release);
             }
           },
           [&] {
             if (written.load(memory_order_acquire) == 0) return;
             taken.store(1, memory_order_release);
             EXPECT_EQ(items[0], 0);
           });
     },
     "items[0]"},
    {"ring buffer that announces before it writes", Kind::kFailedExpectation,
     [] {
       std::atomic<int> items[2] = {0, 0};
       std::atomic<size_t> written{0};
       InTwo(
           [&] {
             const size_t at = written.fetch_add(1);
             items[at].store(5);
           },
           [&] {
             if (written.load() == 1) EXPECT_EQ(items[0].load(), 5);
           });
     },
     "items[0].load()"},
};

class BuggyLockFree : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggyLockFree, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggyLockFree, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
