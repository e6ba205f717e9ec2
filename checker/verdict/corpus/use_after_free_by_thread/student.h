#pragma once

#include <latch>
#include <memory>
#include <thread>

inline void Publish() {
  auto* value = new int(1);
  std::latch freed(1);
  std::thread reader([&] {
    freed.wait();
    *value = 2;
  });
  delete value;
  freed.count_down();
  reader.join();
}
