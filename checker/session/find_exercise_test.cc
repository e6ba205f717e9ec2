#include "checker/session/find_exercise.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Exercise Named(const std::string& chapter, const std::string& name) {
  Exercise exercise;
  exercise.chapter = chapter;
  exercise.name = name;
  exercise.file = "lessons/" + chapter + "/" + name + ".h";
  return exercise;
}

class FindExerciseTest : public testing::Test {
 protected:
  std::string Found(const std::string& name) {
    absl::StatusOr<const Exercise*> exercise = FindExercise(catalogue_, name);
    return exercise.ok() ? FullName(**exercise)
                         : std::string(exercise.status().message());
  }

  const Catalogue catalogue_ = {
      {{.name = "04_lock",
        .title = "Locks",
        .exercises = {Named("04_lock", "balance"), Named("04_lock", "lock"),
                      Named("04_lock", "lock_order")}},
       {.name = "06_queue",
        .title = "Queues",
        .exercises = {Named("06_queue", "ring"), Named("06_queue", "lock")}}}};
};

TEST_F(FindExerciseTest, ByItsName) {
  EXPECT_EQ(Found("ring"), "06_queue/ring");
}

TEST_F(FindExerciseTest, ByAUniqueBeginning) {
  EXPECT_EQ(Found("bal"), "04_lock/balance");
  EXPECT_EQ(Found("lock_"), "04_lock/lock_order");
  EXPECT_EQ(Found("06_queue/r"), "06_queue/ring");
}

TEST_F(FindExerciseTest, ByItsFile) {
  EXPECT_EQ(Found("lessons/06_queue/ring.h"), "06_queue/ring");
}

TEST_F(FindExerciseTest, TakesAWholeNameForItselfThoughItBeginsAnother) {
  EXPECT_EQ(Found("04_lock/lock"), "04_lock/lock");
}

TEST_F(FindExerciseTest, ListsAllThatFit) {
  EXPECT_THAT(Found("lock"), HasSubstr("04_lock/lock, 06_queue/lock."));
  EXPECT_THAT(Found("04_lock/"), HasSubstr("04_lock/balance"));
}

TEST_F(FindExerciseTest, SuggestsTheNearestName) {
  EXPECT_THAT(Found("blance"), HasSubstr("Did you mean 'balance'?"));
  EXPECT_THAT(Found("balnace"), HasSubstr("Did you mean 'balance'?"));
}

TEST_F(FindExerciseTest, SuggestsNothingForAnotherWord) {
  EXPECT_THAT(Found("zebra"), Not(HasSubstr("Did you mean")));
  EXPECT_THAT(Found(""), HasSubstr("'kata list'"));
}

TEST(NearestWord, CountsInsertedDeletedAndReplacedLetters) {
  EXPECT_EQ(NearestWord("kitten", {"sitting", "kitchen"}), "kitchen");
  EXPECT_EQ(NearestWord("rnu", {"list", "run"}), "run");
  EXPECT_EQ(NearestWord("x", {"list", "run"}), "");
}

}  // namespace
}  // namespace racefree
