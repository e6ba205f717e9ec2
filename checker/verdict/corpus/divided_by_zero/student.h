#pragma once

inline int Share(int sum, int people) { return sum / people; }
