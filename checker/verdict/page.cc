#include "checker/verdict/page.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/plain_text.h"
#include "checker/verdict/tell.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

constexpr int kLeastWidth = 40;
constexpr int kMostWidth = 120;
constexpr absl::string_view kIndent = "  ";
constexpr size_t kLabelWidth = 10;
// A column of a table must take a line such as "balance_ = balance_ + amount;".
constexpr size_t kLeastColumnWidth = 30;
// The lines of a step may break; their order matters more.
constexpr size_t kLeastStepWidth = 18;
// No single text may push the rest off the screen.
constexpr size_t kMostLinesOfText = 8;
// Longer texts are cut before anything else looks at them.
constexpr size_t kMostBytesOfText = 4096;

std::vector<std::string> Wrapped(absl::string_view text, size_t width) {
  std::vector<std::string> lines = Wrap(text, width);
  if (lines.size() > kMostLinesOfText) {
    lines.resize(kMostLinesOfText);
    lines.back() = "...";
  }
  return lines;
}

absl::string_view CodeOf(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "\033[1m";
    case Style::kGood:
      return "\033[1;32m";
    case Style::kBad:
      return "\033[1;31m";
    case Style::kWarning:
      return "\033[1;33m";
    case Style::kFaint:
      return "\033[2m";
  }
  return "";
}

std::string Repeated(absl::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

size_t RowsOf(const std::vector<std::vector<Cell>>& columns) {
  size_t rows = 0;
  for (const std::vector<Cell>& column : columns) {
    rows = std::max(rows, column.size());
  }
  return rows;
}

}  // namespace

std::string ShortPosition(const SourceLine& line) {
  if (line.file.empty()) return "";
  const size_t slash = line.file.rfind('/');
  const std::string name =
      slash == std::string::npos ? line.file : line.file.substr(slash + 1);
  return line.line == 0 ? name : absl::StrCat(name, ":", line.line);
}

Page::Page(const TellOptions& options)
    : options_(options),
      width_(static_cast<size_t>(
                 std::clamp(options.width, kLeastWidth, kMostWidth)) -
             kIndent.size()) {}

std::string Page::Printed(absl::string_view text) const {
  std::string printed =
      Printable(text.substr(0, kMostBytesOfText), options_.unicode);
  absl::StripTrailingAsciiWhitespace(&printed);
  return printed;
}

std::string Page::Painted(absl::string_view text, Style style) const {
  const absl::string_view code = CodeOf(style);
  if (!options_.colour || code.empty() || text.empty()) {
    return std::string(text);
  }
  return absl::StrCat(code, text, "\033[0m");
}

void Page::Line(absl::string_view text) {
  absl::StrAppend(&text_, text.empty() ? "" : kIndent, text, "\n");
}

void Page::Gap() {
  if (!absl::EndsWith(text_, "\n\n")) absl::StrAppend(&text_, "\n");
}

void Page::Heading(Style style, absl::string_view unicode_mark,
                   absl::string_view ascii_mark, absl::string_view text) {
  const absl::string_view mark = options_.unicode ? unicode_mark : ascii_mark;
  const std::string whole = absl::StrCat(mark, " ", Printed(text));
  for (const std::string& line : Wrapped(whole, width_ + kIndent.size())) {
    absl::StrAppend(&text_, Painted(line, style), "\n");
  }
}

void Page::Paragraph(absl::string_view text, Style style) {
  if (text.empty()) return;
  for (const std::string& line : Wrapped(Printed(text), width_)) {
    Line(Painted(line, style));
  }
}

void Page::Labelled(absl::string_view label, absl::string_view value,
                    Style style) {
  if (value.empty()) return;
  std::string start(label);
  start.resize(kLabelWidth, ' ');
  for (const std::string& line :
       Wrapped(Printed(value), width_ - kLabelWidth)) {
    Line(absl::StrCat(start, Painted(line, style)));
    start.assign(kLabelWidth, ' ');
  }
}

void Page::Source(const SourceLine& line) {
  if (line.file.empty()) return;
  Line(Painted(Printed(ShortPosition(line)), Style::kBold));
  const std::string source = Printed(line.text);
  const size_t spaces = source.find_first_not_of(' ');
  if (spaces == std::string::npos) return;
  // The caret stays in sight, however long the line is.
  const size_t caret =
      std::min(line.column > 0 ? static_cast<size_t>(line.column) - 1 : 0,
               WidthOf(source));
  const bool has_caret = line.column > 0 && caret >= spaces;
  const size_t room = width_ - 2 * kIndent.size();
  size_t start = spaces;
  if (has_caret && caret - spaces >= room) start = caret - room / 2;
  std::string shown = Columns(source, start, room);
  if (start + room < WidthOf(source)) {
    shown = absl::StrCat(Columns(source, start, room - 3), "...");
  }
  Line(absl::StrCat(kIndent, shown));
  if (has_caret) {
    Line(absl::StrCat(kIndent, std::string(caret - start, ' '),
                      Painted("^", Style::kBad)));
  }
}

size_t Page::ColumnWidth(size_t columns) const {
  const size_t separators = 3 * (columns - 1);
  return width_ > separators ? (width_ - separators) / columns : 0;
}

bool Page::HasRoomFor(size_t columns) const {
  return columns > 0 && ColumnWidth(columns) >= kLeastStepWidth;
}

void Page::Table(const std::vector<std::vector<Cell>>& columns) {
  if (columns.empty()) return;
  if (columns.size() > 1 && ColumnWidth(columns.size()) >= kLeastColumnWidth) {
    TableBeside(columns);
  } else {
    TableBelow(columns);
  }
}

void Page::TableBeside(const std::vector<std::vector<Cell>>& columns) {
  for (size_t row = 0; row < RowsOf(columns); ++row) {
    std::vector<Cell> cells;
    for (const std::vector<Cell>& column : columns) {
      cells.push_back(row < column.size() ? column[row] : Cell());
    }
    Row(cells);
    if (row == 0) RuleBelowRow(columns.size());
  }
}

void Page::RuleBelowRow(size_t columns) {
  const absl::string_view dash = options_.unicode ? "─" : "-";
  const absl::string_view cross = options_.unicode ? "─┼─" : "-+-";
  std::string rule;
  for (size_t i = 0; i < columns; ++i) {
    absl::StrAppend(&rule, i == 0 ? "" : cross,
                    Repeated(dash, ColumnWidth(columns)));
  }
  Line(Painted(rule, Style::kFaint));
}

void Page::Row(const std::vector<Cell>& cells) {
  const size_t column_width = ColumnWidth(cells.size());
  std::vector<std::vector<std::string>> texts;
  size_t height = 0;
  for (const Cell& cell : cells) {
    texts.push_back(Wrapped(Printed(cell.text), column_width));
    height = std::max(height, texts.back().size());
  }
  const absl::string_view bar = options_.unicode ? " │" : " |";
  for (size_t i = 0; i < height; ++i) {
    std::string line;
    // Before the next text; a line must not end with spaces.
    size_t spaces = 0;
    for (size_t c = 0; c < cells.size(); ++c) {
      const std::string text = i < texts[c].size() ? texts[c][i] : "";
      if (c > 0) {
        absl::StrAppend(&line, std::string(spaces, ' '),
                        Painted(bar, Style::kFaint));
        spaces = 1;
      }
      if (!text.empty()) {
        absl::StrAppend(&line, std::string(spaces, ' '),
                        Painted(text, cells[c].style));
        spaces = 0;
      }
      spaces += column_width - WidthOf(text);
    }
    Line(line);
  }
}

void Page::TableBelow(const std::vector<std::vector<Cell>>& columns) {
  for (size_t c = 0; c < columns.size(); ++c) {
    if (c > 0) Gap();
    for (size_t row = 0; row < columns[c].size(); ++row) {
      const absl::string_view indent = row == 0 ? "" : kIndent;
      const Cell& cell = columns[c][row];
      if (cell.text.empty()) continue;
      for (const std::string& line :
           Wrapped(Printed(cell.text), width_ - indent.size())) {
        Line(absl::StrCat(indent, Painted(line, cell.style)));
      }
    }
  }
}

void Page::Raw(absl::string_view text) {
  std::string printed = Printable(text, /*unicode=*/true);
  absl::StripTrailingAsciiWhitespace(&printed);
  absl::StrAppend(&text_, printed, "\n");
}

}  // namespace racefree
