#pragma once

#include <string>

inline size_t Length() {
  auto* name = new std::string("a name that is long enough for the heap");
  delete name;
  return name->size();
}
