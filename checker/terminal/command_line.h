#ifndef RACEFREE_CHECKER_TERMINAL_COMMAND_LINE_H_
#define RACEFREE_CHECKER_TERMINAL_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace racefree {

// The flags of `kata`, whichever command they belong to.
struct Options {
  bool raw = false;
  bool json = false;
  bool anyway = false;
  bool quick = false;
};

// What was typed, understood.
struct CommandLine {
  // A command of AllCommands(); empty for `kata` alone.
  std::string command;
  std::vector<std::string> arguments;
  Options options;
  // Help was asked for, instead of the command.
  bool help = false;
};

// A command, as help tells of it.
struct CommandDescription {
  std::string name;
  // What may follow the name: "[NAME]".
  std::string argument;
  bool argument_required = false;
  // The flags that it knows, without the dashes.
  std::vector<std::string> flags;
  // A line.
  std::string summary;
  // Further sentences.
  std::string details;
};

const std::vector<CommandDescription>& AllCommands();

// Reads a command line, without the program's name. Abseil flags hold the
// options; commands complete from unique prefixes.
//
// InvalidArgument, with what is wrong and the nearest right word.
absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& words);

// The help for a command; for all of `kata` if `command` is empty.
std::string Help(const std::string& command, int width);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_COMMAND_LINE_H_
