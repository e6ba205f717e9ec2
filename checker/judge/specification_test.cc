#include "checker/judge/specification.h"

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;

constexpr char kGood[] = R"({
  "exercise": "balance",
  "student_file": "lessons/04_lock/balance.h",
  "test_file": "lessons/04_lock/balance_test.cc",
  "gates": [
    {"gate": "behaves", "program": "p1", "repetitions": 1, "idle_seconds": 3},
    {"gate": "race_free", "program": "p2", "repetitions": 20, "idle_seconds": 5}
  ],
  "lock_analysis": null,
  "expected_failure": {}
})";

std::string Changed(absl::string_view from, absl::string_view to) {
  return absl::StrReplaceAll(kGood, {{from, to}});
}

TEST(Specification, IsRead) {
  const auto specification = ParseSpecification(kGood);
  ASSERT_TRUE(specification.ok()) << specification.status();
  EXPECT_EQ(specification->exercise, "balance");
  ASSERT_EQ(specification->gates.size(), 2);
  EXPECT_EQ(specification->gates[1].gate, Gate::kRaceFree);
  EXPECT_EQ(specification->gates[1].repetitions, 20);
  EXPECT_EQ(specification->gates[1].idle_seconds, 5);
  EXPECT_FALSE(specification->expected_failure.has_value());
}

TEST(Specification, MayExpectAFailure) {
  const auto specification = ParseSpecification(
      Changed(R"("expected_failure": {})",
              R"("expected_failure": {"gate": "behaves", "words": "hang"})"));
  ASSERT_TRUE(specification.ok()) << specification.status();
  ASSERT_TRUE(specification->expected_failure.has_value());
  EXPECT_EQ(specification->expected_failure->gate, Gate::kBehaves);
  EXPECT_EQ(specification->expected_failure->words, "hang");
}

TEST(Specification, NamesWhatIsWrong) {
  const auto status = [](const std::string& json) {
    return ParseSpecification(json).status();
  };
  EXPECT_EQ(status("{").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status(Changed("race_free", "race_fre")).message(),
              HasSubstr("race_fre"));
  EXPECT_THAT(status(Changed("\"exercise\"", "\"exercises\"")).message(),
              HasSubstr("exercise"));
  EXPECT_THAT(status(Changed("3}", "\"three\"}")).message(),
              HasSubstr("number"));
}

}  // namespace
}  // namespace racefree
