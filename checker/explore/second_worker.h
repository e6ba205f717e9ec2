#ifndef RACEFREE_CHECKER_EXPLORE_SECOND_WORKER_H_
#define RACEFREE_CHECKER_EXPLORE_SECOND_WORKER_H_

#include <sys/types.h>

#include <cstdint>

#include "checker/explore/driver.h"
#include "checker/explore/learned.h"
#include "checker/explore/result.h"

namespace racefree::explore {

// The second processor, without a second result. When a search takes long, the
// worker forks a second one that does in advance what comes later. When the
// first gets there it takes over what the second found out, if that is what it
// would have found out itself: nothing was found before, and nothing was
// learned since the fork. Otherwise it does it again. So the result is that of
// one worker, whatever the number of processors, and however they share time.
class SecondWorker {
 public:
  // What it did.
  struct Report {
    Driver::Stop stop;
    // Whether its search left something out.
    bool cut;
    bool begun;
    bool delivered;
    Learned learned;
    Result result;
    // Counts up while it works.
    uint64_t progress;
  };

  ~SecondWorker() { Dismiss(); }

  // Whether this process is it.
  bool IsSecond() const { return process_ == kIsSecond; }

  // Between two schedules. True in the second worker, which shares neither the
  // runtime nor driver->result() with the first any more, and must now copy
  // what else it needs, then call Begin(): only then does this return in the
  // first, with false; as it does if there can be no second.
  bool Fork(Driver* driver);
  void Begin();

  // In the second: hands over driver->result() and ends.
  [[noreturn]] void Deliver(Driver* driver, Driver::Stop stop, bool cut);

  // In the first, which has come to where the second began: what the second
  // found out; null if there is none or it is of no use. The second is gone.
  const Report* Await();

  // Ends the second.
  void Dismiss();

 private:
  void AwaitBeginning();

  static constexpr pid_t kNone = -1;
  static constexpr pid_t kIsSecond = 0;

  pid_t process_ = kNone;
  size_t known_when_forked_ = 0;
  // Shared by the two.
  Report* report_ = nullptr;
};

// Whether to have one.
bool WantsSecondWorker(const Options& options);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SECOND_WORKER_H_
