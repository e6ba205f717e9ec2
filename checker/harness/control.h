#ifndef RACEFREE_CHECKER_HARNESS_CONTROL_H_
#define RACEFREE_CHECKER_HARNESS_CONTROL_H_

// How a gate's program tells the judge, its parent process, what it does. The
// program works without a judge too: then it tells nobody.

namespace racefree {

// Environment variables that the judge sets for the program.

// The writing end of a pipe to the judge, as a decimal file descriptor. The
// program writes one line for each event:
//   expect SUITE.NAME    for each test that is to run, before the first starts
//   start SUITE.NAME     a test begins (the judge takes each line as progress)
//   end SUITE.NAME       it came to its end, whatever its outcome
//   round                all tests have run once more
inline constexpr char kControlVariable[] = "RACEFREE_CONTROL_FD";

// A file descriptor of shared memory that holds a ThreadTable.
inline constexpr char kThreadTableVariable[] = "RACEFREE_THREAD_TABLE_FD";

// How often to run all tests, in a new order each time; stops at the first
// round that fails.
inline constexpr char kRepetitionsVariable[] = "RACEFREE_REPETITIONS";

// A census finding begins with this.
inline constexpr char kLeftBehind[] = "[left behind] ";

// Between these two stand program counters, for the judge to replace by their
// source lines.
inline constexpr char kStackBegin[] = "{stack";
inline constexpr char kStackEnd[] = "}";

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_CONTROL_H_
