#pragma once

#include <thread>

inline void Serve() { std::thread worker([] {}); }
