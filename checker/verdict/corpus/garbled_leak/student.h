#pragma once

inline int Read() {
  int* value = new int(5);
  return *value;
}
