#ifndef RACEFREE_CHECKER_SESSION_CATALOGUE_H_
#define RACEFREE_CHECKER_SESSION_CATALOGUE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// One exercise, as its kata() call describes it. Paths are relative to the
// workspace.
struct Exercise {
  // "balance".
  std::string name;
  // "04_lock".
  std::string chapter;
  std::string title;
  // The Bazel package: "lessons/04_lock".
  std::string package;
  // The student's file and its specification.
  std::string file;
  std::string test;
  // In the order in which they judge; at least one.
  std::vector<Gate> gates;
  // From a nudge to nearly the answer.
  std::vector<std::string> hints;
  // The first gate that the shipped file fails.
  Gate ships_failing = Gate::kBehaves;
  // A pristine copy of the file as it was shipped.
  std::string shipped;
  // Reference answers, the one to show first in front.
  std::vector<std::string> solutions;
  // The page that explains the answer.
  std::string why;
  // The label of the program that measures the student's answer; empty if there
  // is none.
  std::string measurement;
};

struct Chapter {
  // "04_lock".
  std::string name;
  std::string title;
  // In the order in which they are solved.
  std::vector<Exercise> exercises;
};

struct Catalogue {
  std::vector<Chapter> chapters;
};

// "04_lock/balance": tells apart exercises that have the same name.
std::string FullName(const Exercise& exercise);

// All exercises in their order. The pointers live as long as the catalogue.
std::vector<const Exercise*> AllExercises(const Catalogue& catalogue);

// InvalidArgument, with the reason, when `json` is not a catalogue.
absl::StatusOr<Catalogue> ParseCatalogue(absl::string_view json);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_CATALOGUE_H_
