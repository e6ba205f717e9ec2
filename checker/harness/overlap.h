#ifndef RACEFREE_CHECKER_HARNESS_OVERLAP_H_
#define RACEFREE_CHECKER_HARNESS_OVERLAP_H_

#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <thread>
#include <vector>

namespace racefree {

// How often each of the two ran.
struct OverlapCounts {
  int first = 0;
  int second = 0;
};

// The processors that this program may use.
inline std::vector<int> UsableProcessors() {
  std::vector<int> processors;
  cpu_set_t usable;
  if (sched_getaffinity(0, sizeof(usable), &usable) != 0) return processors;
  for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
    if (CPU_ISSET(processor, &usable)) processors.push_back(processor);
  }
  return processors;
}

// Keeps the calling thread on one processor. An error is ignored: then the
// threads take longer to meet, nothing else.
inline void StayOnProcessor(int processor) {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(processor, &only);
  pthread_setaffinity_np(pthread_self(), sizeof(only), &only);
}

// Runs `first` over and over on one thread and `second` on another, until the
// two have really been in each other's way: until a thread has seen, 300 times,
// that the other one moved on during a single call of its own. A fixed number
// of calls would prove nothing on a busy machine, where one thread may end
// before the other is given a processor. Each thread has a processor of its
// own, so that they do meet. Where there is only one, they cannot, and it ends
// after 20,000 calls each.
//
// Neither thread runs ahead by more than 50 calls. Otherwise, whoever has just
// given back a lock could take it again and again before the other one wakes
// up.
//
// The counters are relaxed atomics: they order none of the caller's memory.
template <typename First, typename Second>
OverlapCounts RunOverlapped(First first, Second second) {
  constexpr int kOverlapsWanted = 300;
  constexpr int kCallsWithoutOverlap = 20'000;
  constexpr int kCallsAhead = 50;
  constexpr int kLooksBeforeYield = 1'000;
  constexpr auto kRelaxed = std::memory_order_relaxed;
  const std::vector<int> processors = UsableProcessors();
  std::atomic<int> calls[2] = {0, 0};
  std::atomic<int> overlaps = 0;
  auto run = [&](int self, auto& step) {
    std::atomic<int>& mine = calls[self];
    const std::atomic<int>& other = calls[1 - self];
    if (processors.size() > 1) StayOnProcessor(processors[self]);
    int last_seen = 0;
    while (overlaps.load(kRelaxed) < kOverlapsWanted) {
      if (processors.size() < 2 &&
          mine.load(kRelaxed) == kCallsWithoutOverlap) {
        break;
      }
      step();
      mine.fetch_add(1, kRelaxed);
      const int seen = other.load(kRelaxed);
      if (seen != last_seen) overlaps.fetch_add(1, kRelaxed);
      last_seen = seen;
      for (int look = 1;
           overlaps.load(kRelaxed) < kOverlapsWanted &&
           mine.load(kRelaxed) > other.load(kRelaxed) + kCallsAhead;
           ++look) {
        if (look % kLooksBeforeYield == 0) std::this_thread::yield();
      }
    }
  };
  std::thread first_runner([&] { run(0, first); });
  std::thread second_runner([&] { run(1, second); });
  first_runner.join();
  second_runner.join();
  return {calls[0], calls[1]};
}

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_OVERLAP_H_
