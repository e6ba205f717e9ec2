#ifndef RACEFREE_CHECKER_VERDICT_READ_VERDICT_H_
#define RACEFREE_CHECKER_VERDICT_READ_VERDICT_H_

#include <string>

#include "checker/verdict/source_files.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Everything that is known of one gate's run, before it is understood.
struct RunRecord {
  std::string exercise;
  Gate gate = Gate::kBehaves;
  // The student's file and the test, with their content as it was compiled.
  SourceFiles sources;
  // What compiler and linker printed (Supervision::ending is kNotStarted), or
  // else what the program printed on both its outputs.
  std::string output;
  // What clang's thread safety analysis said, where it was asked: of the
  // answer's own code, and (by -verify) of code that it must refuse.
  std::string locks_of_answer;
  std::string locks_of_misuse;
  // The file that --gtest_output=xml: made; empty when there is none.
  std::string xml;
  Supervision supervision;
};

// Understands a run. Never fails: whatever cannot be understood is a verdict
// that says so. A run counts as passed only if the program exited with 0, every
// expected test finished, none failed, and no tool reported anything.
Verdict ReadVerdict(const RunRecord& record);

// The verdict on a gate that did not run because `failed_before` failed.
Verdict NotJudged(const std::string& exercise, Gate gate, Gate failed_before);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_READ_VERDICT_H_
