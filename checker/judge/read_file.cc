#include "checker/judge/read_file.h"

#include <fstream>
#include <sstream>
#include <string>

namespace racefree {

std::string ReadFileOrNothing(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace racefree
