# shellcheck shell=bash
# What machine is this, and where may the launcher keep things?

# The tests put a machine of their own here.
system_root="${RACEFREE_SYSTEM_ROOT:-}"

# Sets system_id, system_like and system_name from os-release.
read_os_release() {
  system_id=unknown system_like="" system_name="this system"
  local name value
  [[ -r ${system_root}/etc/os-release ]] || return 0
  while IFS='=' read -r name value; do
    value="${value%\"}"
    value="${value#\"}"
    case "${name}" in
      ID) system_id="${value}" ;;
      ID_LIKE) system_like="${value}" ;;
      PRETTY_NAME) system_name="${value}" ;;
    esac
  done <"${system_root}/etc/os-release"
}

# Debian, Ubuntu and their descendants.
system_uses_apt() {
  [[ " ${system_id} ${system_like} " == *" debian "* ||
    " ${system_id} ${system_like} " == *" ubuntu "* ]]
}

require_supported_machine() {
  local machine
  machine="$(uname -s) $(uname -m)"
  if [[ ${machine} != "Linux x86_64" ]]; then
    fail "${EXIT_NOT_SET_UP}" \
      "Racefree runs on x86-64 Linux; this machine is ${machine}." \
      "Use an x86-64 Linux machine or virtual machine (on Windows: WSL 2)." \
      "Debian 12 and Ubuntu 24.04 need nothing but a clone and ./kata."
  fi
}

# Sets cache to the directory for what all checkouts of one user share, and
# bazel_output_root to where Bazel must keep its files, or to nothing where
# Bazel's own choice works.
find_cache() {
  local preferred="${XDG_CACHE_HOME:-${HOME:-}/.cache}"
  bazel_output_root=""
  if ! is_usable_directory "${HOME:-}/.cache"; then bazel_output_root=needed; fi
  if is_usable_directory "${preferred}"; then
    cache="${preferred}/racefree"
  else
    # HOME is unset, cannot be written, or has a space, which Bazel cannot bear.
    cache="/tmp/racefree-$(id -u)"
    mkdir -m 700 "${cache}" 2>/dev/null || true
    if [[ ! -O ${cache} || -L ${cache} ]] || ! is_usable_directory "${cache}"; then
      fail "${EXIT_NOT_SET_UP}" \
        "Neither ${preferred} nor ${cache} can be used to keep files in." \
        "Set HOME to a directory that you can write and whose path has no space."
    fi
  fi
  if ! mkdir -p "${cache}" 2>/dev/null; then
    fail_cannot_write "${cache}"
  fi
  if [[ -n ${bazel_output_root} ]]; then bazel_output_root="${cache}/bazel"; fi
}

# Whether files can be kept here; Bazel cannot bear a space in their path.
is_usable_directory() {
  [[ $1 == /* && $1 != *[[:space:]]* ]] || return 1
  mkdir -p "$1" 2>/dev/null && [[ -w $1 ]]
}

# free_megabytes DIRECTORY
free_megabytes() {
  df -Pm "$1" | awk 'NR == 2 { print $4 }'
}

# require_space DIRECTORY MEGABYTES PURPOSE
require_space() {
  local free
  free="$(free_megabytes "$1")"
  if [[ -n ${free} ]] && ((free < $2)); then
    fail "${EXIT_NOT_SET_UP}" \
      "The disk is too full: $1 has ${free} MB left, $3 needs $2 MB." \
      "Make room and start ./kata again; it goes on where it stopped."
  fi
}

fail_read_only() {
  fail "${EXIT_NOT_SET_UP}" "This checkout cannot be written: ${root}" \
    "Racefree keeps its progress and settings in it (.racefree/)." \
    "Copy it to a directory of your own and start ./kata there."
}

# A write that failed: a full disk, or something that is not yours.
fail_cannot_write() {
  local directory="$1" free
  while [[ ! -d ${directory} ]]; do directory="$(dirname "${directory}")"; done
  free="$(free_megabytes "${directory}")"
  if [[ -n ${free} ]] && ((free < 50)); then
    fail "${EXIT_NOT_SET_UP}" "The disk that holds $1 is full." \
      "Make room and start ./kata again; it goes on where it stopped."
  fi
  fail "${EXIT_NOT_SET_UP}" "Cannot write to $1." \
    "See that you own it: ls -ld ${directory}"
}
