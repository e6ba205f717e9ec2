#ifndef RACEFREE_CHECKER_TERMINAL_KEYBOARD_H_
#define RACEFREE_CHECKER_TERMINAL_KEYBOARD_H_

#include <termios.h>

#include <optional>

namespace racefree {

// Reads single keys from the terminal that is standard input: at once, and
// without showing them. Destroying it leaves the terminal as it was.
class Keyboard {
 public:
  Keyboard();
  ~Keyboard();
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  // Takes hold of the terminal again, after the program was suspended and
  // another one had it.
  void Resume();

  // Readable when a key was pressed.
  int descriptor() const;

  // The next key that was pressed, if any. Does not wait. '\0' for one that is
  // more than one byte (arrows), 'q' when the terminal is gone.
  std::optional<char> Read();

 private:
  termios before_;
  bool changed_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_KEYBOARD_H_
