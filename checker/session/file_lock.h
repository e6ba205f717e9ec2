#ifndef RACEFREE_CHECKER_SESSION_FILE_LOCK_H_
#define RACEFREE_CHECKER_SESSION_FILE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace racefree {

// Keeps other processes out for as long as it lives. The kernel lets go of the
// lock when its process ends, however it ends.
class FileLock {
 public:
  // Makes the file if need be, and waits until no other process has the lock.
  //
  // FailedPrecondition, with the reason, when the file cannot be made.
  static absl::StatusOr<FileLock> Acquire(const std::string& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_FILE_LOCK_H_
