#include "checker/session/catalogue.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lessons/catalogue_data.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kExample[] = R"({"chapters": [{
  "name": "04_lock", "title": "Locks", "exercises": [{
    "name": "balance", "title": "two threads, one balance",
    "package": "lessons/04_lock", "file": "lessons/04_lock/balance.h",
    "test": "lessons/04_lock/balance_test.cc",
    "gates": ["behaves", "race_free"], "hints": ["a", "b", "c"],
    "ships_failing": "race_free",
    "shipped": "solutions/04_lock/balance.shipped.h",
    "solutions": ["solutions/04_lock/balance.h"],
    "why": "solutions/04_lock/balance.why.md"}]}]})";

std::string ErrorOf(const std::string& json) {
  return std::string(ParseCatalogue(json).status().message());
}

TEST(Catalogue, IsReadFromJson) {
  absl::StatusOr<Catalogue> catalogue = ParseCatalogue(kExample);
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  ASSERT_EQ(catalogue->chapters.size(), 1);
  EXPECT_EQ(catalogue->chapters[0].title, "Locks");
  ASSERT_EQ(AllExercises(*catalogue).size(), 1);
  const Exercise& exercise = *AllExercises(*catalogue)[0];
  EXPECT_EQ(FullName(exercise), "04_lock/balance");
  EXPECT_EQ(exercise.file, "lessons/04_lock/balance.h");
  EXPECT_THAT(exercise.gates, ElementsAre(Gate::kBehaves, Gate::kRaceFree));
  EXPECT_THAT(exercise.hints, ElementsAre("a", "b", "c"));
  EXPECT_EQ(exercise.ships_failing, Gate::kRaceFree);
  EXPECT_EQ(exercise.measurement, "");
}

TEST(Catalogue, OfThisRepositoryIsReadable) {
  absl::StatusOr<Catalogue> catalogue = ParseCatalogue(kCatalogueJson);
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_FALSE(AllExercises(*catalogue).empty());
}

TEST(Catalogue, TellsWhatIsDamaged) {
  EXPECT_THAT(ErrorOf("not JSON"), HasSubstr("catalogue"));
  EXPECT_THAT(ErrorOf("{}"), HasSubstr("chapters"));
  EXPECT_THAT(ErrorOf(absl::StrReplaceAll(kExample, {{"race_free", "fast"}})),
              HasSubstr("no gate 'fast'"));
  EXPECT_THAT(ErrorOf(absl::StrReplaceAll(
                  kExample, {{"\"behaves\", \"race_free\"", ""}})),
              HasSubstr("balance has no gate"));
  EXPECT_THAT(ErrorOf(absl::StrReplaceAll(kExample, {{"\"why\"", "\"how\""}})),
              HasSubstr("why"));
}

}  // namespace
}  // namespace racefree
