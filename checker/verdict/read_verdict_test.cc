#include "checker/verdict/read_verdict.h"

#include <csignal>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// When a run counts as passed, and which of several findings is told. What each
// tool prints is tried by corpus_test.

namespace racefree {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kRace[] =
    "WARNING: ThreadSanitizer: data race (pid=1)\n"
    "  Write of size 4 at 0x1 by thread T1:\n"
    "    #0 Change() /x/lessons/04_lock/balance.h:1:9\n\n";
constexpr char kRaceWithTheEnd[] =
    "WARNING: ThreadSanitizer: data race (pid=1)\n"
    "  Write of size 8 at 0x1 by thread T1:\n"
    "    #0 pthread_cond_destroy <null> (x+0x1)\n"
    "    #1 Change() /x/lessons/04_lock/balance.h:1:9\n\n"
    "  Previous read of size 8 at 0x1 by thread T2:\n"
    "    #0 pthread_cond_signal <null> (x+0x2)\n"
    "    #1 Change() /x/lessons/04_lock/balance.h:1:9\n\n";
constexpr char kLeak[] =
    "==1==ERROR: LeakSanitizer: detected memory leaks\n\n"
    "Direct leak of 4 byte(s) in 1 object(s) allocated from:\n"
    "    #0 0x1 in Change() /x/lessons/04_lock/balance.h:1:9\n\n";
constexpr char kFailure[] =
    "[ RUN      ] Balance.Ends\n"
    "lessons/04_lock/balance_test.cc:1: Failure\nFailed\nwrong\n"
    "[  FAILED  ] Balance.Ends (0 ms)\n";

RunRecord PassingRun() {
  RunRecord record;
  record.exercise = "balance";
  record.gate = Gate::kBehaves;
  record.sources.student = {{"lessons/04_lock/balance.h", "balance = 1;\n"}};
  record.sources.test = {"lessons/04_lock/balance_test.cc", "TEST()\n"};
  record.supervision.ending = Ending::kExited;
  record.supervision.expected_tests = {"Balance.Starts", "Balance.Ends"};
  record.supervision.finished_tests = {"Balance.Ends", "Balance.Starts"};
  record.supervision.repetitions_done = 1;
  return record;
}

TEST(ReadVerdict, PassesARunInWhichEverythingWasDone) {
  const Verdict verdict = ReadVerdict(PassingRun());
  EXPECT_EQ(verdict.outcome, Outcome::kPassed);
  EXPECT_EQ(verdict.kind, Kind::kNone);
  EXPECT_EQ(verdict.claim, "all 2 tests passed");
  EXPECT_EQ(verdict.message, "");
}

TEST(ReadVerdict, ClaimsOfARaceFreeRunOnlyWhatWasSeen) {
  RunRecord record = PassingRun();
  record.gate = Gate::kRaceFree;
  record.supervision.repetitions_done = 20;
  record.supervision.repetitions_asked = 20;
  EXPECT_EQ(ReadVerdict(record).claim, "no race seen in 20 runs of 2 tests");
}

TEST(ReadVerdict, FailsWhenATestIsMissing) {
  RunRecord record = PassingRun();
  record.supervision.finished_tests = {"Balance.Ends"};
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.outcome, Outcome::kFailed);
  EXPECT_EQ(verdict.kind, Kind::kTestsMissing);
  EXPECT_EQ(verdict.test, "Balance.Starts");
}

TEST(ReadVerdict, FailsWhenNoTestWasExpected) {
  RunRecord record = PassingRun();
  record.supervision.expected_tests.clear();
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kTestsMissing);
}

TEST(ReadVerdict, FailsWhenARepetitionIsMissing) {
  RunRecord record = PassingRun();
  record.supervision.repetitions_asked = 20;
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.kind, Kind::kTestsMissing);
  EXPECT_EQ(verdict.detail, "only 1 of 20 repetitions ran");
}

TEST(ReadVerdict, FailsWhenATestWasSkipped) {
  RunRecord record = PassingRun();
  record.output =
      "[ RUN      ] Balance.Ends\n[  SKIPPED ] Balance.Ends (0 ms)\n";
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kTestsMissing);
}

TEST(ReadVerdict, FailsOnTheExitCodeAlone) {
  RunRecord record = PassingRun();
  record.supervision.exit_code = 3;
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.kind, Kind::kCrash);
  EXPECT_EQ(verdict.detail, "it ended with exit code 3");
}

TEST(ReadVerdict, FailsOnAReportAlone) {
  RunRecord record = PassingRun();
  record.output = kRace;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kDataRace);
}

TEST(ReadVerdict, FailsOnAPrintedFailureAlone) {
  RunRecord record = PassingRun();
  record.output = kFailure;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kFailedExpectation);
}

TEST(ReadVerdict, FailsWhenTheProgramWasEnded) {
  RunRecord record = PassingRun();
  record.supervision.ending = Ending::kHung;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kHang);
  record.supervision.ending = Ending::kTooMuchOutput;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kTooMuchOutput);
  record.supervision.ending = Ending::kSignalled;
  record.supervision.signal = SIGSEGV;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kCrash);
}

TEST(ReadVerdict, TellsARaceBeforeTheFailureThatItMayHaveCaused) {
  RunRecord record = PassingRun();
  record.output = std::string(kFailure) + kRace;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kDataRace);
}

TEST(ReadVerdict, TellsOfAConditionThatIsDestroyedTooEarly) {
  RunRecord record = PassingRun();
  record.output = kRaceWithTheEnd;
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.kind, Kind::kDataRace);
  EXPECT_THAT(verdict.message, HasSubstr("destroys"));
  EXPECT_THAT(verdict.next_step, HasSubstr("destroyed last"));
}

TEST(ReadVerdict, TellsThatAHangCameAfterTheLastTest) {
  RunRecord record = PassingRun();
  record.supervision.ending = Ending::kHung;
  record.supervision.finished_tests = {"Balance.Ends"};
  EXPECT_THAT(ReadVerdict(record).message, HasSubstr("All tests had ended"));
  record.supervision.running_test = "Balance.Ends";
  EXPECT_THAT(ReadVerdict(record).message,
              Not(HasSubstr("All tests had ended")));
}

TEST(ReadVerdict, TellsAFailureBeforeTheLeakThatIsReportedAtTheEnd) {
  RunRecord record = PassingRun();
  record.output = std::string(kFailure) + kLeak;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kFailedExpectation);
}

TEST(ReadVerdict, TellsAFailureBeforeTheHangThatCameAfterIt) {
  RunRecord record = PassingRun();
  record.output = kFailure;
  record.supervision.ending = Ending::kHung;
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kFailedExpectation);
}

TEST(ReadVerdict, NamesTheTestThatWasRunning) {
  RunRecord record = PassingRun();
  record.output = kRace;
  record.supervision.running_test = "Balance.Ends";
  EXPECT_EQ(ReadVerdict(record).test, "Balance.Ends");
  EXPECT_EQ(ReadVerdict(record).sentence, "Balance: ends");
}

TEST(ReadVerdict, NeverBlamesTheStudentForTheMachine) {
  RunRecord record = PassingRun();
  record.output = "FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n";
  record.supervision.exit_code = 66;
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.outcome, Outcome::kMachineFault);
  EXPECT_THAT(verdict.next_step, HasSubstr("mmap_rnd_bits"));
}

TEST(ReadVerdict, DoesNotTakeAQuotedLineForAMachineFault) {
  RunRecord record = PassingRun();
  record.supervision.ending = Ending::kNotStarted;
  record.output =
      "lessons/04_lock/balance.h:1:2: error: expected ';'\n"
      "    1 | // No space left on device\n";
  EXPECT_EQ(ReadVerdict(record).kind, Kind::kCompileError);
}

TEST(ReadVerdict, DoesNotTakeAWarningAboutMemoryForAReport) {
  RunRecord record = PassingRun();
  record.output =
      "==1==WARNING: ThreadSanitizer: memory layout is incompatible, possibly "
      "due to high-entropy ASLR.\nRe-execing with fixed virtual address "
      "space.\n";
  EXPECT_EQ(ReadVerdict(record).outcome, Outcome::kPassed);
}

TEST(ReadVerdict, RecognisesAnEndlessRecursionByItsStack) {
  RunRecord record = PassingRun();
  record.supervision.ending = Ending::kSignalled;
  record.supervision.signal = SIGSEGV;
  SupervisedThread& thread = record.supervision.threads.emplace_back();
  thread.stack.assign(
      200, {"Change", record.sources.At("lessons/04_lock/balance.h", 1, 0)});
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.kind, Kind::kStackOverflow);
  EXPECT_EQ(verdict.where.line, 1);
}

TEST(ReadVerdict, BoundsTheRawText) {
  RunRecord record = PassingRun();
  record.output.assign(10'000'000, 'x');
  EXPECT_LE(ReadVerdict(record).raw.size(), 300'000u);
}

// If the time grew with the square of the length, the time limit of the test
// would end it.
TEST(ReadVerdict, TakesTimeInProportionToTheLength) {
  constexpr int kTimes = 100'000;
  for (const char* part :
       {"WARNING: ThreadSanitizer: ", "==1==ERROR: AddressSanitizer: ",
        "    #0 Change() /x/lessons/04_lock/balance.h:1:9\n",
        "Direct leak of 4 byte(s) in 1 object(s) allocated from:\n",
        "lessons/04_lock/balance.h:1:2: error: no\n", ": error: ", ": note: ",
        "[ RUN      ] A.B\na.cc:1: Failure\n", "'", "(", "terminate called "}) {
    std::string all = kRace;
    for (int i = 0; i < kTimes; ++i) all += part;
    RunRecord record = PassingRun();
    for (Ending ending : {Ending::kNotStarted, Ending::kSignalled}) {
      record.supervision.ending = ending;
      record.output = all;
      EXPECT_EQ(ReadVerdict(record).outcome, Outcome::kFailed) << part;
      record.output = all.substr(sizeof(kRace) - 1);
      EXPECT_EQ(ReadVerdict(record).outcome, Outcome::kFailed) << part;
    }
  }
}

TEST(NotJudged, SaysWhichGateMustPassFirst) {
  const Verdict verdict =
      NotJudged("balance", Gate::kMemorySafe, Gate::kRaceFree);
  EXPECT_EQ(verdict.outcome, Outcome::kNotJudged);
  EXPECT_EQ(verdict.message, "Not judged: first, race-free must pass.");
}

// What GoogleTest files of a test with this property.
std::string XmlOf(const std::string& test, const std::string& exploration) {
  return absl::StrCat(
      "<testsuites><testsuite name=\"Balance\"><testcase name=\"", test,
      "\" status=\"run\" result=\"completed\"><properties><property name=\"",
      "exploration\" value=\"",
      absl::StrReplaceAll(exploration, {{"\"", "&quot;"}}),
      "\"/></properties></testcase></testsuite></testsuites>");
}

RunRecord ExploredRun(const std::string& exploration) {
  RunRecord record = PassingRun();
  record.gate = Gate::kEverySchedule;
  record.supervision.expected_tests = {"Balance.Ends"};
  record.supervision.finished_tests = {"Balance.Ends"};
  record.xml = XmlOf("Ends", exploration);
  return record;
}

TEST(ReadVerdict, ClaimsOfSchedulesWhatTheExplorerClaims) {
  const Verdict verdict = ReadVerdict(ExploredRun(
      R"json({"outcome":"passed","claim":"every schedule (6)"})json"));
  EXPECT_EQ(verdict.outcome, Outcome::kPassed);
  EXPECT_EQ(verdict.claim, "no failure in every schedule (6)");
}

TEST(ReadVerdict, DoesNotPassATestThatWasNotExplored) {
  RunRecord record = ExploredRun("{}");
  record.xml = "";
  const Verdict verdict = ReadVerdict(record);
  EXPECT_EQ(verdict.kind, Kind::kTestsMissing);
  EXPECT_EQ(verdict.outcome, Outcome::kFailed);
}

TEST(ReadVerdict, DoesNotPassAnExplorationThatItCannotRead) {
  for (const std::string damaged :
       {"", "{}", "[1]", R"({"outcome":"passed"})", R"({"outcome":"failed"})",
        R"({"outcome":"passed","claim":7})"}) {
    const Verdict verdict = ReadVerdict(ExploredRun(damaged));
    EXPECT_EQ(verdict.outcome, Outcome::kFailed) << damaged;
    EXPECT_EQ(verdict.kind, Kind::kTestsMissing) << damaged;
  }
}

TEST(ReadVerdict, ReadsAnExplorationThatQuotesALineInAnotherEncoding) {
  const Verdict verdict = ReadVerdict(ExploredRun(
      "{\"outcome\":\"failed\",\"kind\":\"deadlock\",\"message\":\"deadlock\","
      "\"consequence\":\"\",\"consequence_kind\":\"\",\"claim\":\"\",\"file\":"
      "\"\",\"line\":0,\"accesses\":[],\"steps\":[{\"thread\":1,\"file\":"
      "\"x.h\",\"line\":1,\"source\":\"// \xfc\",\"actions\":[],\"holds\":[],"
      "\"fatal\":true}]}"));
  EXPECT_EQ(verdict.kind, Kind::kDeadlock);
  EXPECT_EQ(verdict.steps[0].where.text, "// \xef\xbf\xbd");
}

TEST(ReadVerdict, BlamesTheMachineForAFaultOfTheMachineWhileExploring) {
  const Verdict verdict = ReadVerdict(ExploredRun(
      R"({"outcome":"failed","kind":"machine_fault","message":"no memory",)"
      R"("consequence":"","consequence_kind":"","claim":"","file":"",)"
      R"("line":0,"accesses":[],"steps":[]})"));
  EXPECT_EQ(verdict.outcome, Outcome::kMachineFault);
  EXPECT_EQ(verdict.message, "No memory.");
}

}  // namespace
}  // namespace racefree
