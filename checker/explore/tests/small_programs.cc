#include "checker/explore/tests/small_programs.h"

#include <algorithm>
#include <string>
#include <vector>

#include "checker/explore/explore.h"
#include "gtest/gtest.h"

// The bookkeeping must not itself be scheduled or checked for races.
#define UNSEEN __attribute__((no_sanitize("thread")))

namespace racefree::explore {
namespace {

constexpr uint64_t kAtMost = 200000;
constexpr double kSeconds = 60;

UNSEEN uint64_t Mix(uint64_t a) {
  a = (a ^ (a >> 30)) * 0xBF58476D1CE4E5B9u;
  a = (a ^ (a >> 27)) * 0x94D049BB133111EBu;
  return a ^ (a >> 31);
}

std::vector<uint64_t> OutcomesOf(const SmallProgram& program,
                                 SearchKind search) {
  Options options;
  options.search = search;
  options.stop_at_finding = false;
  // A race is not an outcome; what it does is.
  options.races_fail = false;
  options.max_schedules = kAtMost;
  options.max_seconds = kSeconds;
  const Result& result =
      Explore([](void* body) { reinterpret_cast<void (*)()>(body)(); },
              reinterpret_cast<void*>(program.body), options);
  const std::string claim = result.claim;
  EXPECT_TRUE(result.complete || program.spins)
      << program.name << ": " << claim;
  EXPECT_EQ(claim.rfind("every ", 0), 0u) << program.name << ": " << claim;
  std::vector<uint64_t> outcomes(result.outcomes.begin(),
                                 result.outcomes.end());
  std::sort(outcomes.begin(), outcomes.end());
  return outcomes;
}

}  // namespace

UNSEEN void Trace::Add(int thread, const void* object, bool writes) {
  Writers* writers = writers_;
  while (writers->object != nullptr && writers->object != object) {
    ++writers;
  }
  writers->object = object;
  const uint64_t step = steps_[thread]++;
  const auto who = static_cast<uint64_t>(thread) << 32 | step;
  sum_ +=
      Mix(Mix(Mix(who) + reinterpret_cast<uintptr_t>(object)) + writers->count);
  if (writes) ++writers->count;
}

UNSEEN void Trace::Note() const { NoteOutcome(sum_); }

void ExpectTheSameOutcomes(const SmallProgram& program) {
  const std::vector<uint64_t> all =
      OutcomesOf(program, SearchKind::kDepthFirst);
  EXPECT_EQ(all.size(), program.outcomes) << program.name;
  EXPECT_EQ(OutcomesOf(program, SearchKind::kReduction), all) << program.name;
}

}  // namespace racefree::explore
