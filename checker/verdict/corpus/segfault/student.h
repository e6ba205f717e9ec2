#pragma once

inline int Read(const int* value) { return *value; }
