#include "checker/terminal/watch_screen.h"

#include "absl/strings/str_cat.h"
#include "checker/terminal/hint_text.h"
#include "checker/terminal/judgement_text.h"
#include "checker/terminal/measurement_text.h"
#include "checker/terminal/text.h"

namespace racefree {
namespace {

std::string Heading(const WatchScreen& screen, const OutputStyle& style) {
  const Exercise& exercise = *screen.exercise;
  return absl::StrCat(
      Emphasize(FullName(exercise), Emphasis::kBold, style), "  (",
      screen.number, " of ", screen.exercises, ", ", screen.solved,
      " solved)\n", Wrap(exercise.title, style.width), "\n",
      Wrap(absl::StrCat("Edit ", exercise.file), style.width), "\n");
}

std::string JudgingText(const WatchScreen& screen, const OutputStyle& style) {
  std::string text = Emphasize("Judging ...", Emphasis::kFaint, style) + "\n";
  if (screen.waits_for_another) {
    absl::StrAppend(
        &text, Wrap("Another run in this checkout is going on; this one waits "
                    "for it.",
                    style.width));
  } else if (screen.slow) {
    absl::StrAppend(
        &text, Wrap("The first time takes some minutes: GoogleTest and Abseil "
                    "are built once for each gate.",
                    style.width));
  }
  return text;
}

std::string KeysText(const WatchScreen& screen, const OutputStyle& style) {
  std::string keys;
  if (screen.judgement.has_value() && Passed(*screen.judgement)) {
    if (screen.next == nullptr) {
      return Wrap("All exercises are solved. Press q to end.", style.width);
    }
    keys = Wrap(absl::StrCat("Press Enter for the next exercise, ",
                             screen.next->name, "."),
                style.width);
  }
  return absl::StrCat(
      keys,
      Emphasize(style.width < 60 ? "h hint  r raw  q quit"
                                 : "Save the file to judge it again.   "
                                   "h hint   r raw output   q quit",
                Emphasis::kFaint, style),
      "\n");
}

}  // namespace

std::string WatchScreenText(const WatchScreen& screen,
                            const OutputStyle& style) {
  std::string text = Heading(screen, style);
  absl::StrAppend(&text,
                  screen.judgement.has_value()
                      ? JudgementText(*screen.exercise, *screen.judgement,
                                      style, screen.raw)
                      : JudgingText(screen, style),
                  "\n");
  if (screen.measuring) {
    absl::StrAppend(&text, Emphasize("Measuring ...", Emphasis::kFaint, style),
                    "\n\n");
  }
  if (screen.measurement.has_value()) {
    absl::StrAppend(&text, MeasurementText(*screen.measurement, style), "\n");
  }
  if (screen.hints_shown > 0) {
    absl::StrAppend(
        &text, HintText(*screen.exercise, screen.hints_shown, style), "\n");
  }
  for (const std::string& notice : screen.notices) {
    absl::StrAppend(&text, Wrap(notice, style.width), "\n");
  }
  return text + KeysText(screen, style);
}

}  // namespace racefree
