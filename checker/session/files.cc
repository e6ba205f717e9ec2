#include "checker/session/files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace racefree {
namespace {

// What open() makes of it, whoever calls it; the umask takes its part away.
constexpr mode_t kOrdinaryFile = 0666;

absl::Status Failure(absl::string_view what, const std::string& path,
                     int error) {
  std::string message =
      absl::StrCat(what, " ", path, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(message);
  return absl::FailedPreconditionError(message);
}

absl::Status WriteAll(int descriptor, absl::string_view content) {
  while (!content.empty()) {
    ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      return absl::FailedPreconditionError(std::strerror(errno));
    }
    content.remove_prefix(written);
  }
  return absl::OkStatus();
}

// A rename is on the disk only when its directory is.
void SyncDirectory(const std::string& path) {
  int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  // Without O_NONBLOCK a named pipe at this place would wait for a writer.
  int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return Failure("cannot open", path, errno);
  absl::Cleanup closer = [descriptor] { close(descriptor); };
  struct stat status;
  if (fstat(descriptor, &status) != 0) {
    return Failure("cannot examine", path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is not a regular file"));
  }
  std::string content;
  char buffer[64 * 1024];
  for (;;) {
    ssize_t count = read(descriptor, buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failure("cannot read", path, errno);
    if (count == 0) return content;
    content.append(buffer, count);
  }
}

absl::Status WriteFileAtomically(const std::string& path,
                                 absl::string_view content) {
  std::string directory = std::filesystem::path(path).parent_path().string();
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return Failure("cannot make", directory, error.value());

  std::string temporary = absl::StrCat(path, ".XXXXXX");
  int descriptor = mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return Failure("cannot write", path, errno);
  absl::Cleanup remover = [&temporary] { unlink(temporary.c_str()); };

  absl::Status written = WriteAll(descriptor, content);
  if (written.ok() && fsync(descriptor) != 0) {
    written = absl::FailedPreconditionError(std::strerror(errno));
  }
  mode_t umask_bits = umask(0);
  umask(umask_bits);
  fchmod(descriptor, kOrdinaryFile & ~umask_bits);
  // Some file systems tell of a full disk only now.
  if (close(descriptor) != 0 && written.ok()) {
    written = absl::FailedPreconditionError(std::strerror(errno));
  }
  if (!written.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write ", path, ": ", written.message()));
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) {
    return Failure("cannot replace", path, errno);
  }
  std::move(remover).Cancel();
  SyncDirectory(directory);
  return absl::OkStatus();
}

std::string ContentHash(absl::string_view content) {
  uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char byte : content) {
    hash ^= byte;
    hash *= 0x100000001b3;
  }
  return absl::StrFormat("%016x", hash);
}

}  // namespace racefree
