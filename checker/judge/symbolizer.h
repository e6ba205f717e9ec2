#ifndef RACEFREE_CHECKER_JUDGE_SYMBOLIZER_H_
#define RACEFREE_CHECKER_JUDGE_SYMBOLIZER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Where LLVM's symboliser is: RACEFREE_SYMBOLIZER, or else what PATH has. Empty
// when it is not installed.
std::string SymbolizerPath();

// The frames at each of the return addresses in `program`, given as offsets
// from its start: several where calls were inlined, innermost first. An offset
// without debug information has no frames.
std::map<uint64_t, std::vector<Frame>> Symbolize(
    const std::string& program, const std::vector<uint64_t>& offsets);

// Replaces the marks "{stack 1a2b 3c4d}" that the harness puts into messages by
// the first line of each stack that the student knows: their own, or else the
// test's. Changes all `texts`; takes one run of the symboliser for all of them.
void ReplaceStackMarks(const std::vector<std::string*>& texts,
                       const std::string& program, const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_SYMBOLIZER_H_
