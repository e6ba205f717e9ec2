#ifndef RACEFREE_CHECKER_HARNESS_COMMON_TEMPLATES_H_
#define RACEFREE_CHECKER_HARNESS_COMMON_TEMPLATES_H_

// Uses, once, the instances of templates that many tests and exercises use. As
// these functions are part of the precompiled header, so are those instances: a
// test that uses one finds it made, with its code in the header's object.
// Nobody calls the functions.
//
// To find what is worth a line here, look for instances that cost most in the
// output of clang's -ftime-trace.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <semaphore>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree::common_templates {

using Task = std::function<void()>;
using IntTask = std::function<int()>;

template <typename Expected, typename Actual>
void Compare(const Expected& expected, const Actual& actual) {
  EXPECT_EQ(expected, actual) << "message" << 1 << std::string() << size_t{1};
  EXPECT_NE(expected, actual) << "message";
}

template <typename Expected, typename Actual>
void CompareInOrder(const Expected& expected, const Actual& actual) {
  Compare(expected, actual);
  EXPECT_LE(expected, actual) << "message";
  EXPECT_LT(expected, actual) << "message";
  EXPECT_GE(expected, actual) << "message";
  EXPECT_GT(expected, actual) << "message";
}

inline void UseAssertions() {
  EXPECT_TRUE(std::string().empty()) << "message";
  EXPECT_FALSE(testing::AssertionFailure() << "message" << 1 << std::string());
  CompareInOrder(1, 1);
  CompareInOrder(size_t{1}, size_t{1});
  CompareInOrder(size_t{1}, 1);
  CompareInOrder(1, size_t{1});
  CompareInOrder(int64_t{1}, int64_t{1});
  CompareInOrder(int64_t{1}, 1);
  Compare(true, true);
  Compare(std::string(), std::string());
  EXPECT_EQ(std::string(), "text") << "message";
  Compare(std::thread::id(), std::thread::id());
  Compare(CallState::kAsleep, CallState::kAsleep);
  EXPECT_EQ(std::optional<int>(), std::nullopt) << "message";
  EXPECT_EQ(std::optional<int>(), 1) << "message";
  EXPECT_EQ(std::unique_ptr<int>(), nullptr) << "message";
  EXPECT_THROW(throw std::runtime_error(""), std::runtime_error) << "message";
}

template <typename Items, typename Item>
void MatchSome(const Items& items, Item item) {
  EXPECT_THAT(items, testing::IsEmpty()) << "message";
  EXPECT_THAT(items, testing::SizeIs(1)) << "message";
  EXPECT_THAT(items, testing::Contains(item)) << "message";
  EXPECT_THAT(items, testing::Not(testing::Contains(item))) << "message";
  EXPECT_THAT(items, testing::Each(item)) << "message";
  Compare(items, items);
}

template <typename Items, typename Item>
void MatchAll(const Items& items, Item item) {
  using testing::ElementsAre;
  using testing::UnorderedElementsAre;
  EXPECT_THAT(items, ElementsAre(item)) << "message";
  EXPECT_THAT(items, ElementsAre(item, item)) << "message";
  EXPECT_THAT(items, ElementsAre(item, item, item)) << "message";
  EXPECT_THAT(items, ElementsAre(item, item, item, item)) << "message";
  EXPECT_THAT(items, ElementsAre(item, item, item, item, item)) << "message";
  EXPECT_THAT(items, UnorderedElementsAre(item, item)) << "message";
  EXPECT_THAT(items, UnorderedElementsAre(item, item, item)) << "message";
}

inline void UseMatchers() {
  const std::vector<int> numbers;
  MatchSome(numbers, 1);
  MatchAll(numbers, 1);
  MatchSome(std::set<int>(), 1);
  MatchSome(std::set<std::string>(), "text");
  const std::vector<std::string> texts;
  MatchSome(texts, "text");
  MatchAll(texts, "text");
  EXPECT_THAT(std::string(), testing::HasSubstr("text")) << "message";
  EXPECT_THAT(1, testing::AllOf(testing::Ge(1), testing::Le(1))) << "message";
}

template <typename Item>
void UseQueue(Item item) {
  std::deque<Item> items;
  items.push_back(std::move(item));
  items.emplace_back(std::move(items.front()));
  items.pop_front();
  items.back() = std::move(items.front());
  items.clear();
  std::queue<Item> queue;
  queue.push(std::move(item));
  queue.emplace(std::move(queue.front()));
  queue.pop();
  items.resize(queue.size() + queue.empty() + items.size() + items.empty());
  std::optional<Item> taken(std::move(item));
  taken = std::nullopt;
}

template <typename Item>
void UseVector(Item item) {
  std::vector<Item> items;
  items.reserve(1);
  items.push_back(std::move(item));
  items.emplace_back(std::move(items.front()));
  items.pop_back();
  for (Item& each : items) items.back() = std::move(each);
  std::vector<Item> moved(std::move(items));
  items.clear();
  items.resize(moved.size() + moved.empty());
}

inline void UseContainers() {
  UseQueue(1);
  UseQueue(std::string());
  UseQueue(std::unique_ptr<int>());
  UseQueue(Task());
  UseQueue(std::packaged_task<void()>());
  UseVector(1);
  UseVector(std::string());
  UseVector(std::make_unique<int>(1));
  UseVector(std::optional<int>());
  UseVector(Task());
  UseVector(std::future<bool>());
  UseVector(std::future<int>());
  UseVector(std::future<void>());
  UseVector(std::thread());
  UseVector(std::jthread());
  std::vector<int> numbers(3);
  numbers.push_back(numbers.front());
  const std::vector<int> copy = numbers;
  std::set<int> set(copy.begin(), copy.end());
  set.insert(1);
  std::set<std::string> texts;
  texts.insert(std::string());
  std::set<std::thread::id> ids;
  ids.insert(std::this_thread::get_id());
  std::map<int, int> map;
  ++map[1];
  std::map<std::string, int> counts;
  ++counts[std::string()];
  std::unordered_map<std::string, std::string> names;
  names.emplace(std::string(), std::string());
  names[std::string()] = std::string();
  if (names.find(std::string()) == names.end()) names.clear();
}

inline void UseThreads() {
  std::thread thread(Task([] {}));
  thread.join();
  std::jthread joining(Task([] {}));
  std::vector<std::thread> threads;
  threads.emplace_back(Task([] {}));
  std::vector<std::jthread> joining_threads;
  joining_threads.emplace_back(Task([] {}));

  std::mutex mutex;
  {
    std::lock_guard lock(mutex);
  }
  {
    std::scoped_lock lock(mutex);
  }
  std::unique_lock lock(mutex);
  std::condition_variable changed;
  changed.wait(lock, std::function<bool()>());
  changed.wait_for(lock, std::chrono::nanoseconds(1));
  changed.wait_until(lock, std::chrono::steady_clock::now());
  std::binary_semaphore semaphore(0);
  semaphore.release();
  semaphore.acquire();
  std::once_flag once;
  std::call_once(once, Task());
  std::atomic<int> number;
  number.wait(number.load());
  std::atomic<bool> flag;
  flag.wait(flag.load());
}

template <typename Result>
void UseResult() {
  std::packaged_task<Result()> task{std::function<Result()>()};
  std::packaged_task<Result()> moved(std::move(task));
  moved();
  std::promise<Result> promise;
  promise.set_exception(std::current_exception());
  auto shared = std::make_shared<std::promise<Result>>();
  std::future<Result> future = shared->get_future();
  future = moved.get_future();
  future.wait_for(std::chrono::seconds(0));
  future.wait();
  future.get();
  std::packaged_task<void()> erased(std::move(moved));
}

inline void UseTasks() {
  UseResult<void>();
  UseResult<bool>();
  UseResult<int>();
  std::packaged_task<bool(int)> judge((std::function<bool(int)>()));
  judge(1);
  std::promise<bool>().set_value(true);
  std::promise<void>().set_value();
  std::promise<int>().set_value(1);
  Task task([] {});
  task();
  Task other = task;
  other = std::move(task);
  task = nullptr;
  IntTask answer([] { return 42; });
  answer();
}

inline void UseHarness() {
  std::optional<VirtualTime> time(std::in_place);
  time.reset();
  std::optional<WatchedCall> call(std::in_place, Task());
  call.emplace(Task());
  call.reset();
  std::unique_ptr<WatchedCall> other = std::make_unique<WatchedCall>(Task());
  other.reset();
}

}  // namespace racefree::common_templates

#endif  // RACEFREE_CHECKER_HARNESS_COMMON_TEMPLATES_H_
