#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    Mine().fetch_add(amount, std::memory_order_relaxed);
  }

  std::int64_t Sum() const {
    std::lock_guard lock(mutex_);
    std::int64_t sum = 0;
    for (const Shard& shard : shards_) {
      sum += shard.number.load(std::memory_order_relaxed);
    }
    return sum;
  }

 private:
  struct alignas(64) Shard {
    Number number = 0;
  };

  Number& Mine() {
    // A new counter may live where an old one did.
    thread_local std::map<const ShardedCounter*, Shard*> mine;
    Shard*& shard = mine[this];
    if (shard == nullptr) {
      std::lock_guard lock(mutex_);
      shard = &shards_.emplace_back();
    }
    return shard->number;
  }

  mutable std::mutex mutex_;
  std::list<Shard> shards_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
