# shellcheck shell=bash
# Installs what is missing with apt, or says how to install it elsewhere.

# What Debian's Bazel lacks of its own rules, offline.
readonly BAZEL_RULES=(bazel-platforms bazel-rules-cc bazel-rules-java
  bazel-rules-proto bazel-skylib)

# install_missing COMMAND: makes `problems` empty, or ends with the next step.
install_missing() {
  local command="$1"
  if [[ -n ${RACEFREE_BAZEL:-}${RACEFREE_CLANG:-} ]] && ((${#problems[@]})); then
    fail "${EXIT_NOT_SET_UP}" \
      "What RACEFREE_BAZEL or RACEFREE_CLANG names does not do:" \
      "${problems[@]}" "Unset them, or name another program."
  fi
  if ! system_uses_apt; then
    if ((${#problems[@]} == 0)); then return; fi
    print_commands_for_this_system
    exit "${EXIT_NOT_SET_UP}"
  fi

  list_packages "${command}"
  if ((${#packages[@]} == 0)); then
    if ((${#problems[@]} == 0)); then return; fi
    # All is installed and still does not do.
    fail "${EXIT_NOT_SET_UP}" "This machine's programs do not do:" \
      "${problems[@]}" \
      "Another program of that name may come first in PATH: ${PATH}"
  fi
  say "Racefree needs programs that this machine lacks:"
  if ((${#problems[@]})); then say "${problems[@]/#/  }"; fi
  choose_root_command
  agree_to_install
  require_space "${system_root}/usr" 2000 "installing them"

  say "Looking up the packages (apt-get update)."
  run_apt update || true
  list_packages "${command}"
  fail_if_not_offered
  say "Installing ${packages[*]}." "This takes a few minutes."
  if ! run_apt install --yes --no-install-recommends "${packages[@]}"; then
    say_end_of "${root}/.racefree/apt.log"
    if grep -qE 'Could not resolve|Could not connect|Unable to connect|Connection (failed|timed)|Network is unreachable' \
      "${root}/.racefree/apt.log"; then
      fail "${EXIT_NOT_SET_UP}" "apt could not reach its servers." \
        "The first set-up needs a network. Start ./kata again when there is one;" \
        "afterwards none is needed."
    fi
    fail "${EXIT_NOT_SET_UP}" "apt could not install the packages (see above)." \
      "Try it by hand: $(install_command)"
  fi
  find_tools "${command}"
  if ((${#problems[@]})); then
    fail "${EXIT_MACHINE_FAULT}" \
      "All packages are installed, but something is still wrong:" "${problems[@]}"
  fi
}

# Sets packages to what must be installed for this command.
list_packages() {
  local command="$1" version
  local -a wanted=()
  if [[ -z ${bazel} ]]; then
    if [[ ${bazel_problem} == *"; Racefree needs"* ]]; then
      fail "${EXIT_NOT_SET_UP}" "${bazel_problem}." \
        "Install Bazelisk, which takes the right version by itself:" \
        "${BAZELISK_COMMANDS[@]}"
    fi
    wanted+=(bazel-bootstrap "${BAZEL_RULES[@]}")
  elif is_debians_bazel; then
    wanted+=("${BAZEL_RULES[@]}")
  fi
  choose_clang_to_install
  version="${clang_to_install}"
  if [[ -z ${clang} ]]; then
    wanted+=("clang-${version}" "libclang-rt-${version}-dev" "lld-${version}"
      g++)
  fi
  if [[ -z ${symbolizer} ]]; then wanted+=("llvm-${version}"); fi
  if [[ -z ${eu_stack} ]]; then wanted+=(elfutils); fi
  # They unpack and patch the sources that come from Debian.
  command -v xz >/dev/null || wanted+=(xz-utils)
  command -v patch >/dev/null || wanted+=(patch)
  if [[ ${command} == selftest ]]; then
    command -v shellcheck >/dev/null || wanted+=(shellcheck)
    if [[ -z ${clang_format:-} ]]; then wanted+=("clang-format-${version}"); fi
  fi
  packages=()
  local package
  for package in "${wanted[@]}"; do
    if [[ $(dpkg-query -W -f '${db:Status-Status}' "${package}" 2>/dev/null) \
      != installed ]]; then
      packages+=("${package}")
    fi
  done
}

# Sets clang_to_install: the one that is there and only lacks something, else
# 19, with which Racefree is tested, else the newest that apt offers.
choose_clang_to_install() {
  local version
  clang_to_install=19
  for version in ${clang_version} 19 21 20 18 17 16; do
    if is_offered "clang-${version}"; then
      clang_to_install="${version}"
      return
    fi
  done
}

is_offered() {
  local policy
  policy="$(LC_ALL=C apt-cache policy "$1" 2>/dev/null)"
  [[ ${policy} == *"  Candidate: "[!\(]* ]]
}

fail_if_not_offered() {
  local package
  for package in "${packages[@]}"; do
    if is_offered "${package}"; then continue; fi
    if ! is_offered libc6; then
      fail "${EXIT_NOT_SET_UP}" "apt knows no packages at all." \
        "Either there is no network (the first set-up needs one), or the" \
        "package sources in /etc/apt are wrong: sudo apt-get update"
    fi
    case "${package}" in
      bazel-*)
        fail "${EXIT_NOT_SET_UP}" "${system_name} packages no Bazel (${package})." \
          "Install Bazelisk, which fetches it:" "${BAZELISK_COMMANDS[@]}"
        ;;
      *)
        fail "${EXIT_NOT_SET_UP}" "${system_name} offers no ${package}." \
          "Racefree needs clang ${OLDEST_CLANG} or later; newer ones for Debian" \
          "and Ubuntu are at https://apt.llvm.org (packages clang-19 lld-19" \
          "llvm-19 libclang-rt-19-dev)."
        ;;
    esac
  done
}

# Sets as_root to what gives root's rights: nothing, or sudo.
choose_root_command() {
  as_root=()
  if [[ $(id -u) == 0 ]]; then return; fi
  if ! command -v sudo >/dev/null; then
    fail "${EXIT_NOT_SET_UP}" "You are not root and there is no sudo." \
      "Ask whoever administers this machine to run, as root:" \
      "apt-get update" "$(install_command)" "and then start ./kata again."
  fi
  as_root=(sudo)
}

install_command() {
  printf '%s' "${as_root[*]:+${as_root[*]} }"
  printf 'apt-get install --no-install-recommends %s' "${packages[*]}"
}

agree_to_install() {
  say "" "It will run (about 1.5 GB of disk):" \
    "  ${as_root[*]:+${as_root[*]} }apt-get update" "  $(install_command)"
  if [[ -z ${assume_yes} ]]; then
    if [[ ! -t 0 ]]; then
      fail "${EXIT_NOT_SET_UP}" "There is no terminal to ask for your consent." \
        "Start it with --yes (./kata --yes), or run these commands yourself."
    fi
    local answer
    read -r -p "Go on? [Y/n] " answer
    case "${answer}" in
      "" | [yY]*) ;;
      *) fail "${EXIT_NOT_SET_UP}" "Nothing was changed." ;;
    esac
  fi
  if ((${#as_root[@]})) && ! sudo -v; then
    fail "${EXIT_NOT_SET_UP}" "sudo does not let you install packages." \
      "Ask whoever administers this machine to run, as root:" \
      "apt-get update" "apt-get install --no-install-recommends ${packages[*]}" \
      "and then start ./kata again."
  fi
}

# run_apt ARGUMENT...: what apt says goes into a log.
run_apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
    apt-get -o DPkg::Lock::Timeout=300 -q "$@" \
    </dev/null >"${root}/.racefree/apt.log" 2>&1
}

# shellcheck disable=SC2016  # The student's shell expands it.
readonly BAZELISK_COMMANDS=(
  'mkdir -p ~/.local/bin'
  'curl -Lo ~/.local/bin/bazelisk https://github.com/bazelbuild/bazelisk/releases/latest/download/bazelisk-linux-amd64'
  'chmod +x ~/.local/bin/bazelisk'
  'export PATH="$HOME/.local/bin:$PATH"'
)

# For systems without apt.
print_commands_for_this_system() {
  say "kata: On ${system_name}, Racefree still needs:" "${problems[@]/#/  }" "" \
    "Please run these commands, and then ./kata again:"
  local family
  for family in ${system_id} ${system_like} unknown; do
    case "${family}" in
      fedora | rhel | centos)
        say "  sudo dnf install clang compiler-rt lld llvm gcc-c++ elfutils curl"
        ;;
      arch)
        say "  sudo pacman -S --needed clang compiler-rt lld llvm gcc elfutils curl"
        ;;
      suse | opensuse)
        say "  sudo zypper install clang lld llvm gcc-c++ elfutils curl"
        ;;
      gentoo)
        say "  sudo emerge --noreplace llvm-core/clang llvm-core/lld llvm-core/llvm" \
          "  sudo emerge --noreplace llvm-runtimes/compiler-rt-sanitizers dev-libs/elfutils net-misc/curl"
        ;;
      nixos | alpine | unknown)
        say "  docker run -it -v \"\$PWD\":/racefree -w /racefree debian:12 ./kata --yes" \
          "(${system_name} is not one of the systems that Racefree knows how to" \
          "prepare, so this starts it in Debian 12; podman does as well.)"
        return
        ;;
      *) continue ;;
    esac
    if [[ -z ${bazel} ]]; then say "${BAZELISK_COMMANDS[@]/#/  }"; fi
    return
  done
}
