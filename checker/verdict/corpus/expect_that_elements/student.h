#pragma once

#include <vector>

inline std::vector<int> Order() { return {1, 3, 2}; }
