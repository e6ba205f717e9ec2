#pragma once

#include <mutex>

class Door {
 public:
  void Leave() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};
