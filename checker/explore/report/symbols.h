#ifndef RACEFREE_CHECKER_EXPLORE_REPORT_SYMBOLS_H_
#define RACEFREE_CHECKER_EXPLORE_REPORT_SYMBOLS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace racefree::explore {

struct SourcePlace {
  // With its parameters: "Account::Change(int)".
  std::string function;
  std::string file;
  // Both count from 1.
  int line = 0;
  int column = 0;
  // The code is a library's, inlined into this line.
  bool is_inlined_library = false;
};

// Whether the file belongs to the program, not to a library or the explorer.
bool IsUserFile(const std::string& file);
bool IsTestLibrary(const std::string& file);

// Finds the source lines of return addresses in this program: all at once,
// because starting the symboliser (llvm-symbolizer) is what takes time.
// Addresses that it can not place, or all if there is none installed, are
// missing from the result.
std::map<uintptr_t, SourcePlace> Symbolize(const std::vector<uintptr_t>& codes);

// The line itself, without the spaces around it; empty if the file can not be
// read.
std::string SourceText(const std::string& file, int line);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_REPORT_SYMBOLS_H_
