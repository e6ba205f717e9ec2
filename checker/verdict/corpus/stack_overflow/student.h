#pragma once

inline int Depth(int n) { return n == 0 ? 0 : Depth(n + 1) + 1; }
