#ifndef RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_
#define RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_

#include <atomic>
#include <thread>

namespace racefree {

// Runs `first` and `second` alternately, `rounds` times each, on two threads of
// their own; returns when both are done. `first` begins.
//
// The two never run at the same time, so what they see is the same on every
// run. But the turn is passed on by relaxed atomics, which order no other
// memory: for ThreadSanitizer the two are concurrent, and it reports every pair
// of accesses that the code under test does not order itself. No luck is
// needed.
template <typename First, typename Second>
void TakeTurns(int rounds, First first, Second second) {
  std::atomic<int> turns_taken = 0;
  auto play = [&turns_taken, rounds](int parity, auto& step) {
    for (int round = 0; round < rounds; ++round) {
      while (turns_taken.load(std::memory_order_relaxed) % 2 != parity) {
        std::this_thread::yield();
      }
      // The compiler, too, has to keep the step within its turn.
      std::atomic_signal_fence(std::memory_order_seq_cst);
      step();
      std::atomic_signal_fence(std::memory_order_seq_cst);
      turns_taken.fetch_add(1, std::memory_order_relaxed);
    }
  };
  std::thread first_player([&] { play(0, first); });
  std::thread second_player([&] { play(1, second); });
  first_player.join();
  second_player.join();
}

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_
