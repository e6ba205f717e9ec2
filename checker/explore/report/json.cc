#include <cstdio>

#include "checker/explore/report/story.h"

namespace racefree::explore {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20) {
      char escape[8];
      snprintf(escape, sizeof(escape), "\\u%04x", byte);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string List(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) {
    text += (text.size() > 1 ? "," : "") + Quoted(item);
  }
  return text + "]";
}

std::string StepAsJson(const StoryStep& step) {
  return "{\"thread\":" + std::to_string(step.thread) +
         ",\"file\":" + Quoted(step.file) +
         ",\"line\":" + std::to_string(step.line) +
         ",\"source\":" + Quoted(step.source) +
         ",\"actions\":" + List(step.actions) +
         ",\"holds\":" + List(step.holds) +
         ",\"fatal\":" + (step.fatal ? "true" : "false") + "}";
}

std::string FrameAsJson(const StoryFrame& frame) {
  return "{\"function\":" + Quoted(frame.function) +
         ",\"file\":" + Quoted(frame.file) +
         ",\"line\":" + std::to_string(frame.line) + "}";
}

std::string AccessAsJson(const StoryAccess& access) {
  std::string stack;
  for (const StoryFrame& frame : access.stack) {
    stack += (stack.empty() ? "" : ",") + FrameAsJson(frame);
  }
  return "{\"thread\":" + std::to_string(access.thread) +
         ",\"writes\":" + (access.writes ? "true" : "false") +
         ",\"file\":" + Quoted(access.file) +
         ",\"line\":" + std::to_string(access.line) +
         ",\"column\":" + std::to_string(access.column) +
         ",\"holds\":" + List(access.holds) + ",\"stack\":[" + stack + "]}";
}

}  // namespace

std::string StoryAsJson(const Story& story) {
  std::string steps;
  for (const StoryStep& step : story.steps) {
    steps += (steps.empty() ? "" : ",") + StepAsJson(step);
  }
  std::string accesses;
  for (const StoryAccess& access : story.accesses) {
    accesses += (accesses.empty() ? "" : ",") + AccessAsJson(access);
  }
  return "{\"gate\":\"every_schedule\",\"outcome\":" +
         Quoted(story.passed ? "passed" : "failed") +
         ",\"kind\":" + Quoted(story.kind) +
         ",\"message\":" + Quoted(story.message) +
         ",\"consequence\":" + Quoted(story.consequence) +
         ",\"consequence_kind\":" + Quoted(story.consequence_kind) +
         ",\"claim\":" + Quoted(story.claim) +
         ",\"file\":" + Quoted(story.file) +
         ",\"line\":" + std::to_string(story.line) +
         ",\"schedules\":" + std::to_string(story.schedules) +
         ",\"preemptions\":" + std::to_string(story.preemptions) +
         ",\"complete\":" + (story.complete ? "true" : "false") +
         ",\"accesses\":[" + accesses + "],\"steps\":[" + steps + "]}";
}

}  // namespace racefree::explore
