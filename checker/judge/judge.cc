#include "checker/judge/judge.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "checker/judge/program_run.h"
#include "checker/judge/read_file.h"
#include "checker/judge/specification.h"
#include "checker/judge/symbolizer.h"
#include "checker/verdict/read_verdict.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

SourceFile ReadSource(const std::string& path) {
  return {.path = path, .content = ReadFileOrNothing(path)};
}

}  // namespace

Verdict JudgeLastGate(const Specification& specification, const RunGate& run) {
  const GateProgram& last = specification.gates.back();
  Verdict verdict = run(last);
  if (verdict.outcome != Outcome::kFailed) return verdict;
  for (const GateProgram& earlier : specification.gates) {
    if (earlier.gate == last.gate) break;
    if (run(earlier).outcome == Outcome::kFailed) {
      return NotJudged(specification.exercise, last.gate, earlier.gate);
    }
  }
  return verdict;
}

Verdict JudgeInOrder(const Specification& specification, const RunGate& run) {
  Verdict verdict;
  for (const GateProgram& gate : specification.gates) {
    verdict = run(gate);
    if (verdict.outcome != Outcome::kPassed) break;
  }
  return verdict;
}

Verdict RunGateProgram(const Specification& specification,
                       const GateProgram& gate) {
  RunRecord record;
  record.exercise = specification.exercise;
  record.gate = gate.gate;
  record.sources.student = {ReadSource(specification.student_file)};
  record.sources.test = ReadSource(specification.test_file);
  if (specification.lock_analysis.has_value() &&
      gate.gate == specification.gates.front().gate) {
    const LockAnalysis& analysis = *specification.lock_analysis;
    record.locks_of_answer = ReadFileOrNothing(analysis.of_answer);
    record.locks_of_misuse = ReadFileOrNothing(analysis.of_misuse);
  }
  absl::StatusOr<ProgramRun> run = RunProgram(gate);
  if (run.ok()) {
    ReplaceStackMarks({&run->output, &run->xml}, gate.program, record.sources);
    record.output = std::move(run->output);
    record.xml = std::move(run->xml);
    record.supervision = std::move(run->supervision);
  } else {
    record.supervision.ending = Ending::kMachineFault;
    record.supervision.machine_fault = std::string(run.status().message());
  }
  return ReadVerdict(record);
}

}  // namespace racefree
