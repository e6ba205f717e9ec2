#include "checker/verdict/text.h"

#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace racefree {
namespace {

// Whether a new word begins at `i`: at "E" of "AtEnd", at "U" of "RAIIUnlocks",
// at "2" of "Of2".
bool StartsWord(absl::string_view text, size_t i) {
  if (i == 0) return false;
  const bool upper = absl::ascii_isupper(text[i]);
  const bool after_upper = absl::ascii_isupper(text[i - 1]);
  if (upper && !after_upper) return true;
  if (upper && i + 1 < text.size() && absl::ascii_islower(text[i + 1])) {
    return true;
  }
  return absl::ascii_isdigit(text[i]) && !absl::ascii_isdigit(text[i - 1]);
}

// "EndsAtMinusEight" becomes "ends at minus eight"; words in capitals stay.
std::string Words(absl::string_view name, bool lower_first) {
  std::string words;
  size_t start = 0;
  for (size_t i = 1; i <= name.size(); ++i) {
    if (i < name.size() && !StartsWord(name, i) && name[i] != '_') continue;
    std::string word(name.substr(start, i - start));
    const bool capitals = word.size() > 1 && absl::ascii_isupper(word[1]);
    if (!capitals && (lower_first || !words.empty())) {
      word = absl::AsciiStrToLower(word);
    }
    if (!word.empty()) absl::StrAppend(&words, words.empty() ? "" : " ", word);
    start = i < name.size() && name[i] == '_' ? i + 1 : i;
  }
  return words;
}

}  // namespace

absl::string_view Between(absl::string_view text, absl::string_view before,
                          absl::string_view after) {
  const size_t start = text.find(before);
  if (start == absl::string_view::npos) return "";
  text.remove_prefix(start + before.size());
  return text.substr(0, text.find(after));
}

std::string Bytes(absl::string_view count) {
  return absl::StrCat(count, count == "1" ? " byte" : " bytes");
}

std::string ThreadName(absl::string_view text) {
  if (absl::StrContains(text, "main thread")) return "the main thread";
  const size_t letter = text.rfind('T');
  if (letter == absl::string_view::npos) return "a thread";
  const absl::string_view rest = text.substr(letter + 1);
  size_t digits = 0;
  while (digits < rest.size() && absl::ascii_isdigit(rest[digits])) ++digits;
  if (digits == 0) return "a thread";
  const absl::string_view number = rest.substr(0, digits);
  return number == "0" ? "the main thread" : absl::StrCat("thread ", number);
}

std::string SentenceOf(absl::string_view test) {
  const size_t dot = test.find('.');
  if (dot == absl::string_view::npos) return Words(test, false);
  return absl::StrCat(Words(test.substr(0, dot), /*lower_first=*/false), ": ",
                      Words(test.substr(dot + 1), /*lower_first=*/true));
}

}  // namespace racefree
