// Right programs that try again until they succeed, and those that share what
// an atomic pointer points to.

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

const CorrectProgram kPrograms[] = {
    {"std::lock of three, each way round",
     [] {
       std::mutex a, b, c;
       InTwo([&] { std::scoped_lock lock(a, b, c); },
             [&] { std::scoped_lock lock(c, b, a); });
     },
     /*has_limits=*/true},
    {"one backs off for one that waits",
     [] {
       std::mutex a, b;
       InTwo(
           [&] {
             while (true) {
               std::lock_guard<std::mutex> first(a);
               if (b.try_lock()) break;
             }
             b.unlock();
           },
           [&] {
             std::lock_guard<std::mutex> first(b);
             std::lock_guard<std::mutex> second(a);
           });
     },
     /*has_limits=*/true},
    {"two back off for each other three times, then wait in one order",
     [] {
       std::mutex a, b;
       const auto lock_both = [&](std::mutex& first, std::mutex& second) {
         for (int i = 0; i < 3; ++i) {
           std::lock_guard<std::mutex> one(first);
           if (!second.try_lock()) continue;
           second.unlock();
           return;
         }
         std::lock_guard<std::mutex> one(a);
         std::lock_guard<std::mutex> other(b);
       };
       InTwo([&] { lock_both(a, b); }, [&] { lock_both(b, a); });
     },
     /*has_limits=*/true},
    {"two locks that are tried in one order",
     [] {
       std::mutex a, b;
       const auto lock_both = [&] {
         while (true) {
           if (!a.try_lock()) continue;
           if (b.try_lock()) break;
           a.unlock();
         }
         b.unlock();
         a.unlock();
       };
       InTwo(lock_both, lock_both);
     },
     /*has_limits=*/true},
    {"two spin locks in one order",
     [] {
       std::atomic_flag a, b;
       int count = 0;
       const auto add = [&] {
         while (a.test_and_set()) {
         }
         while (b.test_and_set()) std::this_thread::yield();
         ++count;
         b.clear();
         a.clear();
       };
       InTwo(add, add);
       EXPECT_EQ(count, 2);
     },
     /*has_limits=*/true},
    {"a sequence lock's reader starts again",
     [] {
       std::atomic<int> sequence{0};
       std::atomic<int> left{0}, right{0};
       InTwo(
           [&] {
             sequence.fetch_add(1);
             left.store(1);
             right.store(1);
             sequence.fetch_add(1);
           },
           [&] {
             int before, one, other;
             do {
               before = sequence.load();
               one = left.load();
               other = right.load();
             } while (before % 2 != 0 || sequence.load() != before);
             EXPECT_EQ(one, other);
           });
     },
     /*has_limits=*/true},
    {"atomic<shared_ptr> publishes",
     [] {
       std::atomic<std::shared_ptr<int>> published;
       InTwo([&] { published.store(std::make_shared<int>(3)); },
             [&] {
               const std::shared_ptr<int> seen = published.load();
               if (seen != nullptr) EXPECT_EQ(*seen, 3);
             });
     }},
    {"atomic<shared_ptr> replaced while it is read",
     [] {
       std::atomic<std::shared_ptr<int>> current(std::make_shared<int>(1));
       InTwo([&] { current.exchange(std::make_shared<int>(2)); },
             [&] {
               const int first = *current.load();
               const int second = *current.load();
               EXPECT_LE(first, second);
             });
       EXPECT_EQ(*current.load(), 2);
     }},
    {"atomic<shared_ptr> compare-exchange adds up",
     [] {
       std::atomic<std::shared_ptr<int>> sum(std::make_shared<int>(0));
       const auto add = [&] {
         std::shared_ptr<int> seen = sum.load();
         while (!sum.compare_exchange_weak(seen,
                                           std::make_shared<int>(*seen + 1))) {
         }
       };
       InTwo(add, add);
       EXPECT_EQ(*sum.load(), 2);
       EXPECT_EQ(sum.load().use_count(), 2);
     }},
    {"atomic<shared_ptr> is waited for",
     [] {
       std::atomic<std::shared_ptr<int>> published;
       InTwo(
           [&] {
             published.store(std::make_shared<int>(3));
             published.notify_one();
           },
           [&] {
             published.wait(nullptr);
             EXPECT_EQ(*published.load(), 3);
           });
     }},
    {"atomic<shared_ptr> is spun on",
     [] {
       std::atomic<std::shared_ptr<int>> published;
       InTwo([&] { published.store(std::make_shared<int>(3)); },
             [&] {
               while (published.load() == nullptr) {
               }
               EXPECT_EQ(*published.load(), 3);
             });
     },
     /*has_limits=*/true},
    {"atomic<weak_ptr> locks or not",
     [] {
       auto owner = std::make_shared<int>(3);
       std::atomic<std::weak_ptr<int>> observer(owner);
       InTwo([&] { owner.reset(); },
             [&] {
               const std::shared_ptr<int> seen = observer.load().lock();
               if (seen != nullptr) EXPECT_EQ(*seen, 3);
             });
     }},
};

class CorrectRetries : public testing::TestWithParam<CorrectProgram> {};

TEST_P(CorrectRetries, AreExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, CorrectRetries, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
