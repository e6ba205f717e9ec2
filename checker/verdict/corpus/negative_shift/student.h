#pragma once

inline int Shift(int by) { return 1 << by; }
