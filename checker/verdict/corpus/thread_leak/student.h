#pragma once

#include <thread>

inline void Start() {
  auto* forgotten = new std::thread([] {});
  (void)forgotten;
}
