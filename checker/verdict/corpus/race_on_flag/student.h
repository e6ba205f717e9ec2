#pragma once

#include <string>

class Mailbox {
 public:
  void Put(std::string letter) {
    letter_ = letter;
    ready_ = true;
  }
  std::string Take() { return ready_ ? letter_ : ""; }

 private:
  bool ready_ = false;
  std::string letter_;
};
