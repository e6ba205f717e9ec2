#pragma once

inline int Read() {
  int* pointer = nullptr;
  {
    int value = 5;
    pointer = &value;
  }
  return *pointer;
}
