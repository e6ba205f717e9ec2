#!/usr/bin/env bash
# Every command that README.md names does what it says there. A command that this
# script does not know fails it: whoever documents one says here what it must do.
set -u
cd "$(dirname "$0")/../.." || exit 1

failures=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT

# expect EXIT_CODE WORDS COMMAND...: runs it and compares.
expect() {
  local code=$1 words=$2 actual
  shift 2
  if [ "$1" = work_until_first_verdict ]; then
    "$@"
  else
    "$@" > "$output" 2>&1 < /dev/null
  fi
  actual=$?
  if [ "$actual" = "$code" ] && grep -qF -- "$words" "$output"; then return; fi
  echo "$*: exit code $actual (not $code?), or does not say: $words"
  sed 's/^/  | /' "$output" | tail -20
  failures=$((failures + 1))
}

# As a student at a terminal: the first verdict is there, then Ctrl-C.
work_until_first_verdict() {
  local keys line terminal
  keys=$(mktemp -u)
  mkfifo "$keys"
  script --quiet --return --command ./kata /dev/null < "$keys" > "$output" 2>&1 &
  terminal=$!
  exec {keyboard}> "$keys"
  rm "$keys"
  while read -r line; do
    case $line in *FAILED*start_join*) break ;; esac
  done < <(tail --pid="$terminal" -n +1 -f "$output")
  printf '\003' >&"$keyboard"
  wait "$terminal"
  local code=$?
  exec {keyboard}>&-
  return "$code"
}

# A bazel command that the README shows, with the Bazel of this machine.
run_bazel() {
  "${RACEFREE_BAZEL:-bazel}" "$@"
}

# Whether the student has not touched an exercise of 04_lock.
is_as_shipped() {
  cmp -s "lessons/04_lock/$1.h" "solutions/04_lock/$1.shipped.h"
}

check() {
  local command=$1
  case $command in
    './kata')
      if is_as_shipped start_join; then
        expect 130 'lessons/04_lock/start_join.h' work_until_first_verdict
      fi
      ;;
    './kata selftest') expect 0 'passed' ./kata selftest --help ;;
    './kata run balance' | './kata run [NAME]' | './kata run bal')
      if is_as_shipped balance; then
        expect 1 'balance_' ./kata run bal
      fi
      ;;
    './kata run --help') expect 0 'run' ./kata run --help ;;
    './kata list') expect 0 'check_then_act' ./kata list ;;
    './kata hint [NAME]') expect 0 'Hint' ./kata hint balance ;;
    './kata solution NAME')
      expect 0 'std::mutex' ./kata solution balance --anyway
      ;;
    './kata reset NAME')
      if is_as_shipped balance; then
        expect 0 'as it was shipped' ./kata reset balance
      fi
      ;;
    './kata check')
      if is_as_shipped two_locks; then expect 1 'two_locks' ./kata check; fi
      ;;
    './kata doctor') expect 0 'Nothing is missing' ./kata doctor ;;
    'bazel test //lessons/04_lock:balance')
      if is_as_shipped balance; then
        expect 3 'balance_' run_bazel test //lessons/04_lock:balance
      fi
      ;;
    'bazel test //lessons/...')
      if is_as_shipped start_join; then
        expect 3 'start_join' run_bazel test --keep_going //lessons/...
      fi
      ;;
    'bazel test //solutions/...')
      expect 0 'PASSED' run_bazel test //solutions/...
      ;;
    *)
      echo "README.md names a command that $0 does not know: $command"
      failures=$((failures + 1))
      ;;
  esac
}

# Commands stand after a prompt, and between back-quotes.
mapfile -t commands < <({
  sed -nE 's/^\$ ([^#]*[^# ]) *(#.*)?$/\1/p' README.md
  tr '`' '\n' < README.md | grep -E '^\./kata'
} | sort -u)
if [ "${#commands[@]}" -lt 5 ]; then
  echo "found only ${#commands[@]} commands in README.md"
  exit 1
fi
for command in "${commands[@]}"; do check "$command"; done
[ "$failures" = 0 ]
