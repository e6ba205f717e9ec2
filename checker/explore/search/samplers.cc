#include "checker/explore/search/samplers.h"

namespace racefree::explore {
namespace {

// One of the thread's alternatives.
Choice AnyOf(const State& state, ThreadId thread, RandomNumbers& numbers) {
  Choice picked;
  uint64_t count = 0;
  for (const Choice& choice : *state.choices) {
    if (choice.thread == thread && numbers.Below(++count) == 0) picked = choice;
  }
  return picked;
}

}  // namespace

Choice RandomWalk::Choose(const State& state) {
  return (*state.choices)[numbers().Below(state.choices->size())];
}

void Priorities::StartSchedule() {
  known_ = 0;
  steps_ = 0;
  lowest_ = 0;
  for (int i = 0; i < changes_; ++i) {
    change_at_[i] =
        static_cast<int>(numbers().Below(static_cast<uint64_t>(longest_)));
  }
}

void Priorities::Finished() {
  if (steps_ > longest_) longest_ = steps_;
}

Choice Priorities::Choose(const State& state) {
  for (; known_ < state.thread_count; ++known_) {
    priority_[known_] = 1 + static_cast<int64_t>(numbers().Next() >> 2);
  }
  // Every step counts, and whoever ran last is demoted even if it just blocked.
  for (int i = 0; i < changes_; ++i) {
    if (change_at_[i] == steps_) priority_[state.running] = --lowest_;
  }
  ++steps_;
  ThreadId best = kNobody;
  for (const Choice& choice : *state.choices) {
    if (best == kNobody || priority_[choice.thread] > priority_[best]) {
      best = choice.thread;
    }
  }
  return AnyOf(state, best, numbers());
}

void PartialOrder::StartSchedule() {
  for (uint64_t& priority : priority_) priority = numbers().Next();
}

Choice PartialOrder::Choose(const State& state) {
  ThreadId best = kNobody;
  for (const Choice& choice : *state.choices) {
    if (best == kNobody || priority_[choice.thread] > priority_[best]) {
      best = choice.thread;
    }
  }
  const Operation& winner = *state.pending[best];
  for (ThreadId id = 0; id < state.thread_count; ++id) {
    if (id != best && state.pending[id] != nullptr &&
        Dependent(*state.pending[id], winner)) {
      priority_[id] = numbers().Next();
    }
  }
  priority_[best] = numbers().Next();
  return AnyOf(state, best, numbers());
}

}  // namespace racefree::explore
