#ifndef RACEFREE_CHECKER_VERDICT_TEXT_H_
#define RACEFREE_CHECKER_VERDICT_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace racefree {

// The part of `text` between the first `before` and the next `after`; up to the
// end of `text` if no `after` follows; nothing if there is no `before`.
absl::string_view Between(absl::string_view text, absl::string_view before,
                          absl::string_view after);

// "1 byte", "4 bytes".
std::string Bytes(absl::string_view count);

// What a sanitizer calls a thread ("thread T1", "main thread", "T0") in a
// student's words: "thread 1", "the main thread"; "a thread" if it can not be
// told.
std::string ThreadName(absl::string_view text);

// The name of a test as a sentence: "Balance.EndsAtMinusEight" becomes
// "Balance: ends at minus eight".
std::string SentenceOf(absl::string_view test);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_TEXT_H_
