#ifndef RACEFREE_CHECKER_EXPLORE_TESTS_RANDOM_PROGRAM_H_
#define RACEFREE_CHECKER_EXPLORE_TESTS_RANDOM_PROGRAM_H_

#include <cstdint>
#include <vector>

namespace racefree::explore {

// A small program, made from a seed: two or three threads that lock, unlock,
// try, read, write, wait and notify. To compare searches with.
struct RandomProgram {
  enum class Action : uint8_t {
    kLock,
    kUnlock,
    kTryLock,
    kLoad,
    kStore,
    kAdd,
    kExchangeIf,
    kWait,
    kNotifyOne,
    kNotifyAll,
    kReadLock,
    kReadUnlock,
    kWriteLock,
    kWriteUnlock,
  };
  struct Step {
    Action action;
    int object;
  };

  static RandomProgram Make(uint64_t seed);

  // Runs it once, on real threads, and notes as its outcome a number that two
  // runs share exactly if they are the same Mazurkiewicz trace: each operation
  // with its place in the order of those that it does not commute with.
  void Run() const;

  std::vector<std::vector<Step>> threads;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_TESTS_RANDOM_PROGRAM_H_
