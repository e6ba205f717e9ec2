// The command `kata`.

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "checker/session/catalogue.h"
#include "checker/session/session.h"
#include "checker/session/workspace.h"
#include "checker/terminal/command_line.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/output_style.h"
#include "lessons/catalogue_data.h"

namespace racefree {
namespace {

ExitCode Run(const Command& command) {
  const std::string& name = command.line.command;
  if (name == "run") return RunCommand(command);
  if (name == "list") return ListCommand(command);
  if (name == "hint") return HintCommand(command);
  if (name == "reset") return ResetCommand(command);
  if (name == "solution") return SolutionCommand(command);
  if (name == "check") return CheckCommand(command);
  if (name == "doctor") return DoctorCommand(command);
  if (name == "selftest") return SelftestCommand(command);
  return WatchCommand(command);
}

ExitCode Main(const std::vector<std::string>& words) {
  const OutputStyle style = DetectOutputStyle();
  const absl::StatusOr<CommandLine> line = ParseCommandLine(words);
  if (!line.ok()) {
    PrintNotice(line.status().message(), style);
    return kExitUsage;
  }
  if (line->help) {
    Print(Help(line->command, style.width));
    return kExitPassed;
  }
  absl::StatusOr<Catalogue> catalogue = ParseCatalogue(kCatalogueJson);
  if (!catalogue.ok()) {
    PrintNotice(catalogue.status().message(), style);
    return kExitMachineFault;
  }
  std::error_code ignored;
  const absl::StatusOr<Workspace> workspace =
      FindWorkspace(std::filesystem::current_path(ignored).string());
  if (!workspace.ok()) {
    PrintNotice(workspace.status().message(), style);
    return kExitUsage;
  }
  Session session(*workspace, *std::move(catalogue));
  return Run({.session = session, .line = *line, .style = style});
}

}  // namespace
}  // namespace racefree

int main(int count, char** words) {
  return racefree::Main(std::vector<std::string>(words + 1, words + count));
}
