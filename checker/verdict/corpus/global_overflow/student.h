#pragma once

static int prices[3] = {5, 8, 13};

inline int Price(const int* first, int index) { return first[index]; }
