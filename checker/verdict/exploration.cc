#include "checker/verdict/exploration.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/identifier.h"
#include "checker/verdict/plain_text.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/test_failure.h"
#include "checker/verdict/verdict.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

struct KindOfFinding {
  absl::string_view finding;
  Kind kind;
};

// The explorer's names for what it finds.
constexpr std::array kKinds = {
    KindOfFinding{"data_race", Kind::kDataRace},
    KindOfFinding{"failed_expectation", Kind::kFailedExpectation},
    KindOfFinding{"uncaught_exception", Kind::kUncaughtException},
    KindOfFinding{"terminate", Kind::kCrash},
    KindOfFinding{"crash", Kind::kCrash},
    KindOfFinding{"stack_overflow", Kind::kStackOverflow},
    KindOfFinding{"use_after_free", Kind::kUseAfterFree},
    KindOfFinding{"out_of_bounds", Kind::kBufferOverflow},
    KindOfFinding{"double_free", Kind::kDoubleFree},
    KindOfFinding{"deadlock", Kind::kDeadlock},
    KindOfFinding{"lost_wake_up", Kind::kLostWakeUp},
    KindOfFinding{"live_lock", Kind::kLiveLock},
    KindOfFinding{"endless_loop", Kind::kHang},
    KindOfFinding{"lock_misuse", Kind::kLockMisuse},
    KindOfFinding{"thread_left_running", Kind::kThreadLeak},
    KindOfFinding{"program_ended", Kind::kTestsMissing},
    KindOfFinding{"not_controlled", Kind::kNotControlled},
    KindOfFinding{"machine_fault", Kind::kMachineFault},
};

Kind KindNamed(const std::string& name) {
  for (const KindOfFinding& entry : kKinds) {
    if (entry.finding == name) return entry.kind;
  }
  throw std::invalid_argument(absl::StrCat("unknown finding \"", name, "\""));
}

// The explorer numbers threads; 0 is the one that runs the test.
std::string NameOfThread(int number) {
  return number == 0 ? "the test" : absl::StrCat("thread ", number);
}

std::string AsSentence(std::string text) {
  if (text.empty()) return text;
  text.front() = absl::ascii_toupper(text.front());
  return text.back() == '.' ? text : absl::StrCat(text, ".");
}

SourceLine PlaceOf(const Json& json, const SourceFiles& sources) {
  return sources.At(json.at("file").get<std::string>(),
                    json.at("line").get<int>(), json.value("column", 0));
}

Step StepOf(const Json& json, const SourceFiles& sources) {
  Step step;
  step.thread = NameOfThread(json.at("thread").get<int>());
  step.where = PlaceOf(json, sources);
  if (step.where.text.empty()) json.at("source").get_to(step.where.text);
  json.at("actions").get_to(step.actions);
  json.at("holds").get_to(step.holds);
  json.at("fatal").get_to(step.fatal);
  return step;
}

ThreadReport AccessOf(const Json& json, const SourceFiles& sources) {
  ThreadReport thread;
  thread.name = NameOfThread(json.at("thread").get<int>());
  thread.action = json.at("writes").get<bool>() ? "writes" : "reads";
  thread.where = PlaceOf(json, sources);
  for (const Json& frame : json.at("stack")) {
    thread.full_stack.push_back(
        {.function = frame.at("function").get<std::string>(),
         .where = PlaceOf(frame, sources)});
  }
  for (const Frame& frame : thread.full_stack) {
    if (sources.IsStudents(frame.where.file)) thread.stack.push_back(frame);
  }
  if (thread.stack.empty() && sources.IsStudents(thread.where.file)) {
    thread.stack = {{.where = thread.where}};
  }
  for (const std::string lock : json.at("holds")) {
    thread.holds.push_back({.lock = lock});
  }
  return thread;
}

// Values that the test keeps for itself are no part of the story.
bool IsOnlyTheTests(const Step& step, const std::vector<ThreadReport>& accesses,
                    const SourceFiles& sources) {
  if (step.fatal || !sources.IsTest(step.where.file)) return false;
  const bool is_raced_on =
      absl::c_any_of(accesses, [&](const ThreadReport& access) {
        return access.where.file == step.where.file &&
               access.where.line == step.where.line;
      });
  return !is_raced_on &&
         absl::c_all_of(step.actions, [](const std::string& action) {
           return absl::StartsWith(action, "reads ") ||
                  absl::StartsWith(action, "writes ");
         });
}

// The line to look at first: of a race, an access; else the last step in the
// student's file.
SourceLine WhereToLook(const Verdict& verdict, const SourceFiles& sources) {
  for (const ThreadReport& thread : verdict.threads) {
    if (sources.IsStudents(thread.where.file)) return thread.where;
  }
  for (auto step = verdict.steps.rbegin(); step != verdict.steps.rend();
       ++step) {
    if (sources.IsStudents(step->where.file)) return step->where;
  }
  return {};
}

// What the test compared, whether that is the failure or what a race led to.
void AddExpectation(const std::string& test, const std::string& message,
                    const SourceLine& place, const SourceFiles& sources,
                    Verdict* verdict) {
  const Verdict failure =
      UnderstandFailure({.test = test,
                         .position = absl::StrCat(place.file, ":", place.line),
                         .message = message},
                        sources);
  verdict->test_line = failure.test_line;
  verdict->expression = failure.expression;
  verdict->expected = failure.expected;
  verdict->actual = failure.actual;
  verdict->detail = failure.detail;
}

Verdict FailureOf(const std::string& test, const Json& json,
                  const SourceFiles& sources) {
  Verdict verdict;
  verdict.test = test;
  verdict.kind = KindNamed(json.at("kind").get<std::string>());
  for (const Json& access : json.at("accesses")) {
    verdict.threads.push_back(AccessOf(access, sources));
  }
  for (const Json& json_step : json.at("steps")) {
    Step step = StepOf(json_step, sources);
    if (!IsOnlyTheTests(step, verdict.threads, sources)) {
      verdict.steps.push_back(std::move(step));
    }
  }
  const auto message = json.at("message").get<std::string>();
  const auto consequence = json.at("consequence").get<std::string>();
  const SourceLine place = PlaceOf(json, sources);
  if (verdict.kind == Kind::kFailedExpectation) {
    AddExpectation(test, message, place, sources, &verdict);
  } else if (verdict.kind == Kind::kDataRace) {
    NameByLine(verdict.threads, &verdict.variable);
    if (json.at("consequence_kind") == "failed_expectation") {
      AddExpectation(test, consequence, place, sources, &verdict);
    } else {
      verdict.detail = AsSentence(consequence);
    }
  } else {
    verdict.message = AsSentence(message);
  }
  verdict.where = WhereToLook(verdict, sources);
  if (verdict.where.line == 0) verdict.where = place;
  return verdict;
}

Exploration FromJson(const TestExploration& test, const Json& json,
                     const SourceFiles& sources) {
  Exploration exploration;
  json.at("claim").get_to(exploration.claim);
  if (json.at("outcome") != "passed") {
    exploration.verdict = FailureOf(test.test, json, sources);
    exploration.verdict.replay = test.replay;
  }
  return exploration;
}

// "every schedule (6)" in its parts.
struct Known {
  std::string what;
  int tests = 1;
  // 0 if the claim is of another form.
  int64_t schedules = 0;
};

Known Parse(absl::string_view claim) {
  const size_t bracket = claim.rfind(" (");
  if (bracket != claim.npos) {
    absl::string_view count = claim.substr(bracket + 2);
    int64_t schedules = 0;
    if (absl::ConsumeSuffix(&count, ")") &&
        absl::SimpleAtoi(count, &schedules)) {
      return {.what = std::string(claim.substr(0, bracket)),
              .schedules = schedules};
    }
  }
  return {.what = std::string(claim)};
}

std::string Text(const Known& known) {
  return known.schedules == 0
             ? known.what
             : absl::StrCat(known.what, " (", known.schedules, ")");
}

}  // namespace

absl::StatusOr<Exploration> ReadExploration(const TestExploration& exploration,
                                            const SourceFiles& sources) {
  // The JSON library reports by exceptions; they end here.
  try {
    // It quotes lines of source, which may be in any encoding.
    const std::string report = Printable(exploration.report, /*unicode=*/true);
    return FromJson(exploration, Json::parse(report), sources);
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the report on ", exploration.test, " is damaged: ", error.what()));
  }
}

std::string ClaimOf(const std::vector<Exploration>& explorations) {
  // Tests of which the same is known are told together.
  std::vector<Known> all;
  for (const Exploration& exploration : explorations) {
    const Known known = Parse(exploration.claim);
    const auto same = absl::c_find_if(
        all, [&](const Known& other) { return other.what == known.what; });
    if (same == all.end()) {
      all.push_back(known);
    } else {
      same->tests += known.tests;
      same->schedules += known.schedules;
    }
  }
  if (explorations.size() == 1) {
    return absl::StrCat("no failure in ", explorations[0].claim);
  }
  const std::string tests =
      absl::StrCat("no failure in ", explorations.size(), " tests");
  if (all.size() == 1) return absl::StrCat(tests, ", in ", Text(all[0]));
  return absl::StrCat(
      tests, ": ",
      absl::StrJoin(all, "; ", [](std::string* out, const Known& known) {
        absl::StrAppend(out, known.tests, " in ", Text(known));
      }));
}

}  // namespace racefree
