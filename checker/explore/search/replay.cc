#include "checker/explore/search/replay.h"

namespace racefree::explore {
namespace {

bool IsPossible(const State& state, Choice wanted) {
  for (const Choice& choice : *state.choices) {
    if (choice == wanted) return true;
  }
  return false;
}

}  // namespace

Choice Replay::Choose(const State& state) {
  while (position_ < path_->size()) {
    const Choice wanted = (*path_)[position_++];
    if (IsPossible(state, wanted)) return wanted;
    if (!leniently_) break;
  }
  if (!leniently_) {
    diverged_ = true;
    return {};
  }
  const Choice same = {static_cast<int8_t>(state.running), kNormally};
  return IsPossible(state, same) ? same : (*state.choices)[0];
}

}  // namespace racefree::explore
