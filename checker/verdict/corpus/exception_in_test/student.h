#pragma once

#include <vector>

inline int Third(const std::vector<int>& values) { return values.at(2); }
