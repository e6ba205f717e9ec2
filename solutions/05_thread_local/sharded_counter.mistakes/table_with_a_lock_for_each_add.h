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
    Mine().fetch_add(amount, std::memory_order_relaxed);
  }

  std::int64_t Sum() const {
    const Shard* shard = nullptr;
    std::int64_t sum = 0;
    // Nobody has to wait while a number is read.
    while ((shard = After(shard)) != nullptr) sum += shard->number.load();
    return sum;
  }

 private:
  struct alignas(64) Shard {
    Number number = 0;
    const Shard* older = nullptr;
  };

  // To find its shard, each Add asks for the lock.
  Number& Mine() {
    std::lock_guard lock(mutex_);
    auto [entry, is_new] = shards_.try_emplace(std::this_thread::get_id());
    if (is_new) {
      entry->second.older = latest_;
      latest_ = &entry->second;
    }
    return entry->second.number;
  }

  const Shard* After(const Shard* shard) const {
    std::lock_guard lock(mutex_);
    return shard == nullptr ? latest_ : shard->older;
  }

  mutable std::mutex mutex_;
  std::map<std::thread::id, Shard> shards_;
  const Shard* latest_ = nullptr;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
