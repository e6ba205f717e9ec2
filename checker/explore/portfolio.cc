#include "checker/explore/portfolio.h"

#include <cstdio>
#include <cstring>
#include <new>

#include "checker/explore/arena.h"
#include "checker/explore/runtime.h"
#include "checker/explore/search/depth_first.h"
#include "checker/explore/search/reduction.h"
#include "checker/explore/search/samplers.h"
#include "checker/explore/second_worker.h"

namespace racefree::explore {
namespace {

constexpr int kPriorityChanges = 3;
// So many random schedules are tried where none came to its end yet.
constexpr uint64_t kTriesToEnd = 20;
// A search of so many schedules is long enough to be worth a second worker.
constexpr uint64_t kLong = 2000;

// Room for one search at a time, in memory that forked schedules share.
union AnySearch {
  AnySearch() {}
  ~AnySearch() {}

  DepthFirst depth_first;
  Reduction reduction;
  RandomWalk random;
  Priorities priorities;
  PartialOrder partial_order;
};

void ForgetCounts(Result* result) {
  result->schedules = result->steps = 0;
  result->given_up = result->completed = 0;
  result->fairness_acted = result->time_bounded = result->too_long = false;
  result->forgot_stores = false;
  result->outcomes.clear();
}

// Of the last part of a search to those of its first.
void AddCounts(const Result& from, Result* to) {
  to->schedules += from.schedules;
  to->steps += from.steps;
  to->given_up += from.given_up;
  to->completed += from.completed;
  to->fairness_acted |= from.fairness_acted;
  to->time_bounded |= from.time_bounded;
  to->too_long |= from.too_long;
  to->forgot_stores |= from.forgot_stores;
  to->any_completed |= from.any_completed;
  to->out_of_time |= from.out_of_time;
  to->diverged |= from.diverged;
  to->needs_threads |= from.needs_threads;
  for (uint64_t outcome : from.outcomes) AddOutcome(to, outcome);
}

// Whether the last part, as the second worker did it, is what the first would
// have done with `left` schedules. Not if the search learned something: it
// starts again then. Nor if it stopped because it had done enough, unless it
// had done just that.
bool Fits(const SecondWorker::Report& report, uint64_t left) {
  if (report.stop == Driver::Stop::kLearned) return false;
  if (report.stop == Driver::Stop::kBudget) {
    return report.result.schedules == left;
  }
  return report.result.schedules <= left;
}

class Portfolio {
 public:
  explicit Portfolio(Driver* driver)
      : driver_(driver),
        options_(driver->options()),
        place_(MakePlace()),
        wants_second_(WantsSecondWorker(driver->options())) {}
  ~Portfolio() { UnmapShared(place_, sizeof(AnySearch)); }

  void Run();

 private:
  using Stop = Driver::Stop;

  static AnySearch* MakePlace() {
    return static_cast<AnySearch*>(MapSharedOrAbandon(sizeof(AnySearch)));
  }
  Search* Make(SearchKind kind, int bound);
  void DropSearch() {
    if (search_ != nullptr) search_->~Search();
    search_ = nullptr;
  }
  Stop RunKind(SearchKind kind, int bound, uint64_t limit);
  Stop RunOne(uint64_t limit);
  Stop GoOn(uint64_t limit);
  Stop GoOnInTwo(uint64_t limit);
  bool ForkForLastPart();
  bool ForkForWhatFollows();
  void TakeOver(const SecondWorker::Report& report);
  void RunDefault();
  Stop RunAfterReduction();
  void Claim(const char* what, uint64_t count);
  void ClaimComplete(SearchKind kind, int bound);
  void ClaimSamples();
  void Found();

  Driver* const driver_;
  const Options& options_;
  AnySearch* place_;
  Search* search_ = nullptr;
  bool wants_second_;
  SecondWorker second_;
  bool completed_when_forked_ = false;
};

Search* Portfolio::Make(SearchKind kind, int bound) {
  switch (kind) {
    case SearchKind::kDepthFirst:
      return new (&place_->depth_first) DepthFirst(Bound::kNone, 0);
    case SearchKind::kPreemptionBound:
      return new (&place_->depth_first) DepthFirst(Bound::kPreemptions, bound);
    case SearchKind::kDelayBound:
      return new (&place_->depth_first) DepthFirst(Bound::kDelays, bound);
    case SearchKind::kRandom:
      return new (&place_->random) RandomWalk(options_.seed);
    case SearchKind::kPriorities:
      return new (&place_->priorities)
          Priorities(options_.seed, kPriorityChanges);
    case SearchKind::kPartialOrder:
      return new (&place_->partial_order) PartialOrder(options_.seed);
    case SearchKind::kPortfolio:
    case SearchKind::kReduction:
      break;
  }
  return new (&place_->reduction) Reduction();
}

Portfolio::Stop Portfolio::RunKind(SearchKind kind, int bound, uint64_t limit) {
  Result& result = *driver_->result();
  while (true) {
    // What is known of an unfinished search no longer counts.
    ForgetCounts(&result);
    search_ = Make(kind, bound);
    const Stop stop = RunOne(limit);
    if (stop != Stop::kLearned) return stop;
    DropSearch();
    ++result.restarts;
  }
}

Portfolio::Stop Portfolio::RunOne(uint64_t limit) {
  if (!wants_second_ || second_.IsSecond() || limit <= kLong)
    return GoOn(limit);
  const Stop stop = GoOn(kLong);
  if (stop != Stop::kBudget || driver_->result()->out_of_time) return stop;
  return GoOnInTwo(limit - kLong);
}

Portfolio::Stop Portfolio::GoOn(uint64_t limit) {
  const Stop stop =
      driver_->Run(search_, options_, limit, search_->exhaustive());
  if (stop == Stop::kFound) Found();
  return stop;
}

// The search turned out to be long. Where it can be divided a second worker
// does its last part; in the default sequence one does what follows.
Portfolio::Stop Portfolio::GoOnInTwo(uint64_t limit) {
  Result& result = *driver_->result();
  if (options_.search == SearchKind::kPortfolio) {
    return ForkForWhatFollows() ? Stop::kIsSecond : GoOn(limit);
  }
  const uint64_t last_part = search_->Divide(limit);
  if (last_part == 0) return GoOn(limit);
  if (ForkForLastPart()) {
    const Stop stop = GoOn(last_part);
    second_.Deliver(driver_, stop, search_->cut());
  }
  const uint64_t before = result.schedules;
  const Stop stop = GoOn(limit);
  const bool at_last_part = stop == Stop::kEnded && !search_->diverged();
  if (!at_last_part) return stop;
  const uint64_t left = limit - (result.schedules - before);
  const bool as_thought = search_->LastPartIsAsThought();
  search_->KeepLastPart();
  const SecondWorker::Report* report = as_thought ? second_.Await() : nullptr;
  if (report == nullptr || !Fits(*report, left)) return GoOn(left);
  TakeOver(*report);
  AddCounts(report->result, &result);
  return report->stop;
}

// True in the second worker, which then has a copy of the search.
bool Portfolio::ForkForLastPart() {
  if (!second_.Fork(driver_)) return false;
  AnySearch* copy = MakePlace();
  memcpy(static_cast<void*>(copy), static_cast<void*>(place_),
         sizeof(AnySearch));
  search_ = reinterpret_cast<Search*>(
      reinterpret_cast<char*>(copy) +
      (reinterpret_cast<char*>(search_) - reinterpret_cast<char*>(place_)));
  place_ = copy;
  search_->TakeLastPart();
  ForgetCounts(driver_->result());
  second_.Begin();
  return true;
}

bool Portfolio::ForkForWhatFollows() {
  completed_when_forked_ = driver_->result()->any_completed;
  if (!second_.Fork(driver_)) return false;
  place_ = MakePlace();
  search_ = nullptr;
  second_.Begin();
  return true;
}

// Takes over what the second worker knows, but for the counts.
void Portfolio::TakeOver(const SecondWorker::Report& report) {
  Result& result = *driver_->result();
  runtime->learned = report.learned;
  if (report.cut) search_->NoteCut();
  result.finding = report.result.finding;
  result.slow_failure = report.result.slow_failure;
  result.path = report.result.path;
  result.learned_count = report.result.learned_count;
  result.shared = true;
}

void Portfolio::Found() {
  Result& result = *driver_->result();
  const Schedule& schedule = runtime->schedule;
  result.finding = schedule.finding();
  result.slow_failure = schedule.slow_failure();
  result.path = schedule.path();
  result.learned_count = runtime->learned.known().size();
}

void Portfolio::Claim(const char* what, uint64_t count) {
  Result& result = *driver_->result();
  snprintf(result.claim, sizeof(result.claim), "%s (%llu)", what,
           static_cast<unsigned long long>(count));
}

void Portfolio::ClaimComplete(SearchKind kind, int bound) {
  Result& result = *driver_->result();
  const char* cut = nullptr;
  if (result.too_long) cut = "some were cut short: too many steps";
  if (search_->cut() && kind == SearchKind::kReduction) {
    cut = "some were cut short: too many steps";
  }
  if (result.diverged) {
    cut = "the program does not do the same when run the same way";
  }
  if (cut != nullptr) {
    snprintf(result.claim, sizeof(result.claim),
             "%llu schedules, which proves nothing (%s)",
             static_cast<unsigned long long>(result.schedules), cut);
    return;
  }
  const char* fair = result.fairness_acted ? "fair " : "";
  const char* timed = "";
  if (result.time_bounded) timed = " with at most 2 early time-outs a thread";
  if (result.forgot_stores) timed = " in which no load is over 3 stores late";
  char what[200];
  switch (kind) {
    case SearchKind::kPreemptionBound:
    case SearchKind::kDelayBound: {
      const bool delays = kind == SearchKind::kDelayBound;
      snprintf(what, sizeof(what), "every %sschedule%s with at most %d %s%s",
               fair, timed, bound, delays ? "delay" : "preemption",
               bound == 1 ? "" : "s");
      result.complete = !search_->cut() && fair[0] == 0 && timed[0] == 0;
      break;
    }
    case SearchKind::kReduction:
      snprintf(what, sizeof(what),
               "every %sschedule%s, one for each that differs in its outcome",
               fair, timed);
      result.complete = fair[0] == 0 && timed[0] == 0;
      break;
    default:
      snprintf(what, sizeof(what), "every %sschedule%s", fair, timed);
      result.complete = fair[0] == 0 && timed[0] == 0;
      break;
  }
  const bool reduced = kind == SearchKind::kReduction;
  Claim(what, reduced ? result.completed : result.schedules);
}

void Portfolio::ClaimSamples() {
  const Result& result = *driver_->result();
  snprintf(driver_->result()->claim, sizeof(result.claim),
           "%llu %s schedules, which proves nothing",
           static_cast<unsigned long long>(result.schedules),
           search_->exhaustive() ? "different" : "random");
}

void Portfolio::RunDefault() {
  Result& result = *driver_->result();
  const Stop stop =
      RunKind(SearchKind::kReduction, 0, options_.max_schedules / 2);
  if (stop == Stop::kIsSecond) {
    second_.Deliver(driver_, RunAfterReduction(), /*cut=*/false);
  }
  if (stop == Stop::kFound || stop == Stop::kNeedsThreads) return;
  const bool cut = search_->cut() || result.too_long;
  if (stop == Stop::kEnded && !result.diverged && !cut) {
    return ClaimComplete(SearchKind::kReduction, 0);
  }
  // The second worker took it that the reduction would use up its budget, and
  // that whether any schedule came to its end was known.
  const bool as_thought = stop == Stop::kBudget && !result.out_of_time &&
                          result.any_completed == completed_when_forked_;
  const SecondWorker::Report* report = as_thought ? second_.Await() : nullptr;
  if (report == nullptr) {
    second_.Dismiss();
    RunAfterReduction();
  } else {
    runtime->learned = report->learned;
    result = report->result;
    result.shared = true;
  }
}

Portfolio::Stop Portfolio::RunAfterReduction() {
  Result& result = *driver_->result();
  // What it did also counts, though it did not come to its end.
  const uint64_t reduced = result.schedules;
  const uint64_t budget = options_.max_schedules;
  // Nothing follows that a second one could do.
  wants_second_ = false;
  Stop stop = Stop::kBudget;
  char bounded[160] = "";
  for (int bound = 0; bound <= options_.bound; ++bound) {
    DropSearch();
    stop = RunKind(SearchKind::kPreemptionBound, bound, budget / 6);
    if (stop == Stop::kFound) return stop;
    if (stop != Stop::kEnded || result.too_long || result.diverged) break;
    ClaimComplete(SearchKind::kPreemptionBound, bound);
    snprintf(bounded, sizeof(bounded), "%s, and ", result.claim);
  }
  const uint64_t limit = result.any_completed ? budget / 10 : kTriesToEnd;
  uint64_t samples = 0;
  for (const SearchKind kind : {SearchKind::kPartialOrder, SearchKind::kRandom,
                                SearchKind::kPriorities}) {
    DropSearch();
    stop = RunKind(kind, 0, limit);
    if (stop == Stop::kFound) return stop;
    samples += result.schedules;
  }
  result.complete = false;
  // On a busy machine the time may be up before the first of them.
  const bool none = samples == 0;
  snprintf(result.claim, sizeof(result.claim),
           "%s%llu %s schedules, which prove nothing", bounded,
           static_cast<unsigned long long>(none ? reduced : samples),
           none ? "different" : "random");
  return stop;
}

void Portfolio::Run() {
  if (options_.search == SearchKind::kPortfolio) {
    RunDefault();
  } else {
    const Stop stop =
        RunKind(options_.search, options_.bound, options_.max_schedules);
    if (stop == Stop::kEnded) {
      ClaimComplete(options_.search, options_.bound);
    } else if (stop == Stop::kBudget) {
      ClaimSamples();
    }
  }
  DropSearch();
}

}  // namespace

void RunPortfolio(Driver* driver) { Portfolio(driver).Run(); }

}  // namespace racefree::explore
