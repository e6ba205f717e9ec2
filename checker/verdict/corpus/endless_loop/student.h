#pragma once

inline int Countdown(int from) {
  while (from != 0) from -= 2;
  return from;
}
