// A gate's program whose one test does what MISBEHAVIOUR says: what
// program_run_test.cc runs.

#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <latch>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace racefree {
namespace {

void Deadlock() {
  std::mutex first;
  std::mutex second;
  std::latch both_hold_one(2);
  const auto lock_both = [&](std::mutex& mine, std::mutex& theirs) {
    const std::lock_guard lock(mine);
    both_hold_one.arrive_and_wait();
    const std::lock_guard other(theirs);
  };
  std::thread thread([&] { lock_both(second, first); });
  lock_both(first, second);
  thread.join();
}

void LockTwice() {
  std::mutex mutex;
  mutex.lock();
  mutex.lock();
}

void WaitForANotification(
    std::function<bool(std::condition_variable&, std::unique_lock<std::mutex>&)>
        wait) {
  std::mutex mutex;
  std::condition_variable condition;
  std::thread thread([&] {
    std::unique_lock lock(mutex);
    while (!wait(condition, lock)) {
    }
  });
  thread.join();
}

// Nobody notifies.
void WaitForAll() {
  WaitForANotification([](auto& condition, auto& lock) {
    condition.wait(lock);
    return false;
  });
}

// Nobody notifies, but some day it gives up.
void WaitForAWhile() {
  WaitForANotification([](auto& condition, auto& lock) {
    condition.wait_for(lock, std::chrono::milliseconds(300));
    return true;
  });
}

void SpinForEver() {
  for (volatile bool stop = false; !stop;) {
  }
}

void WaitForEver() {
  while (true) pause();
}

// The child wakes its parent by memory that they share.
void WaitForAChild() {
  auto* memory = mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* done = static_cast<sem_t*>(memory);
  sem_init(done, /*pshared=*/1, 0);
  const pid_t child = fork();
  if (child == 0) {
    usleep(300'000);
    sem_post(done);
    _exit(0);
  }
  sem_wait(done);
  waitpid(child, nullptr, 0);
  munmap(memory, sizeof(sem_t));
}

void PrintForEver() {
  while (true) std::puts("and again, and again, and again, and again");
}

void ExitEarly() { std::_Exit(0); }

int Recurse(int depth) {
  volatile int more = depth + 1;
  if (more < 0) return 0;
  return Recurse(more) + more;
}

void TakeAllMemory() {
  std::vector<std::string> memory;
  while (true) memory.emplace_back().reserve(size_t{1} << 28);
}

void DetachAThread() {
  std::thread([] {}).detach();
}

void LeaveAZombie() {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  siginfo_t ended;
  waitid(P_PID, child, &ended, WEXITED | WNOWAIT);
}

void LeaveADescriptor() { open("/dev/null", O_RDONLY); }

void LeaveAFile() {
  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/left";
  close(open(path.c_str(), O_CREAT | O_WRONLY, 0600));
}

void LeaveADaemon() {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) WaitForEver();
    _exit(0);
  }
}

TEST(Misbehaving, AsTold) {
  const std::map<std::string, std::function<void()>> behaviours = {
      {"nothing", [] {}},
      {"fail", [] { FAIL() << "as told"; }},
      {"abort", [] { std::abort(); }},
      {"deadlock", Deadlock},
      {"lock_twice", LockTwice},
      {"wait_for_all", WaitForAll},
      {"wait_for_a_while", WaitForAWhile},
      {"wait_for_a_child", WaitForAChild},
      {"spin", SpinForEver},
      {"wait", WaitForEver},
      {"print", PrintForEver},
      {"exit", ExitEarly},
      {"recurse", [] { Recurse(0); }},
      {"recurse_in_thread", [] { std::thread(Recurse, 0).join(); }},
      {"memory", TakeAllMemory},
      {"detach", DetachAThread},
      {"zombie", LeaveAZombie},
      {"descriptor", LeaveADescriptor},
      {"file", LeaveAFile},
      {"daemon", LeaveADaemon},
  };
  behaviours.at(std::getenv("MISBEHAVIOUR"))();
}

TEST(MisbehavingInParallel, RunsInTheRaceFreeGateOnly) {}

}  // namespace
}  // namespace racefree
