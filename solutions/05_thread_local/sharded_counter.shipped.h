// A counter for many threads that add all the time, and one that asks at times.
//
// It is right, and slow: each addition has to fetch the one number from the
// processor that added last. More processors make it slower, not faster.
//
// Task: each thread adds to its own one of many numbers (shards), and Sum adds
//   up all shards: each Add that has returned, also of threads that are gone.
//   Counters are independent of each other, and each begins with 0.
// Constraints: no data race. Eight threads whose first Adds come one after the
//   other never write on one line of memory (64 bytes); of more threads, two
//   may share a shard. A thread's second Add waits for nobody: not for a Sum,
//   nor for the first Add of another thread. Counts are kept in Numbers only.
//
// You may need: thread_local, alignas(64), std::array, memory_order_relaxed.
#ifndef RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
#define RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_

#include <atomic>
#include <cstdint>

// A Number works like the one given here. Some tests put in another one, which
// notes the threads that write to it.
template <typename Number = std::atomic<std::int64_t>>
class ShardedCounter {
 public:
  void Add(std::int64_t amount) {
    // TODO: All threads write to this one number.
    value_.fetch_add(amount, std::memory_order_relaxed);
  }

  // While others add, their latest additions may or may not be in it.
  std::int64_t Sum() const { return value_.load(std::memory_order_relaxed); }

 private:
  Number value_ = 0;
};

#endif  // RACEFREE_LESSONS_05_THREAD_LOCAL_SHARDED_COUNTER_H_
