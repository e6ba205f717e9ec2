#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/corpus_case.h"
#include "checker/verdict/read_verdict.h"
#include "checker/verdict/tell.h"
#include "checker/verdict/verdict.h"
#include "checker/verdict/verdict_json.h"
#include "gtest/gtest.h"

// Whatever a student's program or a tool prints, reading and telling it must
// not crash (this runs under Address- and UndefinedBehaviorSanitizer) and must
// not take long. The inputs are the corpus, damaged in ways that a fixed seed
// chooses: a failure can be repeated. To try more of them:
//   bazel run //checker/verdict:sanitized_fuzz_test -- --rounds=1000

namespace racefree {
namespace {

constexpr size_t kLongLine = 20'000;

int rounds_per_case = 5;

class Damage {
 public:
  explicit Damage(uint32_t seed) : random_(seed) {}

  // Changes `text` in one to four ways; `other` is another text of the corpus.
  void Do(std::string* text, const std::string& other) {
    for (size_t times = Below(4) + 1; times > 0; --times) Once(text, other);
  }

 private:
  size_t Below(size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void Once(std::string* text, const std::string& other) {
    const size_t at = Below(text->size() + 1);
    const size_t length = Below(text->size() - at + 1);
    switch (Below(10)) {
      case 0:
        text->resize(at);
        break;
      case 1:
        text->erase(at, length);
        break;
      case 2: {
        const size_t from = Below(other.size() + 1);
        text->insert(at, other.substr(from, Below(2000)));
        break;
      }
      case 3:
        for (size_t i = 0; i < text->size(); i += Below(200) + 1) {
          (*text)[i] ^= static_cast<char>(1 << Below(8));
        }
        break;
      case 4:
        text->insert(at, kLongLine, static_cast<char>(Below(256)));
        break;
      case 5:
        text->insert(at, Below(20), '\0');
        break;
      case 6:
        text->insert(at, "\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80");
        break;
      case 7:
        EraseAll(text, Below(2) == 0 ? '\n' : ' ');
        break;
      case 8:
        text->insert(at, ":99999999999:-1:2147483647:");
        break;
      case 9:
        // The same part again and again: reports that never end.
        for (size_t i = Below(30); i > 0; --i) {
          text->append(text->substr(at, std::min<size_t>(length, 5000)));
        }
        break;
    }
  }

  static void EraseAll(std::string* text, char unwanted) {
    std::erase(*text, unwanted);
  }

  std::mt19937 random_;
};

void ReadAndTell(const RunRecord& record) {
  const Verdict verdict = ReadVerdict(record);
  const std::string json = VerdictToJson(verdict);
  ASSERT_TRUE(VerdictFromJson(json).ok());
  ASSERT_NE(Tell(verdict, {.width = 40, .colour = true}), "");
  ASSERT_NE(Tell(verdict, {.width = 100, .unicode = true}), "");
  // Reading a damaged verdict is a user's input, too.
  std::string damaged = json;
  Damage(static_cast<uint32_t>(json.size())).Do(&damaged, record.output);
  VerdictFromJson(damaged).IgnoreError();
}

class FuzzTest : public testing::TestWithParam<std::string> {};

TEST_P(FuzzTest, DamagedInputsAreReadAndTold) {
  absl::StatusOr<RunRecord> original = LoadCorpusCase(GetParam());
  ASSERT_TRUE(original.ok()) << original.status();
  const std::vector<std::string> cases = CorpusCases();
  uint32_t seed = 0;
  for (char c : GetParam()) seed = seed * 31 + static_cast<uint8_t>(c);
  for (int round = 0; round < rounds_per_case; ++round) {
    SCOPED_TRACE(round);
    RunRecord record = *original;
    Damage damage(seed + static_cast<uint32_t>(round));
    absl::StatusOr<RunRecord> other =
        LoadCorpusCase(cases[(seed + round) % cases.size()]);
    ASSERT_TRUE(other.ok()) << other.status();
    damage.Do(&record.output, other->output);
    damage.Do(&record.xml, other->xml);
    if (round % 4 == 0) {
      damage.Do(&record.sources.student[0].content, record.output);
    }
    if (round % 8 == 0) record.supervision = other->supervision;
    ASSERT_NO_FATAL_FAILURE(ReadAndTell(record));
    if (round == 0) Tell(ReadVerdict(record), {.raw = true});
  }
}

INSTANTIATE_TEST_SUITE_P(Corpus, FuzzTest, testing::ValuesIn(CorpusCases()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace racefree

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--rounds=") &&
        !absl::SimpleAtoi(argument, &racefree::rounds_per_case)) {
      std::cerr << "--rounds: a whole number was expected\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
