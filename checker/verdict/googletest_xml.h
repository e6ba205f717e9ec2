#ifndef RACEFREE_CHECKER_VERDICT_GOOGLETEST_XML_H_
#define RACEFREE_CHECKER_VERDICT_GOOGLETEST_XML_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/test_failure.h"

namespace racefree {

// Reads the file that GoogleTest 1.12 writes for --gtest_output=xml:. When
// tests are repeated, it holds the last repetition only.
//
// InvalidArgument when it is no such file: cut off, or not XML at all.
absl::StatusOr<TestResults> ReadGoogleTestXml(absl::string_view xml);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_GOOGLETEST_XML_H_
