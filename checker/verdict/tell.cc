#include "checker/verdict/tell.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/names.h"
#include "checker/verdict/page.h"
#include "checker/verdict/tell_steps.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// More threads than these do not fit a screen, and do not explain more.
constexpr size_t kMostThreads = 4;

std::string CodeAt(const SourceLine& line) {
  const std::string position = ShortPosition(line);
  const absl::string_view code = absl::StripAsciiWhitespace(line.text);
  return code.empty() ? position : absl::StrCat(position, ": ", code);
}

// Several threads can be one and the same at different times.
std::string TitleOf(const std::vector<ThreadReport>& threads, size_t index) {
  const std::string& name = threads[index].name;
  size_t before = 0;
  size_t all = 0;
  for (size_t i = 0; i < threads.size(); ++i) {
    if (threads[i].name != name) continue;
    ++all;
    if (i < index) ++before;
  }
  if (all < 2) return name;
  return absl::StrCat(name, before == 0 ? ", once" : ", another time");
}

std::string LocksOf(const ThreadReport& thread) {
  if (thread.holds.empty()) return "holds no lock";
  return absl::StrCat("holds ",
                      absl::StrJoin(thread.holds, " and ",
                                    [](std::string* out, const LockUse& use) {
                                      absl::StrAppend(out, use.lock);
                                      if (use.shared) {
                                        absl::StrAppend(out, " for reading");
                                      }
                                    }));
}

// What one thread did: in a race, its access; else the locks in question.
std::vector<Cell> ColumnOf(const Verdict& verdict, size_t index) {
  const ThreadReport& thread = verdict.threads[index];
  std::vector<Cell> cells = {{TitleOf(verdict.threads, index), Style::kBold}};
  if (verdict.kind == Kind::kDataRace || verdict.kind == Kind::kUseAfterFree) {
    cells.push_back({ShortPosition(thread.where), Style::kFaint});
    cells.push_back(
        {std::string(absl::StripAsciiWhitespace(thread.where.text))});
    cells.push_back({thread.action});
    if (verdict.kind == Kind::kDataRace) cells.push_back({LocksOf(thread)});
    return cells;
  }
  for (const LockUse& held : thread.holds) {
    cells.push_back({absl::StrCat("holds ", held.lock)});
    cells.push_back({CodeAt(held.where), Style::kFaint});
  }
  if (thread.waits_for.has_value()) {
    const bool only_takes = verdict.kind == Kind::kLockOrderInversion;
    cells.push_back({absl::StrCat(only_takes ? "takes " : "waits for ",
                                  thread.waits_for->lock)});
    cells.push_back({CodeAt(thread.waits_for->where), Style::kFaint});
  } else {
    cells.push_back({thread.action});
    cells.push_back({CodeAt(thread.where), Style::kFaint});
  }
  return cells;
}

void TellThreads(const Verdict& verdict, Page* page) {
  std::vector<std::vector<Cell>> columns;
  for (size_t i = 0; i < verdict.threads.size() && i < kMostThreads; ++i) {
    columns.push_back(ColumnOf(verdict, i));
  }
  page->Table(columns);
  if (verdict.threads.size() > kMostThreads) {
    page->Paragraph(absl::StrCat("(and ", verdict.threads.size() - kMostThreads,
                                 " more threads)"));
  }
}

// Where a lock comes from, if the threads' columns do not show it.
void TellLocks(const Verdict& verdict, Page* page) {
  if (verdict.kind != Kind::kDataRace) return;
  for (const LockReport& lock : verdict.locks) {
    if (lock.first_locked.line == 0) continue;
    page->Labelled(lock.name, CodeAt(lock.first_locked));
  }
}

void TellVariable(const Verdict& verdict, Page* page) {
  const Variable& variable = verdict.variable;
  if (!variable.name.empty()) {
    std::string text = variable.name;
    if (!variable.memory.empty()) {
      absl::StrAppend(&text, ", ", variable.memory);
    }
    if (variable.known_by == NameSource::kReadFromLine) {
      absl::StrAppend(&text, " (name read from the source line)");
    }
    page->Labelled("Variable", text);
  } else {
    page->Labelled("Memory", variable.memory);
  }
}

void TellLifetime(const Verdict& verdict, Page* page) {
  const SourceLine& allocated = verdict.variable.allocated;
  const bool is_shown_above = allocated.line == verdict.where.line &&
                              allocated.file == verdict.where.file;
  if (!is_shown_above) page->Labelled("Allocated", CodeAt(allocated));
  page->Labelled("Freed", CodeAt(verdict.variable.freed));
}

void TellTest(const Verdict& verdict, Page* page) {
  if (verdict.sentence.empty()) return;
  const std::string position = ShortPosition(verdict.test_line);
  page->Labelled("Test", position.empty() ? verdict.sentence
                                          : absl::StrCat(verdict.sentence, " (",
                                                         position, ")"));
}

void TellExpectation(const Verdict& verdict, Page* page) {
  TellTest(verdict, page);
  if (verdict.test_line.line > 0) {
    page->Labelled("Line", absl::StripAsciiWhitespace(verdict.test_line.text));
  }
  page->Labelled("Checked", verdict.expression);
  page->Labelled("Expected", verdict.expected, Style::kGood);
  page->Labelled("Actual", verdict.actual, Style::kBad);
  page->Labelled("Message", verdict.detail);
  if (verdict.further_failures > 0) {
    page->Labelled("Also", absl::StrCat(verdict.further_failures,
                                        " more failed after this one"));
  }
}

void TellCompileError(const Verdict& verdict, Page* page) {
  page->Source(verdict.where);
  page->Gap();
  page->Labelled("Compiler", verdict.detail);
  if (verdict.further_failures > 0) {
    page->Labelled("Also", absl::StrCat(verdict.further_failures,
                                        " more, perhaps caused by this one"));
  }
}

// One place in the source, and what is known about it.
void TellPlace(const Verdict& verdict, Page* page) {
  if (verdict.where.line > 0) {
    page->Source(verdict.where);
    page->Gap();
  }
  if (!verdict.threads.empty() && !verdict.threads[0].action.empty()) {
    page->Labelled("Who", absl::StrCat(verdict.threads[0].name, " ",
                                       verdict.threads[0].action));
  }
  TellVariable(verdict, page);
  TellLifetime(verdict, page);
  const bool is_said_elsewhere =
      absl::StrContains(verdict.message, verdict.detail) ||
      absl::StrContains(verdict.next_step, verdict.detail);
  if (!is_said_elsewhere) page->Labelled("Report", verdict.detail);
  TellTest(verdict, page);
}

bool IsBetweenThreads(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::kDataRace:
    case Kind::kLockOrderInversion:
    case Kind::kDeadlock:
    case Kind::kHang:
      return !verdict.threads.empty();
    case Kind::kUseAfterFree:
      return verdict.threads.size() > 1;
    default:
      return false;
  }
}

// A schedule, and what came of it.
void TellSchedule(const Verdict& verdict, Page* page) {
  TellSteps(verdict, page);
  page->Gap();
  if (verdict.kind == Kind::kDataRace) TellVariable(verdict, page);
  TellExpectation(verdict, page);
}

void TellBody(const Verdict& verdict, Page* page) {
  if (!verdict.steps.empty()) {
    TellSchedule(verdict, page);
  } else if (IsBetweenThreads(verdict)) {
    TellThreads(verdict, page);
    page->Gap();
    TellLocks(verdict, page);
    TellVariable(verdict, page);
    TellTest(verdict, page);
  } else if (verdict.kind == Kind::kFailedExpectation) {
    TellExpectation(verdict, page);
  } else if (verdict.kind == Kind::kCompileError ||
             verdict.kind == Kind::kLinkError ||
             verdict.kind == Kind::kLocksNotProven) {
    TellCompileError(verdict, page);
  } else {
    TellPlace(verdict, page);
  }
}

void TellFailure(const Verdict& verdict, Page* page) {
  page->Gap();
  page->Paragraph(verdict.message, Style::kBold);
  page->Gap();
  TellBody(verdict, page);
  if (!verdict.meaning.empty() || !verdict.next_step.empty()) page->Gap();
  page->Paragraph(verdict.meaning);
  page->Labelled("Next", verdict.next_step);
}

}  // namespace

std::string Tell(const Verdict& verdict, const TellOptions& options) {
  Page page(options);
  const std::string title =
      absl::StrCat(verdict.exercise, ": ", GateTitle(verdict.gate));
  switch (verdict.outcome) {
    case Outcome::kPassed:
      page.Heading(Style::kGood, "✓ PASSED", "PASSED",
                   absl::StrCat(title, ": ", verdict.claim));
      break;
    case Outcome::kNotJudged:
      page.Heading(Style::kFaint, "·", "-",
                   absl::StrCat(title, ": ", verdict.message));
      break;
    case Outcome::kMachineFault:
      page.Heading(Style::kWarning, "! NOT RUN", "NOT RUN", title);
      page.Gap();
      page.Paragraph(verdict.message, Style::kBold);
      page.Paragraph(verdict.meaning);
      page.Labelled("Next", verdict.next_step);
      break;
    case Outcome::kFailed:
      page.Heading(Style::kBad, "✗ FAILED", "FAILED", title);
      TellFailure(verdict, &page);
      break;
  }
  if (options.raw && !verdict.raw.empty()) {
    page.Gap();
    page.Paragraph("All that the tools printed:", Style::kBold);
    page.Raw(verdict.raw);
  }
  return page.Take();
}

}  // namespace racefree
