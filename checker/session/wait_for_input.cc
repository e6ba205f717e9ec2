#include "checker/session/wait_for_input.h"

#include <poll.h>

#include <cerrno>

namespace racefree {

bool WaitForInput(const std::vector<int>& descriptors, absl::Duration timeout) {
  std::vector<pollfd> polled;
  for (int descriptor : descriptors) {
    polled.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
  }
  const int milliseconds =
      timeout == absl::InfiniteDuration()
          ? -1
          : static_cast<int>(absl::ToInt64Milliseconds(timeout));
  for (;;) {
    const int ready = poll(polled.data(), polled.size(), milliseconds);
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR) return false;
  }
}

}  // namespace racefree
