#include "checker/session/judgement.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "checker/session/files.h"
#include "checker/verdict/verdict_json.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

std::string RecordPath(const Workspace& workspace, const Exercise& exercise) {
  return workspace.OwnPath(
      absl::StrCat("verdicts/", FullName(exercise), ".json"));
}

std::string SizeAndDate(const std::filesystem::path& path) {
  std::error_code ignored;
  return absl::StrCat(path.string(), " ",
                      std::filesystem::file_size(path, ignored), " ",
                      std::filesystem::last_write_time(path, ignored)
                          .time_since_epoch()
                          .count());
}

// Size and date of every file below `directory`, in a fixed order.
std::set<std::string> SizesAndDates(const std::string& directory) {
  std::set<std::string> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator entries(directory, error);
  for (; !error && entries != std::filesystem::end(entries);
       entries.increment(error)) {
    if (entries->is_regular_file(error)) {
      files.insert(SizeAndDate(entries->path()));
    }
  }
  return files;
}

absl::StatusOr<Judgement> ParseJudgement(const std::string& text) {
  Judgement judgement;
  try {
    const Json json = Json::parse(text);
    json.at("content").get_to(judgement.content);
    json.at("rules").get_to(judgement.rules);
    for (const Json& entry : json.at("verdicts")) {
      absl::StatusOr<Verdict> verdict = VerdictFromJson(entry.dump());
      if (!verdict.ok()) return verdict.status();
      judgement.verdicts.push_back(*std::move(verdict));
    }
  } catch (const Json::exception& error) {
    return absl::InvalidArgumentError(error.what());
  }
  if (judgement.verdicts.empty()) {
    return absl::InvalidArgumentError("there is no verdict");
  }
  return judgement;
}

std::string FormatJudgement(const Judgement& judgement) {
  Json verdicts = Json::array();
  for (const Verdict& verdict : judgement.verdicts) {
    verdicts.push_back(Json::parse(VerdictToJson(verdict)));
  }
  return Json{{"content", judgement.content},
              {"rules", judgement.rules},
              {"verdicts", std::move(verdicts)}}
      .dump();
}

}  // namespace

bool Passed(const Judgement& judgement) {
  return std::all_of(judgement.verdicts.begin(), judgement.verdicts.end(),
                     [](const Verdict& verdict) {
                       return verdict.outcome == Outcome::kPassed;
                     });
}

const Verdict& DecisiveVerdict(const Judgement& judgement) {
  for (const Verdict& verdict : judgement.verdicts) {
    if (verdict.outcome != Outcome::kPassed) return verdict;
  }
  return judgement.verdicts.back();
}

std::string StudentContentHash(const Workspace& workspace,
                               const Exercise& exercise) {
  absl::StatusOr<std::string> content = ReadFile(workspace.Path(exercise.file));
  return content.ok() ? ContentHash(*content) : "";
}

std::string RulesHash(const Workspace& workspace, const Exercise& exercise) {
  std::string rules;
  for (const std::string& file :
       {exercise.test, exercise.package + "/BUILD", std::string("WORKSPACE"),
        std::string(".bazelrc"), std::string(".racefree/machine.bazelrc")}) {
    absl::StrAppend(&rules, file, "\n",
                    ReadFile(workspace.Path(file)).value_or(""), "\n");
  }
  for (const char* directory : {"checker", "third_party"}) {
    for (const std::string& file : SizesAndDates(workspace.Path(directory))) {
      absl::StrAppend(&rules, file, "\n");
    }
  }
  const char* compiler = std::getenv("RACEFREE_CLANG");
  if (compiler != nullptr) absl::StrAppend(&rules, SizeAndDate(compiler));
  return ContentHash(rules);
}

std::optional<Judgement> RecordedJudgement(const Workspace& workspace,
                                           const Exercise& exercise) {
  absl::StatusOr<std::string> text = ReadFile(RecordPath(workspace, exercise));
  if (!text.ok()) return std::nullopt;
  absl::StatusOr<Judgement> judgement = ParseJudgement(*text);
  // A damaged record is only a lost shortcut: the exercise is judged again.
  if (!judgement.ok()) return std::nullopt;
  if (judgement->content != StudentContentHash(workspace, exercise) ||
      judgement->rules != RulesHash(workspace, exercise)) {
    return std::nullopt;
  }
  return *std::move(judgement);
}

absl::Status RecordJudgement(const Workspace& workspace,
                             const Exercise& exercise,
                             const Judgement& judgement) {
  if (DecisiveVerdict(judgement).outcome == Outcome::kMachineFault) {
    return absl::OkStatus();
  }
  return WriteFileAtomically(RecordPath(workspace, exercise),
                             FormatJudgement(judgement));
}

}  // namespace racefree
