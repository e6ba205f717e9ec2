// Each thread returns its sum. Thread number n takes the items n, n + threads,
// n + 2 * threads, ...
#ifndef RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
#define RACEFREE_LESSONS_02_POOL_ALL_CORES_H_

#include <cstddef>
#include <future>
#include <stdexcept>
#include <vector>

template <typename Value, typename Term>
Value SumInParallel(std::size_t items, std::size_t threads, const Term& term) {
  if (threads == 0) throw std::invalid_argument("no thread to work on");
  std::vector<std::future<Value>> sums;
  for (std::size_t worker = 0; worker < threads && worker < items; ++worker) {
    sums.push_back(std::async(std::launch::async, [=, &term] {
      Value sum = Value();
      for (std::size_t item = worker; item < items; item += threads) {
        sum += term(item);
      }
      return sum;
    }));
  }
  Value total = Value();
  for (std::future<Value>& sum : sums) total += sum.get();
  return total;
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
