#ifndef RACEFREE_CHECKER_TERMINAL_MEASUREMENT_TEXT_H_
#define RACEFREE_CHECKER_TERMINAL_MEASUREMENT_TEXT_H_

#include <string>

#include "checker/session/measuring.h"
#include "checker/terminal/output_style.h"

namespace racefree {

// What a measurement told, under a heading.
std::string MeasurementText(const Measurement& measurement,
                            const OutputStyle& style);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_MEASUREMENT_TEXT_H_
