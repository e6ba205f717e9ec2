#pragma once

class Account {
 public:
  int balance() const { return balance_;

 private:
  int balance_ = 0;
};

inline int Start() { return Account().balance(); }
