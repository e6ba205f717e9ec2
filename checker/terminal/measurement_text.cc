#include "checker/terminal/measurement_text.h"

#include "absl/strings/str_cat.h"
#include "checker/terminal/text.h"

namespace racefree {

std::string MeasurementText(const Measurement& measurement,
                            const OutputStyle& style) {
  std::string text = absl::StrCat(
      Emphasize("Measured on this machine", Emphasis::kBold, style), "\n\n",
      measurement.output);
  if (text.back() != '\n') text += '\n';
  if (!measurement.problem.empty()) {
    absl::StrAppend(&text, "\n", Wrap(measurement.problem, style.width));
  }
  return text;
}

}  // namespace racefree
