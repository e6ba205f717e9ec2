#pragma once

#include "absl/synchronization/mutex.h"

struct Account {
  absl::Mutex mutex;
  int balance = 0;
};

inline void Transfer(Account& from, Account& to, int amount) {
  absl::MutexLock first(&from.mutex);
  absl::MutexLock second(&to.mutex);
  from.balance -= amount;
  to.balance += amount;
}
