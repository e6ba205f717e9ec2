#include "checker/session/build_events.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// As Bazel 4.2.3 writes them, shortened.
constexpr char kConfigured[] =
    R"({"id":{"targetConfigured":{"label":"//a:b_test"}},"children":[],)"
    R"("configured":{"targetKind":"sh_test rule","testSize":"MEDIUM"}})";
constexpr char kLibrary[] = R"({"id":{"targetConfigured":{"label":"//a:b"}},)"
                            R"("configured":{"targetKind":"cc_library rule"}})";
constexpr char kResult[] =
    R"({"id":{"testResult":{"label":"//a:b_test","run":1,"shard":1,)"
    R"("attempt":1}},"testResult":{"testActionOutput":[{"name":"test.log",)"
    R"("uri":"file:///out/b%20c/test.log"},{"name":"test.xml",)"
    R"("uri":"file:///out/b%20c/test.xml"}],"status":"FAILED"}})";
constexpr char kAction[] =
    R"({"id":{"actionCompleted":{"primaryOutput":"x.o","label":"//a:b"}},)"
    R"("action":{"exitCode":1,"stderr":{"name":"stderr",)"
    R"("uri":"file:///out/stderr-8"},"label":"//a:b","type":"CppCompile"}})";
constexpr char kCancelled[] = R"({"id":{"testResult":{"label":"//a:b_test"}},)"
                              R"("aborted":{"reason":"USER_INTERRUPTED"}})";

TEST(BuildEvents, NameTestsAndNoOtherTargets) {
  BuildEvents events;
  events.Add(std::string(kConfigured) + "\n" + kLibrary + "\n");
  EXPECT_THAT(events.tests(), ElementsAre("//a:b_test"));
}

TEST(BuildEvents, TellHowATestEnded) {
  BuildEvents events;
  events.Add(std::string(kResult) + "\n");
  ASSERT_EQ(events.results().count("//a:b_test"), 1);
  const TestResult& result = events.results().at("//a:b_test");
  EXPECT_EQ(result.status, "FAILED");
  EXPECT_EQ(result.xml, "/out/b c/test.xml");
  EXPECT_EQ(result.log, "/out/b c/test.log");
}

TEST(BuildEvents, TellOfAFailureThatIsOnlyPrinted) {
  BuildEvents events;
  events.AddPrinted(
      "Loading:\nFAIL: //a:b_test (see /out/b c/test.log)\n"
      "FAIL: //a:c_test (Exit 1) (see /out/c/test.log)\n");
  ASSERT_EQ(events.results().size(), 2);
  const TestResult& result = events.results().at("//a:b_test");
  EXPECT_EQ(result.status, "FAILED");
  EXPECT_EQ(result.xml, "/out/b c/test.xml");
  EXPECT_EQ(result.log, "/out/b c/test.log");
  EXPECT_EQ(events.results().at("//a:c_test").xml, "/out/c/test.xml");
}

TEST(BuildEvents, AreOnlyInWholeLinesOfWhatIsPrinted) {
  BuildEvents events;
  events.AddPrinted(
      "a.h:1: note: FAIL: //a:b_test (see /out/test.log)\n"
      "FAIL: //a:b_test\nFAIL: /test.log)\n"
      "FAIL: //a:b_test (see /out/test.log)");
  EXPECT_THAT(events.results(), IsEmpty());
}

TEST(BuildEvents, TellWhichActionFailed) {
  BuildEvents events;
  events.Add(std::string(kAction) + "\n");
  ASSERT_EQ(events.failed_actions().size(), 1);
  EXPECT_EQ(events.failed_actions()[0].label, "//a:b");
  EXPECT_EQ(events.failed_actions()[0].output, "/out/stderr-8");
}

TEST(BuildEvents, OfACancelledTestAreNoResult) {
  BuildEvents events;
  events.Add(std::string(kCancelled) + "\n");
  EXPECT_THAT(events.results(), IsEmpty());
}

TEST(BuildEvents, MayComeInPiecesOfAnySize) {
  BuildEvents events;
  for (char byte : std::string(kConfigured) + "\n" + kResult + "\n") {
    events.Add(std::string(1, byte));
  }
  EXPECT_EQ(events.tests().size(), 1);
  EXPECT_EQ(events.results().size(), 1);
}

TEST(BuildEvents, AreOnlyReadWhenTheirLineIsComplete) {
  BuildEvents events;
  events.Add(kResult);
  EXPECT_THAT(events.results(), IsEmpty());
}

TEST(BuildEvents, ThatAreNotUnderstoodArePassedOver) {
  BuildEvents events;
  events.Add(
      "not JSON\n[]\n\n{\"id\": 3}\n\xff\xfe\n{\"id\":{\"testResult\":"
      "{\"label\":7}},\"testResult\":[]}\n");
  events.Add(std::string(kResult) + "\n");
  EXPECT_EQ(events.results().size(), 1);
}

}  // namespace
}  // namespace racefree
