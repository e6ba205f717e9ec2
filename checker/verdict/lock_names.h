#ifndef RACEFREE_CHECKER_VERDICT_LOCK_NAMES_H_
#define RACEFREE_CHECKER_VERDICT_LOCK_NAMES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Gives locks names that a student can tell apart: "lock A" for the first one
// that is mentioned, "lock B" for the next.
class LockNames {
 public:
  // The name of the lock that a tool knows as `id` ("M0", an address).
  const std::string& NameOf(absl::string_view id);

  // The report on that lock, to be filled in. Valid until the next call.
  LockReport& ReportOn(absl::string_view id);

  // All reports, in the order of their names.
  std::vector<LockReport> Take() { return std::move(reports_); }

 private:
  std::vector<std::string> ids_;
  std::vector<LockReport> reports_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_LOCK_NAMES_H_
