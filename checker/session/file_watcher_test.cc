#include "checker/session/file_watcher.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"

namespace racefree {
namespace {

// Inotify tells of a change before the call that makes it returns, so nothing
// here needs to wait.
class FileWatcherTest : public testing::Test {
 protected:
  FileWatcherTest() : directory_(testing::TempDir() + "/watched/lessons") {
    std::filesystem::remove_all(testing::TempDir() + "/watched");
    std::filesystem::create_directories(directory_);
    Write("balance.h");
    watcher_ = *FileWatcher::Create(Path("balance.h"));
  }

  std::string Path(const std::string& name) { return directory_ + "/" + name; }
  void Write(const std::string& name) { std::ofstream(Path(name)) << "x"; }
  void Rename(const std::string& from, const std::string& to) {
    std::rename(Path(from).c_str(), Path(to).c_str());
  }

  const std::string directory_;
  std::unique_ptr<FileWatcher> watcher_;
};

TEST_F(FileWatcherTest, SeesNothingWhenNothingHappens) {
  EXPECT_EQ(watcher_->Read(), FileChange::kNone);
}

TEST_F(FileWatcherTest, SeesASaveInPlace) {
  Write("balance.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
  EXPECT_EQ(watcher_->Read(), FileChange::kNone);
}

TEST_F(FileWatcherTest, SeesASaveByRename) {
  Write("balance.h.new");
  EXPECT_EQ(watcher_->Read(), FileChange::kNone);
  Rename("balance.h.new", "balance.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
}

TEST_F(FileWatcherTest, SeesASaveThatFirstMovesTheOldFileAway) {
  Rename("balance.h", "balance.h~");
  EXPECT_EQ(watcher_->Read(), FileChange::kBegun);
  std::ofstream file(Path("balance.h"));
  file << "x" << std::flush;
  EXPECT_EQ(watcher_->Read(), FileChange::kBegun);
  file.close();
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
}

TEST_F(FileWatcherTest, TellsOnlyTheMostTellingOfSeveralChanges) {
  Rename("balance.h", "balance.h~");
  Write("balance.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
  EXPECT_EQ(watcher_->Read(), FileChange::kNone);
}

TEST_F(FileWatcherTest, SeesThatTheFileIsDeletedAndMadeAgain) {
  std::filesystem::remove(Path("balance.h"));
  EXPECT_EQ(watcher_->Read(), FileChange::kBegun);
  Write("balance.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
}

TEST_F(FileWatcherTest, DoesNotCareForOtherFiles) {
  Write("balance.h.swp");
  Write("two_locks.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kNone);
}

TEST_F(FileWatcherTest, SeesTheFileInADirectoryThatIsMadeAgain) {
  const std::filesystem::path above =
      std::filesystem::path(directory_).parent_path();
  std::filesystem::remove_all(directory_);
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
  std::filesystem::create_directories(directory_);
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
  while (watcher_->Read() != FileChange::kNone) {
  }
  Write("balance.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
}

TEST_F(FileWatcherTest, SeesTheFileInADirectoryThatReplacesAnother) {
  std::filesystem::rename(directory_, directory_ + ".old");
  std::filesystem::create_directories(directory_);
  while (watcher_->Read() != FileChange::kNone) {
  }
  Write("balance.h");
  EXPECT_EQ(watcher_->Read(), FileChange::kSaved);
}

}  // namespace
}  // namespace racefree
