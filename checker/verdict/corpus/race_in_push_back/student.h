#pragma once

#include <string>
#include <vector>

class Log {
 public:
  void Append(const std::string& line) { lines_.push_back(line); }
  size_t size() const { return lines_.size(); }

 private:
  std::vector<std::string> lines_;
};
