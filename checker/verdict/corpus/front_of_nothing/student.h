#pragma once

#include <vector>

inline int First(const std::vector<int>& values) { return values.front(); }
