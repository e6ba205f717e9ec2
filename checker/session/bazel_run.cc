#include "checker/session/bazel_run.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/session/wait_for_input.h"

namespace racefree {
namespace {

absl::Status SystemFailure(absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat(what, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<BazelRun>> BazelRun::Start(
    const Workspace& workspace, const std::vector<std::string>& arguments) {
  std::unique_ptr<BazelRun> run(new BazelRun());
  absl::Status made = run->MakeEventFile();
  if (!made.ok()) return made;
  std::vector<std::string> command = {
      workspace.bazel, "test",
      absl::StrCat("--build_event_json_file=", run->directory_,
                   "/events.json")};
  command.insert(command.end(), arguments.begin(), arguments.end());
  absl::StatusOr<std::unique_ptr<ChildProcess>> client =
      ChildProcess::Start(command, workspace.root);
  if (!client.ok()) return client.status();
  run->client_ = *std::move(client);
  return run;
}

BazelRun::~BazelRun() {
  if (client_ != nullptr) {
    Cancel();
    Wait();
  }
  if (event_file_ >= 0) close(event_file_);
  if (event_file_changes_ >= 0) close(event_file_changes_);
  std::error_code ignored;
  if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

std::vector<int> BazelRun::descriptors() const {
  if (ended()) return {};
  std::vector<int> descriptors = client_->descriptors();
  descriptors.push_back(event_file_changes_);
  return descriptors;
}

void BazelRun::Proceed() {
  if (ended()) return;
  // In this order, the events are complete when the run has ended.
  client_->Proceed();
  ReadEvents();
  events_.AddPrinted(client_->Output());
}

void BazelRun::Wait() {
  while (!ended()) {
    WaitForInput(descriptors());
    Proceed();
  }
}

void BazelRun::Cancel() {
  // This interrupts the client once: a third interrupt would kill the server.
  client_->Cancel();
}

bool BazelRun::waits_for_another() const {
  return !bazel_began_ && absl::StrContains(Output(), "Another command");
}

absl::Status BazelRun::MakeEventFile() {
  std::error_code error;
  std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
  if (error) temporary = "/tmp";
  std::string directory = (temporary / "racefree.XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) {
    return SystemFailure(absl::StrCat("cannot make ", directory));
  }
  directory_ = directory;
  const std::string file = absl::StrCat(directory_, "/events.json");
  event_file_ =
      open(file.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
  if (event_file_ < 0) return SystemFailure(absl::StrCat("cannot make ", file));
  event_file_changes_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (event_file_changes_ < 0 ||
      inotify_add_watch(event_file_changes_, file.c_str(), IN_MODIFY) < 0) {
    return SystemFailure("cannot watch files (inotify)");
  }
  return absl::OkStatus();
}

void BazelRun::ReadEvents() {
  char buffer[16 * 1024];
  // That something has changed is all that these bytes say.
  while (read(event_file_changes_, buffer, sizeof(buffer)) > 0) {
  }
  ssize_t count;
  while ((count = read(event_file_, buffer, sizeof(buffer))) > 0) {
    bazel_began_ = true;
    events_.Add(absl::string_view(buffer, count));
  }
}

}  // namespace racefree
