#ifndef RACEFREE_CHECKER_JUDGE_JUDGE_H_
#define RACEFREE_CHECKER_JUDGE_JUDGE_H_

#include <functional>

#include "checker/judge/specification.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Runs one gate's program and understands the outcome.
using RunGate = std::function<Verdict(const GateProgram&)>;

// The verdict of the last gate. If it fails, the gates before it are asked:
// where one of them fails too, that one is to be mended first, and the last is
// kNotJudged.
Verdict JudgeLastGate(const Specification& specification, const RunGate& run);

// The verdict of the first gate that fails, else that of the last.
Verdict JudgeInOrder(const Specification& specification, const RunGate& run);

// Runs `gate`'s program for real.
Verdict RunGateProgram(const Specification& specification,
                       const GateProgram& gate);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_JUDGE_H_
