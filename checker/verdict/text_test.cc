#include "checker/verdict/text.h"

#include "checker/verdict/identifier.h"
#include "checker/verdict/plain_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using testing::ElementsAre;

TEST(Sentence, IsMadeOfTheTestsName) {
  EXPECT_EQ(SentenceOf("Balance.EndsAtMinusEight"),
            "Balance: ends at minus eight");
  EXPECT_EQ(SentenceOf("BalanceInParallel.IsZeroAfter100Rounds"),
            "Balance in parallel: is zero after 100 rounds");
  EXPECT_EQ(SentenceOf("Guard.UsesRAIIAlways"), "Guard: uses RAII always");
  EXPECT_EQ(SentenceOf("Guard.is_free"), "Guard: is free");
  EXPECT_EQ(SentenceOf("NoDot"), "No dot");
  EXPECT_EQ(SentenceOf(""), "");
}

TEST(Between, FindsThePart) {
  EXPECT_EQ(Between("a 'b' c", "'", "'"), "b");
  EXPECT_EQ(Between("a 'b", "'", "'"), "b");
  EXPECT_EQ(Between("a b", "'", "'"), "");
}

TEST(ThreadName, IsInAStudentsWords) {
  EXPECT_EQ(ThreadName("thread T12"), "thread 12");
  EXPECT_EQ(ThreadName("main thread"), "the main thread");
  EXPECT_EQ(ThreadName("T0"), "the main thread");
  EXPECT_EQ(ThreadName("nobody"), "a thread");
}

struct Access {
  const char* line;
  // Stands under the column of the access.
  const char* mark;
  const char* variable;
};

class VariableTest : public testing::TestWithParam<Access> {};

TEST_P(VariableTest, IsReadFromTheLine) {
  const Access& access = GetParam();
  const int column = static_cast<int>(std::string(access.mark).size());
  EXPECT_EQ(VariableAt(access.line, column), access.variable);
}

INSTANTIATE_TEST_SUITE_P(
    Identifier, VariableTest,
    testing::Values(
        // A write has the column of its operator, a read that of the name.
        Access{"balance_ = balance_ + n;", "         ^", "balance_"},
        Access{"balance_ = balance_ + n;", "           ^", "balance_"},
        Access{"sum += part;", "    ^", "sum"},
        Access{"++hits_;", "^", "hits_"}, Access{"hits_++;", "     ^", "hits_"},
        Access{"--this->left.count;", "^", "count"},
        Access{"a.balance -= n;", "          ^", "balance"},
        Access{"seats[i + f(2)] = 1;", "                ^", "seats"},
        Access{"account.balance() += 5;", "                  ^", "balance"},
        Access{"lines_.push_back(x);", "       ^", "lines_"},
        Access{"name->size();", "      ^", "name"},
        Access{"grid[1][2].clear();", "           ^", "grid"},
        Access{"*count = *count + 1;", "       ^", "count"},
        Access{"return *value;", "       ^", "value"},
        // Not a variable, or not to be told.
        Access{"return 1;", "^", ""}, Access{"Run();", "^", ""},
        Access{"x = 1;", "                 ^", ""}, Access{"", "^", ""},
        Access{"= 1;", "^", ""}, Access{"(] = 1;", "   ^", ""}));

ThreadReport AccessOf(const char* action, const char* line, const char* mark) {
  ThreadReport access;
  access.action = action;
  access.where.text = line;
  access.where.column = static_cast<int>(std::string(mark).size());
  return access;
}

TEST(NameByLine, IsNotMisledByAnAssignmentThatReads) {
  const ThreadReport copies =
      AccessOf("reads 8 bytes", "mine = name;", "     ^");
  Variable variable;
  NameByLine({copies}, &variable);
  EXPECT_EQ(variable.name, "");
  NameByLine(
      {copies, AccessOf("writes 8 bytes", "*name = \"Bob\";", "      ^")},
      &variable);
  EXPECT_EQ(variable.name, "name");
}

TEST(VariableAt, SurvivesColumnsThatAreNone) {
  EXPECT_EQ(VariableAt("x = 1;", 0), "");
  EXPECT_EQ(VariableAt("x = 1;", -5), "");
}

TEST(Printable, ShowsControlCharacters) {
  EXPECT_EQ(Printable("a\033[31m\tb\n", true), "a\\x1b[31m b\n");
  EXPECT_EQ(Printable(absl::string_view("\0\x7f\r", 3), true), "\\x00\\x7f");
}

TEST(Printable, KeepsUnicodeOnlyWhereItMay) {
  EXPECT_EQ(Printable("caf\xc3\xa9", true), "caf\xc3\xa9");
  EXPECT_EQ(Printable("caf\xc3\xa9", false), "caf?");
}

TEST(Printable, ReplacesWhatIsNotUtf8) {
  const char* replacement = "\xef\xbf\xbd";
  EXPECT_EQ(Printable("\xff", true), replacement);
  EXPECT_EQ(Printable("\xe2\x82", true),
            std::string(replacement) + replacement);
  // Overlong, a surrogate, too large, a control character of two bytes.
  EXPECT_EQ(Printable("\xc0\xaf", true),
            std::string(replacement) + replacement);
  EXPECT_EQ(Printable("\xed\xa0\x80", true),
            std::string(replacement) + replacement + replacement);
  EXPECT_EQ(Printable("\xf4\x90\x80\x80", true),
            std::string(replacement) + replacement + replacement + replacement);
  EXPECT_EQ(Printable("\xc2\x9b", true), replacement);
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(Wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("one\ntwo", 8), ElementsAre("one", "two"));
  EXPECT_THAT(Wrap("", 8), ElementsAre(""));
}

TEST(Wrap, BreaksWordsThatAreTooLong) {
  EXPECT_THAT(Wrap("abcdefghij", 4), ElementsAre("abcd", "efgh", "ij"));
}

TEST(Wrap, CountsCodePoints) {
  EXPECT_THAT(Wrap("\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4", 5),
              ElementsAre("\xc3\xa4\xc3\xa4 \xc3\xa4\xc3\xa4"));
  EXPECT_THAT(Wrap("\xc3\xa4\xc3\xb6\xc3\xbc", 2),
              ElementsAre("\xc3\xa4\xc3\xb6", "\xc3\xbc"));
}

TEST(Columns, CutsByColumns) {
  EXPECT_EQ(Columns("abcdef", 2, 3), "cde");
  EXPECT_EQ(Columns("abc", 2, 3), "c");
  EXPECT_EQ(Columns("abc", 5, 3), "");
  EXPECT_EQ(Columns("\xc3\xa4\xc3\xb6\xc3\xbc", 1, 1), "\xc3\xb6");
}

}  // namespace
}  // namespace racefree
