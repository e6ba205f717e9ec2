# shellcheck shell=bash
# How the launcher speaks: on standard error, which leaves standard output to
# the command that it starts.

# The student (or their administrator) has to do something first.
readonly EXIT_NOT_SET_UP=2
# Something went wrong that should not have.
readonly EXIT_MACHINE_FAULT=3

say() {
  printf '%s\n' "$@" >&2
}

# fail EXIT_CODE LINE...: says what happened and the next step, and ends.
fail() {
  local exit_code="$1"
  shift
  printf 'kata: %s\n' "$1" >&2
  shift
  if (($#)); then printf '  %s\n' "$@" >&2; fi
  exit "${exit_code}"
}

# The end of a log, indented, without filling the screen.
say_end_of() {
  tail -n 25 "$1" | sed 's/^/  | /' >&2
}
