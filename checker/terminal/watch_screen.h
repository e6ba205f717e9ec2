#ifndef RACEFREE_CHECKER_TERMINAL_WATCH_SCREEN_H_
#define RACEFREE_CHECKER_TERMINAL_WATCH_SCREEN_H_

#include <optional>
#include <string>
#include <vector>

#include "checker/session/catalogue.h"
#include "checker/session/judgement.h"
#include "checker/session/measuring.h"
#include "checker/terminal/output_style.h"

namespace racefree {

// Everything that the screen of `kata` alone shows.
struct WatchScreen {
  const Exercise* exercise = nullptr;
  // Its place among all exercises, from 1.
  int number = 0;
  int exercises = 0;
  int solved = 0;

  // Nothing while the file is being judged.
  std::optional<Judgement> judgement;
  bool waits_for_another = false;
  // Judging takes so long that the student should be told why it may.
  bool slow = false;

  // After a pass: it is being measured; what that told.
  bool measuring = false;
  std::optional<Measurement> measurement;

  bool raw = false;
  // 0 unless hints are to be shown.
  int hints_shown = 0;
  // The exercise after this one; null if there is none that is not solved.
  const Exercise* next = nullptr;
  std::vector<std::string> notices;
};

std::string WatchScreenText(const WatchScreen& screen,
                            const OutputStyle& style);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_WATCH_SCREEN_H_
