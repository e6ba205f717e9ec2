#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    std::lock_guard lock(mutex_);
    shards_[std::this_thread::get_id()].number += amount;
  }

  std::int64_t Sum() const {
    std::lock_guard lock(mutex_);
    std::int64_t sum = 0;
    for (const auto& [thread, shard] : shards_) sum += shard.number.load();
    return sum;
  }

 private:
  struct alignas(64) Shard {
    Number number = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::thread::id, Shard> shards_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
