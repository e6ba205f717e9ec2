#pragma once

inline int balance = 0;

inline void Change(int amount) { balance += amount; }
