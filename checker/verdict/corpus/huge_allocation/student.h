#pragma once

#include <memory>

inline void Reserve(long count) { std::make_unique<char[]>(count); }
