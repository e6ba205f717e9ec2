#ifndef RACEFREE_CHECKER_TERMINAL_HINT_TEXT_H_
#define RACEFREE_CHECKER_TERMINAL_HINT_TEXT_H_

#include <string>

#include "checker/session/catalogue.h"
#include "checker/terminal/output_style.h"

namespace racefree {

// The first `shown` hints, and how many are left.
std::string HintText(const Exercise& exercise, int shown,
                     const OutputStyle& style);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_HINT_TEXT_H_
