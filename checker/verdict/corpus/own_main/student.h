#pragma once

inline int Start() { return 0; }

int main() { return 0; }
