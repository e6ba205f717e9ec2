#include "checker/judge/judge.h"

#include <map>
#include <vector>

#include "checker/judge/specification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;

// Gates that end as planned, and the order in which they were run.
class PlannedGates {
 public:
  explicit PlannedGates(std::map<Gate, Outcome> outcomes)
      : outcomes_(std::move(outcomes)) {}

  RunGate Run() {
    return [this](const GateProgram& gate) {
      runs.push_back(gate.gate);
      Verdict verdict;
      verdict.gate = gate.gate;
      verdict.outcome = outcomes_.at(gate.gate);
      return verdict;
    };
  }

  std::vector<Gate> runs;

 private:
  std::map<Gate, Outcome> outcomes_;
};

Specification ThreeGates() {
  Specification specification;
  for (Gate gate : {Gate::kBehaves, Gate::kRaceFree, Gate::kMemorySafe}) {
    specification.gates.push_back({.gate = gate});
  }
  return specification;
}

TEST(JudgeLastGate, RunsOnlyTheLastGateWhenItPasses) {
  PlannedGates gates({{Gate::kMemorySafe, Outcome::kPassed}});
  EXPECT_EQ(JudgeLastGate(ThreeGates(), gates.Run()).outcome, Outcome::kPassed);
  EXPECT_THAT(gates.runs, ElementsAre(Gate::kMemorySafe));
}

TEST(JudgeLastGate, FailsWhenAllGatesBeforeItPass) {
  PlannedGates gates({{Gate::kBehaves, Outcome::kPassed},
                      {Gate::kRaceFree, Outcome::kPassed},
                      {Gate::kMemorySafe, Outcome::kFailed}});
  const Verdict verdict = JudgeLastGate(ThreeGates(), gates.Run());
  EXPECT_EQ(verdict.outcome, Outcome::kFailed);
  EXPECT_EQ(verdict.gate, Gate::kMemorySafe);
}

TEST(JudgeLastGate, DoesNotJudgeWhatAnEarlierGateFailsToo) {
  PlannedGates gates({{Gate::kBehaves, Outcome::kPassed},
                      {Gate::kRaceFree, Outcome::kFailed},
                      {Gate::kMemorySafe, Outcome::kFailed}});
  const Verdict verdict = JudgeLastGate(ThreeGates(), gates.Run());
  EXPECT_EQ(verdict.outcome, Outcome::kNotJudged);
  EXPECT_EQ(verdict.gate, Gate::kMemorySafe);
}

TEST(JudgeLastGate, ReportsAMachineFaultAsItIs) {
  PlannedGates gates({{Gate::kMemorySafe, Outcome::kMachineFault}});
  EXPECT_EQ(JudgeLastGate(ThreeGates(), gates.Run()).outcome,
            Outcome::kMachineFault);
}

TEST(JudgeInOrder, StopsAtTheFirstGateThatFails) {
  PlannedGates gates({{Gate::kBehaves, Outcome::kPassed},
                      {Gate::kRaceFree, Outcome::kFailed},
                      {Gate::kMemorySafe, Outcome::kFailed}});
  EXPECT_EQ(JudgeInOrder(ThreeGates(), gates.Run()).gate, Gate::kRaceFree);
  EXPECT_THAT(gates.runs, ElementsAre(Gate::kBehaves, Gate::kRaceFree));
}

TEST(JudgeInOrder, PassesWhenAllPass) {
  PlannedGates gates({{Gate::kBehaves, Outcome::kPassed},
                      {Gate::kRaceFree, Outcome::kPassed},
                      {Gate::kMemorySafe, Outcome::kPassed}});
  EXPECT_EQ(JudgeInOrder(ThreeGates(), gates.Run()).outcome, Outcome::kPassed);
}

}  // namespace
}  // namespace racefree
