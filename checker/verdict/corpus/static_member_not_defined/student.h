#pragma once

struct Account {
  static int opened;
};

inline int Start() { return Account::opened; }
