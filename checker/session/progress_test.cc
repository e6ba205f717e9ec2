#include "checker/session/progress.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ProgressTest : public testing::Test {
 protected:
  // What stands in the file that was set aside.
  std::string ContentSetAside() {
    for (const auto& entry :
         std::filesystem::directory_iterator(fake_.workspace().OwnPath(""))) {
      const std::string name = entry.path().filename().string();
      if (name.find(".damaged_") != std::string::npos) {
        return fake_.Read(".racefree/" + name);
      }
    }
    return "there is none";
  }

  FakeWorkspace fake_;
  ProgressFile file_{fake_.workspace()};
};

TEST_F(ProgressTest, IsEmptyAtFirst) {
  EXPECT_THAT(file_.Read(), IsEmpty());
  EXPECT_THAT(file_.TakeNotices(), IsEmpty());
}

TEST_F(ProgressTest, IsReadByTheNextSession) {
  ASSERT_TRUE(file_
                  .Update([](Progress& progress) {
                    progress["04_lock/balance"] = {"1234", 2};
                  })
                  .ok());
  Progress progress = ProgressFile(fake_.workspace()).Read();
  EXPECT_EQ(progress["04_lock/balance"].passing_content, "1234");
  EXPECT_EQ(progress["04_lock/balance"].hints_shown, 2);
}

TEST_F(ProgressTest, ThatIsDamagedIsSetAsideAndToldOnce) {
  const std::string damage("\x00\xff{]random", 10);
  for (const std::string& content :
       {damage, std::string("{}"), std::string("[1]"),
        std::string(R"({"exercises": {"x": 3}})"),
        std::string(R"({"exercises": {"x": {"hints_shown": "many"}}})")}) {
    fake_.Remove(".racefree");
    fake_.Write(".racefree/progress.json", content);
    EXPECT_THAT(file_.Read(), IsEmpty());
    EXPECT_THAT(file_.TakeNotices(), ElementsAre(HasSubstr("'kata check'")));
    EXPECT_THAT(file_.TakeNotices(), IsEmpty());
    EXPECT_EQ(ContentSetAside(), content);
    EXPECT_FALSE(fake_.Exists(".racefree/progress.json"));
  }
}

TEST_F(ProgressTest, TellsWhyItCannotBeRecorded) {
  fake_.Write(".racefree", "a file where the directory should be");
  const absl::Status status = file_.Update([](Progress&) {});
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
}

TEST_F(ProgressTest, LosesNothingWhenSeveralProcessesChangeIt) {
  constexpr int kProcesses = 4;
  constexpr int kUpdates = 25;
  for (int process = 0; process < kProcesses; ++process) {
    if (fork() != 0) continue;
    ProgressFile file(fake_.workspace());
    bool updated = true;
    for (int i = 0; i < kUpdates; ++i) {
      updated &= file.Update([](Progress& progress) {
                       ++progress["shared"].hints_shown;
                     })
                     .ok();
    }
    _exit(updated ? 0 : 1);
  }
  for (int process = 0; process < kProcesses; ++process) {
    int status = 1;
    wait(&status);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(file_.Read()["shared"].hints_shown, kProcesses * kUpdates);
}

}  // namespace
}  // namespace racefree
