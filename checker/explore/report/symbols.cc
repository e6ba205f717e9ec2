#include "checker/explore/report/symbols.h"

#include <link.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>

namespace racefree::explore {
namespace {

constexpr int kOldestSymbolizer = 14;
constexpr int kNewestSymbolizer = 22;

struct Program {
  uintptr_t base = 0;
  uintptr_t low = 0;
  uintptr_t high = 0;
};

// The first module is the program itself.
int VisitFirst(dl_phdr_info* module, size_t, void* argument) {
  auto* program = static_cast<Program*>(argument);
  program->base = module->dlpi_addr;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const auto& header = module->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_X) == 0) continue;
    program->low = module->dlpi_addr + header.p_vaddr;
    program->high = program->low + header.p_memsz;
  }
  return 1;
}

std::string FindInPath(const std::string& name) {
  const char* path = getenv("PATH");
  std::string rest = path != nullptr ? path : "/usr/bin:/bin";
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    const std::string file = rest.substr(0, colon) + "/" + name;
    if (access(file.c_str(), X_OK) == 0) return file;
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return "";
}

std::string FindSymbolizer() {
  for (int version = kNewestSymbolizer; version >= kOldestSymbolizer;
       --version) {
    const std::string found =
        FindInPath("llvm-symbolizer-" + std::to_string(version));
    if (!found.empty()) return found;
  }
  return FindInPath("llvm-symbolizer");
}

std::string ReadLine(FILE* file) {
  std::string line;
  for (int c = fgetc(file); c != EOF && c != '\n'; c = fgetc(file)) {
    line.push_back(static_cast<char>(c));
  }
  return line;
}

// "file:line:column", or "??:0:0".
void ParsePlace(const std::string& text, SourcePlace* place) {
  const size_t column = text.rfind(':');
  if (column == std::string::npos || column == 0) return;
  const size_t line = text.rfind(':', column - 1);
  if (line == std::string::npos) return;
  place->file = text.substr(0, line);
  place->line = atoi(text.c_str() + line + 1);
  place->column = atoi(text.c_str() + column + 1);
  // The build may have run in a directory of one of these names.
  for (const std::string here : {"/proc/self/cwd/", "./"}) {
    if (place->file.compare(0, here.size(), here) == 0) {
      place->file = place->file.substr(here.size());
    }
  }
}

}  // namespace

bool IsTestLibrary(const std::string& file) {
  return file.find("googletest") != std::string::npos ||
         file.find("gtest") != std::string::npos;
}

bool IsUserFile(const std::string& file) {
  if (file.empty() || file[0] == '?' || file.compare(0, 5, "/usr/") == 0) {
    return false;
  }
  if (file.find("checker/explore/tests/") != std::string::npos) return true;
  return !IsTestLibrary(file) && file.find("/c++/") == std::string::npos &&
         file.find("checker/explore/") == std::string::npos &&
         file.find("com_google_absl") == std::string::npos;
}

std::map<uintptr_t, SourcePlace> Symbolize(
    const std::vector<uintptr_t>& codes) {
  std::map<uintptr_t, SourcePlace> places;
  Program program;
  dl_iterate_phdr(VisitFirst, &program);
  const std::string symbolizer = FindSymbolizer();
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
  if (symbolizer.empty() || length <= 0) return places;
  path[length] = '\0';

  std::string command =
      "'" + symbolizer + "' --inlines --obj='" + path + "' </dev/null";
  std::vector<uintptr_t> asked;
  std::set<uintptr_t> seen;
  for (uintptr_t code : codes) {
    if (code < program.low || code >= program.high) continue;
    if (!seen.insert(code).second) continue;
    // A return address is one behind the call.
    char address[32];
    snprintf(address, sizeof(address), " 0x%zx", code - 1 - program.base);
    command += address;
    asked.push_back(code);
  }
  if (asked.empty()) return places;
  FILE* output = popen((command + " 2>/dev/null").c_str(), "r");
  if (output == nullptr) return places;
  for (uintptr_t code : asked) {
    // Pairs of lines, function and place, the innermost first; an empty one
    // ends them.
    SourcePlace innermost;
    SourcePlace users;
    while (true) {
      SourcePlace place;
      place.function = ReadLine(output);
      if (place.function.empty()) break;
      ParsePlace(ReadLine(output), &place);
      if (innermost.line == 0) innermost = place;
      if (users.line == 0 && IsUserFile(place.file)) users = place;
    }
    if (users.line > 0) {
      users.is_inlined_library = !IsUserFile(innermost.file);
      places[code] = users;
    } else if (innermost.line > 0) {
      places[code] = innermost;
    }
  }
  pclose(output);
  return places;
}

std::string SourceText(const std::string& file, int line) {
  std::ifstream source(file);
  std::string text;
  for (int i = 0; i < line; ++i) {
    if (!std::getline(source, text)) return "";
  }
  const size_t first = text.find_first_not_of(" \t");
  const size_t last = text.find_last_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, last - first + 1);
}

}  // namespace racefree::explore
