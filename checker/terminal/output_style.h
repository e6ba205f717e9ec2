#ifndef RACEFREE_CHECKER_TERMINAL_OUTPUT_STYLE_H_
#define RACEFREE_CHECKER_TERMINAL_OUTPUT_STYLE_H_

namespace racefree {

// How text must look for where it goes.
struct OutputStyle {
  // In columns.
  int width = 80;
  // ANSI colours.
  bool colour = false;
  // Characters that are not ASCII.
  bool unicode = false;
};

// The style for standard output. Colours and unicode only on a terminal; no
// colours if NO_COLOR is set (https://no-color.org); unicode only if the locale
// is UTF-8.
OutputStyle DetectOutputStyle();

// Whether a student sits before it: both standard input and standard output are
// a terminal.
bool IsInteractive();

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_OUTPUT_STYLE_H_
