#pragma once

inline int Read(const volatile int* value) { return *value; }
