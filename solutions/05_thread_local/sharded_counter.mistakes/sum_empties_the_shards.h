#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "absl/synchronization/mutex.h"

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    // Nobody else writes to it: two steps are enough.
    Number& mine = Mine();
    mine.store(mine.load(std::memory_order_relaxed) + amount,
               std::memory_order_relaxed);
  }

  std::int64_t Sum() const {
    absl::MutexLock lock(&mutex_);
    // And an Add that has just read its number, and is about to write it?
    for (const auto& shard : shards_) sum_ += shard->number.exchange(0);
    return sum_;
  }

 private:
  // Each on a line of memory of its own.
  struct alignas(64) Shard {
    Number number = 0;
  };

  // Unlike the address, never used again.
  static std::uint64_t NextId() {
    static std::atomic<std::uint64_t> next = 0;
    return next.fetch_add(1, std::memory_order_relaxed);
  }

  Number& Mine() {
    thread_local std::unordered_map<std::uint64_t, Number*> mine;
    Number*& number = mine[id_];
    if (number == nullptr) {
      auto shard = std::make_unique<Shard>();
      number = &shard->number;
      absl::MutexLock lock(&mutex_);
      shards_.push_back(std::move(shard));
    }
    return *number;
  }

  const std::uint64_t id_ = NextId();
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<Shard>> shards_;
  mutable std::int64_t sum_ = 0;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
