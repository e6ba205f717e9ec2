// The replay token that a failure prints: in another process, in another build,
// after a change of the code, damaged, and given to another test. The tests
// that fail are in replay_victim.cc.

#include <string>

#include "checker/explore/report/token.h"
#include "checker/explore/tests/run_program.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

const std::string kProgram = "checker/explore/replay_victim";
const std::string kRebuilt = "checker/explore/replay_victim_rebuilt";

// Runs one test of `program`.
ProgramRun RunTest(const std::string& program, const std::string& test,
                   const std::string& variables = "") {
  return RunProgram(program + " --gtest_filter='Victim." + test + "'",
                    variables);
}

std::string TokenIn(const ProgramRun& run) {
  return Between(run.output, "replay: RACEFREE_REPLAY=", "\n");
}

std::string Replay(const std::string& token) {
  return "RACEFREE_REPLAY='" + token + "'";
}

// What is shown of the failure, however it was found.
std::string StoryIn(const ProgramRun& run, const std::string& start) {
  return Between(run.output, start, "\nat checker/");
}

const char kSame[] = "This is the failure that the replay token stands for.\n";

class Replayed : public testing::TestWithParam<const char*> {};

TEST_P(Replayed, IsTheSameFailureInEachProcessAndBuild) {
  const ProgramRun found = RunTest(kProgram, GetParam());
  EXPECT_TRUE(found.failed);
  const std::string token = TokenIn(found);
  ASSERT_NE(token, "") << found.output;
  EXPECT_LT(token.size(), 80u);
  const std::string story = StoryIn(found, "Failed\n");
  ASSERT_NE(story, "") << found.output;
  for (const std::string& program : {kProgram, kRebuilt}) {
    const ProgramRun again = RunTest(program, GetParam(), Replay(token));
    EXPECT_TRUE(again.failed);
    EXPECT_EQ(StoryIn(again, kSame), story) << again.output;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Replayed,
                         testing::Values("LosesAnUpdate", "Races", "NeverEnds",
                                         "Exits", "ReadsTheOldValue"));

TEST(Replay, DoesNotDependOnTheSearch) {
  const ProgramRun found =
      RunTest(kProgram, "LosesAnUpdate", "RACEFREE_TEST_SEED=7");
  const std::string token = TokenIn(found);
  const std::string story = StoryIn(found, "Failed\n");
  ASSERT_NE(story, "") << found.output;
  for (const std::string other : {"", " RACEFREE_TEST_SEED=8"}) {
    const ProgramRun again =
        RunTest(kProgram, "LosesAnUpdate", Replay(token) + other);
    EXPECT_EQ(StoryIn(again, kSame), story) << again.output;
  }
}

struct Change {
  const char* variant;
  const char* said;
};

TEST(Replay, SaysThatTheCodeHasChanged) {
  const std::string token = TokenIn(RunTest(kProgram, "LosesAnUpdate"));
  const Change kChanges[] = {
      {"mended", "can not be followed any more"},
      {"other_line", "but it still fails in the same way"},
      {"other_value", "its schedule does not fail any more"},
      {"other_steps", "as far as its schedule can be followed"},
  };
  for (const Change& change : kChanges) {
    const ProgramRun again =
        RunTest(kProgram, "LosesAnUpdate",
                Replay(token) + " RACEFREE_TEST_VARIANT=" + change.variant);
    EXPECT_TRUE(again.failed) << change.variant;
    EXPECT_NE(again.output.find("The code has changed"), std::string::npos)
        << change.variant << "\n"
        << again.output;
    EXPECT_NE(again.output.find(change.said), std::string::npos)
        << change.variant << "\n"
        << again.output;
  }
}

TEST(Replay, SaysThatATokenIsDamaged) {
  const std::string token = TokenIn(RunTest(kProgram, "LosesAnUpdate"));
  ASSERT_GT(token.size(), 20u);
  std::string other_letter = token;
  other_letter[10] = other_letter[10] == 'x' ? 'y' : 'x';
  for (const std::string& damaged :
       {token.substr(0, token.size() - 1), token + "A", other_letter,
        std::string("what is this"), std::string("x")}) {
    const ProgramRun again =
        RunTest(kProgram, "LosesAnUpdate", Replay(damaged));
    EXPECT_TRUE(again.failed) << damaged;
    EXPECT_NE(again.output.find("RACEFREE_REPLAY is damaged"),
              std::string::npos)
        << again.output;
  }
}

TEST(Replay, RunsOnlyTheTestItBelongsTo) {
  const std::string token = TokenIn(RunTest(kProgram, "Races"));
  const ProgramRun both = RunTest(kProgram, "*s*", Replay(token));
  EXPECT_NE(both.output.find(kSame), std::string::npos) << both.output;
  EXPECT_NE(both.output.find("replay of another test than "
                             "Victim.LosesAnUpdate"),
            std::string::npos)
      << both.output;
  const ProgramRun other = RunTest(kProgram, "LosesAnUpdate", Replay(token));
  EXPECT_TRUE(other.failed);
  EXPECT_NE(other.output.find("replay of none of the tests that ran"),
            std::string::npos)
      << other.output;
}

TEST(Replay, IsNotThereForATestThatIsSkipped) {
  const ProgramRun run = RunTest(kProgram, "WantsNoJudgement");
  EXPECT_FALSE(run.failed) << run.output;
  EXPECT_NE(run.output.find("[  SKIPPED ] Victim.WantsNoJudgement"),
            std::string::npos)
      << run.output;
  EXPECT_NE(run.output.find("not on this machine"), std::string::npos);
  EXPECT_EQ(run.output.find("No failure"), std::string::npos);
}

// Every prefix and every changed letter of a token is refused.
TEST(TokenText, IsReadOnlyAsItWasWritten) {
  Token token;
  token.test = 0xABCDEF;
  token.behaviour = 1;
  token.source = 2;
  token.plan.kind = FindingKind::kDeadlock;
  token.plan.passes_races = true;
  token.plan.time = TimeModel::kWhenIdle;
  for (const uint32_t number : {3u, 200u, 70000u}) {
    token.plan.choice_points.push_back(number);
  }
  for (int i = 0; i < 500; ++i) {
    token.plan.path.push_back({static_cast<int8_t>(i / 7 % kMaxThreads),
                               static_cast<int8_t>(i % 70 == 0)});
  }
  const std::string text = EncodeToken(token);
  Token read;
  ASSERT_TRUE(DecodeToken(text, &read));
  EXPECT_EQ(EncodeToken(read), text);
  EXPECT_EQ(read.test, token.test);
  EXPECT_EQ(read.plan.kind, token.plan.kind);
  EXPECT_TRUE(read.plan.passes_races);
  EXPECT_EQ(read.plan.time, TimeModel::kWhenIdle);
  ASSERT_EQ(read.plan.choice_points.size(), 3u);
  EXPECT_EQ(read.plan.choice_points[2], 70000u);
  ASSERT_EQ(read.plan.path.size(), 500u);
  for (size_t i = 0; i < 500; ++i) {
    EXPECT_EQ(read.plan.path[i], token.plan.path[i]);
  }
  for (size_t i = 0; i < text.size(); ++i) {
    EXPECT_FALSE(DecodeToken(text.substr(0, i), &read)) << i;
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(DecodeToken(changed, &read)) << i;
  }
}

}  // namespace
}  // namespace racefree::explore
