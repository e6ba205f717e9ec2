#ifndef RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_
#define RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_

#include <thread>

#include "checker/harness/silent_counter.h"

namespace racefree {

// Runs `first` and `second` alternately, `rounds` times each, on two threads of
// their own; returns when both are done. `first` begins.
//
// The two never run at the same time, so what they see is the same on every
// run. But they pass on the turn by a SilentCounter: for ThreadSanitizer they
// are concurrent, and it reports every pair of accesses that the code under
// test does not order itself. No luck is needed.
template <typename First, typename Second>
void TakeTurns(int rounds, First first, Second second) {
  SilentCounter turns_taken;
  auto play = [&turns_taken, rounds](int first_turn, auto& step) {
    for (int round = 0; round < rounds; ++round) {
      turns_taken.WaitFor(first_turn + 2 * round);
      step();
      turns_taken.Raise();
    }
  };
  std::thread first_player([&] { play(0, first); });
  std::thread second_player([&] { play(1, second); });
  first_player.join();
  second_player.join();
}

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_
