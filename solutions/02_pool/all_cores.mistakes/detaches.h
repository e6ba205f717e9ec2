// Waits for the sums and not for the threads: they may still be there when it
// has returned.
#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <algorithm>
#include <cstddef>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

template <typename Value, typename Term>
Value SumInParallel(std::size_t items, std::size_t threads, const Term& term) {
  if (threads == 0) throw std::invalid_argument("no thread to work on");
  // Nobody is needed who would have nothing to do.
  threads = std::min(threads, items);
  std::vector<std::future<Value>> sums;
  {
    for (std::size_t worker = 0; worker < threads; ++worker) {
      const std::size_t first = items * worker / threads;
      const std::size_t last = items * (worker + 1) / threads;
      std::promise<Value> result;
      sums.push_back(result.get_future());
      std::thread([result = std::move(result), &term, first, last]() mutable {
        Value sum = Value();
        for (std::size_t item = first; item < last; ++item) sum += term(item);
        result.set_value(sum);
      }).detach();
    }
  }
  Value total = Value();
  for (std::future<Value>& sum : sums) total += sum.get();
  return total;
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
