#pragma once

#include <cstdint>

inline int Read(std::uintptr_t address) {
  return *reinterpret_cast<volatile int*>(address);
}
