#include "checker/terminal/judgement_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/terminal/text.h"
#include "checker/verdict/names.h"
#include "checker/verdict/tell.h"
#include "checker/verdict/verdict_json.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

std::string Mark(Outcome outcome, const OutputStyle& style) {
  switch (outcome) {
    case Outcome::kPassed:
      return Emphasize(style.unicode ? "\u2713" : "+", Emphasis::kGood, style);
    case Outcome::kFailed:
      return Emphasize(style.unicode ? "\u2717" : "x", Emphasis::kBad, style);
    case Outcome::kNotJudged:
      return Emphasize(style.unicode ? "\u00b7" : "-", Emphasis::kFaint, style);
    case Outcome::kMachineFault:
      return Emphasize("!", Emphasis::kWarning, style);
  }
  return "";
}

absl::string_view OutcomeInWords(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "passed";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kNotJudged:
      return "not judged yet";
    case Outcome::kMachineFault:
      return "could not be judged";
  }
  return "";
}

// One line for each gate: "+ race-free     no race seen in 20 repetitions".
std::string GateLines(const Judgement& judgement, const OutputStyle& style) {
  constexpr int kTitleColumns = 16;
  constexpr int kMarkColumns = 2;
  std::string lines;
  for (const Verdict& verdict : judgement.verdicts) {
    const bool tells_claim = Passed(judgement) && !verdict.claim.empty();
    const std::string indentation(kMarkColumns + kTitleColumns, ' ');
    const std::string wrapped =
        Wrap(tells_claim ? verdict.claim : OutcomeInWords(verdict.outcome),
             style.width, indentation);
    absl::StrAppend(&lines, Mark(verdict.outcome, style), " ",
                    Pad(GateTitle(verdict.gate), kTitleColumns),
                    absl::string_view(wrapped).substr(indentation.size()));
  }
  return lines;
}

}  // namespace

std::string JudgementText(const Exercise& exercise, const Judgement& judgement,
                          const OutputStyle& style, bool raw) {
  const Verdict& decisive = DecisiveVerdict(judgement);
  const std::string gates = GateLines(judgement, style);
  if (Passed(judgement)) {
    const std::string solved = Emphasize(
        absl::StrCat(exercise.name, " is solved."), Emphasis::kGood, style);
    std::string text = absl::StrCat(solved, "\n\n", gates);
    if (raw) absl::StrAppend(&text, "\n", decisive.raw);
    return text;
  }
  return absl::StrCat(gates, "\n",
                      Tell(decisive, {.width = style.width,
                                      .colour = style.colour,
                                      .unicode = style.unicode,
                                      .raw = raw}));
}

std::string JudgementJson(const Exercise& exercise,
                          const Judgement& judgement) {
  nlohmann::ordered_json json;
  json["exercise"] = FullName(exercise);
  json["passed"] = Passed(judgement);
  for (const Verdict& verdict : judgement.verdicts) {
    json["verdicts"].push_back(
        nlohmann::ordered_json::parse(VerdictToJson(verdict)));
  }
  return json.dump(2) + "\n";
}

}  // namespace racefree
