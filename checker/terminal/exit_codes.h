#ifndef RACEFREE_CHECKER_TERMINAL_EXIT_CODES_H_
#define RACEFREE_CHECKER_TERMINAL_EXIT_CODES_H_

namespace racefree {

// What the command `kata` exits with; `kata help` tells them too.
enum ExitCode {
  // What was asked for was done; what was judged passed.
  kExitPassed = 0,
  // Something that was judged failed.
  kExitFailed = 1,
  // The command was not understood, or it cannot be done here.
  kExitUsage = 2,
  // The machine is to blame: nothing is known of the answer.
  kExitMachineFault = 3,
  // Ctrl-C, or another signal to end. (128 + SIGINT, as shells have it.)
  kExitInterrupted = 130,
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_EXIT_CODES_H_
