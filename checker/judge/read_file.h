#ifndef RACEFREE_CHECKER_JUDGE_READ_FILE_H_
#define RACEFREE_CHECKER_JUDGE_READ_FILE_H_

#include <string>

namespace racefree {

// The content of a file; empty when it cannot be read.
std::string ReadFileOrNothing(const std::string& path);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_READ_FILE_H_
