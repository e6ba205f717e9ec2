#pragma once

inline bool IsOpen() { return false; }
