#include "checker/verdict/undefined_behaviour.h"

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/verdict.h"

namespace racefree {

std::optional<Verdict> ReadUndefinedBehaviour(absl::string_view output,
                                              const SourceFiles& sources) {
  constexpr absl::string_view kError = ": runtime error: ";
  const size_t error = output.find(kError);
  if (error == absl::string_view::npos) return std::nullopt;
  const size_t line_end = output.rfind('\n', error);
  const size_t start = line_end == absl::string_view::npos ? 0 : line_end + 1;
  const absl::string_view text = output.substr(error + kError.size());

  Verdict verdict;
  verdict.kind = Kind::kUndefinedBehaviour;
  verdict.detail = std::string(text.substr(0, text.find('\n')));
  verdict.where = ReadPosition(output.substr(start, error - start), sources);
  return verdict;
}

}  // namespace racefree
