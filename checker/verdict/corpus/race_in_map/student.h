#pragma once

#include <map>
#include <string>

class Votes {
 public:
  void Cast(const std::string& name) { votes_[name] += 1; }
  int Of(const std::string& name) { return votes_[name]; }

 private:
  std::map<std::string, int> votes_;
};
