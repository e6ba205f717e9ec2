#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <atomic>
#include <cstdint>

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    sum_.fetch_add(amount, std::memory_order_relaxed);
  }

  std::int64_t Sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> sum_ = 0;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
