#ifndef RACEFREE_CHECKER_HARNESS_ONE_COIN_H_
#define RACEFREE_CHECKER_HARNESS_ONE_COIN_H_

#include <atomic>

#include "checker/harness/overlap.h"

namespace racefree {

// Two threads compete for something that there is only once: `take` tries to
// take it and returns whether it could, `give_back` returns it. Both threads do
// so over and over, with overlap (see RunOverlapped).
//
// Returns whether both ever had it at once: then what `take` checked was no
// longer true when it took.
template <typename Take, typename GiveBack>
bool TwoTakeOneCoin(Take take, GiveBack give_back) {
  // The other thread may have come to its end, and will not try again.
  constexpr int kLooksAtMost = 20'000;
  std::atomic<int> holders = 0;
  std::atomic<int> attempts[2] = {0, 0};
  std::atomic<bool> two_at_once = false;
  auto compete = [&](int self) {
    const bool success = take();
    if (success && ++holders > 1) two_at_once = true;
    ++attempts[self];
    if (!success) return;
    // The other thread may have found the coin there before it was taken. Its
    // attempt is to end while the coin is away.
    const std::atomic<int>& others = attempts[1 - self];
    const int others_before = others;
    for (int look = 0; look < kLooksAtMost; ++look) {
      if (others != others_before || holders > 1) break;
    }
    --holders;
    give_back();
  };
  // The moment between a look and a grasp can be very short.
  constexpr int kOverlaps = 10'000;
  RunOverlapped([&] { compete(0); }, [&] { compete(1); }, kOverlaps);
  return two_at_once;
}

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_ONE_COIN_H_
