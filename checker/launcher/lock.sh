# shellcheck shell=bash
# One ./kata at a time sets up or builds; another waits and says so.

# take_lock FILE: until release_lock. Children that live on, as Bazel's server
# does, must be started with {lock}>&-, or they keep it for hours.
take_lock() {
  exec {lock}>"$1" || fail_cannot_write "$1"
  if ! flock --nonblock "${lock}"; then
    say "Another ./kata is setting this machine up; waiting for it."
    flock "${lock}"
  fi
}

release_lock() {
  exec {lock}>&-
}
