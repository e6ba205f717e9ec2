#include "checker/terminal/text.h"

#include "gtest/gtest.h"

namespace racefree {
namespace {

TEST(Wrap, BreaksBetweenWords) {
  EXPECT_EQ(Wrap("one two three", 7), "one two\nthree\n");
  EXPECT_EQ(Wrap("one two three", 13), "one two three\n");
}

TEST(Wrap, IndentsEachLine) {
  EXPECT_EQ(Wrap("one two three", 9, "  "), "  one two\n  three\n");
}

TEST(Wrap, KeepsLongWordsWhole) {
  EXPECT_EQ(Wrap("a lessons/04_lock/balance.h b", 10),
            "a\nlessons/04_lock/balance.h\nb\n");
}

TEST(Wrap, KeepsNewlinesAndForgetsFurtherBlanks) {
  EXPECT_EQ(Wrap("one  two\n\nthree", 20, " "), " one two\n\n three\n");
}

TEST(Columns, CountsCharactersAndNotBytes) {
  EXPECT_EQ(Columns("na\u00efve \u2713"), 7);
  EXPECT_EQ(Pad("\u2713", 3), "\u2713  ");
  EXPECT_EQ(Pad("long", 3), "long");
}

TEST(Emphasize, ColoursOnlyWhereColoursAreWanted) {
  EXPECT_EQ(Emphasize("x", Emphasis::kBad, {.colour = false}), "x");
  EXPECT_EQ(Emphasize("x", Emphasis::kBad, {.colour = true}),
            "\033[31mx\033[0m");
}

}  // namespace
}  // namespace racefree
