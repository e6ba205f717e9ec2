#include "checker/judge/symbolizer.h"

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "checker/harness/control.h"
#include "checker/judge/run_tool.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

// What the symboliser answers for one address.
std::vector<Frame> ParseFrames(const Json& answer) {
  std::vector<Frame> frames;
  for (const Json& symbol : answer.value("Symbol", Json::array())) {
    Frame frame;
    frame.function = symbol.value("FunctionName", "");
    frame.where.file = symbol.value("FileName", "");
    frame.where.line = symbol.value("Line", 0);
    frame.where.column = symbol.value("Column", 0);
    if (!frame.where.file.empty()) frames.push_back(frame);
  }
  return frames;
}

using FramesByOffset = std::map<uint64_t, std::vector<Frame>>;

// The offsets in "{stack 1a2b 3c4d}", without the braces and the word.
std::vector<uint64_t> ParseOffsets(absl::string_view list) {
  std::vector<uint64_t> offsets;
  for (absl::string_view text : absl::StrSplit(list, ' ', absl::SkipEmpty())) {
    uint64_t offset = 0;
    if (absl::SimpleHexAtoi(text, &offset)) offsets.push_back(offset);
  }
  return offsets;
}

// "lessons/04_lock/balance.h:12", the student's line if there is one.
std::string DescribeStack(const std::vector<uint64_t>& offsets,
                          const FramesByOffset& frames,
                          const SourceFiles& sources) {
  std::string in_test;
  for (uint64_t offset : offsets) {
    for (const Frame& frame : frames.at(offset)) {
      const std::string place = absl::StrCat(
          sources.ShortPath(frame.where.file), ":", frame.where.line);
      if (sources.IsStudents(frame.where.file)) return place;
      if (in_test.empty() && sources.IsTest(frame.where.file)) in_test = place;
    }
  }
  return in_test.empty() ? "at a line that is not known" : in_test;
}

// Calls `replacement` with the offsets of each mark in `text`, and returns the
// text with what it returned in their places.
std::string ReplaceMarks(
    const std::string& text,
    const std::function<std::string(const std::vector<uint64_t>&)>&
        replacement) {
  std::string replaced;
  size_t position = 0;
  while (true) {
    const size_t begin = text.find(kStackBegin, position);
    const size_t end =
        begin == text.npos ? text.npos : text.find(kStackEnd, begin);
    if (end == text.npos) break;
    const size_t list = begin + absl::string_view(kStackBegin).size();
    absl::StrAppend(&replaced, text.substr(position, begin - position),
                    replacement(ParseOffsets(
                        absl::string_view(text).substr(list, end - list))));
    position = end + 1;
  }
  return replaced + text.substr(position);
}

}  // namespace

std::string SymbolizerPath() {
  if (const char* path = std::getenv("RACEFREE_SYMBOLIZER")) return path;
  return FindTool({"llvm-symbolizer", "llvm-symbolizer-21",
                   "llvm-symbolizer-20", "llvm-symbolizer-19",
                   "llvm-symbolizer-18", "llvm-symbolizer-17",
                   "llvm-symbolizer-16"})
      .value_or("");
}

std::map<uint64_t, std::vector<Frame>> Symbolize(
    const std::string& program, const std::vector<uint64_t>& offsets) {
  std::map<uint64_t, std::vector<Frame>> frames;
  for (uint64_t offset : offsets) frames[offset];
  const std::string symbolizer = SymbolizerPath();
  if (symbolizer.empty() || offsets.empty()) return frames;
  std::vector<std::string> arguments = {symbolizer, "--obj=" + program,
                                        "--output-style=JSON", "--demangle"};
  for (const auto& [offset, unused] : frames) {
    // The call is what stands before the return address.
    arguments.push_back(absl::StrCat("0x", absl::Hex(offset - 1)));
  }
  const std::string output = RunTool(arguments).value_or("");
  const Json answers = Json::parse(output, nullptr, /*allow_exceptions=*/false);
  // One answer for each question, in their order.
  if (!answers.is_array() || answers.size() != frames.size()) return frames;
  auto answer = answers.begin();
  for (auto& [offset, found] : frames) found = ParseFrames(*answer++);
  return frames;
}

void ReplaceStackMarks(const std::vector<std::string*>& texts,
                       const std::string& program, const SourceFiles& sources) {
  std::vector<uint64_t> all_offsets;
  for (const std::string* text : texts) {
    ReplaceMarks(*text, [&](const std::vector<uint64_t>& offsets) {
      all_offsets.insert(all_offsets.end(), offsets.begin(), offsets.end());
      return "";
    });
  }
  const FramesByOffset frames = Symbolize(program, all_offsets);
  for (std::string* text : texts) {
    *text = ReplaceMarks(*text, [&](const std::vector<uint64_t>& offsets) {
      return DescribeStack(offsets, frames, sources);
    });
  }
}

}  // namespace racefree
