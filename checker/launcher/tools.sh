# shellcheck shell=bash
# Which of the needed programs does this machine have? Nothing is changed here.
# Each find_* sets the variable of that name to an absolute path, or else to
# nothing and *_problem to what is wrong.

readonly OLDEST_CLANG=16 NEWEST_CLANG=21

# Bazel 4.2 is what Debian packages; 7 and later no longer read WORKSPACE alone.
readonly OLDEST_BAZEL=4 NEWEST_BAZEL=6

find_bazel() {
  local name path version
  bazel="" bazel_problem="there is no Bazel (neither bazelisk nor bazel)"
  for name in ${RACEFREE_BAZEL:-bazelisk bazel}; do
    path="$(command -v "${name}")" || continue
    version="$(bazel_version "${path}")"
    if [[ -z ${version} ]]; then
      bazel_problem="${path} does not start"
    elif ((version < OLDEST_BAZEL || version > NEWEST_BAZEL)); then
      bazel_problem="${path} is Bazel ${version}; Racefree needs"
      bazel_problem+=" ${OLDEST_BAZEL} to ${NEWEST_BAZEL}"
    else
      bazel="${path}"
      return
    fi
  done
}

# Prints the major version of a Bazel, or nothing if it does not start.
bazel_version() {
  local version
  # In the checkout, where Bazelisk finds in .bazeliskrc what to download.
  version="$(cd "${root}" && timeout 120 "$1" --version 2>/dev/null)" || return 0
  if [[ ${version} == "bazel no_version" ]]; then
    # Debian's Bazel does not know its own version; its package does.
    version="bazel $(dpkg-query -W -f '${Version}' bazel-bootstrap 2>/dev/null)"
  fi
  if [[ ${version} =~ ^bazel\ ([0-9]+) ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi
}

find_clang() {
  local name path version problem
  clang="" clang_version="" clang_problem=""
  for name in ${RACEFREE_CLANG:-clang $(clang_names)}; do
    path="$(command -v "${name}")" || continue
    version="$("${path}" -dumpversion 2>/dev/null)" || continue
    version="${version%%.*}"
    if [[ ! ${version} =~ ^[0-9]+$ ]] || ((version < OLDEST_CLANG)); then
      continue
    fi
    clang_version="${clang_version:-${version}}"
    problem="$(what_clang_lacks "${path}")"
    if [[ -z ${problem} ]]; then
      clang="${path}" clang_version="${version}"
      return
    fi
    clang_problem="${clang_problem:-${path} ${problem}}"
  done
  clang_problem="${clang_problem:-there is no clang ${OLDEST_CLANG} or later}"
}

clang_names() {
  local version
  for ((version = NEWEST_CLANG; version >= OLDEST_CLANG; version--)); do
    printf 'clang-%s ' "${version}"
  done
}

# Prints what this clang cannot do, or nothing: it builds and starts a small
# program as the exercises are built.
what_clang_lacks() {
  local compiler="$1" directory problem=""
  directory="$(mktemp -d)"
  printf '%s\n' '#include <barrier>' '#include <thread>' \
    'int main() { std::jthread thread([] {}); }' >"${directory}/probe.cc"
  local -a compile=("${compiler}" -std=c++20 "${directory}/probe.cc"
    -o "${directory}/probe" -lstdc++ -lm -pthread)
  if ! "${compile[@]}" -fsyntax-only >"${directory}/log" 2>&1; then
    problem="finds no C++20 standard library"
  elif ! "${compile[@]}" -fuse-ld=lld >"${directory}/log" 2>&1; then
    problem="finds no linker lld"
  elif ! "${compile[@]}" -fuse-ld=lld -fsanitize=address \
    >"${directory}/log" 2>&1; then
    problem="has no AddressSanitizer runtime"
  elif ! "${compile[@]}" -fuse-ld=lld -fsanitize=thread \
    >"${directory}/log" 2>&1; then
    problem="has no ThreadSanitizer runtime"
  elif ! "${directory}/probe" >"${directory}/log" 2>&1 &&
    # The checker copes with this one: it starts without address randomisation.
    ! grep -q 'unexpected memory mapping' "${directory}/log"; then
    problem="makes ThreadSanitizer programs that do not start"
  fi
  if [[ -n ${problem} ]]; then
    printf '%s: %s' "${problem}" "$(head -n 1 "${directory}/log")"
  fi
  rm -rf "${directory}"
}

# llvm-symbolizer of the same LLVM as clang; it turns addresses into lines.
find_symbolizer() {
  local name
  symbolizer="" symbolizer_problem="there is no llvm-symbolizer"
  for name in "llvm-symbolizer-${clang_version}" llvm-symbolizer \
    "$("${clang:-true}" -print-prog-name=llvm-symbolizer 2>/dev/null)"; do
    symbolizer="$(command -v "${name}")" && return
  done
  symbolizer=""
}

# eu-stack, of elfutils; it tells where the threads of a hung program stand.
find_eu_stack() {
  eu_stack_problem="there is no eu-stack (of elfutils)"
  eu_stack="$(command -v eu-stack)" || eu_stack=""
}

# Only `kata selftest` needs these.
find_test_tools() {
  shellcheck="" shellcheck_problem="there is no shellcheck"
  clang_format="" clang_format_problem="there is no clang-format"
  local name
  shellcheck="$(command -v shellcheck)" || shellcheck=""
  for name in "clang-format-${clang_version}" clang-format; do
    clang_format="$(command -v "${name}")" && break
    clang_format=""
  done
}

# find_tools COMMAND: looks for all that this command needs; sets `problems`.
find_tools() {
  problems=()
  find_bazel
  find_clang
  find_symbolizer
  find_eu_stack
  [[ -n ${bazel} ]] || problems+=("${bazel_problem}")
  [[ -n ${clang} ]] || problems+=("${clang_problem}")
  [[ -n ${symbolizer} ]] || problems+=("${symbolizer_problem}")
  [[ -n ${eu_stack} ]] || problems+=("${eu_stack_problem}")
  if [[ $1 == selftest ]]; then
    find_test_tools
    [[ -n ${shellcheck} ]] || problems+=("${shellcheck_problem}")
    [[ -n ${clang_format} ]] || problems+=("${clang_format_problem}")
  fi
}

# Debian's own Bazel, which brings its rules as Debian packages.
is_debians_bazel() {
  [[ -e ${system_root}/usr/share/bazel/A-server.jar &&
    ${bazel} == "${system_root}/usr/bin/bazel" ]]
}
