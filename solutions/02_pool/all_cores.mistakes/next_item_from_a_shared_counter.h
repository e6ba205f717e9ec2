// Each thread has a sum of its own. But all of them ask one counter for the
// next item: it is as hot as the sum was.
#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

template <typename Value, typename Term>
Value SumInParallel(std::size_t items, std::size_t threads, const Term& term) {
  if (threads == 0) throw std::invalid_argument("no thread to work on");
  // Nobody is needed who would have nothing to do.
  threads = std::min(threads, items);
  std::atomic<std::size_t> next = 0;
  std::vector<Value> sums(threads);
  {
    // A std::jthread joins by itself.
    std::vector<std::jthread> workers;
    for (std::size_t worker = 0; worker < threads; ++worker) {
      workers.emplace_back([&result = sums[worker], &next, &term, items] {
        Value sum = Value();
        for (std::size_t item = next++; item < items; item = next++) {
          sum += term(item);
        }
        // The only time that this thread touches memory near that of others.
        result = sum;
      });
    }
  }
  return std::accumulate(sums.begin(), sums.end(), Value());
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
