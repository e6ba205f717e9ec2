#include "checker/session/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

namespace racefree {

Signals::Signals(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (int number : numbers) sigaddset(&set, number);
  sigprocmask(SIG_BLOCK, &set, &blocked_before_);
  descriptor_ = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

Signals::~Signals() {
  // One that came too late for us is not for the code after us either.
  while (Read().has_value()) {
  }
  close(descriptor_);
  sigprocmask(SIG_SETMASK, &blocked_before_, nullptr);
}

std::optional<int> Signals::Read() {
  signalfd_siginfo signal;
  if (read(descriptor_, &signal, sizeof(signal)) != sizeof(signal)) {
    return std::nullopt;
  }
  return static_cast<int>(signal.ssi_signo);
}

}  // namespace racefree
