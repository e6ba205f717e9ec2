// Wrong programs that synchronise by atomics alone: counts of references,
// flags, things that are looked at and then done, waiting.

#include <atomic>
#include <mutex>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;
using std::memory_order_relaxed;

struct Node {
  int value = 0;
  Node* next = nullptr;
};

const BuggyProgram kPrograms[] = {
    {"reference count with a relaxed decrement", Kind::kDataRace,
     [] {
       std::atomic<int> count{2};
       int* value = new int(1);
       auto release = [&](int add) {
         *value += add;
         if (count.fetch_sub(1, memory_order_relaxed) == 1) delete value;
       };
       // Both only read, but the one that frees writes, in a sense.
       InTwo([&] { release(0); },
             [&] {
               if (count.fetch_sub(1, memory_order_relaxed) == 1) delete value;
             });
     },
     "value"},
    {"reference count that dies with what another writes", Kind::kDataRace,
     [] {
       struct Counted {
         std::atomic<int> count{2};
         int written[2] = {0, 0};
         int sum = 0;
         ~Counted() { sum = written[0] + written[1]; }
       };
       auto* counted = new Counted;
       auto release = [counted](int me) {
         counted->written[me] = 1;
         if (counted->count.fetch_sub(1, memory_order_relaxed) == 1)
           delete counted;
       };
       InTwo([&] { release(0); }, [&] { release(1); });
     },
     "written["},
    {"reference taken from a count of zero", Kind::kUseAfterFree,
     [] {
       struct Counted {
         std::atomic<int> count{1};
         int value = 1;
       };
       auto* counted = new Counted;
       auto release = [&] {
         if (counted->count.fetch_sub(1) == 1) delete counted;
       };
       InTwo(
           [&] {
             // The owner's reference may be gone already.
             counted->count.fetch_add(1);
             release();
           },
           release);
     },
     "count.fetch_"},
    {"double-checked locking with a relaxed pointer", Kind::kDataRace,
     [] {
       std::mutex mutex;
       std::atomic<Node*> made{nullptr};
       static Node node;
       node = Node();
       auto get = [&] {
         Node* seen = made.load(memory_order_relaxed);
         if (seen == nullptr) {
           std::lock_guard<std::mutex> lock(mutex);
           seen = made.load(memory_order_relaxed);
           if (seen == nullptr) {
             node.value = 1;
             seen = &node;
             made.store(seen, memory_order_relaxed);
           }
         }
         return seen->value;
       };
       InTwo([&] { EXPECT_EQ(get(), 1); }, [&] { EXPECT_EQ(get(), 1); });
     },
     "value"},
    {"done before it is made", Kind::kDataRace,
     [] {
       std::atomic<bool> made{false};
       int value = 0;
       auto use = [&] {
         if (!made.exchange(true)) value = 1;
         EXPECT_EQ(value, 1);
       };
       InTwo(use, use);
     },
     "value"},
    {"test, then set", Kind::kDataRace,
     [] {
       std::atomic<bool> locked{false};
       int sum = 0;
       auto add = [&] {
         while (locked.load()) {
         }
         locked.store(true);
         ++sum;
         locked.store(false);
       };
       InTwo(add, add);
     },
     "++sum"},
    {"two with the same ticket", Kind::kFailedExpectation,
     [] {
       std::atomic<int> next{0};
       int tickets[2];
       auto draw = [&](int me) {
         const int mine = next.load();
         next.store(mine + 1);
         tickets[me] = mine;
       };
       InTwo([&] { draw(0); }, [&] { draw(1); });
       EXPECT_NE(tickets[0], tickets[1]);
     },
     "EXPECT_NE"},
    {"looks, then takes", Kind::kFailedExpectation,
     [] {
       std::atomic<int> seats{1};
       auto book = [&] {
         if (seats.load() > 0) --seats;
       };
       InTwo(book, book);
       EXPECT_GE(seats.load(), 0);
     },
     "EXPECT_GE"},
    {"maximum without a loop", Kind::kFailedExpectation,
     [] {
       std::atomic<int> maximum{0};
       auto offer = [&](int value) {
         if (maximum.load() < value) maximum.store(value);
       };
       InTwo([&] { offer(1); }, [&] { offer(2); });
       EXPECT_EQ(maximum.load(), 2);
     },
     "EXPECT_EQ"},
    {"linked list that loses a node", Kind::kFailedExpectation,
     [] {
       static Node nodes[2];
       nodes[0] = nodes[1] = Node();
       std::atomic<Node*> head{nullptr};
       auto push = [&](Node* node) {
         node->next = head.load();
         head.store(node);
       };
       InTwo([&] { push(&nodes[0]); }, [&] { push(&nodes[1]); });
       int length = 0;
       for (Node* node = head; node != nullptr; node = node->next) ++length;
       EXPECT_EQ(length, 2);
     },
     "length, 2"},
    {"hazard pointer that is not looked at again", Kind::kUseAfterFree,
     [] {
       std::atomic<Node*> shared{new Node{1, nullptr}};
       std::atomic<Node*> hazard{nullptr};
       InTwo(
           [&] {
             Node* seen = shared.load();
             hazard.store(seen);
             // Here it should make sure that `shared` still is `seen`.
             if (seen != nullptr) EXPECT_EQ(seen->value, 1);
           },
           [&] {
             Node* old = shared.exchange(nullptr);
             if (hazard.load() != old) delete old;
           });
     },
     "seen->value"},
    {"message passing by relaxed atomics", Kind::kFailedExpectation,
     [] {
       std::atomic<int> message{0}, sent{0};
       InTwo(
           [&] {
             message.store(1, memory_order_relaxed);
             sent.store(1, memory_order_relaxed);
           },
           [&] {
             if (sent.load(memory_order_relaxed) == 1) {
               EXPECT_EQ(message.load(memory_order_relaxed), 1);
             }
           });
     },
     "message.load", true},
    {"volatile taken for atomic", Kind::kDataRace,
     [] {
       volatile bool ready = false;
       int payload = 0;
       InTwo(
           [&] {
             payload = 1;
             ready = true;
           },
           [&] {
             if (ready) EXPECT_EQ(payload, 1);
           });
     },
     "ready"},
    {"notifies before it changes", Kind::kLostWakeUp,
     [] {
       std::atomic<bool> ready{false};
       InTwo([&] { ready.wait(false); },
             [&] {
               ready.notify_one();
               ready.store(true);
             });
     },
     "ready.wait"},
    {"notifies one of two that wait", Kind::kLostWakeUp,
     [] {
       std::atomic<int> stage{0};
       std::thread a([&] { stage.wait(0); });
       std::thread b([&] { stage.wait(0); });
       stage.store(1);
       stage.notify_one();
       a.join();
       b.join();
     },
     "stage.wait"},
    {"changes back before the sleeper looks", Kind::kLostWakeUp,
     [] {
       std::atomic<int> stage{0};
       InTwo([&] { stage.wait(0); },
             [&] {
               stage.store(1);
               stage.notify_one();
               stage.store(0);
             });
     },
     "stage.wait"},
};

class BuggyAtomics : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggyAtomics, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggyAtomics, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
