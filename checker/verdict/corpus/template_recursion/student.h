#pragma once

template <int n>
struct Deep {
  static constexpr int value = Deep<n - 1>::value + 1;
};

inline int Start() { return Deep<1>::value; }
