#include "checker/explore/record.h"

#include "checker/explore/runtime.h"
#include "checker/explore/search/replay.h"
#include "checker/explore/unfinished.h"

namespace racefree::explore {
namespace {

// How a known schedule is run again.
Options OptionsFor(const Driver& driver, const Path& path, FindingKind kind) {
  Options options = driver.options();
  options.mode = Mode::kSnapshot;
  // What never ends is shown for as long as the path goes.
  if (kind == FindingKind::kEndlessLoop) {
    options.max_steps = static_cast<int>(path.size());
  }
  return options;
}

void RunRecorded(Driver* driver, Replay* replay, const Options& options,
                 Recorder::State state) {
  runtime->silent_from_step = options.max_steps;
  runtime->recorder.Start(state);
  replay->Next();
  driver->RunOne(replay, options);
  runtime->learned.DropNews();
}

// The race that is told must be one of the schedule that is shown. From here on
// races are passed.
void RunUpToRace(Driver* driver, Replay* replay, Options* options) {
  RunRecorded(driver, replay, *options, Recorder::State::kOff);
  const Schedule& schedule = runtime->schedule;
  if (schedule.ending() == Ending::kFailed &&
      schedule.finding().kind == FindingKind::kDataRace) {
    driver->result()->finding = schedule.finding();
  }
  options->races_fail = false;
}

constexpr Recorder::State kBothRecordings[] = {Recorder::State::kFindingShared,
                                               Recorder::State::kOn};

}  // namespace

void Record(Driver* driver) {
  Result& result = *driver->result();
  const bool harm = result.consequence.kind != FindingKind::kNone;
  const FindingKind kind = harm ? result.consequence.kind : result.finding.kind;
  Options options = OptionsFor(*driver, result.path, kind);
  runtime->learned.Shorten(result.learned_count);
  Replay replay(result.path, /*leniently=*/false);
  if (harm) RunUpToRace(driver, &replay, &options);
  for (const auto state : kBothRecordings) {
    runtime->appearances.Start(Appearances::State::kNoting);
    RunRecorded(driver, &replay, options, state);
  }
  const Schedule& schedule = runtime->schedule;
  const bool same = schedule.ending() == Ending::kTooLong
                        ? kind == FindingKind::kEndlessLoop
                        : schedule.ending() == Ending::kFailed &&
                              schedule.finding().kind == kind;
  result.diverged = replay.diverged() || !same;
}

void FollowPlan(Driver* driver, const ReplayPlan& plan) {
  Result& result = *driver->result();
  const Schedule& schedule = runtime->schedule;
  Options options = OptionsFor(*driver, plan.path, plan.kind);
  options.weak_memory = plan.weak_memory;
  options.spurious_wake_ups = plan.spurious_wake_ups;
  options.time = plan.time;
  runtime->appearances.set_noted(plan.choice_points);
  Replay replay(plan.path, /*leniently=*/false);
  const auto start = [] {
    runtime->learned.Shorten(0);
    runtime->appearances.Start(Appearances::State::kFollowing);
  };
  if (plan.passes_races) {
    start();
    RunUpToRace(driver, &replay, &options);
  }
  for (const auto state : kBothRecordings) {
    start();
    RunRecorded(driver, &replay, options, state);
  }
  result.diverged = replay.diverged();
  result.too_long = schedule.ending() == Ending::kTooLong;
  if (schedule.ending() == Ending::kFailed) {
    const bool has_race = result.finding.kind != FindingKind::kNone;
    (has_race ? result.consequence : result.finding) = schedule.finding();
  }
  JudgeUnfinished(driver->options(), &result);
}

}  // namespace racefree::explore
