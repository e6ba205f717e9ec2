// Code that is linked into one build of replay_victim.cc and not the other, to
// put that file's code and data elsewhere.

#include <map>
#include <string>

namespace {

std::map<std::string, int> words = {{"and", 1}, {"nothing", 2}, {"else", 3}};

}  // namespace

int CountWords(const std::string& text) {
  int count = 0;
  for (const auto& [word, number] : words) {
    if (text.find(word) != std::string::npos) count += number;
  }
  return count;
}
