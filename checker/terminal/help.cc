#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "checker/terminal/command_line.h"
#include "checker/terminal/text.h"

namespace racefree {
namespace {

constexpr char kNameDetails[] =
    "NAME is an exercise, or the beginning of its name: 'bal' or "
    "'04_lock/bal' for 04_lock/balance. Without NAME it is the first that is "
    "not solved.";

std::string FlagHelp(const std::string& flag) {
  if (flag == "raw") return "also show all that the tools printed";
  if (flag == "json") return "print JSON, for programs";
  if (flag == "anyway") return "show it before your answer passes";
  if (flag == "quick") return "leave out what takes longest";
  return "";
}

std::string Typed(const CommandDescription& command) {
  std::string typed = "kata";
  if (!command.name.empty()) absl::StrAppend(&typed, " ", command.name);
  if (!command.argument.empty()) absl::StrAppend(&typed, " ", command.argument);
  return typed;
}

// A term in a column of its own and its meaning beside it; below it where the
// line is too narrow for both.
std::string Entry(const std::string& term, const std::string& meaning,
                  int width) {
  constexpr int kTermColumns = 24;
  constexpr int kNarrow = 60;
  if (width < kNarrow) {
    return absl::StrCat("  ", term, "\n", Wrap(meaning, width, "    "));
  }
  const std::string wrapped =
      Wrap(meaning, width, std::string(kTermColumns, ' '));
  return Pad(absl::StrCat("  ", term), kTermColumns) +
         wrapped.substr(kTermColumns);
}

std::string ExitCodes(int width) {
  return absl::StrCat(
      "Exit codes:\n", Entry("0", "passed, or done", width),
      Entry("1", "something that was judged failed", width),
      Entry("2", "not understood, or it cannot be done here", width),
      Entry("3", "the machine is to blame; nothing is known of the answer",
            width),
      Entry("130", "ended by Ctrl-C", width));
}

std::string HelpForAll(int width) {
  std::string help = Wrap(
      "Racefree: learn C++ concurrency by mending programs until a checker "
      "says they are right.",
      width);
  absl::StrAppend(&help, "\nCommands:\n");
  for (const CommandDescription& command : AllCommands()) {
    absl::StrAppend(&help, Entry(Typed(command), command.summary, width));
  }
  return absl::StrCat(
      help, "\n",
      Wrap("Commands and exercises may be shortened: 'kata run bal'. 'kata "
           "help COMMAND' tells more.",
           width),
      "\n", ExitCodes(width), "\n",
      Wrap("NO_COLOR=1 turns colours off. Where output is no terminal there "
           "are none.",
           width));
}

}  // namespace

const std::vector<CommandDescription>& AllCommands() {
  static const auto* const commands = new std::vector<CommandDescription>{
      {.name = "",
       .flags = {"raw"},
       .summary = "Work: judge the next exercise at each save.",
       .details = "Shows the first exercise that is not solved, its verdict, "
                  "and the file to edit, and judges again whenever that file "
                  "is saved. Ctrl-C or q ends it (exit code 0 for q, 130 for "
                  "Ctrl-C). Where there is no terminal it does what 'kata run' "
                  "does."},
      {.name = "run",
       .argument = "[NAME]",
       .flags = {"raw", "json"},
       .summary = "Judge one exercise, once.",
       .details =
           "Prints the verdict. If neither the file nor the checker "
           "changed since the last time, it is the recorded one. Where there "
           "is something to measure, that follows after a pass; it "
           "decides nothing."},
      {.name = "list",
       .flags = {"json"},
       .summary = "Show all exercises and which are solved.",
       .details = "An exercise is solved as long as its file has the content "
                  "that passed."},
      {.name = "hint",
       .argument = "[NAME]",
       .summary = "Show a hint; each time one more of three.",
       .details = "The first is a nudge, the last is nearly the answer."},
      {.name = "reset",
       .argument = "NAME",
       .argument_required = true,
       .summary = "Begin an exercise anew.",
       .details = "Puts the file back as it was shipped. Yours is kept under a "
                  "dated name; where, is told."},
      {.name = "solution",
       .argument = "NAME",
       .argument_required = true,
       .flags = {"anyway"},
       .summary = "Show an answer and why it works.",
       .details = "Only after yours passes, or with --anyway."},
      {.name = "check",
       .flags = {"json"},
       .summary = "Judge all exercises and correct the record.",
       .details = "Exit code 0 if all of them pass."},
      {.name = "doctor",
       .summary = "Say what is installed and what is missing.",
       .details = "For each thing that is missing it says what to type. Exit "
                  "code 2 if something is."},
      {.name = "selftest",
       .flags = {"quick"},
       .summary = "Test the whole repository.",
       .details = "All solutions must pass, all recorded mistakes and shipped "
                  "files must fail where they say, and the checker's own tests "
                  "must pass. The last line is 'N passed, N failed'. --quick "
                  "leaves out the lessons and the README's commands."},
      {.name = "help",
       .argument = "[COMMAND]",
       .summary = "Show this, or more about one command."},
  };
  return *commands;
}

std::string Help(const std::string& command, int width) {
  for (const CommandDescription& description : AllCommands()) {
    if (command.empty() || description.name != command) continue;
    std::string help = absl::StrCat(Typed(description), "\n\n",
                                    Wrap(description.summary, width), "\n",
                                    Wrap(description.details, width));
    if (description.argument == "[NAME]" || description.argument == "NAME") {
      absl::StrAppend(&help, "\n", Wrap(kNameDetails, width));
    }
    for (const std::string& flag : description.flags) {
      absl::StrAppend(&help, flag == description.flags.front() ? "\n" : "",
                      Entry("--" + flag, FlagHelp(flag), width));
    }
    return absl::StrCat(help, "\n", ExitCodes(width));
  }
  return HelpForAll(width);
}

}  // namespace racefree
