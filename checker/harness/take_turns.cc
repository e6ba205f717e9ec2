#include "checker/harness/take_turns.h"

#include <functional>
#include <thread>

#include "checker/harness/silent_counter.h"

namespace racefree {

void TakeTurns(int rounds, const std::function<void()>& first,
               const std::function<void()>& second) {
  SilentCounter turns_taken;
  auto play = [&turns_taken, rounds](int first_turn,
                                     const std::function<void()>& step) {
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
