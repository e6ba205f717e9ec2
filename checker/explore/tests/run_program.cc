#include "checker/explore/tests/run_program.h"

#include <array>
#include <cstdio>

namespace racefree::explore {

ProgramRun RunProgram(const std::string& command,
                      const std::string& variables) {
  const std::string line =
      "env -u RACEFREE_REPLAY -u XML_OUTPUT_FILE -u TEST_PREMATURE_EXIT_FILE " +
      variables + " " + command + " 2>&1";
  ProgramRun run;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return run;
  std::array<char, 4096> part;
  while (fgets(part.data(), part.size(), pipe) != nullptr) {
    run.output += part.data();
  }
  run.failed = pclose(pipe) != 0;
  return run;
}

std::string Between(const std::string& text, const std::string& before,
                    const std::string& after) {
  const size_t start = text.find(before);
  if (start == std::string::npos) return "";
  const size_t begin = start + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

}  // namespace racefree::explore
