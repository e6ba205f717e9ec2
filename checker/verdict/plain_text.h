#ifndef RACEFREE_CHECKER_VERDICT_PLAIN_TEXT_H_
#define RACEFREE_CHECKER_VERDICT_PLAIN_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Text that is safe to print, and its shape on a terminal. One code point
// counts as one column.

namespace racefree {

// Makes `text` printable: a tab becomes one space, other control characters
// become
// "\x1b", newlines stay. What is not UTF-8 becomes U+FFFD; without `unicode`,
// all that is not ASCII becomes "?".
std::string Printable(absl::string_view text, bool unicode);

// The columns that printable text takes.
size_t WidthOf(absl::string_view text);

// The part of printable text from column `start` on, at most `width` columns
// wide.
std::string Columns(absl::string_view text, size_t start, size_t width);

// Breaks printable text into lines of at most `width` columns, at spaces where
// it can. Newlines in the text stay. Never empty.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_PLAIN_TEXT_H_
