#include "checker/verdict/tell_steps.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "checker/verdict/page.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// Of a long schedule the end is told: that is where it fails.
constexpr size_t kMostSteps = 30;

constexpr char kTestsThread[] = "the test";

// "20: int changed = balance_ + amount;"; for a line of another file than the
// one to look at, with that file's name.
std::string CodeOf(const Step& step, const SourceLine& where) {
  const std::string position = step.where.file == where.file
                                   ? absl::StrCat(step.where.line)
                                   : ShortPosition(step.where);
  return absl::StrCat(position, ": ",
                      absl::StripAsciiWhitespace(step.where.text));
}

// The test waits for the end of its threads in every schedule.
bool IsOnlyJoin(const Step& step) {
  return step.thread == kTestsThread && !step.fatal &&
         step.actions == std::vector<std::string>{"joins"};
}

class Steps {
 public:
  Steps(const Verdict& verdict, Page* page) : verdict_(verdict), page_(page) {
    std::set<std::string> names;
    for (const Step& step : verdict.steps) {
      if (step.thread != kTestsThread) names.insert(step.thread);
    }
    threads_.assign(names.begin(), names.end());
    beside_ = page->HasRoomFor(threads_.size());
  }

  void Tell() const {
    std::vector<Step> steps = verdict_.steps;
    steps.erase(std::remove_if(steps.begin(), steps.end(), IsOnlyJoin),
                steps.end());
    const size_t left_out =
        steps.size() > kMostSteps ? steps.size() - kMostSteps : 0;
    if (beside_) TellTitles();
    if (left_out > 0) {
      page_->Paragraph(absl::StrCat("(after ", left_out, " steps)"),
                       Style::kFaint);
    }
    for (size_t i = left_out; i < steps.size(); ++i) TellStep(steps[i]);
  }

 private:
  void TellTitles() const {
    std::vector<Cell> titles;
    for (const std::string& thread : threads_) {
      titles.push_back({thread, Style::kBold});
    }
    page_->Row(titles);
    page_->RuleBelowRow(threads_.size());
  }

  void TellStep(const Step& step) const {
    const std::string code = CodeOf(step, verdict_.where);
    const Style style = step.fatal ? Style::kBad : Style::kPlain;
    if (beside_ && step.thread != kTestsThread) {
      page_->Row(InColumn(step.thread, {code, style}));
      page_->Row(
          InColumn(step.thread,
                   {Marked(step), step.fatal ? Style::kBad : Style::kFaint}));
      return;
    }
    page_->Paragraph(absl::StrCat(step.thread, ", ", code), style);
    page_->Paragraph(Marked(step), step.fatal ? Style::kBad : Style::kFaint);
  }

  static std::string Marked(const Step& step) {
    return absl::StrCat(step.fatal ? ">> " : "-> ",
                        absl::StrJoin(step.actions, ", "));
  }

  std::vector<Cell> InColumn(const std::string& thread,
                             const Cell& cell) const {
    std::vector<Cell> cells(threads_.size());
    for (size_t i = 0; i < threads_.size(); ++i) {
      if (threads_[i] == thread) cells[i] = cell;
    }
    return cells;
  }

  const Verdict& verdict_;
  Page* const page_;
  std::vector<std::string> threads_;
  bool beside_ = false;
};

}  // namespace

void TellSteps(const Verdict& verdict, Page* page) {
  Steps(verdict, page).Tell();
}

}  // namespace racefree
