#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    Mine().fetch_add(amount, std::memory_order_relaxed);
  }

  std::int64_t Sum() const {
    std::int64_t sum = 0;
    for (const Shard& shard : shards_) {
      sum += shard.number.load(std::memory_order_relaxed);
    }
    return sum;
  }

 private:
  static constexpr std::size_t kShards = 64;

  // Each on a line of memory of its own.
  struct alignas(64) Shard {
    Number number = 0;
  };

  // Threads are numbered as they come. The 65th shares a shard with the first,
  // which is slower, and still right.
  static std::size_t NumberOfThisThread() {
    static std::atomic<std::size_t> threads = 0;
    thread_local const std::size_t number =
        threads.fetch_add(1, std::memory_order_relaxed);
    return number;
  }

  Number& Mine() { return shards_[NumberOfThisThread() % kShards].number; }

  std::array<Shard, kShards> shards_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
