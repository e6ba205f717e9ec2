#ifndef RACEFREE_CHECKER_EXPLORE_REPORT_STORY_H_
#define RACEFREE_CHECKER_EXPLORE_REPORT_STORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "checker/explore/result.h"

namespace racefree::explore {

// One row of the table: what one thread did on one line, without a switch.
struct StoryStep {
  int thread = 0;
  std::string file;
  int line = 0;
  std::string source;
  // "reads 0", "writes 5", "locks lock A".
  std::vector<std::string> actions;
  // "lock A".
  std::vector<std::string> holds;
  // What the thread would do next, if it could.
  bool blocked = false;
  // The failure happened here.
  bool fatal = false;
};

// A call in the program's own code.
struct StoryFrame {
  std::string function;
  std::string file;
  int line = 0;
};

// One of the two accesses of a data race.
struct StoryAccess {
  int thread = 0;
  bool writes = false;
  std::string file;
  int line = 0;
  int column = 0;
  // Innermost first. Empty if the schedule that is shown has no such access.
  std::vector<StoryFrame> stack;
  // "lock A".
  std::vector<std::string> holds;
};

// What an exploration found, in the program's own lines.
struct Story {
  bool passed = false;
  // As KindName() has it.
  std::string kind;
  // One sentence each. A data race may have a consequence: what goes wrong by
  // it in the schedule that is shown, and of which kind that is.
  std::string message;
  std::string consequence;
  std::string consequence_kind;
  // For a pass: what is known.
  std::string claim;
  // For a pass: whether it is known of every schedule.
  bool complete = false;
  // Where it failed; empty if not known.
  std::string file;
  int line = 0;
  std::vector<StoryAccess> accesses;
  std::vector<StoryStep> steps;
  uint64_t schedules = 0;
  int preemptions = 0;
};

// To be called right after Explore(), which left the steps in the recorder.
Story TellStory(const Result& result);

// As text: a table with one column for each thread, then one sentence. `width`
// in columns.
std::string StoryAsText(const Story& story, int width);
std::string StoryAsJson(const Story& story);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_REPORT_STORY_H_
