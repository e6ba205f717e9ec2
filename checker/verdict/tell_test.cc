#include "checker/verdict/tell.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "checker/verdict/corpus_case.h"
#include "checker/verdict/plain_text.h"
#include "checker/verdict/read_verdict.h"
#include "checker/verdict/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> LinesOf(const std::string& text) {
  return absl::StrSplit(text, '\n');
}

// What holds for every verdict, tried on all of the corpus.
class EveryTellingTest : public testing::TestWithParam<std::string> {
 protected:
  Verdict Load() {
    absl::StatusOr<RunRecord> record = LoadCorpusCase(GetParam());
    EXPECT_TRUE(record.ok()) << record.status();
    return ReadVerdict(*record);
  }
};

TEST_P(EveryTellingTest, FitsTheWidth) {
  const Verdict verdict = Load();
  for (int width : {40, 60, 80, 120}) {
    for (bool unicode : {false, true}) {
      const std::string told =
          Tell(verdict, {.width = width, .unicode = unicode});
      for (const std::string& line : LinesOf(told)) {
        EXPECT_LE(WidthOf(line), static_cast<size_t>(width)) << told;
      }
    }
  }
}

TEST_P(EveryTellingTest, FitsAScreen) {
  const Verdict verdict = Load();
  // A schedule is told whole, as long as it has at most 30 steps.
  const size_t steps = std::min<size_t>(verdict.steps.size(), 30);
  EXPECT_LE(LinesOf(Tell(verdict, {.width = 80})).size(), 35u + 3 * steps);
  EXPECT_LE(LinesOf(Tell(verdict, {.width = 40})).size(), 50u + 4 * steps);
}

TEST_P(EveryTellingTest, IsAsciiWithoutUnicode) {
  const std::string told = Tell(Load(), {.width = 80});
  EXPECT_TRUE(std::all_of(told.begin(), told.end(), [](char c) {
    return c == '\n' || absl::ascii_isprint(static_cast<unsigned char>(c));
  })) << told;
}

TEST_P(EveryTellingTest, SaysTheSameInColour) {
  const Verdict verdict = Load();
  std::string coloured = Tell(verdict, {.width = 80, .colour = true});
  for (const char* code : {"\033[0m", "\033[1m", "\033[2m", "\033[1;31m",
                           "\033[1;32m", "\033[1;33m"}) {
    for (size_t at = coloured.find(code); at != std::string::npos;
         at = coloured.find(code)) {
      coloured.erase(at, std::string(code).size());
    }
  }
  EXPECT_EQ(coloured, Tell(verdict, {.width = 80}));
}

TEST_P(EveryTellingTest, HasNoEmptyLinesInARow) {
  const std::string told = Tell(Load(), {.width = 80});
  EXPECT_THAT(told, Not(HasSubstr("\n\n\n")));
  EXPECT_THAT(told, EndsWith("\n"));
  EXPECT_THAT(told, Not(HasSubstr(" \n")));
}

INSTANTIATE_TEST_SUITE_P(Corpus, EveryTellingTest,
                         testing::ValuesIn(CorpusCases()),
                         [](const auto& info) { return info.param; });

Verdict CompileErrorAt(std::string text, int column) {
  Verdict verdict;
  verdict.exercise = "balance";
  verdict.outcome = Outcome::kFailed;
  verdict.kind = Kind::kCompileError;
  verdict.where = {"lessons/04_lock/balance.h", 5, column, std::move(text)};
  return verdict;
}

TEST(Tell, PutsTheCaretUnderTheColumn) {
  EXPECT_THAT(Tell(CompileErrorAt("  int x = 0", 12), {}),
              HasSubstr("balance.h:5\n    int x = 0\n             ^\n"));
}

TEST(Tell, CountsATabAsOneColumn) {
  EXPECT_THAT(Tell(CompileErrorAt("\tint x = 0", 2), {}),
              HasSubstr("    int x = 0\n    ^\n"));
}

TEST(Tell, KeepsTheCaretOfALongLineInSight) {
  const std::string line = std::string(500, 'x') + "!" + std::string(500, 'y');
  const std::string told = Tell(CompileErrorAt(line, 501), {.width = 40});
  const std::vector<std::string> lines = LinesOf(told);
  for (size_t i = 1; i < lines.size(); ++i) {
    const size_t caret = lines[i].find('^');
    if (caret == std::string::npos) continue;
    EXPECT_EQ(lines[i - 1][caret], '!');
    return;
  }
  FAIL() << told;
}

TEST(Tell, SurvivesColumnsOutsideOfTheLine) {
  EXPECT_THAT(Tell(CompileErrorAt("int x", 9999), {}), HasSubstr("int x"));
  EXPECT_THAT(Tell(CompileErrorAt("int x", -1), {}), HasSubstr("int x"));
}

TEST(Tell, NeverSendsControlCharactersToTheTerminal) {
  Verdict verdict = CompileErrorAt("int \033[2J x;", 1);
  verdict.detail = "bad \033]0;title\007";
  verdict.raw = "raw \033[2J\n";
  EXPECT_THAT(Tell(verdict, {.raw = true}), Not(HasSubstr("\033")));
}

TEST(Tell, AddsTheRawTextOnRequest) {
  Verdict verdict = CompileErrorAt("int x", 1);
  verdict.raw = "all of it\n";
  EXPECT_THAT(Tell(verdict, {}), Not(HasSubstr("all of it")));
  EXPECT_THAT(Tell(verdict, {.raw = true}), HasSubstr("all of it"));
}

TEST(Tell, CutsTextsThatWouldFillTheScreen) {
  Verdict verdict = CompileErrorAt("int x", 1);
  for (int i = 0; i < 1000; ++i) verdict.detail += "many words ";
  EXPECT_LE(LinesOf(Tell(verdict, {.width = 40})).size(), 30u);
}

TEST(Tell, TreatsImpossibleWidthsAsTheNearestPossible) {
  const Verdict verdict = CompileErrorAt("int x", 1);
  EXPECT_EQ(Tell(verdict, {.width = -7}), Tell(verdict, {.width = 40}));
  EXPECT_EQ(Tell(verdict, {.width = 9999}), Tell(verdict, {.width = 120}));
}

TEST(Tell, TellsAnEmptyVerdict) { EXPECT_NE(Tell(Verdict(), {}), ""); }

}  // namespace
}  // namespace racefree
