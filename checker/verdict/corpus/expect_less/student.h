#pragma once

inline int Waiting() { return 7; }
