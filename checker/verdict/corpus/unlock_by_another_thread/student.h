#pragma once

#include <mutex>
#include <thread>

inline void HandOver() {
  std::mutex mutex;
  mutex.lock();
  std::thread other([&] { mutex.unlock(); });
  other.join();
}
