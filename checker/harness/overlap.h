#ifndef RACEFREE_CHECKER_HARNESS_OVERLAP_H_
#define RACEFREE_CHECKER_HARNESS_OVERLAP_H_

#include <pthread.h>
#include <sched.h>
#include <time.h>

#include <atomic>
#include <thread>
#include <vector>

#include "checker/harness/build_kind.h"

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

// Whether the calling thread has used so much processor time that the machine
// must be far too busy. More would look as if the test hung.
inline bool HasWorkedEnough() {
  constexpr long kNanoseconds = 500'000'000;
  timespec used;
  return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) == 0 &&
         (used.tv_sec > 0 || used.tv_nsec > kNanoseconds);
}

// Runs `first` over and over on one thread and `second` on another, until the
// two have really been in each other's way: until a thread has seen, `overlaps`
// times (a tenth of that in a build with a sanitizer), that the other one moved
// on during a single call of its own. A fixed number of calls would prove
// nothing on a busy machine, where one thread may end before the other is given
// a processor. Each thread has a processor of its own, so that they do meet.
// Where there is only one, they cannot, and it ends after 20,000 calls each;
// where the machine is too busy, after half a second of processor time.
//
// A thread that has made 50 calls while the other one made none waits for it.
// Otherwise, whoever has just given back a lock could take it again and again
// before the other one wakes up.
//
// The counters are relaxed atomics: they order none of the caller's memory.
template <typename First, typename Second>
OverlapCounts RunOverlapped(First first, Second second, int overlaps = 3'000) {
  // The race-free gate repeats each test twenty times.
  const int overlaps_wanted = RACEFREE_PLAIN_BUILD ? overlaps : overlaps / 10;
  constexpr int kCallsWithoutOverlap = 20'000;
  constexpr int kCallsAlone = 50;
  constexpr auto kRelaxed = std::memory_order_relaxed;
  const std::vector<int> processors = UsableProcessors();
  std::atomic<int> calls[2] = {0, 0};
  std::atomic<int> overlaps_seen = 0;
  auto run = [&](int self, auto& step) {
    std::atomic<int>& mine = calls[self];
    const std::atomic<int>& other = calls[1 - self];
    if (processors.size() > 1) StayOnProcessor(processors[self]);
    int last_seen = 0;
    int calls_alone = 0;
    while (overlaps_seen.load(kRelaxed) < overlaps_wanted) {
      if (processors.size() < 2 &&
          mine.load(kRelaxed) == kCallsWithoutOverlap) {
        break;
      }
      step();
      mine.fetch_add(1, kRelaxed);
      if (other.load(kRelaxed) != last_seen) {
        overlaps_seen.fetch_add(1, kRelaxed);
        calls_alone = 0;
      } else if (++calls_alone == kCallsAlone) {
        // With a processor of its own, a thread that is there when the other
        // one comes back is worth more than one that was polite.
        while (processors.size() > 1 && other.load(kRelaxed) == last_seen &&
               overlaps_seen.load(kRelaxed) < overlaps_wanted) {
          if (HasWorkedEnough()) {
            overlaps_seen.store(overlaps_wanted, kRelaxed);
          }
        }
        calls_alone = 0;
      }
      last_seen = other.load(kRelaxed);
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
