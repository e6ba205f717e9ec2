#include "checker/session/dates.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace racefree {

std::string DateForFileName() {
  return absl::FormatTime("%Y-%m-%d_%H-%M-%S", absl::Now(),
                          absl::LocalTimeZone());
}

std::string UnusedPath(const std::string& path) {
  std::string unused = path;
  std::error_code ignored;
  for (int number = 2;
       std::filesystem::symlink_status(unused, ignored).type() !=
       std::filesystem::file_type::not_found;
       ++number) {
    unused = absl::StrCat(path, ".", number);
  }
  return unused;
}

}  // namespace racefree
