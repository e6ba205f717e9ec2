#include <algorithm>
#include <set>

#include "checker/explore/report/story.h"

namespace racefree::explore {
namespace {

constexpr int kNarrowestColumn = 18;
constexpr int kMaxRows = 60;

std::string Pad(std::string text, size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

// Breaks at spaces where it can.
std::vector<std::string> Wrap(std::string text, size_t width) {
  std::vector<std::string> lines;
  while (text.size() > width) {
    size_t cut = text.rfind(' ', width);
    if (cut == std::string::npos || cut < width / 3) cut = width;
    lines.push_back(text.substr(0, cut));
    text = "  " + text.substr(text[cut] == ' ' ? cut + 1 : cut);
  }
  lines.push_back(text);
  return lines;
}

std::vector<std::string> Cell(const StoryStep& step, size_t width) {
  std::vector<std::string> lines =
      Wrap(step.source.empty() ? step.file + ":" + std::to_string(step.line)
                               : std::to_string(step.line) + ": " + step.source,
           width);
  std::string actions;
  for (const std::string& action : step.actions) {
    actions += (actions.empty() ? "" : ", ") + action;
  }
  for (const std::string& line : Wrap("  " + actions, width)) {
    lines.push_back(line);
  }
  return lines;
}

class Table {
 public:
  Table(const Story& story, int width) : story_(story) {
    std::set<int> threads;
    for (const StoryStep& step : story.steps) threads.insert(step.thread);
    threads_.assign(threads.begin(), threads.end());
    const int columns = std::max<int>(1, static_cast<int>(threads_.size()));
    width_ = static_cast<size_t>(
        std::max(kNarrowestColumn, (width - 4) / columns - 3));
  }

  std::string Print() const {
    std::string text = "    ";
    for (int thread : threads_) {
      const std::string name =
          thread == 0 ? "the test" : "thread " + std::to_string(thread);
      text += "| " + Pad(name, width_) + " ";
    }
    text += "\n----";
    for (size_t i = 0; i < threads_.size(); ++i) {
      text += "+" + std::string(width_ + 2, '-');
    }
    text += "\n";
    const size_t rows = story_.steps.size();
    for (size_t i = rows > kMaxRows ? rows - kMaxRows : 0; i < rows; ++i) {
      text += Row(i);
    }
    return text;
  }

 private:
  std::string Row(size_t index) const {
    const StoryStep& step = story_.steps[index];
    const std::vector<std::string> cell = Cell(step, width_);
    std::string text;
    for (size_t line = 0; line < cell.size(); ++line) {
      std::string number = std::to_string(index + 1);
      if (line > 0) number = step.fatal ? ">>" : "";
      text += Pad(number, 3) + " ";
      for (int thread : threads_) {
        text +=
            "| " + Pad(thread == step.thread ? cell[line] : "", width_) + " ";
      }
      text.erase(text.find_last_not_of(' ') + 1);
      text += "\n";
    }
    return text;
  }

  const Story& story_;
  std::vector<int> threads_;
  size_t width_;
};

}  // namespace

std::string StoryAsText(const Story& story, int width) {
  if (story.passed) return "No failure in " + story.claim + ".\n";
  std::string text = story.message + ".\n";
  if (!story.steps.empty()) {
    text += story.consequence.empty() ? "It happens in this order:\n\n"
                                      : "The harm it does, in this order:\n\n";
    text += Table(story, width).Print() + "\n";
  }
  if (!story.consequence.empty()) text += story.consequence + "\n";
  if (story.line > 0) {
    text += "at " + story.file + ":" + std::to_string(story.line) + "\n";
  }
  return text;
}

}  // namespace racefree::explore
