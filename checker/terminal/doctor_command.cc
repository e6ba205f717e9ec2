#include <string>

#include "absl/strings/str_cat.h"
#include "checker/session/doctor.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/text.h"

namespace racefree {
namespace {

std::string FindingText(const Finding& finding, const OutputStyle& style) {
  std::string state;
  switch (finding.state) {
    case Finding::State::kGood:
      state = Emphasize("good", Emphasis::kGood, style);
      break;
    case Finding::State::kMissing:
      state = Emphasize("MISSING", Emphasis::kBad, style);
      break;
    case Finding::State::kWarning:
      state = Emphasize("warning", Emphasis::kWarning, style);
      break;
  }
  std::string text =
      absl::StrCat(Emphasize(finding.name, Emphasis::kBold, style), ": ", state,
                   "\n", Wrap(finding.detail, style.width, "  "));
  if (!finding.remedy.empty()) {
    absl::StrAppend(&text, Wrap(finding.remedy, style.width, "  "));
  }
  return text;
}

}  // namespace

ExitCode DoctorCommand(const Command& command) {
  int missing = 0;
  for (const Finding& finding : Examine(command.session.workspace())) {
    Print(FindingText(finding, command.style));
    if (finding.state == Finding::State::kMissing) ++missing;
  }
  Print(missing == 0 ? std::string("\nNothing is missing.\n")
                     : absl::StrCat("\n", missing, " missing.\n"));
  return missing == 0 ? kExitPassed : kExitUsage;
}

}  // namespace racefree
