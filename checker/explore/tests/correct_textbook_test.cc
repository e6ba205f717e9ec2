// Right programs as textbooks have them: all schedules of each are gone
// through, and nothing may be found.

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

using Lock = std::unique_lock<std::mutex>;

struct Node {
  explicit Node(int v) : value(v) {}
  int value;
  Node* next = nullptr;
  std::mutex mutex;
};

// A. Williams, "C++ Concurrency in Action": a queue with two locks and a dummy.
class TwoLockQueue {
 public:
  TwoLockQueue() : head_(std::make_unique<Element>()), tail_(head_.get()) {}

  void Push(int value) {
    auto item = std::make_shared<int>(value);
    auto dummy = std::make_unique<Element>();
    Lock lock(tail_mutex_);
    tail_->item = std::move(item);
    Element* const last = dummy.get();
    tail_->next = std::move(dummy);
    tail_ = last;
  }

  std::shared_ptr<int> TryPop() {
    Lock lock(head_mutex_);
    if (head_.get() == Tail()) return nullptr;
    std::shared_ptr<int> item = std::move(head_->item);
    head_ = std::move(head_->next);
    return item;
  }

 private:
  struct Element {
    std::shared_ptr<int> item;
    std::unique_ptr<Element> next;
  };

  Element* Tail() {
    Lock lock(tail_mutex_);
    return tail_;
  }

  std::mutex head_mutex_;
  std::unique_ptr<Element> head_;
  std::mutex tail_mutex_;
  Element* tail_;
};

// A mailbox with its own thread, which runs what it is sent until it is told to
// stop.
class Actor {
 public:
  Actor() : thread_([this] { Run(); }) {}
  ~Actor() {
    Send(nullptr);
    thread_.join();
  }
  void Send(std::function<void()> message) {
    Lock lock(mutex_);
    mailbox_.push_back(std::move(message));
    arrived_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::function<void()> message;
      {
        Lock lock(mutex_);
        arrived_.wait(lock, [&] { return !mailbox_.empty(); });
        message = std::move(mailbox_.front());
        mailbox_.pop_front();
      }
      if (!message) return;
      message();
    }
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::function<void()>> mailbox_;
  std::thread thread_;
};

// Readers and writers in order of arrival: nobody starves.
class FairReadWriteLock {
 public:
  void LockShared() {
    Lock lock(mutex_);
    const int ticket = next_++;
    changed_.wait(lock, [&] { return serving_ == ticket && !writing_; });
    ++readers_;
    ++serving_;
    changed_.notify_all();
  }
  void UnlockShared() {
    Lock lock(mutex_);
    --readers_;
    changed_.notify_all();
  }
  void LockExclusive() {
    Lock lock(mutex_);
    const int ticket = next_++;
    changed_.wait(
        lock, [&] { return serving_ == ticket && readers_ == 0 && !writing_; });
    writing_ = true;
    ++serving_;
  }
  void UnlockExclusive() {
    Lock lock(mutex_);
    writing_ = false;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int next_ = 0, serving_ = 0, readers_ = 0;
  bool writing_ = false;
};

const CorrectProgram kPrograms[] = {
    {"philosophers who take the lower fork first",
     [] {
       std::array<std::mutex, 3> forks;
       int meals = 0;
       auto dine = [&](size_t one, size_t other) {
         Lock first(forks[std::min(one, other)]);
         Lock second(forks[std::max(one, other)]);
         if (one == 0) ++meals;
       };
       std::thread a(dine, 0, 1), b(dine, 1, 2), c(dine, 2, 0);
       a.join();
       b.join();
       c.join();
     }},
    {"philosophers with scoped_lock",
     [] {
       std::array<std::mutex, 2> forks;
       int meals = 0;
       auto dine = [&](size_t one) {
         std::scoped_lock lock(forks[one], forks[1 - one]);
         ++meals;
       };
       InTwo([&] { dine(0); }, [&] { dine(1); });
       EXPECT_EQ(meals, 2);
     },
     true},
    {"queue with two locks",
     [] {
       TwoLockQueue queue;
       queue.Push(1);
       std::shared_ptr<int> popped;
       InTwo([&] { queue.Push(2); }, [&] { popped = queue.TryPop(); });
       ASSERT_NE(popped, nullptr);
       EXPECT_EQ(*popped, 1);
       EXPECT_EQ(*queue.TryPop(), 2);
     }},
    {"list, hand over hand",
     [] {
       Node first(0), second(0);
       first.next = &second;
       auto add_to_all = [&] {
         Lock here(first.mutex);
         ++first.value;
         Lock there(first.next->mutex);
         here.unlock();
         ++second.value;
       };
       InTwo(add_to_all, add_to_all);
       EXPECT_EQ(second.value, 2);
     }},
    {"actor",
     [] {
       int sum = 0;
       {
         Actor actor;
         std::thread sender([&] { actor.Send([&] { sum += 1; }); });
         actor.Send([&] { sum += 2; });
         sender.join();
       }
       EXPECT_EQ(sum, 3);
     }},
    {"copy on write behind a lock",
     [] {
       std::mutex mutex;
       auto current = std::make_shared<const std::vector<int>>(2, 1);
       auto read = [&] {
         Lock lock(mutex);
         return current;
       };
       InTwo(
           [&] {
             auto copy = std::make_shared<std::vector<int>>(*read());
             copy->push_back(1);
             Lock lock(mutex);
             current = std::move(copy);
           },
           [&] {
             const auto seen = read();
             EXPECT_EQ(std::accumulate(seen->begin(), seen->end(), 0),
                       static_cast<int>(seen->size()));
           });
     }},
    {"fair readers and writers",
     [] {
       FairReadWriteLock lock;
       int value = 0;
       InTwo(
           [&] {
             lock.LockExclusive();
             ++value;
             lock.UnlockExclusive();
           },
           [&] {
             lock.LockShared();
             EXPECT_GE(value, 0);
             lock.UnlockShared();
           });
     }},
    {"observers, copied before they are called",
     [] {
       std::mutex mutex;
       std::vector<std::function<void()>> observers;
       std::atomic<int> calls{0};
       auto add = [&] {
         Lock lock(mutex);
         observers.push_back([&] { ++calls; });
       };
       add();
       InTwo(add, [&] {
         std::vector<std::function<void()>> copies;
         {
           Lock lock(mutex);
           copies = observers;
         }
         for (auto& observer : copies) observer();
       });
       EXPECT_GE(calls.load(), 1);
     }},
    {"parallel sum",
     [] {
       const std::vector<int> values = {1, 2, 3, 4};
       auto sum = [&](size_t first, size_t last) {
         return std::accumulate(values.begin() + static_cast<long>(first),
                                values.begin() + static_cast<long>(last), 0);
       };
       auto lower = std::async(std::launch::async, sum, 0, 2);
       const int upper = sum(2, 4);
       EXPECT_EQ(lower.get() + upper, 10);
     }},
    {"event on the heap, freed by its waiter",
     [] {
       struct Event {
         std::mutex mutex;
         std::condition_variable changed;
         bool set = false;
       };
       auto* event = new Event;
       InTwo(
           [=] {
             {
               Lock lock(event->mutex);
               event->changed.wait(lock, [=] { return event->set; });
             }
             delete event;
           },
           [=] {
             Lock lock(event->mutex);
             event->set = true;
             event->changed.notify_one();
           });
     }},
    {"semaphores pass the turn",
     [] {
       std::binary_semaphore first(1), second(0);
       std::string order;
       InTwo(
           [&] {
             first.acquire();
             order += 'a';
             second.release();
           },
           [&] {
             second.acquire();
             order += 'b';
             first.release();
           });
       EXPECT_EQ(order, "ab");
     }},
    {"cache under a shared lock",
     [] {
       std::shared_mutex mutex;
       std::map<int, int> cache;
       auto square = [&](int n) {
         {
           std::shared_lock<std::shared_mutex> lock(mutex);
           const auto found = cache.find(n);
           if (found != cache.end()) return found->second;
         }
         std::unique_lock<std::shared_mutex> lock(mutex);
         return cache.emplace(n, n * n).first->second;
       };
       InTwo([&] { EXPECT_EQ(square(3), 9); },
             [&] { EXPECT_EQ(square(3), 9); });
     }},
};

class CorrectTextbook : public testing::TestWithParam<CorrectProgram> {};

TEST_P(CorrectTextbook, IsExhaustedWithoutAFinding) {
  ExpectNothingIsFound(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, CorrectTextbook, testing::ValuesIn(kPrograms));

}  // namespace
}  // namespace racefree::explore
