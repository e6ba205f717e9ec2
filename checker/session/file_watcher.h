#ifndef RACEFREE_CHECKER_SESSION_FILE_WATCHER_H_
#define RACEFREE_CHECKER_SESSION_FILE_WATCHER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace racefree {

enum class FileChange {
  kNone,
  // Something has begun: the file was removed, or made but not yet written.
  // Editors do so on their way to a save.
  kBegun,
  // There is a file again whose writer has closed it.
  kSaved,
};

// Watches one file, whichever way editors replace it, and although it or its
// directory may be missing for a time.
class FileWatcher {
 public:
  // FailedPrecondition, with the reason, when the machine allows no watch.
  static absl::StatusOr<std::unique_ptr<FileWatcher>> Create(
      const std::string& path);

  ~FileWatcher();
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  // Readable when Read() may have something.
  int descriptor() const { return descriptor_; }

  // What happened since the last call; the most telling of several. Does not
  // wait.
  FileChange Read();

 private:
  FileWatcher(const std::string& path, int descriptor);

  // Watches the file's directory, or what is left of the way to it.
  absl::Status WatchNearestDirectory();

  const std::string path_;
  const int descriptor_;
  int watch_ = -1;
  std::string watched_directory_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_FILE_WATCHER_H_
