#ifndef RACEFREE_CHECKER_JUDGE_TEST_REPORT_H_
#define RACEFREE_CHECKER_JUDGE_TEST_REPORT_H_

#include <string>

#include "checker/verdict/verdict.h"

namespace racefree {

// The verdict as a JUnit report, which Bazel and others show. The whole verdict
// is in it too, as JSON, in the property "verdict".
std::string TestReport(const Verdict& verdict);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_TEST_REPORT_H_
