#ifndef RACEFREE_CHECKER_SESSION_SIGNALS_H_
#define RACEFREE_CHECKER_SESSION_SIGNALS_H_

#include <signal.h>

#include <initializer_list>
#include <optional>

namespace racefree {

// Turns signals into input. As long as it lives, these signals do nothing but
// wait to be read. One at a time; for use by a program's only thread.
class Signals {
 public:
  explicit Signals(std::initializer_list<int> numbers);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Readable when a signal has come.
  int descriptor() const { return descriptor_; }

  // The next signal that has come, if any. Does not wait.
  std::optional<int> Read();

 private:
  sigset_t blocked_before_;
  int descriptor_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_SIGNALS_H_
