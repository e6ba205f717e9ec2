#ifndef RACEFREE_CHECKER_VERDICT_TELL_H_
#define RACEFREE_CHECKER_VERDICT_TELL_H_

#include <string>

#include "checker/verdict/verdict.h"

namespace racefree {

struct TellOptions {
  // In columns. Below 40 counts as 40, above 120 as 120.
  int width = 80;
  // ANSI colours.
  bool colour = false;
  // Lines and arrows that are not ASCII.
  bool unicode = false;
  // Adds everything that the tools printed.
  bool raw = false;
};

// Tells a verdict in plain words, at most a screen of them (without `raw`); a
// schedule that fails takes two or three lines more for each of its steps.
// Ends with a newline. Whatever the verdict holds, control characters in it are
// shown, not sent to the terminal; without `unicode` and `raw`, the text is
// ASCII.
std::string Tell(const Verdict& verdict, const TellOptions& options);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_TELL_H_
