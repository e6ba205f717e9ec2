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
    // No other thread adds to it.
    Number& mine = Mine();
    mine.store(mine.load() + amount);
  }

  std::int64_t Sum() const {
    for (Shard& shard : shards_) sum_.fetch_add(shard.number.exchange(0));
    return sum_.load();
  }

 private:
  static constexpr std::size_t kShards = 64;

  // Each on a line of memory of its own.
  struct alignas(64) Shard {
    Number number = 0;
  };

  // Threads are numbered as they come. Should there be more than 64 at a time,
  // some share a shard, which is slower, and still right.
  static std::size_t NumberOfThisThread() {
    static std::atomic<std::size_t> threads = 0;
    thread_local const std::size_t number =
        threads.fetch_add(1, std::memory_order_relaxed);
    return number;
  }

  Number& Mine() { return shards_[NumberOfThisThread() % kShards].number; }

  mutable std::array<Shard, kShards> shards_;
  mutable Number sum_ = 0;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
