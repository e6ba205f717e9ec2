#pragma once

#include <stdexcept>
#include <thread>

inline void Serve() {
  std::thread worker([] { throw std::runtime_error("no more seats"); });
  worker.join();
}
