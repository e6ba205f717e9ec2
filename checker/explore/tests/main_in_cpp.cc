// Small programs in C++, one for each name in the first argument.

#include <pthread.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

int LosesAnUpdate() {
  std::atomic<int> sum{0};
  auto add = [&] { sum = sum + 1; };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  return sum == 2 ? 0 : 1;
}

int AddsUp() {
  std::atomic<int> sum{0};
  std::thread a([&] { ++sum; });
  std::thread b([&] { ++sum; });
  a.join();
  b.join();
  std::cout << "the sum is " << sum << std::endl;
  return sum == 2 ? 0 : 1;
}

int Throws() { throw std::runtime_error("no bread"); }

std::atomic<int> destroyed{0};

struct CountsItsEnd {
  ~CountsItsEnd() { ++destroyed; }
};

void* LeaveInTheMiddle(void*) {
  CountsItsEnd object;
  pthread_exit(nullptr);
}

// Destructors run when a thread leaves in the middle.
int LeavesByPthreadExit() {
  pthread_t thread;
  pthread_create(&thread, nullptr, LeaveInTheMiddle, nullptr);
  pthread_join(thread, nullptr);
  return destroyed == 1 ? 0 : 1;
}

const std::map<std::string, std::function<int()>> programs = {
    {"loses_an_update", LosesAnUpdate},
    {"adds_up", AddsUp},
    {"throws", Throws},
    {"leaves_by_pthread_exit", LeavesByPthreadExit},
};

}  // namespace

int main(int count, char** arguments) {
  const auto found = programs.find(count == 2 ? arguments[1] : "");
  return found == programs.end() ? 2 : found->second();
}
