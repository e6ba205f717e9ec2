#pragma once

#include <memory>

class Config {
 public:
  void Set(int value) { current_ = std::make_shared<int>(value); }
  int Get() const { return *current_; }

 private:
  std::shared_ptr<int> current_ = std::make_shared<int>(0);
};
