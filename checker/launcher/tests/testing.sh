# shellcheck shell=bash
# A machine of its own for every test: a directory with a checkout, a home, an
# /etc, and programs that pretend (fakes/). Nothing of the real machine but the
# base tools is to be seen, and no network.

set -uo pipefail

launcher_source="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
repository="$(cd "${launcher_source}/../.." && pwd)"
scratch="$(mktemp -d "${TEST_TMPDIR:-/tmp}/launcher.XXXXXX")"
trap 'chmod -R u+w "${scratch}"; rm -rf "${scratch}"' EXIT

# What every Debian system has, and nothing else.
readonly BASE_TOOLS=(awk bash cat chmod cksum cp cut dirname env find flock grep
  gzip head ln ls mkdir mkfifo mktemp mv patch readlink rm sed sha256sum sort
  tail tar touch tr xargs)

make_base_tools() {
  local tool
  mkdir "${scratch}/base"
  for tool in "${BASE_TOOLS[@]}"; do
    ln -s "$(command -v "${tool}")" "${scratch}/base/${tool}"
  done
}

# A Debian 12 with nothing but its base, all packages on offer, no upstream.
new_machine() {
  MACHINE="$(mktemp -d "${scratch}/machine.XXXXXX")"
  checkout="${MACHINE}/${CHECKOUT_NAME:-checkout}"
  SYSTEM_BIN="${MACHINE}/system/usr/bin"
  FAKES="${launcher_source}/tests/fakes"
  export MACHINE SYSTEM_BIN FAKES
  mkdir -p "${MACHINE}"/{home,installed,lacks,mirror,tmp} "${SYSTEM_BIN}" \
    "${MACHINE}"/system/{etc,usr/lib/apt}
  : >"${MACHINE}/calls"
  echo 0 >"${MACHINE}/user_id"
  echo "Linux x86_64" >"${MACHINE}/uname"
  echo 50000 >"${MACHINE}/free_megabytes"
  echo "bazel no_version" >"${MACHINE}/bazel_version"
  touch "${MACHINE}/lacks/"{tsan,asan,lld}
  use_system debian "Debian GNU/Linux 12 (bookworm)"
  printf '%s\n' libc6 bazel-bootstrap bazel-{platforms,rules-cc,rules-java} \
    bazel-{rules-proto,skylib} clang-{16,19} libclang-rt-{16,19}-dev \
    lld-{16,19} llvm-{16,19} clang-format-{16,19} g++ shellcheck elfutils xz-utils \
    >"${MACHINE}/offered"
  local tool
  for tool in apt-get apt-cache dpkg-query timeout id uname df; do
    cp "${FAKES}/${tool}" "${SYSTEM_BIN}/"
  done
  cp "${FAKES}/apt-helper" "${MACHINE}/system/usr/lib/apt/"
  write_built_command
  make_checkout
  make_mirror
  make_debians_bazel_files
}

# use_system ID NAME [ID_LIKE]
use_system() {
  printf 'PRETTY_NAME="%s"\nID=%s\nID_LIKE="%s"\n' "$2" "$1" "${3:-}" \
    >"${MACHINE}/system/etc/os-release"
  if [[ $1 != debian && ${3:-} != *debian* ]]; then
    rm -f "${SYSTEM_BIN}"/{apt-get,apt-cache,dpkg-query} \
      "${MACHINE}/system/usr/lib/apt/apt-helper"
  fi
}

# The same machine with all packages installed.
install_everything() {
  "${FAKES}/apt-get" install bazel-bootstrap bazel-{platforms,rules-cc} \
    bazel-{rules-java,rules-proto,skylib} clang-19 libclang-rt-19-dev lld-19 \
    llvm-19 g++ elfutils xz-utils
  : >"${MACHINE}/calls"
}

# What the fake Bazel builds: it shows its arguments, directory and environment.
write_built_command() {
  cat >"${MACHINE}/built_command" <<'EOF'
#!/usr/bin/env bash
printf 'command:'
printf ' [%s]' "$@"
printf '\ndirectory: %s\n' "${PWD}"
env | grep ^RACEFREE_ | sort
exit "${WANTED_EXIT_CODE:-0}"
EOF
  chmod +x "${MACHINE}/built_command"
}

make_checkout() {
  mkdir -p "${checkout}/checker/launcher" "${checkout}/third_party" \
    "${checkout}/lessons/04_lock"
  cp "${repository}/kata" "${checkout}/"
  cp "${launcher_source}"/*.sh "${checkout}/checker/launcher/"
  cp "${repository}"/third_party/* "${checkout}/third_party/"
  touch "${checkout}"/{WORKSPACE,BUILD,.bazelrc} "${checkout}/checker/BUILD" \
    "${checkout}/lessons/04_lock/"{BUILD,balance.h}
}

# Small archives in place of the libraries, pinned in the same way.
make_mirror() {
  local name directory="${MACHINE}/library-1.0"
  mkdir "${directory}"
  echo "a header" >"${directory}/library.h"
  echo "# comment" >"${checkout}/checker/launcher/debian_sources.txt"
  for name in first second+dfsg tinyxml2; do
    echo "${name}" >"${directory}/name"
    tar -czf "${MACHINE}/mirror/${name//+/%2b}.tar.gz" -C "${MACHINE}" library-1.0
    printf '%s 1.0 %s pool/main/%s.tar.gz\n' "${name%+*}" \
      "$(sha256sum "${MACHINE}/mirror/${name//+/%2b}.tar.gz" | cut -d' ' -f1)" \
      "${name}" >>"${checkout}/checker/launcher/debian_sources.txt"
  done
}

# The parts of Debian's Bazel packages that the launcher looks at.
make_debians_bazel_files() {
  local files="${MACHINE}/system/usr/share/bazel"
  mkdir -p "${files}"/{tools/skylib,tools/platforms,rules/java,rules/proto} \
    "${files}/rules/cc/cc/private/rules_impl"
  touch "${files}/A-server.jar"
  # The patch applies to what its own lines tell.
  local patched="" line
  while IFS= read -r line; do
    case "${line}" in
      "--- a/"*)
        patched="${files}/rules/cc/${line#--- a/}"
        : >"${patched}"
        ;;
      "diff "* | "+++ "*) ;;
      "@@ -"*)
        # Empty lines stand for those between the hunks.
        local first="${line#@@ -}"
        first="${first%%,*}"
        while (($(grep -c '' "${patched}") < first - 1)); do
          echo >>"${patched}"
        done
        ;;
      [\ -]*) printf '%s\n' "${line:1}" >>"${patched}" ;;
    esac
  done <"${repository}/third_party/rules_cc.patch"
}

# kata ARGUMENT...: runs it on the machine; sets output and exit_code.
kata() {
  output="$(in_machine "${checkout}/kata" "$@" 2>&1 </dev/null)"
  exit_code=$?
}

in_machine() {
  env -i HOME="${HOME_TO_USE-${MACHINE}/home}" PATH="${SYSTEM_BIN}:${scratch}/base" \
    RACEFREE_SYSTEM_ROOT="${MACHINE}/system" TMPDIR="${MACHINE}/tmp" \
    MACHINE="${MACHINE}" SYSTEM_BIN="${SYSTEM_BIN}" FAKES="${FAKES}" \
    ${EXTRA_ENVIRONMENT[@]+"${EXTRA_ENVIRONMENT[@]}"} "$@"
}

# fault LINE...: ends this test.
fault() {
  printf '    %s\n' "$@" "exit code: ${exit_code:-none}; output:" >&2
  output="${output:-}"
  printf '    | %s\n' "${output//$'\n'/$'\n'    | }" >&2
  exit 1
}

# Each expect_* ends the test where it does not hold.
expect_exit() {
  [[ ${exit_code} == "$1" ]] || fault "expected exit code $1"
}

expect_output() {
  local text
  for text in "$@"; do
    [[ ${output} == *"${text}"* ]] || fault "expected in the output: ${text}"
  done
}

expect_no_output() {
  [[ ${output} != *"$1"* ]] || fault "not expected in the output: $1"
}

# expect_calls NUMBER TEXT: how often the machine's programs were called so.
expect_calls() {
  local number
  number="$(grep -cF -- "$2" "${MACHINE}/calls")"
  [[ ${number} == "$1" ]] ||
    fault "expected $1 calls, saw ${number}: $2" "$(<"${MACHINE}/calls")"
}

expect_file() {
  [[ -e $1 ]] || fault "expected to exist: $1"
}

expect_no_file() {
  [[ ! -e $1 && ! -L $1 ]] || fault "expected not to exist: $1"
}

# Runs every function named test_*, each in a process of its own.
run_tests() {
  local name failed=0 passed=0
  make_base_tools
  for name in $(compgen -A function test_); do
    if (unset exit_code output; "${name}"); then
      passed=$((passed + 1))
    else
      echo "FAILED: ${name}" >&2
      failed=$((failed + 1))
    fi
  done
  echo "${passed} passed, ${failed} failed"
  ((failed == 0 && passed > 0))
}
