// What SumInParallel is worth on this machine: a table. `./kata run all_cores`
// shows it after the exercise has passed; it decides nothing.

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

#include "lessons/02_pool/all_cores.h"

namespace {

constexpr std::size_t kItems = 8'000'000;

// Keeps a core busy for some 50 ns, whichever item it is.
std::uint64_t Work(std::size_t item) {
  std::uint64_t number = item;
  for (int i = 0; i < 50; ++i) {
    number ^= number >> 29;
    number *= 0xbf58476d1ce4e5b9;
  }
  return number;
}

double ProcessorSeconds() {
  timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec + used.tv_nsec * 1e-9;
}

struct Times {
  double wall_seconds;
  double processor_seconds;
  std::uint64_t sum;
};

Times Measure(std::size_t threads) {
  const auto begin = std::chrono::steady_clock::now();
  const double processor_begin = ProcessorSeconds();
  const auto sum = SumInParallel<std::uint64_t>(kItems, threads, Work);
  return {
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count(),
      ProcessorSeconds() - processor_begin, sum};
}

// 1, 2, 4, ... threads, also as many as there are cores, and twice as many.
std::vector<std::size_t> ThreadCounts(std::size_t cores) {
  std::vector<std::size_t> counts = {cores, 2 * cores};
  for (std::size_t threads = 1; threads < cores; threads *= 2) {
    counts.push_back(threads);
  }
  std::sort(counts.begin(), counts.end());
  return counts;
}

}  // namespace

int main() {
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  std::printf("%zu items that take equally long; this machine has %zu %s.\n\n",
              kItems, cores, cores == 1 ? "core" : "cores");
  std::printf("threads   wall time   CPU time   cores busy   speed-up\n");
  std::fflush(stdout);
  const Times alone = Measure(1);
  for (std::size_t threads : ThreadCounts(cores)) {
    const Times times = threads == 1 ? alone : Measure(threads);
    std::printf("%7zu   %6.0f ms   %5.0f ms   %10.1f   %8.1f\n", threads,
                times.wall_seconds * 1e3, times.processor_seconds * 1e3,
                times.processor_seconds / times.wall_seconds,
                alone.wall_seconds / times.wall_seconds);
    std::fflush(stdout);
    if (times.sum != alone.sum) {
      std::printf("The sum is another one than that of one thread.\n");
      return 1;
    }
  }
  if (alone.processor_seconds < 0.9 * alone.wall_seconds) {
    std::printf(
        "\nOther programs keep this machine busy: measure again later.\n");
  }
  std::printf(
      "\nIn Python the GIL lets one thread run at a time: 1.0 cores are busy\n"
      "and the speed-up is 1.0 at best, however many threads there are.\n");
}
