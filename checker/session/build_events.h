#ifndef RACEFREE_CHECKER_SESSION_BUILD_EVENTS_H_
#define RACEFREE_CHECKER_SESSION_BUILD_EVENTS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace racefree {

// How a test ended.
struct TestResult {
  // In Bazel's words: "PASSED", "FAILED", "TIMEOUT", ...
  std::string status;
  // Paths; empty when there is no such file.
  std::string xml;
  std::string log;
};

// A build step that failed.
struct FailedAction {
  // The target it belongs to: "//lessons/04_lock:balance_behaves_program".
  std::string label;
  // The path of what it printed; empty when it printed nothing.
  std::string output;
};

// What Bazel tells of an invocation: in the file that --build_event_json_file=
// names (one JSON object a line, added while it runs), and in what it prints.
class BuildEvents {
 public:
  // Takes further bytes of the file, of whatever length. What is no event, or
  // one that we do not need, is passed over.
  void Add(absl::string_view bytes);

  // Takes all that Bazel has printed by now. It tells of a test that failed
  // there at once; lines of the file it holds back for up to a quarter of a
  // second.
  void AddPrinted(absl::string_view output);

  // The labels of all tests that Bazel set out to build and run.
  const std::set<std::string>& tests() const { return tests_; }

  // By label: the tests that ran.
  const std::map<std::string, TestResult>& results() const { return results_; }

  const std::vector<FailedAction>& failed_actions() const {
    return failed_actions_;
  }

 private:
  void AddLine(absl::string_view line);

  std::string unfinished_line_;
  std::set<std::string> tests_;
  std::map<std::string, TestResult> results_;
  std::vector<FailedAction> failed_actions_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_BUILD_EVENTS_H_
