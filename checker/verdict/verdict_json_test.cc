#include "checker/verdict/verdict_json.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "checker/verdict/names.h"
#include "checker/verdict/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using testing::HasSubstr;
using testing::Not;

// A verdict in which every member has a value of its own.
Verdict FullVerdict() {
  const SourceLine line = {"lessons/04_lock/balance.h", 12, 5,
                           "  balance_ += n;"};
  Verdict verdict;
  verdict.exercise = "balance";
  verdict.gate = Gate::kRaceFree;
  verdict.outcome = Outcome::kFailed;
  verdict.kind = Kind::kDataRace;
  verdict.test = "BalanceInParallel.EndsAtMinusEight";
  verdict.sentence = "Balance in parallel: ends at minus eight";
  verdict.where = line;
  verdict.test_line = {"lessons/04_lock/balance_test.cc", 7, 0, ""};
  verdict.variable = {"balance_", NameSource::kReadFromLine, "on the heap",
                      line, line};
  verdict.expression = "account.balance()";
  verdict.expected = "-8";
  verdict.actual = "5";
  ThreadReport thread;
  thread.name = "thread 1";
  thread.action = "writes 4 bytes";
  thread.where = line;
  thread.stack = {{"Account::Change", line}};
  thread.full_stack = {{"Account::Change", line}, {"main", {}}};
  thread.holds = {{"lock A", line, true}};
  thread.waits_for = LockUse{"lock B", line, false};
  thread.created = line;
  verdict.threads = {thread, thread};
  verdict.locks = {{"lock A", "thread 1", line}};
  verdict.steps = {
      {"thread 1", line, {"reads 0", "writes 5"}, {"lock A"}, true}};
  verdict.replay = "UedYB06Tvq1";
  verdict.detail = "data race";
  verdict.further_failures = 2;
  verdict.message = "message";
  verdict.meaning = "meaning";
  verdict.next_step = "next";
  verdict.claim = "claim";
  verdict.tests_run = 3;
  verdict.repetitions_done = 4;
  verdict.repetitions_asked = 20;
  verdict.raw = "raw\n\ttext \"quoted\" \xe2\x9c\x97";
  return verdict;
}

TEST(VerdictJson, BringsEveryMemberBack) {
  const std::string json = VerdictToJson(FullVerdict());
  absl::StatusOr<Verdict> verdict = VerdictFromJson(json);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(VerdictToJson(*verdict), json);
  EXPECT_EQ(verdict->threads[1].waits_for->lock, "lock B");
  EXPECT_TRUE(verdict->threads[0].holds[0].shared);
  EXPECT_EQ(verdict->variable.known_by, NameSource::kReadFromLine);
  EXPECT_EQ(verdict->steps[0].actions[1], "writes 5");
  EXPECT_EQ(verdict->raw, FullVerdict().raw);
}

TEST(VerdictJson, LeavesEmptyMembersOut) {
  EXPECT_EQ(VerdictToJson(Verdict()),
            R"({"gate":"behaves","outcome":"not_judged"})");
}

TEST(VerdictJson, GivesEmptyMembersTheirUsualValues) {
  absl::StatusOr<Verdict> verdict = VerdictFromJson("{}");
  ASSERT_TRUE(verdict.ok());
  EXPECT_EQ(verdict->repetitions_asked, 1);
  EXPECT_EQ(verdict->kind, Kind::kNone);
}

TEST(VerdictJson, IsReadableWhenIndented) {
  EXPECT_THAT(VerdictToJson(FullVerdict(), 2), HasSubstr("\n  \"gate\""));
  EXPECT_THAT(VerdictToJson(FullVerdict()), Not(HasSubstr("\n")));
}

TEST(VerdictJson, ReplacesBytesThatAreNotUtf8) {
  Verdict verdict;
  verdict.raw = "\xff\xfe";
  EXPECT_THAT(VerdictToJson(verdict), HasSubstr("\xef\xbf\xbd"));
}

TEST(VerdictJson, IgnoresMembersThatItDoesNotKnow) {
  EXPECT_TRUE(VerdictFromJson(R"({"unheard_of":[1,2],"gate":"behaves"})").ok());
}

TEST(VerdictJson, KnowsEveryKindByName) {
  for (int i = 0; i <= static_cast<int>(Kind::kMachineFault); ++i) {
    const Kind kind = static_cast<Kind>(i);
    EXPECT_NE(KindName(kind), "unknown") << i;
    EXPECT_EQ(KindFromName(KindName(kind)), kind) << i;
  }
}

struct BadInput {
  std::string json;
  std::string message;
};

class BadJsonTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadJsonTest, IsRefusedWithTheNameOfTheMember) {
  absl::StatusOr<Verdict> verdict = VerdictFromJson(GetParam().json);
  EXPECT_EQ(verdict.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(verdict.status().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    VerdictJson, BadJsonTest,
    testing::Values(
        BadInput{"", "the verdict: JSON was expected"},
        BadInput{"{\"gate\":", "the verdict: JSON was expected"},
        BadInput{"[]", "the verdict: an object was expected"},
        BadInput{R"({"gate":7})", "gate: a text was expected"},
        BadInput{R"({"gate":"slow"})", "gate: unknown name \"slow\""},
        BadInput{R"({"kind":"slow"})", "kind: unknown name \"slow\""},
        BadInput{R"({"threads":{}})", "threads: a list was expected"},
        BadInput{R"({"threads":[{},{"where":{"line":"x"}}]})",
                 "threads[1].where.line: a whole number was expected"},
        BadInput{R"({"threads":[7]})", "threads[0]: an object was expected"},
        BadInput{R"({"tests_run":1.5})",
                 "tests_run: a whole number was expected"},
        BadInput{R"({"tests_run":99999999999})",
                 "tests_run: a whole number was expected"},
        BadInput{R"({"tests_run":18446744073709551615})",
                 "tests_run: a whole number was expected"},
        BadInput{R"({"threads":[{"holds":[{"shared":1}]}]})",
                 "threads[0].holds[0].shared: true or false was expected"},
        BadInput{R"({"steps":[{"actions":"reads"}]})",
                 "steps[0].actions: a list was expected"},
        BadInput{R"({"steps":[{"actions":[1]}]})",
                 "steps[0].actions: a list of texts was expected"}));

}  // namespace
}  // namespace racefree
