#include "checker/explore/tests/programs.h"

#include <cstdio>
#include <string>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "checker/explore/report/symbols.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

constexpr uint64_t kEnoughForCorrect = 5000;
constexpr uint64_t kSeeds = 3;

void CallBody(void* body) { reinterpret_cast<void (*)()>(body)(); }

// The text of the lines that the report would name as the culprits.
std::string BlamedLines(const Result& result) {
  const Finding& finding = result.finding;
  if (finding.kind != FindingKind::kDataRace) {
    const Story story = TellStory(result);
    return "  " + SourceText(story.file, story.line) + "\n";
  }
  std::string lines;
  for (const auto& [code, place] :
       Symbolize({finding.code, finding.other_code})) {
    lines += "  " + SourceText(place.file, place.line) + "\n";
  }
  return lines;
}

}  // namespace

void InTwo(const std::function<void()>& first,
           const std::function<void()>& second) {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}

void ExpectNothingIsFound(const CorrectProgram& program) {
  Options options;
  options.search = SearchKind::kReduction;
  options.max_schedules = kEnoughForCorrect;
  const Result& result =
      Explore(CallBody, reinterpret_cast<void*>(program.body), options);
  EXPECT_EQ(result.finding.kind, FindingKind::kNone)
      << program.name << ": " << KindName(result.finding.kind) << ": "
      << result.finding.message << " " << result.finding.file << ":"
      << result.finding.line;
  EXPECT_TRUE(result.complete || program.has_limits)
      << program.name << ": " << result.claim;
  const std::string claim = result.claim;
  EXPECT_EQ(claim.rfind("every ", 0), 0u) << program.name << ": " << claim;
  EXPECT_NE(claim.find("(" + std::to_string(result.completed) + ")"),
            std::string::npos)
      << program.name << ": " << claim;
  printf("%s: %s\n", program.name, result.claim);
}

void ExpectItIsFound(const BuggyProgram& program) {
  Options options;
  options.weak_memory = program.weak_memory;
  options.spurious_wake_ups = program.spurious_wake_ups;
  for (options.seed = 1; options.seed <= kSeeds; ++options.seed) {
    const Result& result =
        Explore(CallBody, reinterpret_cast<void*>(program.body), options);
    EXPECT_STREQ(KindName(result.finding.kind), KindName(program.kind))
        << program.name << ": " << result.finding.message << " "
        << result.claim;
    EXPECT_FALSE(result.diverged) << program.name << ": not the same again";
    if (result.finding.kind == FindingKind::kNone || options.seed > 1) continue;
    const std::string blamed = BlamedLines(result);
    if (program.blamed != nullptr) {
      EXPECT_NE(blamed.find(program.blamed), std::string::npos)
          << program.name << ": " << blamed;
    }
    printf("%s: %s\n%s", program.name, result.finding.message, blamed.c_str());
    // Told by the clock, which takes its time.
    if (program.kind == FindingKind::kEndlessLoop) return;
  }
}

}  // namespace racefree::explore
