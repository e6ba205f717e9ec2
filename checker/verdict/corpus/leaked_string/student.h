#pragma once

#include <string>
#include <vector>

class Names {
 public:
  void Add(const std::string& name) { names_.push_back(new std::string(name)); }

 private:
  std::vector<std::string*> names_;
};
