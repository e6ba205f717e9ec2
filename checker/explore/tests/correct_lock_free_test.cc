// Right programs that synchronise by atomics: all schedules of each are gone
// through, and nothing may be found.

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Lock = std::unique_lock<std::mutex>;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;

struct Node {
  int value = 0;
};

const CorrectProgram kPrograms[] = {
    {"lazy value, double-checked",
     [] {
       static Node made;
       made.value = 0;
       std::mutex mutex;
       std::atomic<Node*> shared{nullptr};
       auto get = [&] {
         Node* seen = shared.load(memory_order_acquire);
         if (seen != nullptr) return seen->value;
         Lock lock(mutex);
         seen = shared.load(memory_order_relaxed);
         if (seen == nullptr) {
           made.value = 9;
           seen = &made;
           shared.store(seen, memory_order_release);
         }
         return seen->value;
       };
       InTwo([&] { EXPECT_EQ(get(), 9); }, [&] { EXPECT_EQ(get(), 9); });
     }},
    {"reference count that frees",
     [] {
       struct Counted {
         std::atomic<int> count{2};
         int parts[2] = {0, 0};
       };
       auto* counted = new Counted;
       auto release = [=](int me) {
         counted->parts[me] = 1;
         if (counted->count.fetch_sub(1, memory_order_acq_rel) == 1) {
           EXPECT_EQ(counted->parts[0] + counted->parts[1], 2);
           delete counted;
         }
       };
       InTwo([&] { release(0); }, [&] { release(1); });
     }},
    {"reference count with a fence before it frees",
     [] {
       struct Counted {
         std::atomic<int> count{2};
         int parts[2] = {0, 0};
       };
       auto* counted = new Counted;
       auto release = [=](int me) {
         counted->parts[me] = 1;
         if (counted->count.fetch_sub(1, memory_order_release) == 1) {
           std::atomic_thread_fence(memory_order_acquire);
           delete counted;
         }
       };
       InTwo([&] { release(0); }, [&] { release(1); });
     }},
    {"shared_ptr given to two, the last one frees",
     [] {
       auto shared = std::make_shared<std::string>("long enough for the heap");
       std::thread a([copy = shared] { EXPECT_EQ(copy->size(), 24u); });
       std::thread b(
           [copy = std::move(shared)] { EXPECT_FALSE(copy->empty()); });
       a.join();
       b.join();
     }},
    {"weak_ptr that may come too late",
     [] {
       auto shared = std::make_shared<int>(4);
       std::weak_ptr<int> weak = shared;
       InTwo([&] { shared.reset(); },
             [&] {
               if (auto locked = weak.lock()) EXPECT_EQ(*locked, 4);
             });
     }},
    {"unique_ptr through an atomic",
     [] {
       std::atomic<int*> slot{nullptr};
       InTwo([&] { slot.store(new int(6), memory_order_release); },
             [&] {
               std::unique_ptr<int> taken(
                   slot.exchange(nullptr, memory_order_acquire));
               if (taken != nullptr) EXPECT_EQ(*taken, 6);
             });
       delete slot.load();
     }},
    {"Peterson",
     [] {
       std::atomic<bool> wants[2] = {false, false};
       std::atomic<int> turn{0};
       int inside = 0;
       auto enter = [&](int me) {
         wants[me] = true;
         turn = 1 - me;
         while (wants[1 - me] && turn == 1 - me) {
         }
         ++inside;
         wants[me] = false;
       };
       InTwo([&] { enter(0); }, [&] { enter(1); });
       EXPECT_EQ(inside, 2);
     },
     true},
    {"ticket lock",
     [] {
       std::atomic<int> next{0}, serving{0};
       int inside = 0;
       auto enter = [&] {
         const int ticket = next.fetch_add(1, memory_order_relaxed);
         while (serving.load(memory_order_acquire) != ticket) {
         }
         ++inside;
         serving.store(ticket + 1, memory_order_release);
       };
       InTwo(enter, enter);
       EXPECT_EQ(inside, 2);
     },
     true},
    {"seqlock",
     [] {
       std::atomic<int> sequence{0}, left{0}, right{0};
       InTwo(
           [&] {
             sequence.store(1, memory_order_relaxed);
             std::atomic_thread_fence(memory_order_release);
             left.store(1, memory_order_relaxed);
             right.store(1, memory_order_relaxed);
             sequence.store(2, memory_order_release);
           },
           [&] {
             const int before = sequence.load(memory_order_acquire);
             const int a = left.load(memory_order_relaxed);
             const int b = right.load(memory_order_relaxed);
             std::atomic_thread_fence(memory_order_acquire);
             const int after = sequence.load(memory_order_relaxed);
             if (before == after && before % 2 == 0) EXPECT_EQ(a, b);
           });
     }},
    {"ring buffer for one and one",
     [] {
       int items[2] = {};
       std::atomic<size_t> written{0}, taken{0};
       InTwo(
           [&] {
             for (int i = 1; i <= 2; ++i) {
               const size_t at = written.load(memory_order_relaxed);
               if (at - taken.load(memory_order_acquire) == 2) return;
               items[at % 2] = i;
               written.store(at + 1, memory_order_release);
             }
           },
           [&] {
             const size_t at = taken.load(memory_order_relaxed);
             if (at == written.load(memory_order_acquire)) return;
             EXPECT_EQ(items[at % 2], 1);
             taken.store(at + 1, memory_order_release);
           });
     }},
    {"Treiber stack that frees at the end",
     [] {
       struct Element {
         int value;
         Element* next;
       };
       std::atomic<Element*> top{nullptr};
       auto push = [&](int value) {
         auto* element = new Element{value, top.load()};
         while (!top.compare_exchange_weak(element->next, element)) {
         }
       };
       InTwo([&] { push(1); }, [&] { push(2); });
       int sum = 0;
       while (Element* element = top.load()) {
         sum += element->value;
         top = element->next;
         delete element;
       }
       EXPECT_EQ(sum, 3);
     }},
};

class CorrectLockFree : public testing::TestWithParam<CorrectProgram> {};

TEST_P(CorrectLockFree, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, CorrectLockFree, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
