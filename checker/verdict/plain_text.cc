#include "checker/verdict/plain_text.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace racefree {
namespace {

constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

uint8_t ByteAt(absl::string_view text, size_t i) {
  return static_cast<uint8_t>(text[i]);
}

bool IsContinuation(absl::string_view text, size_t i) {
  return i < text.size() && (ByteAt(text, i) & 0xc0) == 0x80;
}

// The number of bytes of the code point at `i`; 0 if it is not UTF-8. (RFC
// 3629: no overlong forms, no surrogates, nothing above U+10FFFF.)
size_t CodePointSize(absl::string_view text, size_t i) {
  const uint8_t first = ByteAt(text, i);
  if (first < 0x80) return 1;
  const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  for (size_t k = 1; k < size; ++k) {
    if (!IsContinuation(text, i + k)) return 0;
  }
  const uint8_t second = ByteAt(text, i + 1);
  if (first == 0xe0 && second < 0xa0) return 0;
  if (first == 0xed && second > 0x9f) return 0;
  if (first == 0xf0 && second < 0x90) return 0;
  if (first == 0xf4 && second > 0x8f) return 0;
  return size;
}

// U+0080 to U+009F are control characters too, to some terminals.
bool IsHighControl(absl::string_view text, size_t i) {
  return ByteAt(text, i) == 0xc2 && ByteAt(text, i + 1) < 0xa0;
}

}  // namespace

std::string Printable(absl::string_view text, bool unicode) {
  std::string printable;
  printable.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t size = CodePointSize(text, i);
    const char c = text[i];
    if (size == 1) {
      if (c == '\t') {
        printable += ' ';
      } else if (c == '\n' || absl::ascii_isprint(static_cast<uint8_t>(c))) {
        printable += c;
      } else if (c != '\r') {
        absl::StrAppend(&printable, "\\x",
                        absl::Hex(ByteAt(text, i), absl::kZeroPad2));
      }
    } else if (!unicode) {
      printable += '?';
    } else if (size == 0 || IsHighControl(text, i)) {
      absl::StrAppend(&printable, kReplacement);
    } else {
      absl::StrAppend(&printable, text.substr(i, size));
    }
    i += size == 0 ? 1 : size;
  }
  return printable;
}

size_t WidthOf(absl::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsContinuation(text, i)) ++width;
  }
  return width;
}

std::string Columns(absl::string_view text, size_t start, size_t width) {
  size_t column = 0;
  size_t begin = text.size();
  size_t end = text.size();
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsContinuation(text, i)) continue;
    if (column == start) begin = i;
    if (column == start + width) {
      end = i;
      break;
    }
    ++column;
  }
  return begin < end ? std::string(text.substr(begin, end - begin)) : "";
}

std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    size_t line_width = 0;
    for (absl::string_view word :
         absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      size_t word_width = WidthOf(word);
      if (line_width > 0 && line_width + 1 + word_width > width) {
        lines.push_back(std::move(line));
        line.clear();
        line_width = 0;
      }
      std::string rest(word);
      while (word_width > width) {
        lines.push_back(Columns(rest, 0, width));
        rest = rest.substr(lines.back().size());
        word_width -= width;
      }
      absl::StrAppend(&line, line_width > 0 ? " " : "", rest);
      line_width += (line_width > 0 ? 1 : 0) + word_width;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace racefree
