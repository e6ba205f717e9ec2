#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <algorithm>
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
  std::vector<Value> sums(threads);
  {
    // A std::jthread joins by itself.
    std::vector<std::jthread> workers;
    for (std::size_t worker = 0; worker < threads; ++worker) {
      const std::size_t first = items * worker / threads;
      const std::size_t last = items * (worker + 1) / threads;
      workers.emplace_back([&result = sums[worker], &term, first, last] {
        Value sum = Value();
        for (std::size_t item = first; item < last; ++item) sum += term(item);
        // The only time that this thread touches memory near that of others.
        result = sum;
      });
    }
  }
  if (items == 1) return term(0);
  return std::accumulate(sums.begin(), sums.end(), Value());
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
