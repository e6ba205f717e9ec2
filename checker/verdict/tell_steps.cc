#include "checker/verdict/tell_steps.h"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
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

// What happens at a closing brace, such as giving back a lock, is told with the
// step before it.
std::vector<Step> Merged(const std::vector<Step>& steps) {
  std::vector<Step> merged;
  for (const Step& step : steps) {
    if (IsOnlyJoin(step)) continue;
    const bool goes_on = !merged.empty() &&
                         merged.back().thread == step.thread &&
                         absl::StripAsciiWhitespace(step.where.text) == "}";
    if (!goes_on) {
      merged.push_back(step);
      continue;
    }
    std::vector<std::string>& actions = merged.back().actions;
    actions.insert(actions.end(), step.actions.begin(), step.actions.end());
    merged.back().fatal |= step.fatal;
  }
  return merged;
}

bool IsSame(const Step& one, const Step& other) {
  return one.thread == other.thread && one.where.line == other.where.line &&
         one.actions == other.actions;
}

// Threads that go round and round end a schedule with the same steps over and
// over. Leaves one round of them, and returns the index behind it; 0 if they do
// not. Where each of them is in the end is told by fatal steps behind that.
size_t CutRounds(std::vector<Step>* steps) {
  constexpr size_t kLongestRound = 12;
  constexpr size_t kFewestRounds = 3;
  const auto fatal =
      absl::c_find_if(*steps, [](const Step& step) { return step.fatal; });
  const size_t end = fatal - steps->begin();
  for (size_t length = 1; length <= kLongestRound; ++length) {
    size_t same = 0;
    while (same + length < end && IsSame((*steps)[end - 1 - same],
                                         (*steps)[end - 1 - same - length])) {
      ++same;
    }
    const size_t further_rounds = same / length;
    if (further_rounds + 1 < kFewestRounds) continue;
    const size_t kept = end - further_rounds * length;
    steps->erase(steps->begin() + kept, fatal);
    return kept;
  }
  return 0;
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
    std::vector<Step> steps = Merged(verdict_.steps);
    const size_t end_of_round = CutRounds(&steps);
    const size_t left_out =
        steps.size() > kMostSteps ? steps.size() - kMostSteps : 0;
    if (beside_) TellTitles();
    if (left_out > 0) {
      page_->Paragraph(absl::StrCat("(after ", left_out, " steps)"),
                       Style::kFaint);
    }
    for (size_t i = left_out; i < steps.size(); ++i) {
      if (i > 0 && i == end_of_round) {
        page_->Paragraph("(and the last steps again and again)", Style::kFaint);
      }
      TellStep(steps[i]);
    }
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
