#include "checker/session/doctor.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;

class DoctorTest : public testing::Test {
 protected:
  DoctorTest() { setenv("RACEFREE_CLANG", UseClang("exit 0").c_str(), 1); }

  // A compiler that does what `script` says when it is not asked for its
  // version.
  std::string UseClang(const std::string& script,
                       const std::string& version = "19.1.4") {
    fake_.Write("clang",
                "#!/bin/sh\nif [ \"$1\" = --version ]; then\n"
                "echo clang version " +
                    version + "; exit\nfi\n" + script + "\n");
    const std::string path = fake_.workspace().Path("clang");
    chmod(path.c_str(), 0755);
    return path;
  }

  Finding Find(const std::string& name) {
    for (const Finding& finding : Examine(fake_.workspace())) {
      if (finding.name == name) return finding;
    }
    ADD_FAILURE() << "no finding " << name;
    return {};
  }

  FakeWorkspace fake_;
};

TEST_F(DoctorTest, TellsTheVersionsOfWhatIsThere) {
  const Finding clang = Find("clang");
  EXPECT_EQ(clang.state, Finding::State::kGood);
  EXPECT_THAT(clang.detail, HasSubstr("clang version 19.1.4"));
  EXPECT_EQ(Find("Bazel").state, Finding::State::kGood);
}

TEST_F(DoctorTest, RefusesAnOldClang) {
  UseClang("exit 0", "14.0.6");
  const Finding clang = Find("clang");
  EXPECT_EQ(clang.state, Finding::State::kMissing);
  EXPECT_THAT(clang.detail, HasSubstr("16 or later"));
  EXPECT_THAT(clang.remedy, HasSubstr("./kata --yes doctor"));
}

TEST_F(DoctorTest, MissesAClangThatIsNotThere) {
  setenv("RACEFREE_CLANG", "/nowhere/clang", 1);
  EXPECT_EQ(Find("clang").state, Finding::State::kMissing);
  EXPECT_EQ(Find("ThreadSanitizer").state, Finding::State::kMissing);
}

TEST_F(DoctorTest, MissesARuntimeThatCannotBeLinked) {
  UseClang("echo cannot find libclang_rt.tsan.a >&2; exit 1");
  const Finding sanitizer = Find("ThreadSanitizer");
  EXPECT_EQ(sanitizer.state, Finding::State::kMissing);
  EXPECT_THAT(sanitizer.detail, HasSubstr("cannot find libclang_rt.tsan.a"));
}

TEST_F(DoctorTest, RunsWhatItBuilds) {
  // The last argument is the program to make.
  UseClang(
      "for last; do :; done; printf '#!/bin/sh\\nexit 0\\n' >\"$last\"; "
      "chmod +x \"$last\"");
  EXPECT_EQ(Find("ThreadSanitizer").state, Finding::State::kGood);
  UseClang(
      "for last; do :; done; printf '#!/bin/sh\\nexit 66\\n' >\"$last\"; "
      "chmod +x \"$last\"");
  EXPECT_EQ(Find("ThreadSanitizer").state, Finding::State::kMissing);
}

TEST_F(DoctorTest, WarnsWhenProgressCannotBeRecorded) {
  fake_.Write(".racefree", "a file where the directory should be");
  EXPECT_EQ(Find("checkout").state, Finding::State::kWarning);
}

}  // namespace
}  // namespace racefree
