#include "checker/explore/shrink.h"

#include "checker/explore/runtime.h"
#include "checker/explore/search/depth_first.h"
#include "checker/explore/search/replay.h"

namespace racefree::explore {
namespace {

constexpr uint64_t kTriesForEachBound = 500;
// Longer ones are not easy to read, whatever is done to them.
constexpr int kMaxSteps = 1000;
constexpr int kMaxRestarts = 10;
constexpr int kMaxPreemptions = 3;

class Shrinker {
 public:
  explicit Shrinker(Driver* driver)
      : driver_(driver),
        options_(driver->options()),
        result_(*driver->result()) {
    options_.mode = Mode::kSnapshot;
    options_.max_steps = kMaxSteps;
  }

  void Run() {
    const uint64_t schedules = result_.schedules;
    const bool race = result_.finding.kind == FindingKind::kDataRace;
    if (race) FindHarm();
    if (result_.consequence.kind == FindingKind::kNone) {
      // Else each attempt would take half a second, or more on a busy machine.
      if (!result_.slow_failure) {
        FewestPreemptions();
        JoinRuns();
      }
    }
    // The count that led to the finding is what the reader cares about.
    result_.schedules = schedules;
  }

 private:
  bool SameFailure() const {
    const Finding& finding = runtime->schedule.finding();
    return runtime->schedule.ending() == Ending::kFailed &&
           finding.kind == result_.finding.kind &&
           finding.line == result_.finding.line;
  }

  bool IsOfTheProgram() const {
    const FindingKind kind = runtime->schedule.finding().kind;
    return kind != FindingKind::kNotControlled &&
           kind != FindingKind::kMachineFault;
  }

  void Keep() {
    result_.path = runtime->schedule.path();
    result_.learned_count = runtime->learned.known().size();
  }

  // Races are let pass, their lines are choice points: does anything else fail?
  void FindHarm() {
    Options options = options_;
    options.races_fail = false;
    for (int bound = 0; bound <= kMaxPreemptions; ++bound) {
      const auto stop = RunBound(options, bound);
      if (stop != Driver::Stop::kFound || !IsOfTheProgram()) continue;
      result_.consequence = runtime->schedule.finding();
      result_.preemptions = bound;
      Keep();
      return;
    }
    runtime->learned.Shorten(result_.learned_count);
  }

  void FewestPreemptions() {
    for (int bound = 0; bound <= kMaxPreemptions; ++bound) {
      const auto stop = RunBound(options_, bound);
      if (stop == Driver::Stop::kFound && SameFailure()) {
        result_.preemptions = bound;
        result_.finding = runtime->schedule.finding();
        Keep();
        return;
      }
    }
    runtime->learned.Shorten(result_.learned_count);
  }

  // A schedule in which one thread comes between another's steps early on is
  // the easiest to follow. Where that order is too long, the other one may do.
  Driver::Stop RunBound(const Options& options, int bound) {
    const auto stop = RunBound(options, bound, Preference::kSwitch);
    if (stop != Driver::Stop::kBudget) return stop;
    return RunBound(options, bound, Preference::kGoOn);
  }

  Driver::Stop RunBound(const Options& options, int bound,
                        Preference preference) {
    auto stop = Driver::Stop::kLearned;
    for (int i = 0; i < kMaxRestarts && stop == Driver::Stop::kLearned; ++i) {
      DepthFirst search(Bound::kPreemptions, bound, preference);
      stop = driver_->Run(&search, options, kTriesForEachBound, true);
      if (stop == Driver::Stop::kFound) runtime->learned.DropNews();
    }
    return stop;
  }

  // Moves a thread's next run of steps up to its last one, wherever the failure
  // stays the same: one switch to it less.
  void JoinRuns() {
    runtime->learned.Shorten(result_.learned_count);
    bool improved = true;
    for (int round = 0; improved && round < 50; ++round) {
      improved = false;
      const size_t size = result_.path.size();
      for (size_t i = 0; i + 1 < size && !improved; ++i) {
        if (driver_->OutOfTime()) return;
        improved = TryJoinAfter(i);
      }
    }
  }

  bool TryJoinAfter(size_t last) {
    const Path& path = result_.path;
    const int8_t thread = path[last].thread;
    if (path[last + 1].thread == thread) return false;
    size_t from = last + 1;
    while (from < path.size() && path[from].thread != thread) ++from;
    size_t to = from;
    while (to < path.size() && path[to].thread == thread) ++to;
    if (from == to) return false;
    candidate_.clear();
    for (size_t i = 0; i <= last; ++i) candidate_.push_back(path[i]);
    for (size_t i = from; i < to; ++i) candidate_.push_back(path[i]);
    for (size_t i = last + 1; i < from; ++i) candidate_.push_back(path[i]);
    for (size_t i = to; i < path.size(); ++i) candidate_.push_back(path[i]);
    Replay replay(candidate_, /*leniently=*/true);
    replay.Next();
    driver_->RunOne(&replay, options_);
    runtime->learned.DropNews();
    if (!SameFailure()) return false;
    if (Switches(runtime->schedule.path()) >= Switches(path)) return false;
    result_.finding = runtime->schedule.finding();
    Keep();
    return true;
  }

  static int Switches(const Path& path) {
    int count = 0;
    for (size_t i = 1; i < path.size(); ++i) {
      if (path[i].thread != path[i - 1].thread) ++count;
    }
    return count;
  }

  Driver* const driver_;
  Options options_;
  Result& result_;
  Path candidate_;
};

}  // namespace

void Shrink(Driver* driver) {
  runtime->learned.DropNews();
  Shrinker(driver).Run();
}

}  // namespace racefree::explore
