#pragma once

#include <mutex>
#include <vector>

struct Account {
  std::mutex mutex;
  int balance = 0;
};

inline int Start() {
  std::vector<Account> accounts;
  accounts.push_back(Account());
  return accounts[0].balance;
}
