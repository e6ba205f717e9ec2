#include "checker/terminal/hint_text.h"

#include "absl/strings/str_cat.h"
#include "checker/terminal/text.h"

namespace racefree {

std::string HintText(const Exercise& exercise, int shown,
                     const OutputStyle& style) {
  const int all = static_cast<int>(exercise.hints.size());
  std::string text;
  for (int i = 0; i < shown; ++i) {
    absl::StrAppend(&text,
                    Emphasize(absl::StrCat("Hint ", i + 1, " of ", all),
                              Emphasis::kBold, style),
                    "\n", Wrap(exercise.hints[i], style.width, "  "), "\n");
  }
  return text + Wrap(shown < all ? "Ask again for the next one."
                                 : "There are no more hints.",
                     style.width);
}

}  // namespace racefree
