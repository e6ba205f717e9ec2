#include "checker/judge/scratch_directory.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace racefree {
namespace {

std::string Parent() {
  for (const char* variable : {"TEST_TMPDIR", "TMPDIR"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') return value;
  }
  return "/tmp";
}

}  // namespace

ScratchDirectory::ScratchDirectory() : parent_(Parent()) {}

ScratchDirectory::~ScratchDirectory() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

bool ScratchDirectory::Open() {
  std::string name = parent_ + "/racefree.XXXXXX";
  if (mkdtemp(name.data()) == nullptr) return false;
  path_ = name;
  return true;
}

}  // namespace racefree
