#include "checker/session/file_watcher.h"

#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace racefree {
namespace {

constexpr uint32_t kSaves = IN_CLOSE_WRITE | IN_MOVED_TO;
constexpr uint32_t kBeginnings = IN_CREATE | IN_DELETE | IN_MOVED_FROM;
constexpr uint32_t kLossOfDirectory = IN_DELETE_SELF | IN_MOVE_SELF;

}  // namespace

absl::StatusOr<std::unique_ptr<FileWatcher>> FileWatcher::Create(
    const std::string& path) {
  const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (descriptor < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot watch files (inotify): ", std::strerror(errno)));
  }
  std::unique_ptr<FileWatcher> watcher(new FileWatcher(path, descriptor));
  absl::Status watched = watcher->WatchNearestDirectory();
  if (!watched.ok()) return watched;
  return watcher;
}

FileWatcher::FileWatcher(const std::string& path, int descriptor)
    : path_(path), descriptor_(descriptor) {}

FileWatcher::~FileWatcher() { close(descriptor_); }

FileChange FileWatcher::Read() {
  const std::filesystem::path path(path_);
  const std::string file_name = path.filename().string();
  FileChange change = FileChange::kNone;
  bool way_changed = false;
  alignas(inotify_event) char buffer[16 * (sizeof(inotify_event) + NAME_MAX)];
  ssize_t size;
  while ((size = read(descriptor_, buffer, sizeof(buffer))) > 0) {
    const inotify_event* event;
    for (ssize_t at = 0; at < size; at += sizeof(*event) + event->len) {
      event = reinterpret_cast<const inotify_event*>(buffer + at);
      if (event->wd != watch_) continue;
      if (watched_directory_ != path.parent_path() ||
          (event->mask & kLossOfDirectory) != 0) {
        way_changed = true;
      } else if (event->len > 0 && event->name == file_name) {
        change =
            std::max(change, (event->mask & kSaves) != 0 ? FileChange::kSaved
                                                         : FileChange::kBegun);
      }
    }
  }
  if (!way_changed) return change;
  // Nobody knows what was missed.
  (void)WatchNearestDirectory();
  return FileChange::kSaved;
}

absl::Status FileWatcher::WatchNearestDirectory() {
  std::filesystem::path directory = path_;
  do {
    directory = directory.parent_path();
    const int watch =
        inotify_add_watch(descriptor_, directory.c_str(),
                          kSaves | kBeginnings | kLossOfDirectory | IN_ONLYDIR);
    if (watch >= 0) {
      if (watch_ >= 0 && watch != watch_) inotify_rm_watch(descriptor_, watch_);
      watch_ = watch;
      watched_directory_ = directory.string();
      return absl::OkStatus();
    }
  } while (errno == ENOENT && directory != directory.parent_path());
  return absl::FailedPreconditionError(absl::StrCat(
      "cannot watch ", path_, " (inotify): ", std::strerror(errno)));
}

}  // namespace racefree
