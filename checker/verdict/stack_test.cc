#include "checker/verdict/stack.h"

#include <optional>

#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

SourceFiles Sources() {
  SourceFiles sources;
  sources.student = {{"lessons/04_lock/balance.h", "one\n  two  \nthree"}};
  sources.test = {"lessons/04_lock/balance_test.cc", "first\n"};
  return sources;
}

TEST(SourceFiles, KnowAFileUnderManyNames) {
  const SourceFiles sources = Sources();
  EXPECT_TRUE(sources.IsStudents("lessons/04_lock/balance.h"));
  EXPECT_TRUE(sources.IsStudents("./lessons/04_lock/balance.h"));
  EXPECT_TRUE(sources.IsStudents("/a b/lessons/04_lock/balance.h"));
  EXPECT_FALSE(sources.IsStudents("other_lessons/04_lock/balance.h"));
  EXPECT_FALSE(sources.IsStudents("balance.h"));
  EXPECT_FALSE(sources.IsStudents(""));
  EXPECT_TRUE(sources.IsTest("x/lessons/04_lock/balance_test.cc"));
  EXPECT_FALSE(SourceFiles().IsTest(""));
}

TEST(SourceFiles, GiveTheTextOfALine) {
  const SourceLine line = Sources().At("/x/lessons/04_lock/balance.h", 2, 3);
  EXPECT_EQ(line.file, "lessons/04_lock/balance.h");
  EXPECT_EQ(line.text, "  two");
  EXPECT_EQ(Sources().Line("lessons/04_lock/balance.h", 3), "three");
  EXPECT_EQ(Sources().Line("lessons/04_lock/balance.h", 4), "");
  EXPECT_EQ(Sources().Line("lessons/04_lock/balance.h", 0), "");
  EXPECT_EQ(Sources().Line("/usr/include/c++/12/mutex", 1), "");
}

TEST(ReadPosition, ReadsAsMuchAsThereIs) {
  EXPECT_EQ(ReadPosition("a.h:5:7", {}).column, 7);
  EXPECT_EQ(ReadPosition("a.h:5", {}).line, 5);
  EXPECT_EQ(ReadPosition("a.h", {}).file, "a.h");
  EXPECT_EQ(ReadPosition("a.h:99999999999", {}).line, 0);
  EXPECT_EQ(ReadPosition("a.h:-5", {}).line, 0);
}

TEST(ReadFrame, ReadsThoseOfThreadSanitizer) {
  const std::optional<Frame> frame = ReadFrame(
      "    #0 Account::Change(int) /proc/self/cwd/./lessons/04_lock/balance.h"
      ":2:14 (prog+0x12) (BuildId: ab)",
      Sources());
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->function, "Account::Change(int)");
  EXPECT_EQ(frame->where.file, "lessons/04_lock/balance.h");
  EXPECT_EQ(frame->where.line, 2);
  EXPECT_EQ(frame->where.column, 14);
}

TEST(ReadFrame, ReadsThoseOfAddressSanitizer) {
  const std::optional<Frame> frame = ReadFrame(
      "    #12 0x55 in main /x/lessons/04_lock/balance.h:3", Sources());
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->function, "main");
  EXPECT_EQ(frame->where.line, 3);
  EXPECT_EQ(frame->where.column, 0);
}

TEST(ReadFrame, ReadsFramesWithoutAPlace) {
  EXPECT_EQ(ReadFrame("#0 pthread_create <null> (prog+0x1)", {})->function,
            "pthread_create");
  EXPECT_EQ(ReadFrame("#1 <null> <null> (libc.so+0x1)", {})->function, "");
  EXPECT_EQ(ReadFrame("#1 0x7f  (libc.so+0x1)", {})->function, "");
  EXPECT_EQ(
      ReadFrame("#2 0x7f in operator new(unsigned long) (p+0x1)", {})->function,
      "operator new(unsigned long)");
}

TEST(ReadFrame, RefusesOtherLines) {
  EXPECT_FALSE(ReadFrame("", {}).has_value());
  EXPECT_FALSE(ReadFrame("#", {}).has_value());
  EXPECT_FALSE(ReadFrame("#1", {}).has_value());
  EXPECT_FALSE(ReadFrame("# 1 main", {}).has_value());
  EXPECT_FALSE(ReadFrame("Previous write of size 4", {}).has_value());
}

TEST(ReadStack, EndsAtAnEmptyLine) {
  const Lines lines = SplitLines("#0 a b.h:1\n#1 c d.h:2\n\n#0 e f.h:3");
  size_t next = 0;
  EXPECT_EQ(ReadStack(lines, &next, {}).size(), 2u);
  EXPECT_EQ(next, 2u);
}

TEST(ReadStack, PassesOverWhatAnotherThreadPrints) {
  const Lines lines = SplitLines("#0 a b.h:1\nhello\n#1 c d.h:2\n  Mutex M0");
  size_t next = 0;
  EXPECT_EQ(ReadStack(lines, &next, {}).size(), 2u);
  EXPECT_EQ(lines[next], "  Mutex M0");
}

TEST(Stacks, AreCutToTheStudentsFrames) {
  const SourceFiles sources = Sources();
  const std::vector<Frame> stack = {
      {"lock", sources.At("/usr/include/mutex", 1, 1)},
      {"Change", sources.At("lessons/04_lock/balance.h", 2, 1)},
      {"TestBody", sources.At("lessons/04_lock/balance_test.cc", 1, 1)}};
  EXPECT_EQ(StudentsFrames(stack, sources).size(), 1u);
  EXPECT_EQ(StudentsLine(stack, sources).line, 2);
  EXPECT_EQ(TestsLine(stack, sources).text, "first");
  EXPECT_EQ(StudentsLine({stack[0], stack[2]}, sources).text, "first");
  EXPECT_EQ(StudentsLine({stack[0]}, sources).line, 0);
}

}  // namespace
}  // namespace racefree
