#ifndef RACEFREE_CHECKER_EXPLORE_REPORT_JUDGE_H_
#define RACEFREE_CHECKER_EXPLORE_REPORT_JUDGE_H_

#include <string>

#include "checker/explore/options.h"

namespace racefree::explore {

// The environment variable that asks for a replay.
inline constexpr char kReplayVariable[] = "RACEFREE_REPLAY";

struct Judgement {
  enum class Outcome { kPassed, kFailed, kSkipped };

  Outcome outcome = Outcome::kPassed;
  // For people, and for programs (see story.h); `json` is empty if nothing was
  // run.
  std::string text;
  std::string json;
  // Replays the failure; empty if there is none.
  std::string token;
  // The replay that was asked for is of another test.
  bool is_replay_of_other = false;
};

// Explores `body(argument)` and tells what was found; or, if the environment
// has a token in RACEFREE_REPLAY, replays the failure that it stands for.
// `name` tells the test from others. Calls of it must not overlap.
Judgement JudgeTest(const std::string& name, void (*body)(void*),
                    void* argument, const Options& options);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_REPORT_JUDGE_H_
