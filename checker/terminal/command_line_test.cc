#include "checker/terminal/command_line.h"

#include "absl/flags/reflection.h"
#include "absl/strings/str_split.h"
#include "checker/terminal/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CommandLineTest : public testing::Test {
 protected:
  CommandLine Parse(const std::vector<std::string>& words) {
    absl::StatusOr<CommandLine> line = ParseCommandLine(words);
    EXPECT_TRUE(line.ok()) << line.status();
    return line.value_or(CommandLine());
  }

  std::string ErrorOf(const std::vector<std::string>& words) {
    return std::string(ParseCommandLine(words).status().message());
  }

  // Each test begins with flags that are not set.
  absl::FlagSaver flags_;
};

TEST_F(CommandLineTest, MayBeEmpty) {
  EXPECT_EQ(Parse({}).command, "");
  EXPECT_FALSE(Parse({}).options.raw);
}

TEST_F(CommandLineTest, HasACommandANameAndFlagsInAnyOrder) {
  CommandLine line = Parse({"--raw", "run", "balance", "--json"});
  EXPECT_EQ(line.command, "run");
  EXPECT_THAT(line.arguments, ElementsAre("balance"));
  EXPECT_TRUE(line.options.raw);
  EXPECT_TRUE(line.options.json);
  EXPECT_FALSE(line.options.quick);
}

TEST_F(CommandLineTest, TurnsAFlagOffToo) {
  EXPECT_FALSE(Parse({"run", "--raw", "--raw=false"}).options.raw);
}

TEST_F(CommandLineTest, CompletesCommands) {
  EXPECT_EQ(Parse({"so", "x"}).command, "solution");
  EXPECT_EQ(Parse({"l"}).command, "list");
}

TEST_F(CommandLineTest, RefusesAmbiguousAndUnknownCommands) {
  EXPECT_THAT(ErrorOf({"h"}), HasSubstr("hint, help"));
  EXPECT_THAT(ErrorOf({"rnu"}), HasSubstr("Did you mean 'run'?"));
  EXPECT_THAT(ErrorOf({"xyzzy"}), HasSubstr("'kata help'"));
}

TEST_F(CommandLineTest, RefusesFlagsOfOtherCommands) {
  EXPECT_THAT(ErrorOf({"list", "--anyway"}), HasSubstr("It has --json."));
  EXPECT_THAT(ErrorOf({"hint", "--raw"}), HasSubstr("It has none."));
  EXPECT_THAT(ErrorOf({"run", "--colour"}), HasSubstr("--raw, --json"));
  EXPECT_THAT(ErrorOf({"run", "-x"}), HasSubstr("no flag -x"));
  // Abseil's own flags are none of ours.
  EXPECT_THAT(ErrorOf({"run", "--flagfile=/etc/passwd"}), HasSubstr("no flag"));
}

TEST_F(CommandLineTest, RefusesValuesThatAreNone) {
  EXPECT_THAT(ErrorOf({"run", "--raw=perhaps"}), HasSubstr("--raw=perhaps"));
}

TEST_F(CommandLineTest, RefusesTooManyAndTooFewNames) {
  EXPECT_THAT(ErrorOf({"run", "a", "b"}), HasSubstr("'b' is too much"));
  EXPECT_THAT(ErrorOf({"list", "a"}), HasSubstr("no name"));
  EXPECT_THAT(ErrorOf({"reset"}), HasSubstr("needs the name"));
}

TEST_F(CommandLineTest, AsksForHelpInManyWays) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run", "--help"},
        {"-h", "run"},
        {"help", "run"},
        {"run", "no", "matter", "--help", "--nonsense"}}) {
    EXPECT_TRUE(Parse(words).help);
    EXPECT_EQ(Parse(words).command, "run");
  }
  EXPECT_TRUE(Parse({"help"}).help);
  EXPECT_EQ(Parse({"--help"}).command, "");
}

TEST(Help, TellsOfEveryCommandAndItsFlags) {
  const std::string all = Help("", 80);
  for (const CommandDescription& command : AllCommands()) {
    EXPECT_THAT(all, HasSubstr(command.summary));
    if (command.name.empty()) continue;
    const std::string help = Help(command.name, 80);
    EXPECT_THAT(help, HasSubstr("kata " + command.name));
    for (const std::string& flag : command.flags) {
      EXPECT_THAT(help, HasSubstr("--" + flag + " ")) << command.name;
    }
  }
}

TEST(Help, FitsTheTerminal) {
  for (int width : {40, 80}) {
    for (const CommandDescription& command : AllCommands()) {
      const std::string help = Help(command.name, width);
      for (absl::string_view line : absl::StrSplit(help, '\n')) {
        EXPECT_LE(Columns(line), width) << line;
      }
    }
  }
}

}  // namespace
}  // namespace racefree
