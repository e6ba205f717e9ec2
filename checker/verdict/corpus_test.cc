#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "checker/verdict/corpus_case.h"
#include "checker/verdict/read_verdict.h"
#include "checker/verdict/tell.h"
#include "checker/verdict/verdict.h"
#include "checker/verdict/verdict_json.h"
#include "gtest/gtest.h"

// Every recorded run must be understood and told exactly as the golden files
// beside it say. After a change that is meant, write them anew and read the
// difference:
//   bazel run //checker/verdict:corpus_test -- --update

namespace racefree {
namespace {

bool update = false;

std::string ToldInAllShapes(const Verdict& verdict) {
  TellOptions wide;
  wide.unicode = true;
  TellOptions narrow;
  narrow.width = 40;
  return absl::StrCat(Tell(verdict, wide), "\n==== 40 columns, ASCII ====\n\n",
                      Tell(verdict, narrow));
}

void CompareOrUpdate(const std::string& path, const std::string& actual) {
  if (update) {
    std::ofstream(path, std::ios::binary) << actual;
  } else {
    EXPECT_EQ(actual, FileContent(path)) << path;
  }
}

class CorpusTest : public testing::TestWithParam<std::string> {};

TEST_P(CorpusTest, IsUnderstoodAndToldAsTheGoldenFilesSay) {
  absl::StatusOr<RunRecord> record = LoadCorpusCase(GetParam());
  ASSERT_TRUE(record.ok()) << record.status();
  Verdict verdict = ReadVerdict(*record);
  EXPECT_EQ(verdict.raw, record->output.substr(0, verdict.raw.size()));
  // The golden file need not hold the output a second time.
  verdict.raw.clear();
  const std::string directory =
      absl::StrCat(CorpusDirectory(), "/", GetParam());
  CompareOrUpdate(directory + "/verdict.json",
                  VerdictToJson(verdict, /*indent=*/2) + "\n");
  CompareOrUpdate(directory + "/told.txt", ToldInAllShapes(verdict));
}

TEST_P(CorpusTest, SurvivesTheWayThroughJson) {
  absl::StatusOr<RunRecord> record = LoadCorpusCase(GetParam());
  ASSERT_TRUE(record.ok()) << record.status();
  const std::string json = VerdictToJson(ReadVerdict(*record));
  absl::StatusOr<Verdict> again = VerdictFromJson(json);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(VerdictToJson(*again), json);
}

INSTANTIATE_TEST_SUITE_P(Corpus, CorpusTest, testing::ValuesIn(CorpusCases()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace racefree

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--update") racefree::update = true;
  }
  return RUN_ALL_TESTS();
}
