// Wrong programs, classics among them, that race or come to a wrong value.

#include <atomic>
#include <cassert>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;

struct Node {
  int value;
  Node* next;
};

const BuggyProgram kPrograms[] = {
    {"counter without a lock", Kind::kDataRace,
     [] {
       int sum = 0;
       InTwo([&] { ++sum; }, [&] { ++sum; });
     }},
    {"only the writer locks", Kind::kDataRace,
     [] {
       std::mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             value = 1;
           },
           [&] { EXPECT_GE(value, 0); });
     }},
    {"two different mutexes", Kind::kDataRace,
     [] {
       std::mutex one, two;
       int value = 0;
       InTwo(
           [&] {
             std::lock_guard<std::mutex> lock(one);
             ++value;
           },
           [&] {
             std::lock_guard<std::mutex> lock(two);
             ++value;
           });
     }},
    {"an accidental order through an unrelated lock", Kind::kDataRace,
     [] {
       std::mutex mutex;
       int value = 0;
       InTwo(
           [&] {
             value = 1;
             std::lock_guard<std::mutex> lock(mutex);
           },
           [&] {
             {
               std::lock_guard<std::mutex> lock(mutex);
             }
             value = 2;
           });
     }},
    {"relaxed flag", Kind::kDataRace,
     [] {
       std::atomic<bool> ready{false};
       int payload = 0;
       InTwo(
           [&] {
             payload = 1;
             ready.store(true, std::memory_order_relaxed);
           },
           [&] {
             if (ready.load(std::memory_order_relaxed)) EXPECT_EQ(payload, 1);
           });
     }},
    {"vector<bool> neighbours", Kind::kDataRace,
     [] {
       std::vector<bool> bits(2);
       InTwo([&] { bits[0] = true; }, [&] { bits[1] = true; });
     }},
    {"shared_ptr assigned by two", Kind::kDataRace,
     [] {
       auto pointer = std::make_shared<int>(1);
       InTwo([&] { pointer = std::make_shared<int>(2); },
             [&] { pointer = std::make_shared<int>(3); });
     }},
    {"atomic<shared_ptr>, of which each writes to the same object",
     Kind::kDataRace,
     [] {
       std::atomic<std::shared_ptr<int>> shared(std::make_shared<int>(1));
       const auto add = [&] { ++*shared.load(); };
       InTwo(add, add);
     }},
    {"atomic<shared_ptr> loaded and stored is no exchange",
     Kind::kFailedExpectation,
     [] {
       std::atomic<std::shared_ptr<int>> sum(std::make_shared<int>(0));
       const auto add = [&] {
         sum.store(std::make_shared<int>(*sum.load() + 1));
       };
       InTwo(add, add);
       EXPECT_EQ(*sum.load(), 2);
     }},
    {"double-checked locking on a plain pointer", Kind::kDataRace,
     [] {
       std::mutex mutex;
       int* made = nullptr;
       auto get = [&] {
         if (made == nullptr) {
           std::lock_guard<std::mutex> lock(mutex);
           if (made == nullptr) made = new int(1);
         }
         EXPECT_EQ(*made, 1);
       };
       InTwo(get, get);
     }},
    {"writes under a shared lock", Kind::kDataRace,
     [] {
       std::shared_mutex mutex;
       int value = 0;
       auto write = [&] {
         std::shared_lock<std::shared_mutex> lock(mutex);
         ++value;
       };
       InTwo(write, write);
     }},
    {"push_back by two", Kind::kDataRace,
     [] {
       std::vector<int> items;
       InTwo([&] { items.push_back(1); }, [&] { items.push_back(2); });
     }},
    {"reference that escapes the lock", Kind::kDataRace,
     [] {
       std::mutex mutex;
       int value = 0;
       auto get = [&]() -> int& {
         std::lock_guard<std::mutex> lock(mutex);
         return value;
       };
       InTwo([&] { ++get(); }, [&] { ++get(); });
     }},
    {"lost update on an atomic", Kind::kFailedExpectation,
     [] {
       std::atomic<int> sum{0};
       auto add = [&] { sum.store(sum.load() + 1); };
       InTwo(add, add);
       EXPECT_EQ(sum.load(), 2);
     }},
    {"lost update between two locked sections", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       int sum = 0;
       auto add = [&] {
         int seen;
         {
           std::lock_guard<std::mutex> lock(mutex);
           seen = sum;
         }
         std::lock_guard<std::mutex> lock(mutex);
         sum = seen + 1;
       };
       InTwo(add, add);
       EXPECT_EQ(sum, 2);
     }},
    {"check then act", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       int balance = 10;
       auto enough = [&] {
         std::lock_guard<std::mutex> lock(mutex);
         return balance >= 10;
       };
       auto take = [&] {
         if (!enough()) return;
         std::lock_guard<std::mutex> lock(mutex);
         balance -= 10;
       };
       InTwo(take, take);
       EXPECT_GE(balance, 0);
     }},
    {"compare and exchange that does not loop", Kind::kFailedExpectation,
     [] {
       std::atomic<int> sum{0};
       auto add = [&] {
         int seen = sum.load();
         sum.compare_exchange_strong(seen, seen + 1);
       };
       InTwo(add, add);
       EXPECT_EQ(sum.load(), 2);
     }},
    {"transfer seen half done", Kind::kFailedExpectation,
     [] {
       std::atomic<int> left{10}, right{0};
       InTwo(
           [&] {
             left -= 5;
             right += 5;
           },
           [&] { EXPECT_EQ(left + right, 10); });
     }},
    {"Treiber stack with ABA", Kind::kFailedExpectation,
     [] {
       static Node a, b;
       a = {1, &b};
       b = {2, nullptr};
       std::atomic<Node*> top{&a};
       auto pop = [&]() -> Node* {
         Node* seen = top.load();
         while (seen != nullptr &&
                !top.compare_exchange_strong(seen, seen->next)) {
         }
         return seen;
       };
       std::atomic<int> popped_b{0};
       InTwo(
           [&] {
             Node* seen = top.load();
             if (seen != &a) return;
             Node* next = &b;
             top.compare_exchange_strong(seen, next);
           },
           [&] {
             Node* first = pop();
             Node* second = pop();
             if (second == &b) ++popped_b;
             // Puts the first back, with b gone.
             if (first == &a && second == &b) top.store(first);
           });
       // b was taken; it must not be on top again.
       EXPECT_FALSE(popped_b.load() == 1 && top.load() == &b);
     }},
    {"if around a wait", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       int items = 0;
       auto get = [&] {
         std::unique_lock<std::mutex> lock(mutex);
         if (items == 0) changed.wait(lock);
         --items;
         EXPECT_GE(items, 0);
       };
       std::thread a(get), b(get);
       std::thread putter([&] {
         for (int i = 0; i < 2; ++i) {
           std::lock_guard<std::mutex> lock(mutex);
           ++items;
           changed.notify_all();
         }
       });
       a.join();
       b.join();
       putter.join();
     }},
    {"spurious wake-up taken for a signal", Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool set = false;
       InTwo(
           [&] {
             std::unique_lock<std::mutex> lock(mutex);
             if (!set) changed.wait(lock);
             EXPECT_TRUE(set);
           },
           [&] {
             std::lock_guard<std::mutex> lock(mutex);
             set = true;
             changed.notify_one();
           });
     },
     "TRUE(set)", false, true},
    {"sleep as synchronisation", Kind::kFailedExpectation,
     [] {
       std::atomic<bool> done{false};
       std::thread worker([&] { done = true; });
       std::this_thread::sleep_for(std::chrono::seconds(1));
       EXPECT_TRUE(done.load());
       worker.join();
     }},
    {"assert", Kind::kFailedExpectation,
     [] {
       std::atomic<int> value{0};
       InTwo([&] { value = 1; }, [&] { assert(value == 1); });
     }},
    {"readers upgrade without a second look", Kind::kFailedExpectation,
     [] {
       std::shared_mutex mutex;
       int made = 0;
       auto get = [&] {
         bool missing;
         {
           std::shared_lock<std::shared_mutex> lock(mutex);
           missing = made == 0;
         }
         if (!missing) return;
         std::unique_lock<std::shared_mutex> lock(mutex);
         ++made;
       };
       InTwo(get, get);
       EXPECT_EQ(made, 1);
     }},
    {"semaphore that lets two in", Kind::kFailedExpectation,
     [] {
       std::counting_semaphore<4> permits(2);
       std::atomic<int> inside{0};
       auto enter = [&] {
         permits.acquire();
         EXPECT_EQ(++inside, 1);
         --inside;
         permits.release();
       };
       InTwo(enter, enter);
     }},
    {"Peterson with relaxed orders", Kind::kDataRace,
     [] {
       std::atomic<bool> wants[2] = {false, false};
       std::atomic<int> turn{0};
       int inside = 0;
       auto enter = [&](int me) {
         wants[me].store(true, std::memory_order_relaxed);
         turn.store(1 - me, std::memory_order_relaxed);
         while (wants[1 - me].load(std::memory_order_relaxed) &&
                turn.load(std::memory_order_relaxed) == 1 - me) {
         }
         ++inside;
         wants[me].store(false, std::memory_order_relaxed);
       };
       InTwo([&] { enter(0); }, [&] { enter(1); });
     }},
    {"Dekker with acquire and release", Kind::kFailedExpectation,
     [] {
       std::atomic<int> x{0}, y{0};
       std::atomic<int> entered{0};
       InTwo(
           [&] {
             x.store(1, std::memory_order_release);
             if (y.load(std::memory_order_acquire) == 0) ++entered;
           },
           [&] {
             y.store(1, std::memory_order_release);
             if (x.load(std::memory_order_acquire) == 0) ++entered;
           });
       EXPECT_LE(entered.load(), 1);
     },
     "LE(entered", true},
};

class BuggyValues : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggyValues, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggyValues, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
