#pragma once

#include <thread>

inline void Start() {}
