#include "checker/verdict/source_position.h"

#include <cstddef>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// Takes the number after the last colon off the end of `text`.
std::optional<int> TakeNumber(absl::string_view* text) {
  const size_t colon = text->rfind(':');
  int number = 0;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(text->substr(colon + 1), &number) || number < 0) {
    return std::nullopt;
  }
  *text = text->substr(0, colon);
  return number;
}

}  // namespace

SourceLine ReadPosition(absl::string_view text, const SourceFiles& sources) {
  const std::optional<int> last = TakeNumber(&text);
  if (!last.has_value()) return sources.At(text, 0, 0);
  const std::optional<int> before = TakeNumber(&text);
  if (!before.has_value()) return sources.At(text, *last, 0);
  return sources.At(text, *before, *last);
}

}  // namespace racefree
