#include "checker/session/testing/fake_workspace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "checker/session/files.h"
#include "checker/session/gate_verdicts.h"
#include "checker/verdict/verdict_json.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using Json = nlohmann::json;

constexpr char kFakeBazel[] = "checker/session/testing/fake_bazel.sh";

constexpr char kCatalogue[] = R"({"chapters": [{
  "name": "04_lock", "title": "Locks", "exercises": [
    {"name": "balance", "title": "two threads, one balance",
     "package": "lessons/04_lock", "file": "lessons/04_lock/balance.h",
     "test": "lessons/04_lock/balance_test.cc",
     "gates": ["behaves", "race_free", "memory_safe"],
     "hints": ["first hint", "second hint", "third hint"],
     "ships_failing": "race_free",
     "shipped": "solutions/04_lock/balance.shipped.h",
     "solutions": ["solutions/04_lock/balance.h"],
     "why": "solutions/04_lock/balance.why.md"},
    {"name": "two_locks", "title": "two locks and no deadlock",
     "package": "lessons/04_lock", "file": "lessons/04_lock/two_locks.h",
     "test": "lessons/04_lock/two_locks_test.cc",
     "gates": ["behaves", "race_free", "memory_safe"],
     "hints": ["first hint", "second hint", "third hint"],
     "ships_failing": "race_free",
     "shipped": "solutions/04_lock/two_locks.shipped.h",
     "solutions": ["solutions/04_lock/two_locks.h"],
     "why": "solutions/04_lock/two_locks.why.md",
     "measurement": "//lessons/04_lock:two_locks_measurement"}]}]})";

// What goes wrong here is no matter of the test; it cannot go on.
void MustBeOk(const absl::Status& status) {
  if (status.ok()) return;
  ADD_FAILURE() << status;
  std::abort();
}

std::string ReportWith(const Verdict& verdict) {
  const std::string json =
      absl::StrReplaceAll(VerdictToJson(verdict),
                          {{"&", "&amp;"}, {"\"", "&quot;"}, {"<", "&lt;"}});
  return absl::StrCat(
      "<testsuites><testsuite><properties><property name=\"verdict\" value=\"",
      json, "\"/></properties></testsuite></testsuites>");
}

}  // namespace

FakeWorkspace::FakeWorkspace() {
  directory_ = testing::TempDir() + "/fake.XXXXXX";
  if (mkdtemp(directory_.data()) == nullptr) {
    MustBeOk(absl::InternalError("no directory"));
  }
  // Blanks and letters beyond ASCII, because students have such paths.
  workspace_.root = directory_ + "/a checkout \u00e4";
  workspace_.bazel = BazelPath("bazel");
  absl::StatusOr<Catalogue> catalogue = ParseCatalogue(kCatalogue);
  MustBeOk(catalogue.status());
  catalogue_ = *catalogue;

  Write("WORKSPACE", "");
  for (const Exercise* exercise : AllExercises(catalogue_)) {
    const std::string shipped = "// As shipped: " + exercise->name + "\n";
    Write(exercise->file, shipped);
    Write(exercise->shipped, shipped);
    Write(exercise->test, "// The test.\n");
    Write(exercise->solutions.front(), "// The solution.\n");
    Write(exercise->why, "# Why\n");
  }
  absl::StatusOr<std::string> fake_bazel = ReadFile(kFakeBazel);
  MustBeOk(fake_bazel.status());
  MustBeOk(WriteFileAtomically(workspace_.bazel, *fake_bazel));
  chmod(workspace_.bazel.c_str(), 0755);
}

FakeWorkspace::~FakeWorkspace() {
  if (hang_ >= 0) close(hang_);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

const Exercise& FakeWorkspace::balance() const {
  return catalogue_.chapters[0].exercises[0];
}

const Exercise& FakeWorkspace::two_locks() const {
  return catalogue_.chapters[0].exercises[1];
}

void FakeWorkspace::Write(absl::string_view path,
                          absl::string_view content) const {
  MustBeOk(WriteFileAtomically(workspace_.Path(path), content));
}

std::string FakeWorkspace::Read(absl::string_view path) const {
  absl::StatusOr<std::string> content = ReadFile(workspace_.Path(path));
  MustBeOk(content.status());
  return *content;
}

bool FakeWorkspace::Exists(absl::string_view path) const {
  return std::filesystem::exists(workspace_.Path(path));
}

void FakeWorkspace::Remove(absl::string_view path) const {
  std::filesystem::remove_all(workspace_.Path(path));
}

void FakeWorkspace::SetGate(const Exercise& exercise, Gate gate,
                            Outcome outcome) const {
  const bool passed =
      outcome == Outcome::kPassed || outcome == Outcome::kNotJudged;
  for (const std::string& label :
       {TestLabel(exercise, gate), LoneTestLabel(exercise, gate)}) {
    SetTest(label, passed ? "PASSED" : "FAILED");
    MustBeOk(WriteFileAtomically(
        BazelPath(absl::StrReplaceAll(label, {{"/", "_"}, {":", "_"}}) +
                  ".xml"),
        ReportWith(SampleVerdict(exercise, gate, outcome))));
  }
}

void FakeWorkspace::SetPrintedFailure(const Exercise& exercise,
                                      Gate gate) const {
  const std::string outputs = BazelPath("outputs");
  MustBeOk(WriteFileAtomically(
      outputs + "/test.xml",
      ReportWith(SampleVerdict(exercise, gate, Outcome::kFailed))));
  SetOutput(absl::StrCat("FAIL: ", LoneTestLabel(exercise, gate), " (see ",
                         outputs, "/test.log)\n"),
            /*exit_code=*/3);
}

void FakeWorkspace::SetAllGates(const Exercise& exercise,
                                Outcome outcome) const {
  for (Gate gate : exercise.gates) SetGate(exercise, gate, outcome);
}

void FakeWorkspace::SetTest(absl::string_view label,
                            absl::string_view status) const {
  const std::string name = absl::StrReplaceAll(label, {{"/", "_"}, {":", "_"}});
  const std::string log = BazelPath(name + ".log");
  MustBeOk(WriteFileAtomically(log, absl::StrCat("printed by ", label)));
  const auto file = [](absl::string_view name, absl::string_view path) {
    return Json{{"name", name},
                {"uri", "file://" + absl::StrReplaceAll(path, {{" ", "%20"}})}};
  };
  const Json configured = {
      {"id", {{"targetConfigured", {{"label", label}}}}},
      {"configured", {{"targetKind", "_test rule"}, {"testSize", "SMALL"}}}};
  const Json result = {{"id", {{"testResult", {{"label", label}}}}},
                       {"testResult",
                        {{"status", status},
                         {"testActionOutput",
                          {file("test.log", log),
                           file("test.xml", BazelPath(name + ".xml"))}}}}};
  SetEvent(label, configured.dump() + "\n" + result.dump() + "\n");
}

void FakeWorkspace::SetCompileError(const Exercise& exercise, Gate gate,
                                    absl::string_view output) const {
  const std::string path = BazelPath("compiler_output");
  MustBeOk(WriteFileAtomically(path, output));
  const Json action = {
      {"id",
       {{"actionCompleted",
         {{"label", TestLabel(exercise, gate) + "_program"}}}}},
      {"action", {{"stderr", {{"uri", "file://" + path}}}}}};
  SetEvent(LoneTestLabel(exercise, gate), action.dump() + "\n");
}

void FakeWorkspace::SetOutput(absl::string_view output, int exit_code) const {
  MustBeOk(WriteFileAtomically(BazelPath("output"), output));
  MustBeOk(
      WriteFileAtomically(BazelPath("exit_code"), absl::StrCat(exit_code)));
}

void FakeWorkspace::SetMeasurement(absl::string_view script) const {
  const std::string path = workspace_.OwnPath("measure");
  MustBeOk(WriteFileAtomically(path, absl::StrCat("#!/bin/sh\n", script)));
  chmod(path.c_str(), 0755);
}

void FakeWorkspace::SetHang() {
  if (mkfifo(BazelPath("hang").c_str(), 0600) != 0) {
    MustBeOk(absl::InternalError("no named pipe"));
  }
}

void FakeWorkspace::WaitUntilItHangs() {
  // Opening a named pipe waits for the other side.
  hang_ = open(BazelPath("hang").c_str(), O_WRONLY | O_CLOEXEC);
}

void FakeWorkspace::Release() {
  close(hang_);
  hang_ = -1;
}

void FakeWorkspace::ClearHang() { unlink(BazelPath("hang").c_str()); }

std::vector<std::string> FakeWorkspace::Invocations() const {
  absl::StatusOr<std::string> log = ReadFile(BazelPath("invocations"));
  if (!log.ok()) return {};
  return absl::StrSplit(*log, '\n', absl::SkipEmpty());
}

std::string FakeWorkspace::BazelPath(absl::string_view name) const {
  return absl::StrCat(directory_, "/fake_bazel/", name);
}

void FakeWorkspace::SetEvent(absl::string_view label,
                             absl::string_view event) const {
  const std::string name = absl::StrReplaceAll(label, {{"/", "_"}, {":", "_"}});
  MustBeOk(WriteFileAtomically(BazelPath("targets/" + name), event));
}

Verdict SampleVerdict(const Exercise& exercise, Gate gate, Outcome outcome) {
  Verdict verdict;
  verdict.exercise = exercise.name;
  verdict.gate = gate;
  verdict.outcome = outcome;
  if (outcome == Outcome::kPassed) verdict.claim = "no race seen in 20 runs";
  if (outcome == Outcome::kFailed) {
    verdict.kind = Kind::kDataRace;
    verdict.message = "Two threads use balance_ at the same time.";
  }
  return verdict;
}

}  // namespace racefree
