#!/usr/bin/env bash
# What the benchmarks of save-to-verdict time share: sourced, not run.

# use EXERCISE_FILE: from now on save() writes to it. It is put back at the end.
use() {
  restore
  file=$1
  cp "$file" "$scratch/original.h"
}

restore() {
  if [ -n "${file:-}" ]; then cp "$scratch/original.h" "$file"; fi
}

scratch=$(mktemp -d)
trap 'restore; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# save ANSWER: puts an answer in place, different from all others in a symbol.
save() {
  local moment=${EPOCHREALTIME/[.,]/}
  { cat "$1"; echo "[[gnu::used]] static int save_$moment = 1;"; } > "$file"
}

# seconds_to_verdict EXERCISE: until `./kata run` has told its verdict; it then still
# tidies up.
seconds_to_verdict() {
  local start=$EPOCHREALTIME line
  while read -r line; do
    case $line in FAILED* | *' is solved.') break ;; esac
  done < <(./kata run "$1" 2>&1 < /dev/null)
  awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { print end - start }'
  wait "$!" || true
}

median() {
  sort -n | awk '{ value[NR] = $1 } END {
    print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}
