#pragma once

#include <vector>

class Seats {
 public:
  void Take(int seat) { taken_[seat] = taken_[seat] + 1; }
  int taken(int seat) const { return taken_[seat]; }

 private:
  std::vector<int> taken_ = std::vector<int>(4);
};
