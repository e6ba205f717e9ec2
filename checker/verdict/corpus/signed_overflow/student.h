#pragma once

inline int Next(int number) { return number + 1; }
