#pragma once

class Account {
 public:
  int Balance() const { return balance_; }

 private:
  int balance_ = 0;
};
