#ifndef RACEFREE_CHECKER_VERDICT_GOOGLETEST_OUTPUT_H_
#define RACEFREE_CHECKER_VERDICT_GOOGLETEST_OUTPUT_H_

#include "absl/strings/string_view.h"
#include "checker/verdict/test_failure.h"

namespace racefree {

// Reads what GoogleTest prints while it runs ("[ RUN      ] Balance.Starts").
// Needed where there is no XML, because the program did not come to its end,
// and for all repetitions but the last.
TestResults ReadGoogleTestOutput(absl::string_view output);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_GOOGLETEST_OUTPUT_H_
