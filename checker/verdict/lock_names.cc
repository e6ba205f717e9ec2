#include "checker/verdict/lock_names.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

constexpr size_t kLetters = 26;

std::string NameAt(size_t index) {
  if (index >= kLetters) return absl::StrCat("lock ", index + 1);
  return absl::StrCat("lock ", std::string(1, static_cast<char>('A' + index)));
}

}  // namespace

LockReport& LockNames::ReportOn(absl::string_view id) {
  for (size_t i = 0; i < ids_.size(); ++i) {
    if (ids_[i] == id) return reports_[i];
  }
  ids_.emplace_back(id);
  LockReport& report = reports_.emplace_back();
  report.name = NameAt(reports_.size() - 1);
  return report;
}

const std::string& LockNames::NameOf(absl::string_view id) {
  return ReportOn(id).name;
}

}  // namespace racefree
