#ifndef RACEFREE_CHECKER_TERMINAL_COMMANDS_H_
#define RACEFREE_CHECKER_TERMINAL_COMMANDS_H_

#include "checker/session/session.h"
#include "checker/terminal/command_line.h"
#include "checker/terminal/exit_codes.h"
#include "checker/terminal/output_style.h"

// What each command does and prints. All return the exit code.

namespace racefree {

// A command's surroundings.
struct Command {
  Session& session;
  const CommandLine& line;
  OutputStyle style;
};

ExitCode WatchCommand(const Command& command);
ExitCode RunCommand(const Command& command);
ExitCode ListCommand(const Command& command);
ExitCode HintCommand(const Command& command);
ExitCode ResetCommand(const Command& command);
ExitCode SolutionCommand(const Command& command);
ExitCode CheckCommand(const Command& command);
ExitCode DoctorCommand(const Command& command);
ExitCode SelftestCommand(const Command& command);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_COMMANDS_H_
