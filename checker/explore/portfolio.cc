#include "checker/explore/portfolio.h"

#include <cstdio>
#include <new>

#include "checker/explore/arena.h"
#include "checker/explore/runtime.h"
#include "checker/explore/search/depth_first.h"
#include "checker/explore/search/reduction.h"
#include "checker/explore/search/samplers.h"

namespace racefree::explore {
namespace {

constexpr int kPriorityChanges = 3;
// So many random schedules are tried where none came to its end yet.
constexpr uint64_t kTriesToEnd = 20;

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

class Portfolio {
 public:
  explicit Portfolio(Driver* driver)
      : driver_(driver),
        options_(driver->options()),
        place_(
            *static_cast<AnySearch*>(MapSharedOrAbandon(sizeof(AnySearch)))) {}
  ~Portfolio() { UnmapShared(&place_, sizeof(AnySearch)); }

  void Run();

 private:
  using Stop = Driver::Stop;

  Search* Make(SearchKind kind, int bound);
  Stop RunKind(SearchKind kind, int bound, uint64_t limit);
  void RunDefault();
  void Claim(const char* what, uint64_t count);
  void ClaimComplete(SearchKind kind, int bound);
  void ClaimSamples();
  void Found();

  Driver* const driver_;
  const Options& options_;
  AnySearch& place_;
  Search* search_ = nullptr;
};

Search* Portfolio::Make(SearchKind kind, int bound) {
  switch (kind) {
    case SearchKind::kDepthFirst:
      return new (&place_.depth_first) DepthFirst(Bound::kNone, 0);
    case SearchKind::kPreemptionBound:
      return new (&place_.depth_first) DepthFirst(Bound::kPreemptions, bound);
    case SearchKind::kDelayBound:
      return new (&place_.depth_first) DepthFirst(Bound::kDelays, bound);
    case SearchKind::kRandom:
      return new (&place_.random) RandomWalk(options_.seed);
    case SearchKind::kPriorities:
      return new (&place_.priorities)
          Priorities(options_.seed, kPriorityChanges);
    case SearchKind::kPartialOrder:
      return new (&place_.partial_order) PartialOrder(options_.seed);
    case SearchKind::kPortfolio:
    case SearchKind::kReduction:
      break;
  }
  return new (&place_.reduction) Reduction();
}

Portfolio::Stop Portfolio::RunKind(SearchKind kind, int bound, uint64_t limit) {
  Result& result = *driver_->result();
  while (true) {
    // What is known of an unfinished search no longer counts.
    result.schedules = result.steps = result.given_up = result.completed = 0;
    result.fairness_acted = result.time_bounded = result.too_long = false;
    result.forgot_stores = false;
    result.outcomes.clear();
    search_ = Make(kind, bound);
    const Stop stop =
        driver_->Run(search_, options_, limit, search_->exhaustive());
    if (stop == Stop::kLearned) {
      search_->~Search();
      ++result.restarts;
      continue;
    }
    if (stop == Stop::kFound) Found();
    return stop;
  }
}

void Portfolio::Found() {
  Result& result = *driver_->result();
  const Schedule& schedule = runtime->schedule;
  result.finding = schedule.finding();
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
  const uint64_t budget = options_.max_schedules;
  Stop stop = RunKind(SearchKind::kReduction, 0, budget / 2);
  if (stop == Stop::kFound || stop == Stop::kNeedsThreads) return;
  const bool cut = search_->cut() || result.too_long;
  if (stop == Stop::kEnded && !result.diverged && !cut) {
    return ClaimComplete(SearchKind::kReduction, 0);
  }
  char bounded[160] = "";
  for (int bound = 0; bound <= options_.bound; ++bound) {
    search_->~Search();
    stop = RunKind(SearchKind::kPreemptionBound, bound, budget / 6);
    if (stop == Stop::kFound) return;
    if (stop != Stop::kEnded || result.too_long || result.diverged) break;
    ClaimComplete(SearchKind::kPreemptionBound, bound);
    snprintf(bounded, sizeof(bounded), "%s, and ", result.claim);
  }
  uint64_t samples = 0;
  const uint64_t limit = result.any_completed ? budget / 10 : kTriesToEnd;
  for (const SearchKind kind : {SearchKind::kPartialOrder, SearchKind::kRandom,
                                SearchKind::kPriorities}) {
    search_->~Search();
    stop = RunKind(kind, 0, limit);
    if (stop == Stop::kFound) return;
    samples += result.schedules;
  }
  result.complete = false;
  snprintf(result.claim, sizeof(result.claim),
           "%s%llu random schedules, which prove nothing", bounded,
           static_cast<unsigned long long>(samples));
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
  search_->~Search();
}

}  // namespace

void RunPortfolio(Driver* driver) { Portfolio(driver).Run(); }

}  // namespace racefree::explore
