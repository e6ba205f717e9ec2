#pragma once

#include <string>

inline std::string Start() { return "zero"; }
