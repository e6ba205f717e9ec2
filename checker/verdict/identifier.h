#ifndef RACEFREE_CHECKER_VERDICT_IDENTIFIER_H_
#define RACEFREE_CHECKER_VERDICT_IDENTIFIER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// The variable that an access at `column` (counting from 1) of a source line
// reads or writes, as far as the text tells; empty if it does not.
//
// The compiler gives a read the column of the identifier, and a write that of
// its operator:  balance_ = balance_ + 1;  writes at the =,  ++hits  at the ++,
// lines_.push_back(x)  at the "push_back", whose object is meant.
std::string VariableAt(absl::string_view line, int column);

// Names `variable` by the first of these accesses whose line tells its name;
// leaves it as it is if none does.
void NameByLine(const std::vector<ThreadReport>& accesses, Variable* variable);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_IDENTIFIER_H_
