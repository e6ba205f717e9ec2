#pragma once

#include <cstdio>

inline void Serve() {
  while (true) std::puts("waiting for the lock...");
}
