// A sum that is computed on all cores.
//
// One busy loop per core gives C++ N x 100 % of a processor, where Python's GIL
// keeps it at 100 % in all. This one keeps N cores busy, and takes longer than
// one core alone: for the most part they wait for each other.
//
// Task: SumInParallel adds up term(0), ..., term(items - 1): `threads` threads
//   call `term`, all at the same time, once for each item.
// Constraints: shares are fixed from the start and differ by at most one item.
//   Threads add to each other's sums once per thread, not once per item; no two
//   keep adding to the same cache line (64 bytes). The caller takes a share or
//   sleeps. No data race; threads have ended when it returns. For 0 threads it
//   throws std::invalid_argument.
// You may need: std::jthread, std::vector, std::min, std::accumulate, alignas.
#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

// Value is a number, or a small type like one: Value() is zero, it can be
// copied, + and += add. `term` may be called by any thread and does not throw.
template <typename Value, typename Term>
Value SumInParallel(std::size_t items, std::size_t threads, const Term& term) {
  // TODO: What if there is no thread at all?
  std::atomic<Value> total = Value();
  {
    // A std::jthread joins by itself.
    std::vector<std::jthread> workers;
    for (std::size_t worker = 0; worker < threads; ++worker) {
      const std::size_t first = items * worker / threads;
      const std::size_t last = items * (worker + 1) / threads;
      workers.emplace_back([&total, &term, first, last] {
        for (std::size_t item = first; item < last; ++item) {
          const Value value = term(item);
          // TODO: Whom does a thread wait for here, and how often?
          Value seen = total.load();
          while (!total.compare_exchange_weak(seen, seen + value)) {
          }
        }
      });
    }
  }
  return total.load();
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
