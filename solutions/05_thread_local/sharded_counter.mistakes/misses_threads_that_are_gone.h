#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <array>
#include <atomic>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <mutex>

// A number from 0 on, which no other thread has as long as this object lives.
struct Place {
  Place() {
    std::lock_guard lock(mutex);
    while (taken[index]) index = (index + 1) % taken.size();
    taken[index] = true;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    std::lock_guard lock(mutex);
    taken[index] = false;
  }

  std::size_t index = 0;

  static inline std::mutex mutex;
  static inline std::bitset<64> taken;
};

template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    Mine().fetch_add(amount, std::memory_order_relaxed);
  }

  std::int64_t Sum() const {
    std::lock_guard lock(Place::mutex);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < kShards; ++i) {
      if (Place::taken[i]) sum += shards_[i].number.load();
    }
    return sum;
  }

 private:
  static constexpr std::size_t kShards = 64;

  // Each on a line of memory of its own.
  struct alignas(64) Shard {
    Number number = 0;
  };

  Number& Mine() {
    thread_local const Place place;
    return shards_[place.index].number;
  }

  std::array<Shard, kShards> shards_;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
