#pragma once

#include <cassert>

inline void Check(int balance) { assert(balance >= 0); }
