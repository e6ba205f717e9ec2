#pragma once

#include <atomic>
#include <thread>

class Worker {
 public:
  Worker() : thread_([this] { Step(); }) {}
  virtual ~Worker() { thread_.join(); }
  virtual void Step() {}

 private:
  std::thread thread_;
};

class CountingWorker : public Worker {
 public:
  void Step() override { ++steps_; }

 private:
  std::atomic<int> steps_ = 0;
};
