#include "checker/session/files.h"

#include <sys/stat.h>

#include <filesystem>

#include "checker/session/dates.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class FilesTest : public testing::Test {
 protected:
  FilesTest() : directory_(testing::TempDir() + "/files") {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }

  std::string Path(const std::string& name) { return directory_ + "/" + name; }

  int CountFiles() {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      count += entry.exists() ? 1 : 0;
    }
    return count;
  }

 private:
  const std::string directory_;
};

TEST_F(FilesTest, ReadsWhatWasWritten) {
  const std::string content("with\0zero and \xff", 15);
  ASSERT_TRUE(WriteFileAtomically(Path("new/file"), content).ok());
  EXPECT_EQ(*ReadFile(Path("new/file")), content);
}

TEST_F(FilesTest, ReplacesAndLeavesNothingElse) {
  ASSERT_TRUE(WriteFileAtomically(Path("file"), "old, and longer").ok());
  ASSERT_TRUE(WriteFileAtomically(Path("file"), "new").ok());
  EXPECT_EQ(*ReadFile(Path("file")), "new");
  EXPECT_EQ(CountFiles(), 1);
}

TEST_F(FilesTest, KeepsTheOldContentWhenTheNewCannotBeWritten) {
  // A directory cannot be replaced by a file.
  std::filesystem::create_directories(Path("file/inside"));
  absl::Status status = WriteFileAtomically(Path("file"), "new");
  EXPECT_THAT(std::string(status.message()), HasSubstr("file"));
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(std::filesystem::exists(Path("file/inside")));
  EXPECT_EQ(CountFiles(), 1);
}

TEST_F(FilesTest, CannotBeMadeBelowAFile) {
  ASSERT_TRUE(WriteFileAtomically(Path("file"), "").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(
      WriteFileAtomically(Path("file/inside"), "new")));
}

TEST_F(FilesTest, ThatAreMissingAreNotFound) {
  EXPECT_TRUE(absl::IsNotFound(ReadFile(Path("missing")).status()));
}

TEST_F(FilesTest, ThatAreNotRegularAreNotRead) {
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(ReadFile(Path("pipe")).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(ReadFile(Path(".")).status()));
}

TEST(ContentHash, DiffersWhenTheContentDoes) {
  // The reference values of FNV-1a.
  EXPECT_EQ(ContentHash(""), "cbf29ce484222325");
  EXPECT_EQ(ContentHash("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(ContentHash("foobar"), "85944171f73967e8");
}

TEST_F(FilesTest, GetNamesThatAreNotInUse) {
  EXPECT_EQ(UnusedPath(Path("file")), Path("file"));
  ASSERT_TRUE(WriteFileAtomically(Path("file"), "").ok());
  EXPECT_EQ(UnusedPath(Path("file")), Path("file.2"));
  std::filesystem::create_symlink("nowhere", Path("file.2"));
  EXPECT_EQ(UnusedPath(Path("file")), Path("file.3"));
}

TEST(DateForFileName, HasNoBlankAndNoSlash) {
  EXPECT_THAT(
      DateForFileName(),
      MatchesRegex("[0-9]+-[0-9][0-9]-[0-9][0-9]_[0-9][0-9]-[0-9][0-9]-.."));
}

}  // namespace
}  // namespace racefree
