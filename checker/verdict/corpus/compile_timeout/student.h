#pragma once

inline int Start() { return 0; }
