#pragma once

class Account {
 public:
  void Change(int amount) { balance_ = amount; }
  int balance() const { return balance_; }

 private:
  int balance_ = 0;
};
