#pragma once

class Counter {
 public:
  void Hit() { ++hits_; }
  void HitAfter() { hits_++; }
  int hits() const { return hits_; }

 private:
  int hits_ = 0;
};
