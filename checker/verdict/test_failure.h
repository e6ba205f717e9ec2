#ifndef RACEFREE_CHECKER_VERDICT_TEST_FAILURE_H_
#define RACEFREE_CHECKER_VERDICT_TEST_FAILURE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// One failure as GoogleTest reports it.
struct TestFailure {
  // The full name of the test: "Balance.EndsAtMinusEight".
  std::string test;
  // "path:line", or "unknown file".
  std::string position;
  // What follows the position, possibly many lines.
  std::string message;
};

// What the explorer reports of one test: see exploration.h.
struct TestExploration {
  std::string test;
  // JSON.
  std::string report;
  // A token that makes the explorer run the failing schedule again; empty if
  // there is none.
  std::string replay;
};

// What a run of GoogleTest says about its tests, in the order of events.
struct TestResults {
  std::vector<TestFailure> failures;
  // From GoogleTest's file only.
  std::vector<TestExploration> explorations;
  // Full names of tests that called GTEST_SKIP().
  std::vector<std::string> skipped;
  // Full names of tests that came to their end.
  std::vector<std::string> finished;
  // The test that had begun and not ended; empty if there is none.
  std::string running;
};

// Understands one failure: an expectation with what was expected and what came,
// an exception, something left behind ("[left behind] ..."), or any other
// message.
Verdict UnderstandFailure(const TestFailure& failure,
                          const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_TEST_FAILURE_H_
