#include "checker/verdict/googletest_output.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/test_failure.h"

namespace racefree {
namespace {

// The name of the test on "[       OK ] Balance.Starts (0 ms)".
std::string NameIn(absl::string_view line) {
  return std::string(line.substr(0, line.find_first_of(" ,")));
}

}  // namespace

TestResults ReadGoogleTestOutput(absl::string_view output) {
  TestResults results;
  // The failure whose message the next lines continue.
  TestFailure* failure = nullptr;
  for (absl::string_view line : SplitLines(output)) {
    const absl::string_view whole = line;
    if (absl::ConsumePrefix(&line, "[ RUN      ] ")) {
      results.running = NameIn(line);
      failure = nullptr;
    } else if (absl::ConsumePrefix(&line, "[       OK ] ") ||
               absl::ConsumePrefix(&line, "[  FAILED  ] ") ||
               absl::ConsumePrefix(&line, "[  SKIPPED ] ")) {
      failure = nullptr;
      // The summary at the end names tests again, when none is running.
      if (NameIn(line) != results.running || results.running.empty()) continue;
      if (absl::StartsWith(whole, "[  SKIPPED")) {
        results.skipped.push_back(results.running);
      }
      results.finished.push_back(results.running);
      results.running.clear();
    } else if (results.running.empty()) {
      continue;
    } else if (absl::ConsumeSuffix(&line, ": Failure")) {
      results.failures.push_back({results.running, std::string(line), ""});
      failure = &results.failures.back();
    } else if (failure != nullptr) {
      absl::StrAppend(&failure->message, line, "\n");
    }
  }
  return results;
}

}  // namespace racefree
