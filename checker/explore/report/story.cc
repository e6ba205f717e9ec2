#include "checker/explore/report/story.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "checker/explore/report/symbols.h"
#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

using Places = std::map<uintptr_t, SourcePlace>;

bool IsPlain(const Step& step) {
  return strcmp(step.name, "reads") == 0 || strcmp(step.name, "writes") == 0;
}

// The innermost of the program's own lines in a stack.
const SourcePlace* UserPlace(const Places& places, const uintptr_t* frames,
                             int count, bool in_tests = true) {
  for (int i = 0; i < count; ++i) {
    const auto found = places.find(frames[i]);
    if (found == places.end()) continue;
    // What GoogleTest does by itself is not part of the story.
    if (!in_tests && IsTestLibrary(found->second.file)) return nullptr;
    if (IsUserFile(found->second.file)) return &found->second;
  }
  return nullptr;
}

// Skips the explorer's own frames: the access itself, not its caller, must be
// in the program's files.
bool IsDirectlyInUserFile(const Places& places, const Step& step) {
  for (int i = 0; i < step.frame_count; ++i) {
    const auto found = places.find(step.frames[i]);
    if (found == places.end()) return false;
    const std::string& file = found->second.file;
    const bool own =
        file.find("checker/explore/") != std::string::npos && !IsUserFile(file);
    if (!own) return IsUserFile(file) && !found->second.is_inlined_library;
  }
  return false;
}

bool EndsWith(const std::string& text, const char* end) {
  const size_t length = strlen(end);
  return text.size() >= length &&
         text.compare(text.size() - length, length, end) == 0;
}

// Whether the program's own line uses the atomic, and not something of the
// library's, such as the counter in a std::shared_ptr.
bool IsOwnAtomic(const Places& places, const Step& step) {
  for (int i = 0; i < step.frame_count; ++i) {
    const auto found = places.find(step.frames[i]);
    if (found == places.end()) continue;
    const std::string& file = found->second.file;
    if (IsUserFile(file)) return true;
    const bool is_part_of_atomic =
        EndsWith(file, "/atomic") || EndsWith(file, "/bits/atomic_base.h") ||
        EndsWith(file, "/stdatomic.h") ||
        file.find("checker/explore/") != std::string::npos;
    if (!is_part_of_atomic) return false;
  }
  return false;
}

bool IsValue(const Step& step) { return step.size > 0; }

// Where x86-64 Linux puts programs, libraries, heaps and stacks. As numbers
// they mean nothing to the reader, and differ from run to run.
bool IsPointer(uint64_t value) {
  return value >= 0x5500'0000'0000 && value < 0x8000'0000'0000;
}

std::string Number(uint64_t value, uint32_t size) {
  switch (size) {
    case 1:
      return std::to_string(static_cast<int8_t>(value));
    case 2:
      return std::to_string(static_cast<int16_t>(value));
    case 4:
      return std::to_string(static_cast<int32_t>(value));
    default:
      if (IsPointer(value)) return "an address";
      return std::to_string(static_cast<int64_t>(value));
  }
}

std::string Action(const Step& step) {
  if (step.blocked) return step.waiting;
  const bool plain = IsPlain(step);
  if (step.size > 0 && (plain || step.reads || step.writes)) {
    const std::string value = Number(step.value, step.size);
    const std::string written = Number(step.written, step.size);
    if (step.reads && step.writes && step.has_written) {
      return "reads " + value + ", writes " + written;
    }
    if (step.writes && step.has_written) return "writes " + written;
    if (step.reads && step.has_value) return "reads " + value;
  }
  std::string action = step.name;
  if (step.lock[0] != '\0') action += std::string(" ") + step.lock;
  return action;
}

std::string LockName(int label) {
  return std::string("lock ") + static_cast<char>('A' + label);
}

std::vector<uintptr_t> AllCodes(const Finding& finding) {
  std::vector<uintptr_t> codes = {finding.code, finding.other_code};
  const Recorder& recorder = runtime->recorder;
  for (const Step& step : recorder.steps()) {
    codes.insert(codes.end(), step.frames, step.frames + step.frame_count);
  }
  codes.insert(codes.end(), recorder.last_frames(),
               recorder.last_frames() + recorder.last_frame_count());
  return codes;
}

// The variables that two threads use in the program's own lines.
std::set<uintptr_t> SharedVariables(const Places& places) {
  std::map<uintptr_t, std::set<ThreadId>> users;
  std::set<uintptr_t> written;
  for (const Step& step : runtime->recorder.steps()) {
    if (!IsPlain(step) || !IsDirectlyInUserFile(places, step)) continue;
    users[step.address].insert(step.thread);
    if (step.writes) written.insert(step.address);
  }
  std::set<uintptr_t> shared;
  for (const auto& [address, threads] : users) {
    if (threads.size() > 1 && written.count(address) > 0)
      shared.insert(address);
  }
  return shared;
}

bool Touches(const Step& step, uintptr_t address) {
  return address != 0 && step.address <= address &&
         address < step.address + (step.size > 0 ? step.size : 1);
}

void AddSteps(const Finding& finding, const Places& places, Story* story) {
  const std::set<uintptr_t> shared = SharedVariables(places);
  for (const Step& step : runtime->recorder.steps()) {
    const bool racing = IsPlain(step) && Touches(step, finding.address);
    if (IsPlain(step)) {
      if (!racing && (shared.count(step.address) == 0 ||
                      !IsDirectlyInUserFile(places, step))) {
        continue;
      }
    } else if (IsValue(step) && !IsOwnAtomic(places, step)) {
      continue;
    }
    const SourcePlace* place = UserPlace(places, step.frames, step.frame_count,
                                         /*in_tests=*/racing);
    if (place == nullptr) continue;
    auto& steps = story->steps;
    const bool goes_on = !steps.empty() && steps.back().thread == step.thread &&
                         !step.blocked && steps.back().file == place->file &&
                         steps.back().line == place->line;
    if (!goes_on) {
      StoryStep row;
      row.blocked = step.blocked;
      row.thread = step.thread;
      row.file = place->file;
      row.line = place->line;
      row.source = SourceText(place->file, place->line);
      for (int i = 0; i < step.held_count; ++i) {
        row.holds.push_back(LockName(step.held[i]));
      }
      steps.push_back(row);
    }
    const std::string action = Action(step);
    auto& actions = steps.back().actions;
    if (actions.empty() || actions.back() != action) actions.push_back(action);
  }
  if (story->steps.empty()) return;
  for (StoryStep& step : story->steps) step.fatal = step.blocked;
  story->steps.back().fatal = true;
}

// The program's line that made the access: that of `code` itself, or, where
// this is in a library, the one that called it.
const SourcePlace* AccessPlace(const Places& places, ThreadId thread,
                               uintptr_t code) {
  const auto found = places.find(code);
  if (found != places.end() && IsUserFile(found->second.file)) {
    return &found->second;
  }
  for (const Step& step : runtime->recorder.steps()) {
    if (step.thread != thread) continue;
    for (int i = 0; i < step.frame_count; ++i) {
      if (step.frames[i] != code) continue;
      const SourcePlace* place =
          UserPlace(places, step.frames + i, step.frame_count - i);
      if (place != nullptr) return place;
    }
  }
  return found == places.end() ? nullptr : &found->second;
}

// A library's header as one includes it: "bits/stl_vector.h".
std::string NameOf(const std::string& file) {
  if (IsUserFile(file)) return file;
  const size_t versions = file.rfind("/c++/");
  if (versions == std::string::npos) return file;
  const size_t name = file.find('/', versions + 5);
  return name == std::string::npos ? file : file.substr(name + 1);
}

std::string Where(const Places& places, ThreadId thread, uintptr_t code) {
  const SourcePlace* place = AccessPlace(places, thread, code);
  if (place == nullptr) return "";
  return " (" + NameOf(place->file) + ":" + std::to_string(place->line) + ")";
}

// The thread that runs the test has the number 0.
std::string WithNameOfTest(std::string message) {
  const std::string number = "thread 0";
  for (size_t at = message.find(number); at != std::string::npos;
       at = message.find(number, at)) {
    message.replace(at, number.size(), "the test");
  }
  return message;
}

std::string Message(const Finding& finding, const Places& places) {
  if (finding.kind != FindingKind::kDataRace) {
    return WithNameOfTest(finding.message);
  }
  const auto verb = [](bool writes) { return writes ? " writes" : " reads"; };
  return WithNameOfTest(
      "data race: thread " + std::to_string(finding.thread) +
      (finding.frees ? " frees" : verb(finding.writes)) +
      Where(places, finding.thread, finding.code) + " what thread " +
      std::to_string(finding.other_thread) + verb(finding.other_writes) +
      Where(places, finding.other_thread, finding.other_code) +
      ", and nothing makes one of them wait for the other");
}

// The step of the schedule that is shown in which `code` made its access.
const Step* StepAt(ThreadId thread, uintptr_t code) {
  for (const Step& step : runtime->recorder.steps()) {
    const uintptr_t* end = step.frames + step.frame_count;
    if (step.thread == thread && std::find(step.frames, end, code) != end) {
      return &step;
    }
  }
  return nullptr;
}

std::vector<StoryFrame> OwnFrames(const Step& step, const Places& places) {
  std::vector<StoryFrame> frames;
  for (int i = 0; i < step.frame_count; ++i) {
    const auto found = places.find(step.frames[i]);
    if (found == places.end() || !IsUserFile(found->second.file)) continue;
    const SourcePlace& place = found->second;
    frames.push_back({place.function, place.file, place.line});
  }
  return frames;
}

StoryAccess AccessOf(ThreadId thread, bool writes, uintptr_t code,
                     const Places& places) {
  StoryAccess access;
  access.thread = thread;
  access.writes = writes;
  if (const SourcePlace* place = AccessPlace(places, thread, code)) {
    access.file = place->file;
    access.line = place->line;
    access.column = place->column;
  }
  if (const Step* step = StepAt(thread, code)) {
    access.stack = OwnFrames(*step, places);
    for (int i = 0; i < step->held_count; ++i) {
      access.holds.push_back(LockName(step->held[i]));
    }
  }
  return access;
}

// The line where it ended: for a standstill, where the thread waits.
const SourcePlace* EndPlace(const Finding& finding, const Places& places) {
  const Recorder& recorder = runtime->recorder;
  for (const Step& step : recorder.steps()) {
    if (step.blocked && step.thread == finding.thread) {
      return UserPlace(places, step.frames, step.frame_count);
    }
  }
  return UserPlace(places, recorder.last_frames(), recorder.last_frame_count());
}

}  // namespace

Story TellStory(const Result& result) {
  Story story;
  story.schedules = result.schedules;
  story.claim = result.claim;
  story.complete = result.complete;
  story.kind = KindName(result.finding.kind);
  story.passed = result.finding.kind == FindingKind::kNone;
  if (story.passed) return story;
  if (result.finding.kind == FindingKind::kMachineFault) {
    story.message = result.finding.message;
    return story;
  }
  const bool harm = result.consequence.kind != FindingKind::kNone;
  const Finding& last = harm ? result.consequence : result.finding;
  const Places places = Symbolize(AllCodes(result.finding));
  story.preemptions = result.preemptions;
  story.message = Message(result.finding, places);
  if (harm) {
    story.consequence = WithNameOfTest(result.consequence.message);
    story.consequence_kind = KindName(result.consequence.kind);
  }
  if (result.finding.kind == FindingKind::kDataRace) {
    const Finding& race = result.finding;
    story.accesses = {
        AccessOf(race.other_thread, race.other_writes, race.other_code, places),
        AccessOf(race.thread, race.writes, race.code, places)};
  }
  story.file = last.file;
  story.line = last.line;
  const SourcePlace* end = EndPlace(last, places);
  if (story.line == 0 && end != nullptr) {
    story.file = end->file;
    story.line = end->line;
  }
  AddSteps(result.finding, places, &story);
  return story;
}

}  // namespace racefree::explore
