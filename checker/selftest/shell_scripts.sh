#!/usr/bin/env bash
# Every shell script is clean for shellcheck.
set -u
cd "$(dirname "$0")/../.." || exit 1

if ! command -v shellcheck > /dev/null; then
  echo "shellcheck is not installed; ./kata doctor says what to type" >&2
  exit 1
fi

# Scripts are known by their first line, whatever their name.
find . -path './bazel-*' -prune -o -path ./.git -prune -o -path ./.racefree -prune \
  -o -type f -size -1000k -print0 |
  xargs -0 awk 'FNR == 1 && /^#!.*(bash|\/sh)/ { print FILENAME } { nextfile }' |
  xargs shellcheck --external-sources
