#pragma once

struct NoSeats {};

inline void Serve() { throw NoSeats(); }
