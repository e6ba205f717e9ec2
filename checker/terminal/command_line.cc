#include "checker/terminal/command_line.h"

#include <algorithm>
#include <cstddef>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "checker/session/find_exercise.h"

ABSL_FLAG(bool, raw, false, "Also show all that the tools printed.");
ABSL_FLAG(bool, json, false, "Print JSON, for programs.");
ABSL_FLAG(bool, anyway, false, "Show the solution before yours passes.");
ABSL_FLAG(bool, quick, false, "Leave out what takes longest.");

namespace racefree {
namespace {

const CommandDescription* FindDescription(const std::string& name) {
  for (const CommandDescription& command : AllCommands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::vector<std::string> CommandNames() {
  std::vector<std::string> names;
  for (const CommandDescription& command : AllCommands()) {
    if (!command.name.empty()) names.push_back(command.name);
  }
  return names;
}

absl::StatusOr<std::string> CompleteCommand(const std::string& word) {
  std::vector<std::string> fitting;
  for (const std::string& name : CommandNames()) {
    if (name == word) return name;
    if (absl::StartsWith(name, word)) fitting.push_back(name);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", word, "' may be one of several commands: ",
                     absl::StrJoin(fitting, ", "), "."));
  }
  const std::string nearest = NearestWord(word, CommandNames());
  return absl::InvalidArgumentError(absl::StrCat(
      "There is no command '", word, "'.",
      nearest.empty() ? " 'kata help' shows all of them."
                      : absl::StrCat(" Did you mean '", nearest, "'?")));
}

absl::Status NoSuchFlag(const std::string& word,
                        const CommandDescription& command) {
  std::vector<std::string> known;
  for (const std::string& flag : command.flags) known.push_back("--" + flag);
  const std::string typed =
      command.name.empty() ? "kata" : absl::StrCat("kata ", command.name);
  return absl::InvalidArgumentError(absl::StrCat(
      "'", typed, "' has no flag ", word, ".",
      known.empty()
          ? " It has none."
          : absl::StrCat(" It has ", absl::StrJoin(known, ", "), ".")));
}

// Sets the flag that `word` names: "--raw", "--raw=false".
absl::Status SetFlag(const std::string& word,
                     const CommandDescription& command) {
  const std::vector<std::string> parts =
      absl::StrSplit(absl::StripPrefix(word, "--"), absl::MaxSplits('=', 1));
  const auto& flags = command.flags;
  absl::CommandLineFlag* flag = absl::FindCommandLineFlag(parts[0]);
  if (flag == nullptr ||
      std::find(flags.begin(), flags.end(), parts[0]) == flags.end()) {
    return NoSuchFlag(word, command);
  }
  std::string error;
  if (!flag->ParseFrom(parts.size() > 1 ? parts[1] : "true", &error)) {
    return absl::InvalidArgumentError(absl::StrCat(word, ": ", error, "."));
  }
  return absl::OkStatus();
}

absl::Status CheckArguments(const CommandLine& line,
                            const CommandDescription& command) {
  const size_t most = command.argument.empty() ? 0 : 1;
  if (line.arguments.size() > most) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", line.arguments[most], "' is too much: 'kata ", command.name,
        "' takes ", most == 0 ? "no name" : "one name", "."));
  }
  if (command.argument_required && line.arguments.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'kata ", command.name,
                     "' needs the name of an exercise. 'kata list' shows "
                     "them all."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& words) {
  CommandLine line;
  std::vector<std::string> flags;
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h") {
      line.help = true;
    } else if (word.size() > 1 && word[0] == '-') {
      flags.push_back(word);
    } else if (line.command.empty()) {
      absl::StatusOr<std::string> command = CompleteCommand(word);
      if (!command.ok()) return command.status();
      line.command = *command;
    } else {
      line.arguments.push_back(word);
    }
  }
  if (line.command == "help") {
    line.help = true;
    line.command.clear();
    if (line.arguments.empty()) return line;
    absl::StatusOr<std::string> command = CompleteCommand(line.arguments[0]);
    if (!command.ok()) return command.status();
    line.command = *command;
    return line;
  }
  if (line.help) return line;
  const CommandDescription& command = *FindDescription(line.command);
  for (const std::string& flag : flags) {
    absl::Status set = SetFlag(flag, command);
    if (!set.ok()) return set;
  }
  absl::Status checked = CheckArguments(line, command);
  if (!checked.ok()) return checked;
  line.options = {.raw = absl::GetFlag(FLAGS_raw),
                  .json = absl::GetFlag(FLAGS_json),
                  .anyway = absl::GetFlag(FLAGS_anyway),
                  .quick = absl::GetFlag(FLAGS_quick)};
  return line;
}

}  // namespace racefree
