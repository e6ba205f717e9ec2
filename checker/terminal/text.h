#ifndef RACEFREE_CHECKER_TERMINAL_TEXT_H_
#define RACEFREE_CHECKER_TERMINAL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "checker/terminal/output_style.h"

namespace racefree {

// Breaks text between words into lines of at most `width` columns, each with
// `indentation` before it and a newline behind it. Newlines in the text stay. A
// word that is longer than a line has a line of its own.
std::string Wrap(absl::string_view text, int width,
                 absl::string_view indentation = "");

// How many columns UTF-8 text fills, taking every character for one column
// wide.
int Columns(absl::string_view text);

// The text with spaces added up to `columns`.
std::string Pad(absl::string_view text, int columns);

enum class Emphasis { kBold, kFaint, kGood, kBad, kWarning };

// The text, coloured if the style wants colours.
std::string Emphasize(absl::string_view text, Emphasis emphasis,
                      const OutputStyle& style);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_TEXT_H_
