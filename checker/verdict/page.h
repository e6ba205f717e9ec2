#ifndef RACEFREE_CHECKER_VERDICT_PAGE_H_
#define RACEFREE_CHECKER_VERDICT_PAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/verdict/tell.h"
#include "checker/verdict/verdict.h"

namespace racefree {

enum class Style { kPlain, kBold, kGood, kBad, kWarning, kFaint };

// A text of one cell of a table.
struct Cell {
  std::string text;
  Style style = Style::kPlain;
};

// Lays out what is told: paragraphs, labelled values, lines of source, tables.
// All texts given to it may hold anything; they are made printable here, and
// cut where they are far too long.
class Page {
 public:
  explicit Page(const TellOptions& options);

  // A line of its own with a mark in front: "FAILED balance: race-free".
  void Heading(Style style, absl::string_view unicode_mark,
               absl::string_view ascii_mark, absl::string_view text);
  // An empty line, unless there is one already.
  void Gap();
  void Paragraph(absl::string_view text, Style style = Style::kPlain);
  // "Expected  -3": labels take the same width, values are wrapped beside them.
  void Labelled(absl::string_view label, absl::string_view value,
                Style style = Style::kPlain);
  // "balance.h:5", the line, and a caret under its column if it has one.
  void Source(const SourceLine& line);
  // One column for each element of `columns`, side by side where there is room,
  // else one below the other. The first cell of each is its title; cells of the
  // same index stand in the same row.
  void Table(const std::vector<std::vector<Cell>>& columns);
  // Whether that many columns of steps have room side by side.
  bool HasRoomFor(size_t columns) const;
  // One row of a table whose cells stand side by side, and a line below it.
  void Row(const std::vector<Cell>& cells);
  void RuleBelowRow(size_t columns);
  // Everything, as it is.
  void Raw(absl::string_view text);

  std::string Take() { return std::move(text_); }

 private:
  std::string Printed(absl::string_view text) const;
  std::string Painted(absl::string_view text, Style style) const;
  void Line(absl::string_view text);
  size_t ColumnWidth(size_t columns) const;
  void TableBeside(const std::vector<std::vector<Cell>>& columns);
  void TableBelow(const std::vector<std::vector<Cell>>& columns);

  const TellOptions options_;
  // Without the indent.
  const size_t width_;
  std::string text_;
};

// "balance.h:5"; empty if the line is not known.
std::string ShortPosition(const SourceLine& line);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_PAGE_H_
