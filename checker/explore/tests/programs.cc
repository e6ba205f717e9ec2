#include "checker/explore/tests/programs.h"

#include <cstdio>
#include <thread>

#include "checker/explore/explore.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

constexpr uint64_t kEnoughForCorrect = 5000;

void CallBody(void* body) { reinterpret_cast<void (*)()>(body)(); }

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
  EXPECT_STRNE(result.claim, "");
  printf("%s: %s\n", program.name, result.claim);
}

void ExpectItIsFound(const BuggyProgram& program) {
  Options options;
  options.weak_memory = program.weak_memory;
  options.spurious_wake_ups = program.spurious_wake_ups;
  const Result& result =
      Explore(CallBody, reinterpret_cast<void*>(program.body), options);
  EXPECT_STREQ(KindName(result.finding.kind), KindName(program.kind))
      << program.name << ": " << result.finding.message << " " << result.claim;
  EXPECT_FALSE(result.diverged) << program.name << ": not the same again";
  printf("%s: %s\n", program.name, result.finding.message);
}

}  // namespace racefree::explore
