#ifndef RACEFREE_CHECKER_VERDICT_EXPLORATION_H_
#define RACEFREE_CHECKER_VERDICT_EXPLORATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/test_failure.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// What the explorer found out about one test.
struct Exploration {
  // kNone as its kind when no schedule failed.
  Verdict verdict;
  // For a pass, what is known, and of how many schedules: "every schedule with
  // at most 2 preemptions (1482)".
  std::string claim;
};

// Reads the JSON that checker/explore/report writes. InvalidArgument when it is
// no such report.
absl::StatusOr<Exploration> ReadExploration(const TestExploration& exploration,
                                            const SourceFiles& sources);

// What is known of all tests together, and no more than that.
std::string ClaimOf(const std::vector<Exploration>& explorations);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_EXPLORATION_H_
