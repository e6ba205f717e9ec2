#include "checker/verdict/corpus_case.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/names.h"
#include "checker/verdict/read_verdict.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

Json ParseFile(const std::string& path) {
  return Json::parse(FileContent(path), /*cb=*/nullptr,
                     /*allow_exceptions=*/false);
}

std::optional<Ending> EndingFromName(absl::string_view name) {
  if (name == "not_started") return Ending::kNotStarted;
  if (name == "compile_timeout") return Ending::kCompileTimeout;
  if (name == "exited") return Ending::kExited;
  if (name == "signalled") return Ending::kSignalled;
  if (name == "hung") return Ending::kHung;
  if (name == "too_much_output") return Ending::kTooMuchOutput;
  if (name == "machine_fault") return Ending::kMachineFault;
  return std::nullopt;
}

// [["Account::Change", "lessons/04_lock/balance.h", 12], ...]: innermost first.
std::vector<Frame> ReadStack(const Json& json, const SourceFiles& sources) {
  std::vector<Frame> stack;
  for (const Json& frame : json) {
    stack.push_back(
        {frame[0].get<std::string>(),
         sources.At(frame[1].get<std::string>(), frame[2].get<int>(), 0)});
  }
  return stack;
}

SupervisedLock ReadLock(const Json& json, const SourceFiles& sources) {
  return {json.at("address").get<uint64_t>(),
          ReadStack(json.at("stack"), sources)};
}

SupervisedThread ReadThread(const Json& json, const SourceFiles& sources) {
  SupervisedThread thread;
  thread.is_main = json.value("is_main", false);
  thread.stack = ReadStack(json.at("stack"), sources);
  if (json.contains("waits_for")) {
    thread.waits_for = ReadLock(json["waits_for"], sources);
  }
  for (const Json& lock : json.value("holds", Json::array())) {
    thread.holds.push_back(ReadLock(lock, sources));
  }
  return thread;
}

Supervision ReadSupervision(const Json& json, const SourceFiles& sources) {
  Supervision supervision;
  supervision.ending =
      EndingFromName(json.at("ending").get<std::string>()).value();
  supervision.exit_code = json.value("exit_code", 0);
  supervision.signal = json.value("signal", 0);
  supervision.machine_fault = json.value("machine_fault", "");
  supervision.expected_tests =
      json.value("expected_tests", std::vector<std::string>());
  supervision.finished_tests =
      json.value("finished_tests", std::vector<std::string>());
  supervision.running_test = json.value("running_test", "");
  supervision.repetitions_done = json.value("repetitions_done", 0);
  supervision.repetitions_asked = json.value("repetitions_asked", 1);
  for (const Json& thread : json.value("threads", Json::array())) {
    supervision.threads.push_back(ReadThread(thread, sources));
  }
  return supervision;
}

}  // namespace

std::string FileContent(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file),
                     std::istreambuf_iterator<char>());
}

std::string CorpusDirectory() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return absl::StrCat(workspace == nullptr ? "" : absl::StrCat(workspace, "/"),
                      "checker/verdict/corpus");
}

std::vector<std::string> CorpusCases() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(CorpusDirectory())) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<RunRecord> LoadCorpusCase(absl::string_view name) {
  const std::string directory = absl::StrCat(CorpusDirectory(), "/", name, "/");
  Json json = ParseFile(directory + "ending.json");
  const Json run = ParseFile(directory + "run.json");
  if (!json.is_object() || !run.is_object()) {
    return absl::NotFoundError(
        absl::StrCat(name, ": run.json or ending.json is missing or no JSON"));
  }
  // What is written by hand counts more than what was recorded.
  json.update(run);

  RunRecord record;
  record.exercise = std::string(name);
  const std::optional<Gate> gate = GateFromName(json.value("gate", ""));
  if (!gate.has_value() ||
      !EndingFromName(json.value("ending", "")).has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": unknown gate or ending"));
  }
  record.gate = *gate;
  record.sources.student.push_back(
      {absl::StrCat("lessons/04_lock/", name, ".h"),
       FileContent(directory + "student.h")});
  record.sources.test = {absl::StrCat("lessons/04_lock/", name, "_test.cc"),
                         FileContent(directory + "test.cc")};
  record.output = FileContent(directory + "output.txt");
  record.xml = FileContent(directory + "test.xml");
  record.supervision = ReadSupervision(json, record.sources);
  return record;
}

}  // namespace racefree
