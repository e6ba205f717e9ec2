#pragma once

#include <mutex>

#define LOCKED(mutex) std::lock_guard<std::mutx> lock(mutex)

inline int Start() {
  static std::mutex mutex;
  LOCKED(mutex);
  return 0;
}
