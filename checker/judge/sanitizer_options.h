#ifndef RACEFREE_CHECKER_JUDGE_SANITIZER_OPTIONS_H_
#define RACEFREE_CHECKER_JUDGE_SANITIZER_OPTIONS_H_

#include <map>
#include <string>

namespace racefree {

// The environment that makes the sanitizers' reports complete, and stops the
// program at the first one.
std::map<std::string, std::string> SanitizerOptions();

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_SANITIZER_OPTIONS_H_
