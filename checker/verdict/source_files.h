#ifndef RACEFREE_CHECKER_VERDICT_SOURCE_FILES_H_
#define RACEFREE_CHECKER_VERDICT_SOURCE_FILES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {

struct SourceFile {
  // Relative to the workspace: "lessons/04_lock/balance.h".
  std::string path;
  std::string content;
};

// The files of one exercise. Compilers and symbolisers spell paths in many ways
// ("/proc/self/cwd/lessons/...", "./lessons/..."); these functions know a file
// under any name that ends in its path.
struct SourceFiles {
  std::vector<SourceFile> student;
  SourceFile test;

  // Whether `path` names one of the student's files, or the test.
  bool IsStudents(absl::string_view path) const;
  bool IsTest(absl::string_view path) const;

  // The path as a student knows it: relative to the workspace for files of the
  // exercise, else unchanged.
  std::string ShortPath(absl::string_view path) const;

  // The location with its short path, and with the text of its line if the file
  // is one of the exercise's and has that line.
  SourceLine At(absl::string_view path, int line, int column) const;

  // The text of a line; empty if there is none.
  absl::string_view Line(absl::string_view path, int line) const;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_SOURCE_FILES_H_
