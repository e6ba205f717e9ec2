#ifndef RACEFREE_CHECKER_SESSION_FIND_EXERCISE_H_
#define RACEFREE_CHECKER_SESSION_FIND_EXERCISE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/session/catalogue.h"

namespace racefree {

// Finds the exercise that a student means: by its name ("balance"), its full
// name ("04_lock/balance"), its file, or the beginning of a name that fits no
// other exercise ("bal", "04_lock/bal").
//
// NotFound when there is none, with the nearest names; InvalidArgument when
// several fit, with their names.
absl::StatusOr<const Exercise*> FindExercise(const Catalogue& catalogue,
                                             absl::string_view name);

// The candidate that is fewest typing errors away from `word`; empty if none is
// near enough to be what was meant.
std::string NearestWord(absl::string_view word,
                        const std::vector<std::string>& candidates);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_FIND_EXERCISE_H_
