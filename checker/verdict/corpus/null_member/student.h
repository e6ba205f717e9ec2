#pragma once

struct Account {
  int balance = 0;
  int Balance() const { return balance; }
};

inline int Read(const Account* account) { return account->Balance(); }
