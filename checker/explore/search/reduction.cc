#include "checker/explore/search/reduction.h"

#include <cstring>

#include "checker/explore/arena.h"

namespace racefree::explore {

Reduction::Reduction()
    : levels_(
          static_cast<Level*>(MapSharedOrAbandon(sizeof(Level) * kMaxDepth))) {}

Reduction::~Reduction() { UnmapShared(levels_, sizeof(Level) * kMaxDepth); }

bool Reduction::Next() {
  if (!started_) {
    started_ = true;
    depth_ = 0;
    reached_ = 0;
    return true;
  }
  for (depth_ = reached_; depth_ > 0; --depth_) {
    Level& level = levels_[depth_ - 1];
    level.done.Add(level.chosen);
    if (Pick(&level)) {
      reached_ = 0;
      return true;
    }
  }
  return false;
}

bool Reduction::Pick(Level* level) {
  bool found = false;
  level->backtrack.ForEach([&](Choice choice) {
    if (found || level->done.Has(choice) || level->sleep.Has(choice)) return;
    level->chosen = choice;
    found = true;
  });
  return found;
}

void Reduction::Standstill(const State& state) {
  if (state.step < depth_ || state.step >= kMaxDepth - 1) return;
  LearnThreads(state);
  Observe(state);
}

void Reduction::Finished() { thread_count_ = 0; }

Choice Reduction::Choose(const State& state) {
  const int step = state.step;
  if (step >= kMaxDepth - 1) {
    cut_ = true;
    return {};
  }
  LearnThreads(state);
  Level& level = levels_[step];
  if (step + 1 < depth_) {
    const Operation* operation = state.pending[level.chosen.thread];
    if (operation == nullptr || operation->name != level.operation.name) {
      diverged_ = true;
      return {};
    }
    memcpy(known_[level.chosen.thread], level.before, sizeof(level.before));
    reached_ = step + 1;
    return level.chosen;
  }
  if (step >= depth_) {
    level.enabled.Clear();
    for (const Choice& choice : *state.choices) level.enabled.Add(choice);
    level.backtrack.Clear();
    level.done.Clear();
    if (step == 0) level.sleep.Clear();
    Observe(state);
    // The running thread goes on where it can: fewer switches to read.
    ThreadId first = kNobody;
    for (const Choice& choice : *state.choices) {
      if (level.sleep.Has(choice)) continue;
      if (first == kNobody || choice.thread == state.running) {
        first = choice.thread;
      }
    }
    if (first == kNobody) return {};
    level.backtrack.AddThread(first, level.enabled);
    Pick(&level);
  } else if (!level.enabled.Has(level.chosen) ||
             state.pending[level.chosen.thread] == nullptr) {
    diverged_ = true;
    return {};
  }
  Execute(state, &level);
  reached_ = step + 1;
  return level.chosen;
}

void Reduction::LearnThreads(const State& state) {
  const int step = state.step;
  // A thread that appeared was made by the one that just moved.
  for (; thread_count_ < state.thread_count; ++thread_count_) {
    if (step == 0) {
      memset(known_[thread_count_], 0, sizeof(known_[0]));
    } else {
      memcpy(known_[thread_count_], levels_[step - 1].before,
             sizeof(known_[0]));
    }
    is_known_[thread_count_] = false;
  }
}

void Reduction::Observe(const State& state) {
  const int last = state.step - 1;
  if (last < 0) return;
  const ThreadId mover = levels_[last].chosen.thread;
  for (ThreadId thread = 0; thread < state.thread_count; ++thread) {
    if (state.pending[thread] == nullptr) continue;
    const bool is_new = thread == mover || !is_known_[thread];
    is_known_[thread] = true;
    // An operation that was already waiting has been compared with all but the
    // last step.
    FindReversal(state, thread, last, is_new ? 0 : last);
  }
}

void Reduction::FindReversal(const State& state, ThreadId thread, int from,
                             int down_to) {
  const Operation& next = *state.pending[thread];
  for (int i = from; i >= down_to; --i) {
    const Level& level = levels_[i];
    const ThreadId other = level.chosen.thread;
    if (other == thread || known_[thread][other] > i) continue;
    if (!Dependent(level.operation, next)) continue;
    if (!MayBeCoEnabled(level.operation, next)) continue;
    Demand(i, thread, next.HasSeveralAlternatives());
    return;
  }
}

void Reduction::Demand(int step, ThreadId thread, bool any) {
  Level& level = levels_[step];
  if (any) {
    level.backtrack.AddAll(level.enabled);
    return;
  }
  if (level.enabled.HasThread(thread)) {
    level.backtrack.AddThread(thread, level.enabled);
    return;
  }
  // It could not run there itself; one that must come before it may.
  ThreadId candidate = kNobody;
  for (ThreadId other = 0; other < kMaxThreads; ++other) {
    if (known_[thread][other] <= step + 1 || !level.enabled.HasThread(other)) {
      continue;
    }
    if (level.backtrack.HasThread(other)) return;
    if (candidate == kNobody) candidate = other;
  }
  if (candidate == kNobody) {
    level.backtrack.AddAll(level.enabled);
  } else {
    level.backtrack.AddThread(candidate, level.enabled);
  }
}

void Reduction::FindReversals(int step) {
  const Level& level = levels_[step];
  // What came before by way of this thread's own past can not be overtaken.
  const int16_t* past = known_[level.chosen.thread];
  for (int i = step - 1; i >= 0; --i) {
    const Level& earlier = levels_[i];
    const ThreadId other = earlier.chosen.thread;
    if (other == level.chosen.thread || past[other] > i) continue;
    if (!Dependent(earlier.operation, level.operation)) continue;
    if (!MayBeCoEnabled(earlier.operation, level.operation)) continue;
    DemandReversal(i, step);
  }
}

void Reduction::DemandReversal(int first, int second) {
  Level& level = levels_[first];
  const ThreadId overtaken = level.chosen.thread;
  if (levels_[second].operation.HasSeveralAlternatives()) {
    level.backtrack.AddAll(level.enabled);
    return;
  }
  // The steps that must come before `second`, or may, when it overtakes
  // `first`: those that do not follow from `first`. Whoever of them can begin
  // will do.
  ThreadId candidate = kNobody;
  uint64_t seen = 0;
  for (int i = first + 1; i <= second; ++i) {
    const Level& step = levels_[i];
    const ThreadId thread = step.chosen.thread;
    if (i != second && step.before[overtaken] > first) continue;
    const uint64_t bit = uint64_t{1} << thread;
    if ((seen & bit) != 0) continue;
    seen |= bit;
    if (!CanBegin(first, i) || !level.enabled.HasThread(thread)) continue;
    if (level.backtrack.HasThread(thread)) return;
    if (candidate == kNobody) candidate = thread;
  }
  if (candidate == kNobody) {
    level.backtrack.AddAll(level.enabled);
  } else {
    level.backtrack.AddThread(candidate, level.enabled);
  }
}

bool Reduction::CanBegin(int first, int step) const {
  const ThreadId overtaken = levels_[first].chosen.thread;
  for (int i = first + 1; i < step; ++i) {
    const Level& between = levels_[i];
    if (between.before[overtaken] > first) continue;
    if (levels_[step].before[between.chosen.thread] > i) return false;
  }
  return true;
}

void Reduction::Execute(const State& state, Level* level) {
  const int step = state.step;
  const ThreadId thread = level->chosen.thread;
  level->operation = *state.pending[thread];
  int16_t* before = level->before;
  memcpy(before, known_[thread], sizeof(level->before));
  const auto join = [before](const int16_t* other) {
    for (int i = 0; i < kMaxThreads; ++i) {
      before[i] = before[i] > other[i] ? before[i] : other[i];
    }
  };
  if (level->operation.joins != kNobody) join(known_[level->operation.joins]);
  for (int i = step - 1; i >= 0; --i) {
    const Level& earlier = levels_[i];
    if (before[earlier.chosen.thread] > i) continue;
    if (Dependent(earlier.operation, level->operation)) join(earlier.before);
  }
  before[thread] = static_cast<int16_t>(step + 1);
  FindReversals(step);
  memcpy(known_[thread], before, sizeof(level->before));

  ChoiceSet asleep = level->sleep;
  asleep.AddAll(level->done);
  Level& next = levels_[step + 1];
  next.sleep.Clear();
  asleep.ForEach([&](Choice choice) {
    const Operation* operation = state.pending[choice.thread];
    if (choice.thread == thread || operation == nullptr) return;
    if (!Dependent(*operation, level->operation)) next.sleep.Add(choice);
  });
}

}  // namespace racefree::explore
