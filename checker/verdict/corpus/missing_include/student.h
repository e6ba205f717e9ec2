#pragma once

#include "balance_helper.h"

inline int Start() { return 0; }
