#pragma once

inline void Withdraw(int) {}
