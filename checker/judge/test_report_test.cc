#include "checker/judge/test_report.h"

#include <string>

#include "checker/verdict/verdict.h"
#include "checker/verdict/verdict_json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tinyxml2.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Verdict VerdictWith(Outcome outcome) {
  Verdict verdict;
  verdict.exercise = "balance";
  verdict.gate = Gate::kRaceFree;
  verdict.outcome = outcome;
  verdict.message = "Two threads use <balance_> & \"one\" of them writes";
  return verdict;
}

TEST(TestReport, HoldsTheWholeVerdict) {
  const Verdict verdict = VerdictWith(Outcome::kFailed);
  tinyxml2::XMLDocument document;
  ASSERT_EQ(document.Parse(TestReport(verdict).c_str()), tinyxml2::XML_SUCCESS);
  const tinyxml2::XMLElement* property =
      document.FirstChildElement("testsuites")
          ->FirstChildElement("testsuite")
          ->FirstChildElement("properties")
          ->FirstChildElement("property");
  EXPECT_STREQ(property->Attribute("name"), "verdict");
  const auto read = VerdictFromJson(property->Attribute("value"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->message, verdict.message);
  EXPECT_EQ(read->gate, verdict.gate);
}

TEST(TestReport, TellsOutcomesApartAsJUnitDoes) {
  EXPECT_THAT(TestReport(VerdictWith(Outcome::kFailed)), HasSubstr("<failure"));
  EXPECT_THAT(TestReport(VerdictWith(Outcome::kMachineFault)),
              HasSubstr("<error"));
  EXPECT_THAT(TestReport(VerdictWith(Outcome::kNotJudged)),
              HasSubstr("<skipped"));
  const std::string passed = TestReport(VerdictWith(Outcome::kPassed));
  EXPECT_THAT(passed, Not(HasSubstr("<failure")));
  EXPECT_THAT(passed, Not(HasSubstr("<skipped")));
}

}  // namespace
}  // namespace racefree
