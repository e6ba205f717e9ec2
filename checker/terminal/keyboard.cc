#include "checker/terminal/keyboard.h"

#include <poll.h>
#include <unistd.h>

namespace racefree {

Keyboard::Keyboard() : changed_(tcgetattr(STDIN_FILENO, &before_) == 0) {
  Resume();
}

Keyboard::~Keyboard() {
  if (changed_) tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
}

void Keyboard::Resume() {
  if (!changed_) return;
  // Ctrl-C and Ctrl-Z go on to be signals (ISIG).
  termios keys = before_;
  keys.c_lflag &= ~(ICANON | ECHO);
  keys.c_cc[VMIN] = 1;
  keys.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
}

int Keyboard::descriptor() const { return STDIN_FILENO; }

std::optional<char> Keyboard::Read() {
  // Standard input may be shared with the shell, so it must stay blocking.
  pollfd polled = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  if (poll(&polled, 1, /*timeout=*/0) <= 0) return std::nullopt;
  char bytes[16];
  const ssize_t count = read(STDIN_FILENO, bytes, sizeof(bytes));
  if (count <= 0) return 'q';
  return count == 1 ? bytes[0] : '\0';
}

}  // namespace racefree
