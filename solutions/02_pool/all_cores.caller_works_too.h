// The caller is one of the threads. Each thread adds to a sum on a cache line
// of its own.
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
  if (items == 0) return Value();
  threads = std::min(threads, items);
  struct alignas(64) Sum {
    Value value = Value();
  };
  std::vector<Sum> sums(threads);
  const std::size_t share = items / threads;
  const std::size_t left_over = items % threads;
  auto work = [&](std::size_t worker) {
    // The first `left_over` threads take one item more.
    const std::size_t first = worker * share + std::min(worker, left_over);
    const std::size_t last = first + share + (worker < left_over ? 1 : 0);
    for (std::size_t item = first; item < last; ++item) {
      sums[worker].value += term(item);
    }
  };
  std::vector<std::thread> helpers;
  for (std::size_t worker = 1; worker < threads; ++worker) {
    helpers.emplace_back(work, worker);
  }
  work(0);
  for (std::thread& helper : helpers) helper.join();
  Value total = Value();
  for (const Sum& sum : sums) total += sum.value;
  return total;
}

#endif  // RACEFREE_LESSONS_02_POOL_ALL_CORES_H_
