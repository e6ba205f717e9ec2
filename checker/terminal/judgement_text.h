#ifndef RACEFREE_CHECKER_TERMINAL_JUDGEMENT_TEXT_H_
#define RACEFREE_CHECKER_TERMINAL_JUDGEMENT_TEXT_H_

#include <string>

#include "checker/session/catalogue.h"
#include "checker/session/judgement.h"
#include "checker/terminal/output_style.h"

namespace racefree {

// Tells a judgement: how each gate ended, then the verdict that decided; after
// a pass what is known now, gate by gate.
std::string JudgementText(const Exercise& exercise, const Judgement& judgement,
                          const OutputStyle& style, bool raw);

// The judgement as one JSON object: "exercise", "passed", and in "verdicts" one
// verdict for each gate.
std::string JudgementJson(const Exercise& exercise, const Judgement& judgement);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_JUDGEMENT_TEXT_H_
