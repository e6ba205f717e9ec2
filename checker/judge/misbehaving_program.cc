// A gate's program whose one test does what MISBEHAVIOUR says: what
// program_run_test.cc runs.

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

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

void SpinForEver() {
  for (volatile bool stop = false; !stop;) {
  }
}

void WaitForEver() {
  while (true) pause();
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
