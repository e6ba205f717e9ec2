#include "checker/explore/tests/random_program.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "checker/explore/explore.h"
#include "checker/explore/search/random_numbers.h"

// The bookkeeping must not itself be scheduled or checked for races.
#define UNSEEN __attribute__((no_sanitize("thread")))

namespace racefree::explore {
namespace {

constexpr int kObjects = 2;

uint64_t Mix(uint64_t a) {
  a = (a ^ (a >> 30)) * 0xBF58476D1CE4E5B9u;
  a = (a ^ (a >> 27)) * 0x94D049BB133111EBu;
  return a ^ (a >> 31);
}

// The order of what happened to one object.
struct Log {
  uint64_t writes = 0;
};

struct Machine {
  std::mutex mutexes[kObjects];
  std::shared_mutex shared[kObjects];
  std::condition_variable conditions[kObjects];
  std::atomic<int> atomics[kObjects];
  bool held[3][kObjects] = {};
  bool reading[3][kObjects] = {};
  bool writing[3][kObjects] = {};
  Log mutex_log[kObjects];
  Log shared_log[kObjects];
  Log condition_log[kObjects];
  Log atomic_log[kObjects];
  // The sum does not depend on the order in which it is made.
  uint64_t trace = 0;

  UNSEEN void Note(int thread, size_t step, Log* log, bool writes,
                   uint64_t kind) {
    trace += Mix(Mix(Mix(static_cast<uint64_t>(thread) << 32 | step) + kind) +
                 log->writes);
    if (writes) ++log->writes;
  }
};

class Runner {
 public:
  UNSEEN Runner(const std::vector<RandomProgram::Step>& steps, int thread,
                Machine* machine)
      : steps_(steps), thread_(thread), m_(*machine) {}

  UNSEEN void Run() {
    for (size_t i = 0; i < steps_.size(); ++i) Do(i);
  }

 private:
  UNSEEN void Do(size_t i) {
    using Action = RandomProgram::Action;
    const int object = steps_[i].object;
    auto& mutex = m_.mutexes[object];
    auto& shared = m_.shared[object];
    auto& atomic = m_.atomics[object];
    bool& held = m_.held[thread_][object];
    bool& reading = m_.reading[thread_][object];
    bool& writing = m_.writing[thread_][object];
    switch (steps_[i].action) {
      case Action::kLock:
        if (held) return;
        mutex.lock();
        held = true;
        m_.Note(thread_, i, &m_.mutex_log[object], true, 1);
        return;
      case Action::kUnlock:
        if (!held) return;
        mutex.unlock();
        held = false;
        m_.Note(thread_, i, &m_.mutex_log[object], true, 2);
        return;
      case Action::kTryLock:
        if (held) return;
        held = mutex.try_lock();
        m_.Note(thread_, i, &m_.mutex_log[object], true, held ? 3 : 4);
        return;
      case Action::kLoad:
        atomic.load();
        m_.Note(thread_, i, &m_.atomic_log[object], false, 5);
        return;
      case Action::kStore:
        atomic.store(static_cast<int>(i) + 100 * thread_);
        m_.Note(thread_, i, &m_.atomic_log[object], true, 6);
        return;
      case Action::kAdd:
        atomic.fetch_add(1);
        m_.Note(thread_, i, &m_.atomic_log[object], true, 7);
        return;
      case Action::kExchangeIf: {
        int expected = 0;
        atomic.compare_exchange_strong(expected, 7);
        m_.Note(thread_, i, &m_.atomic_log[object], true, 8);
        return;
      }
      case Action::kWait: {
        if (!held) return;
        std::unique_lock<std::mutex> lock(mutex, std::adopt_lock);
        m_.conditions[object].wait(lock);
        lock.release();
        m_.Note(thread_, i, &m_.mutex_log[object], true, 9);
        m_.Note(thread_, i, &m_.condition_log[object], true, 9);
        return;
      }
      case Action::kNotifyOne:
        m_.conditions[object].notify_one();
        m_.Note(thread_, i, &m_.condition_log[object], true, 10);
        return;
      case Action::kNotifyAll:
        m_.conditions[object].notify_all();
        m_.Note(thread_, i, &m_.condition_log[object], true, 11);
        return;
      case Action::kReadLock:
        if (reading || writing) return;
        shared.lock_shared();
        reading = true;
        m_.Note(thread_, i, &m_.shared_log[object], false, 12);
        return;
      case Action::kReadUnlock:
        if (!reading) return;
        shared.unlock_shared();
        reading = false;
        m_.Note(thread_, i, &m_.shared_log[object], false, 13);
        return;
      case Action::kWriteLock:
        if (reading || writing) return;
        shared.lock();
        writing = true;
        m_.Note(thread_, i, &m_.shared_log[object], true, 14);
        return;
      case Action::kWriteUnlock:
        if (!writing) return;
        shared.unlock();
        writing = false;
        m_.Note(thread_, i, &m_.shared_log[object], true, 15);
        return;
    }
  }

  const std::vector<RandomProgram::Step>& steps_;
  const int thread_;
  Machine& m_;
};

}  // namespace

RandomProgram RandomProgram::Make(uint64_t seed) {
  RandomNumbers numbers(seed * 0x9E3779B97F4A7C15u + 1);
  RandomProgram program;
  const uint64_t threads = 2 + numbers.Below(2);
  const uint64_t steps =
      threads == 2 ? 3 + numbers.Below(3) : 2 + numbers.Below(2);
  // Each program gets a few kinds of operation, so that they meet.
  const uint64_t flavour = numbers.Below(4);
  for (uint64_t thread = 0; thread < threads; ++thread) {
    std::vector<Step> list;
    for (uint64_t i = 0; i < steps; ++i) {
      uint64_t action = numbers.Below(14);
      if (flavour == 1) action = numbers.Below(7);
      if (flavour == 2) {
        const uint64_t waits[] = {0, 0, 7, 7, 8, 9, 1};
        action = waits[numbers.Below(7)];
      }
      if (flavour == 3) {
        const uint64_t reads[] = {10, 11, 12, 13, 3, 4};
        action = reads[numbers.Below(6)];
      }
      const int object =
          flavour == 2 ? 0 : static_cast<int>(numbers.Below(kObjects));
      list.push_back({static_cast<Action>(action), object});
    }
    program.threads.push_back(list);
  }
  return program;
}

UNSEEN void RandomProgram::Run() const {
  Machine machine;
  {
    std::vector<std::thread> running;
    int number = 0;
    for (const auto& steps : threads) {
      running.emplace_back([&steps, &machine, number] {
        Runner(steps, number, &machine).Run();
      });
      ++number;
    }
    for (std::thread& thread : running) thread.join();
  }
  NoteOutcome(machine.trace);
}

}  // namespace racefree::explore
