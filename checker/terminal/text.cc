#include "checker/terminal/text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace racefree {
namespace {

absl::string_view Code(Emphasis emphasis) {
  switch (emphasis) {
    case Emphasis::kBold:
      return "\033[1m";
    case Emphasis::kFaint:
      return "\033[2m";
    case Emphasis::kGood:
      return "\033[32m";
    case Emphasis::kBad:
      return "\033[31m";
    case Emphasis::kWarning:
      return "\033[33m";
  }
  return "";
}

}  // namespace

std::string Wrap(absl::string_view text, int width,
                 absl::string_view indentation) {
  std::string wrapped;
  for (absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    for (absl::string_view word :
         absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      const int needed =
          Columns(indentation) + Columns(line) + 1 + Columns(word);
      if (!line.empty() && needed > width) {
        absl::StrAppend(&wrapped, indentation, line, "\n");
        line.clear();
      }
      absl::StrAppend(&line, line.empty() ? "" : " ", word);
    }
    absl::StrAppend(&wrapped, line.empty() ? "" : indentation, line, "\n");
  }
  return wrapped;
}

int Columns(absl::string_view text) {
  // Bytes 10xxxxxx continue a character.
  return static_cast<int>(
      std::count_if(text.begin(), text.end(),
                    [](unsigned char byte) { return (byte & 0xc0) != 0x80; }));
}

std::string Pad(absl::string_view text, int columns) {
  return absl::StrCat(text,
                      std::string(std::max(0, columns - Columns(text)), ' '));
}

std::string Emphasize(absl::string_view text, Emphasis emphasis,
                      const OutputStyle& style) {
  if (!style.colour) return std::string(text);
  return absl::StrCat(Code(emphasis), text, "\033[0m");
}

}  // namespace racefree
