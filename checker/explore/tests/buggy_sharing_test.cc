// Wrong programs that share a few things among many: accounts, forks, a buffer,
// a text that is read and written, permits.

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Kind = FindingKind;
using Lock = std::unique_lock<std::mutex>;

struct Account {
  std::mutex mutex;
  int balance = 10;
};

void Transfer(Account& from, Account& to, int amount) {
  Lock giving(from.mutex);
  Lock taking(to.mutex);
  from.balance -= amount;
  to.balance += amount;
}

const BuggyProgram kPrograms[] = {
    {"account transfer, both ways", Kind::kDeadlock,
     [] {
       Account a, b;
       InTwo([&] { Transfer(a, b, 1); }, [&] { Transfer(b, a, 2); });
     },
     "taking(to.mutex)"},
    {"account transfer to itself", Kind::kDeadlock,
     [] {
       Account account;
       std::thread thread([&] { Transfer(account, account, 1); });
       thread.join();
     },
     "taking(to.mutex)"},
    {"account transfer in two locked halves", Kind::kFailedExpectation,
     [] {
       Account a, b;
       auto balance = [](Account& account) {
         Lock lock(account.mutex);
         return account.balance;
       };
       InTwo(
           [&] {
             {
               Lock lock(a.mutex);
               a.balance -= 5;
             }
             Lock lock(b.mutex);
             b.balance += 5;
           },
           [&] { EXPECT_EQ(balance(a) + balance(b), 20); });
     },
     "balance(a)"},
    {"three locks in a circle", Kind::kDeadlock,
     [] {
       std::array<std::mutex, 3> mutexes;
       auto take = [&](size_t first, size_t second) {
         Lock one(mutexes[first]);
         Lock two(mutexes[second]);
       };
       std::thread a(take, 0, 1);
       std::thread b(take, 1, 2);
       std::thread c(take, 2, 0);
       a.join();
       b.join();
       c.join();
     },
     "two(mutexes[second])"},
    {"philosophers with an unguarded count of the seated", Kind::kDataRace,
     [] {
       std::array<std::mutex, 2> forks;
       int seated = 0;
       auto dine = [&](size_t left) {
         ++seated;
         std::scoped_lock lock(forks[left], forks[1 - left]);
       };
       InTwo([&] { dine(0); }, [&] { dine(1); });
     },
     "++seated"},
    {"readers and writers: readers uncounted", Kind::kDataRace,
     [] {
       std::mutex writing;
       int readers = 0;
       int value = 0;
       InTwo(
           [&] {
             if (++readers == 1) writing.lock();
             EXPECT_GE(value, 0);
             if (--readers == 0) writing.unlock();
           },
           [&] {
             if (++readers == 1) writing.lock();
             EXPECT_GE(value, 0);
             if (--readers == 0) writing.unlock();
           });
     },
     "readers"},
    {"readers and writers: the second reader does not wait", Kind::kDataRace,
     [] {
       std::mutex counting;
       std::binary_semaphore writing(1);
       int readers = 0;
       int value = 0;
       auto read = [&] {
         {
           Lock lock(counting);
           ++readers;
         }
         // Only the first waits, but does so outside the lock.
         if (readers == 1) writing.acquire();
         EXPECT_GE(value, 0);
       };
       InTwo(read, read);
     },
     "readers"},
    {"readers and writers: upgrade in place", Kind::kDeadlock,
     [] {
       std::shared_mutex mutex;
       auto upgrade = [&] {
         std::shared_lock<std::shared_mutex> reading(mutex);
         std::unique_lock<std::shared_mutex> writing(mutex);
       };
       InTwo(upgrade, [&] { std::unique_lock<std::shared_mutex> lock(mutex); });
     },
     "writing(mutex)"},
    {"bounded buffer: one condition, notify_one", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable changed;
       bool full = false;
       auto put = [&] {
         Lock lock(mutex);
         changed.wait(lock, [&] { return !full; });
         full = true;
         changed.notify_one();
       };
       auto get = [&] {
         Lock lock(mutex);
         changed.wait(lock, [&] { return full; });
         full = false;
         changed.notify_one();
       };
       std::thread a(put), b(put), c(get), d(get);
       a.join();
       b.join();
       c.join();
       d.join();
     },
     "changed.wait"},
    {"bounded buffer: notifies only when it was empty", Kind::kLostWakeUp,
     [] {
       std::mutex mutex;
       std::condition_variable has_item;
       int items = 0;
       auto get = [&] {
         Lock lock(mutex);
         has_item.wait(lock, [&] { return items > 0; });
         --items;
       };
       std::thread a(get), b(get);
       for (int i = 0; i < 2; ++i) {
         Lock lock(mutex);
         if (++items == 1) has_item.notify_one();
       }
       a.join();
       b.join();
     },
     "has_item.wait"},
    {"bounded buffer: if for while with two consumers",
     Kind::kFailedExpectation,
     [] {
       std::mutex mutex;
       std::condition_variable has_item;
       std::deque<int> items;
       auto get = [&] {
         Lock lock(mutex);
         if (items.empty()) has_item.wait(lock);
         ASSERT_FALSE(items.empty());
         items.pop_front();
       };
       std::thread a(get), b(get);
       {
         Lock lock(mutex);
         items.push_back(1);
         has_item.notify_all();
       }
       {
         Lock lock(mutex);
         items.push_back(2);
         has_item.notify_all();
       }
       a.join();
       b.join();
     },
     "ASSERT_FALSE"},
    {"bounded buffer: semaphore taken under the lock", Kind::kDeadlock,
     [] {
       std::mutex mutex;
       std::counting_semaphore<2> items(0);
       InTwo(
           [&] {
             Lock lock(mutex);
             items.acquire();
           },
           [&] {
             Lock lock(mutex);
             items.release();
           });
     },
     "items.acquire"},
    {"semaphore kept by an early return", Kind::kDeadlock,
     [] {
       std::binary_semaphore permit(1);
       std::atomic<int> value{0};
       auto work = [&] {
         permit.acquire();
         if (value.exchange(1) == 0) return;
         permit.release();
       };
       InTwo(work, work);
     },
     "permit.acquire"},
    {"semaphore that starts with one too many", Kind::kDataRace,
     [] {
       std::counting_semaphore<4> permits(2);
       int inside = 0;
       auto work = [&] {
         permits.acquire();
         ++inside;
         permits.release();
       };
       InTwo(work, work);
     },
     "++inside"},
};

class BuggySharing : public testing::TestWithParam<BuggyProgram> {};

TEST_P(BuggySharing, IsFound) { ExpectItIsFound(GetParam()); }

INSTANTIATE_TEST_SUITE_P(All, BuggySharing, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
