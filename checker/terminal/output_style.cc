#include "checker/terminal/output_style.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace racefree {
namespace {

absl::string_view EnvironmentVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int Width(bool terminal) {
  winsize size = {};
  if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0) {
    return size.ws_col;
  }
  int columns = 0;
  if (absl::SimpleAtoi(EnvironmentVariable("COLUMNS"), &columns) &&
      columns > 0) {
    return columns;
  }
  return OutputStyle().width;
}

// The first of these variables that is not empty decides, as in C.
bool LocaleIsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = absl::AsciiStrToLower(EnvironmentVariable(name));
    if (locale.empty()) continue;
    return absl::StrContains(locale, "utf-8") ||
           absl::StrContains(locale, "utf8");
  }
  return false;
}

}  // namespace

OutputStyle DetectOutputStyle() {
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  OutputStyle style;
  style.width = Width(terminal);
  style.colour = terminal && EnvironmentVariable("NO_COLOR").empty() &&
                 EnvironmentVariable("TERM") != "dumb";
  style.unicode = terminal && LocaleIsUtf8();
  return style;
}

bool IsInteractive() {
  return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
}

}  // namespace racefree
