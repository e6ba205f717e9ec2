#include "checker/explore/search/depth_first.h"

#include "checker/explore/arena.h"

namespace racefree::explore {

DepthFirst::DepthFirst(Bound bound, int limit, Preference preference)
    : bound_(bound),
      limit_(limit),
      preference_(preference),
      levels_(
          static_cast<Level*>(MapSharedOrAbandon(sizeof(Level) * kMaxPath))) {}

DepthFirst::~DepthFirst() { UnmapShared(levels_, sizeof(Level) * kMaxPath); }

bool DepthFirst::Next() {
  if (started_) {
    // The deepest choice that has another option within the bound.
    while (depth_ > 0) {
      if (depth_ - 1 == last_part_) return false;
      Level& level = levels_[depth_ - 1];
      if (++level.taken < level.options.size()) break;
      --depth_;
    }
    if (depth_ == 0) return false;
  }
  started_ = true;
  reached_ = 0;
  return true;
}

// What is varied last is the shallowest choice that has other options left.
uint64_t DepthFirst::Divide(uint64_t left) {
  for (int i = 0; i < depth_; ++i) {
    if (levels_[i].taken + 1 >= levels_[i].options.size()) continue;
    last_part_ = i;
    return left;
  }
  return 0;
}

void DepthFirst::TakeLastPart() {
  auto* levels =
      static_cast<Level*>(MapSharedOrAbandon(sizeof(Level) * kMaxPath));
  depth_ = last_part_ + 1;
  for (int i = 0; i < depth_; ++i) levels[i] = levels_[i];
  UnmapShared(levels_, sizeof(Level) * kMaxPath);
  levels_ = levels;
  KeepLastPart();
}

int DepthFirst::Cost(const State& state, Choice choice, int rank) const {
  switch (bound_) {
    case Bound::kNone:
      return 0;
    case Bound::kPreemptions: {
      const bool early =
          choice.alternative != kNormally && state.choices->size() > 1;
      const bool switches =
          choice.thread != state.running && state.running_enabled;
      return early || switches ? 1 : 0;
    }
    case Bound::kDelays:
      return rank;
  }
  return 0;
}

void DepthFirst::Fill(const State& state, Level* level) {
  level->options.clear();
  level->taken = 0;
  // The running thread first, then the others in turn: what comes first costs
  // least and reads best.
  int rank = 0;
  bool cut = false;
  for (int i = 0; i < state.thread_count; ++i) {
    const int thread = (state.running + i) % state.thread_count;
    for (const Choice& choice : *state.choices) {
      if (choice.thread != thread) continue;
      const int cost = Cost(state, choice, rank++);
      if (bound_ != Bound::kNone && level->spent + cost > limit_) {
        cut = true;
        continue;
      }
      level->options.push_back({choice, static_cast<int8_t>(cost)});
    }
  }
  cut_ = cut_ || cut;
  if (preference_ == Preference::kSwitch) PutSwitchesFirst(level);
}

void DepthFirst::PutSwitchesFirst(Level* level) {
  const auto all = level->options;
  level->options.clear();
  for (const Option& option : all) {
    if (option.cost > 0) level->options.push_back(option);
  }
  for (const Option& option : all) {
    if (option.cost == 0) level->options.push_back(option);
  }
}

bool DepthFirst::Matches(const State& state, const Level& level) const {
  const Choice wanted = level.options[level.taken].choice;
  for (const Choice& choice : *state.choices) {
    if (choice == wanted) return true;
  }
  return false;
}

Choice DepthFirst::Choose(const State& state) {
  Level& level = levels_[state.step];
  if (state.step >= depth_) {
    level.spent = 0;
    if (state.step > 0) {
      const Level& before = levels_[state.step - 1];
      level.spent = before.spent + before.options[before.taken].cost;
    }
    Fill(state, &level);
    if (level.options.empty()) return {};
  } else if (!Matches(state, level)) {
    diverged_ = true;
    return {};
  }
  reached_ = state.step + 1;
  return level.options[level.taken].choice;
}

}  // namespace racefree::explore
