#include "checker/judge/sanitizer_options.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "checker/judge/symbolizer.h"

namespace racefree {

std::map<std::string, std::string> SanitizerOptions() {
  std::string common =
      "halt_on_error=1:abort_on_error=0:hard_rss_limit_mb=3000";
  if (const std::string path = SymbolizerPath(); !path.empty()) {
    absl::StrAppend(&common, ":external_symbolizer_path=", path);
  }
  return {
      // history_size: the stack of the *earlier* access is remembered the
      // longer.
      // second_deadlock_stack: says for both locks where they were taken.
      {"TSAN_OPTIONS",
       absl::StrCat(common, ":history_size=4:second_deadlock_stack=1")},
      {"ASAN_OPTIONS",
       absl::StrCat(common, ":detect_leaks=1:detect_stack_use_after_return=1")},
      {"UBSAN_OPTIONS", absl::StrCat(common, ":print_stacktrace=1")},
  };
}

}  // namespace racefree
