#include "checker/session/progress.h"

#include <cstdio>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "checker/session/dates.h"
#include "checker/session/file_lock.h"
#include "checker/session/files.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

absl::StatusOr<Progress> ParseProgress(const std::string& text) {
  try {
    Progress progress;
    const Json json = Json::parse(text);
    for (const auto& [name, entry] : json.at("exercises").items()) {
      ExerciseProgress& exercise = progress[name];
      entry.at("passing_content").get_to(exercise.passing_content);
      entry.at("hints_shown").get_to(exercise.hints_shown);
    }
    return progress;
  } catch (const Json::exception& error) {
    return absl::InvalidArgumentError(error.what());
  }
}

std::string FormatProgress(const Progress& progress) {
  Json exercises = Json::object();
  for (const auto& [name, exercise] : progress) {
    exercises[name] = {{"passing_content", exercise.passing_content},
                       {"hints_shown", exercise.hints_shown}};
  }
  return Json{{"exercises", std::move(exercises)}}.dump(2) + "\n";
}

}  // namespace

ProgressFile::ProgressFile(const Workspace& workspace)
    : path_(workspace.OwnPath("progress.json")),
      lock_path_(workspace.OwnPath("progress.lock")) {}

Progress ProgressFile::Read() {
  absl::StatusOr<std::string> text = ReadFile(path_);
  if (absl::IsNotFound(text.status())) return {};
  if (!text.ok()) {
    SetAside(std::string(text.status().message()));
    return {};
  }
  absl::StatusOr<Progress> progress = ParseProgress(*text);
  if (!progress.ok()) {
    SetAside("it is not what kata wrote");
    return {};
  }
  return *std::move(progress);
}

absl::Status ProgressFile::Update(absl::FunctionRef<void(Progress&)> change) {
  absl::StatusOr<FileLock> lock = FileLock::Acquire(lock_path_);
  if (!lock.ok()) return lock.status();
  Progress progress = Read();
  change(progress);
  return WriteFileAtomically(path_, FormatProgress(progress));
}

std::vector<std::string> ProgressFile::TakeNotices() {
  return std::exchange(notices_, {});
}

void ProgressFile::SetAside(const std::string& reason) {
  std::string aside =
      UnusedPath(absl::StrCat(path_, ".damaged_", DateForFileName()));
  bool moved = std::rename(path_.c_str(), aside.c_str()) == 0;
  notices_.push_back(absl::StrCat(
      "The record of your progress cannot be read (", reason, "). ",
      moved ? absl::StrCat("It is kept as ", aside, ". ") : "",
      "'kata check' makes a new one from your files, which are untouched."));
}

}  // namespace racefree
