#pragma once

inline int Served() { return 3; }
