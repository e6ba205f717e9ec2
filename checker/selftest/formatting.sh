#!/usr/bin/env bash
# Every C++ file is as clang-format would write it (.clang-format at the top).
set -u
cd "$(dirname "$0")/../.." || exit 1

formatter=
for candidate in clang-format-{21..16} clang-format; do
  if command -v "$candidate" > /dev/null; then
    formatter=$candidate
    break
  fi
done
if [ -z "$formatter" ]; then
  echo "clang-format is not installed; ./kata doctor says what to type" >&2
  exit 1
fi

# The corpus holds broken files on purpose.
find checker lessons solutions -path checker/verdict/corpus -prune -o \
  \( -name '*.h' -o -name '*.cc' \) -print0 |
  xargs -0 "$formatter" --dry-run --Werror
