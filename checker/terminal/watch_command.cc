#include <signal.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "checker/session/signals.h"
#include "checker/session/wait_for_input.h"
#include "checker/session/watch.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/keyboard.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/watch_screen.h"

namespace racefree {
namespace {

// An editor that replaces a file has done so within this time.
constexpr absl::Duration kSettlingTime = absl::Milliseconds(50);
// Judging that takes longer is explained.
constexpr absl::Duration kPatience = absl::Seconds(5);

// `kata` alone. All that happens (saves, ends of runs, keys, signals) comes in
// at one place, one after the other.
class WatchLoop {
 public:
  WatchLoop(const Command& command)
      : session_(command.session),
        style_(command.style),
        raw_(command.line.options.raw) {}

  ExitCode Run() {
    const Exercise* first = session_.FirstUnsolved();
    if (first == nullptr) {
      Print("All exercises are solved.\n");
      return kExitPassed;
    }
    if (!GoTo(*first)) return kExitUsage;
    while (!exit_code_.has_value()) {
      Draw();
      const bool input = WaitForInput(Descriptors(), Timeout());
      if (!input) TakeSilence();
      watch_->Proceed();
      TakeSignals();
      TakeKeys();
    }
    return *exit_code_;
  }

 private:
  bool GoTo(const Exercise& exercise) {
    absl::StatusOr<std::unique_ptr<Watch>> watch =
        Watch::Start(session_, exercise);
    if (!watch.ok()) {
      PrintNotice(watch.status().message(), style_);
      return false;
    }
    watch_ = *std::move(watch);
    hints_shown_ = 0;
    slow_ = false;
    return true;
  }

  std::vector<int> Descriptors() const {
    std::vector<int> descriptors = watch_->descriptors();
    descriptors.push_back(signals_.descriptor());
    descriptors.push_back(keyboard_.descriptor());
    return descriptors;
  }

  absl::Duration Timeout() const {
    if (watch_->settling()) return kSettlingTime;
    if (watch_->judging() && !slow_) return kPatience;
    return absl::InfiniteDuration();
  }

  void TakeSilence() {
    if (watch_->settling()) {
      watch_->Settle();
    } else {
      slow_ = true;
    }
  }

  void TakeSignals() {
    while (std::optional<int> signal = signals_.Read()) {
      switch (*signal) {
        case SIGWINCH:
          style_ = DetectOutputStyle();
          break;
        case SIGCONT:
          keyboard_.Resume();
          drawn_.clear();
          break;
        default:
          exit_code_ = kExitInterrupted;
      }
    }
  }

  void TakeKeys() {
    while (std::optional<char> key = keyboard_.Read()) {
      switch (*key) {
        case 'q':
        case '\x04':
          if (!exit_code_.has_value()) exit_code_ = kExitPassed;
          return;
        case 'r':
          raw_ = !raw_;
          break;
        case 'h':
          ShowHint();
          break;
        case '\n':
          GoOn();
          break;
      }
    }
  }

  void ShowHint() {
    const Exercise& exercise = watch_->exercise();
    // What was revealed before is shown first.
    if (hints_shown_ == 0 && session_.HintsShown(exercise) > 0) {
      hints_shown_ = session_.HintsShown(exercise);
      return;
    }
    const absl::Status revealed = session_.RevealHint(exercise);
    if (!revealed.ok()) notices_ = {std::string(revealed.message())};
    hints_shown_ = session_.HintsShown(exercise);
  }

  void GoOn() {
    const Exercise* next = session_.FirstUnsolved();
    const bool passed =
        watch_->judgement().has_value() && Passed(*watch_->judgement());
    if (passed && next != nullptr && !GoTo(*next)) exit_code_ = kExitUsage;
  }

  void Draw() {
    if (!watch_->judging()) slow_ = false;
    for (std::string& notice : session_.TakeNotices()) {
      notices_.push_back(std::move(notice));
    }
    const std::string text = WatchScreenText(Screen(), style_);
    if (text == drawn_) return;
    drawn_ = text;
    // Home, and clear what is below. What scrolled away stays.
    Print(absl::StrCat("\033[H\033[2J", text));
  }

  WatchScreen Screen() {
    WatchScreen screen;
    screen.exercise = &watch_->exercise();
    for (const Exercise* exercise : AllExercises(session_.catalogue())) {
      ++screen.exercises;
      if (exercise == screen.exercise) screen.number = screen.exercises;
    }
    screen.solved = static_cast<int>(session_.SolvedExercises().size());
    screen.judgement = watch_->judgement();
    screen.waits_for_another = watch_->waits_for_another();
    screen.slow = slow_;
    screen.measuring = watch_->measuring();
    screen.measurement = watch_->measurement();
    screen.raw = raw_;
    screen.hints_shown = hints_shown_;
    screen.next = session_.FirstUnsolved();
    screen.notices = notices_;
    if (!watch_->recorded().ok()) {
      screen.notices.push_back(NotRecorded(watch_->recorded()));
    }
    return screen;
  }

  Session& session_;
  OutputStyle style_;
  bool raw_;
  // Restores what it changed last of all, after the watch has ended.
  Signals signals_{SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT};
  Keyboard keyboard_;
  std::unique_ptr<Watch> watch_;
  int hints_shown_ = 0;
  bool slow_ = false;
  std::vector<std::string> notices_;
  std::string drawn_;
  std::optional<ExitCode> exit_code_;
};

}  // namespace

ExitCode WatchCommand(const Command& command) {
  if (!IsInteractive()) return RunCommand(command);
  return WatchLoop(command).Run();
}

}  // namespace racefree
