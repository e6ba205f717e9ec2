# shellcheck shell=bash
# Where the libraries come from: from upstream through Bazel (WORKSPACE), or,
# where upstream cannot be reached, the same versions from a Debian mirror.

readonly UPSTREAM_HOST=github.com

# Sets overrides to the NAME=DIRECTORY pairs that Bazel shall use instead of
# downloading.
provide_dependencies() {
  overrides=()
  mkdir -p "${cache}/sources" "${cache}/downloads" 2>/dev/null ||
    fail_cannot_write "${cache}"
  if is_debians_bazel; then override_rules_of_debians_bazel; fi
  if ! use_upstream || ! fetch_from_upstream; then take_sources_from_debian; fi
}

# RACEFREE_SOURCES=upstream or =debian decides without a look at the network.
use_upstream() {
  case "${RACEFREE_SOURCES:-}" in
    upstream) return 0 ;;
    debian) return 1 ;;
  esac
  # What is here already needs no network.
  if all_sources_are_here; then return 1; fi
  # Bazel uses the proxy; there is nothing to probe.
  if [[ -n ${https_proxy:-${HTTPS_PROXY:-}} ]]; then return 0; fi
  timeout 5 bash -c "exec 3<>/dev/tcp/${UPSTREAM_HOST}/443" 2>/dev/null
}

# Lets Bazel fetch all that the repository needs, so that no later command
# depends on the network. Fails where a download does.
fetch_from_upstream() {
  local log="${root}/.racefree/fetch.log"
  say "Fetching the libraries from ${UPSTREAM_HOST}."
  write_machine_bazelrc
  if (cd "${root}" && "${bazel}" build --nobuild //... {lock}>&-) \
    >"${log}" 2>&1 </dev/null; then
    return 0
  fi
  say "That did not work (${log}); trying Debian."
  return 1
}

list_of_sources() {
  grep -v '^#' "${launcher}/debian_sources.txt"
}

# Named by the checksum, so that another version is another directory.
source_directory() {
  local name="$1" version="$2" checksum="$3"
  printf '%s' "${cache}/sources/${name}-${version}-${checksum:0:8}"
}

all_sources_are_here() {
  local name version checksum path
  while read -r name version checksum path; do
    [[ -d $(source_directory "${name}" "${version}" "${checksum}") ]] || return 1
  done < <(list_of_sources)
}

take_sources_from_debian() {
  local name version checksum path directory
  while read -r name version checksum path; do
    directory="$(source_directory "${name}" "${version}" "${checksum}")"
    if [[ ! -d ${directory} ]]; then
      say "Fetching ${name} ${version} from Debian."
      download_from_debian "${path}" "${checksum}"
      unpack "${cache}/downloads/${path##*/}" "${directory}"
      add_build_file "${name}" "${directory}"
      mv "${directory}.partial" "${directory}"
      rm "${cache}/downloads/${path##*/}"
    fi
    overrides+=("${name}=${directory}")
  done < <(list_of_sources)
  provide_coverage_stand_in
}

# download_from_debian PATH CHECKSUM: into the downloads directory; a file that
# stands there under its own name has the right checksum.
download_from_debian() {
  local path="$1" checksum="$2" mirror
  local archive="${cache}/downloads/${path##*/}"
  local helper="${system_root}/usr/lib/apt/apt-helper"
  if [[ ! -x ${helper} ]]; then
    fail "${EXIT_NOT_SET_UP}" \
      "${UPSTREAM_HOST} cannot be reached, from where Bazel gets the libraries." \
      "The first set-up needs it (or https_proxy set to your proxy);" \
      "afterwards no network is needed."
  fi
  : >"${cache}/downloads/log" || fail_cannot_write "${cache}"
  for mirror in $(debian_mirrors); do
    rm -f "${archive}.partial"
    if "${helper}" -o Acquire::http::Timeout=20 -o Acquire::Retries=1 \
      download-file "${mirror%/}/${path//+/%2b}" "${archive}.partial" \
      >>"${cache}/downloads/log" 2>&1 &&
      printf '%s  %s\n' "${checksum}" "${archive}.partial" |
      sha256sum --check --status; then
      mv "${archive}.partial" "${archive}"
      return
    fi
  done
  require_space "${cache}" 100 "unpacking the libraries"
  if [[ -e ${archive}.partial ]]; then
    fail "${EXIT_NOT_SET_UP}" "${path##*/} arrived damaged (wrong checksum)." \
      "Start ./kata again. If it stays so, something between this machine and" \
      "the Debian mirror changes files."
  fi
  say_end_of "${cache}/downloads/log"
  fail "${EXIT_NOT_SET_UP}" \
    "Neither ${UPSTREAM_HOST} nor a Debian mirror can be reached." \
    "The first set-up needs a network. Start ./kata again when there is one;" \
    "afterwards none is needed."
}

# The Debian mirrors that this system's own package sources name.
debian_mirrors() {
  # shellcheck disable=SC2016  # apt-get expands it.
  apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' \
    'Created-By: Packages' 2>/dev/null |
    sed -n 's|^\(http[^ ]*debian/*\) main$|\1|p' | sort -u
}

# unpack ARCHIVE DIRECTORY: into DIRECTORY.partial, which is a whole only when
# it is renamed.
unpack() {
  local archive="$1" partial="$2.partial"
  rm -rf "${partial}"
  if ! mkdir -p "${partial}" || ! tar --extract --file "${archive}" \
    --directory "${partial}" --strip-components 1 --no-same-owner; then
    fail_cannot_write "${partial}"
  fi
}

# Some libraries bring no BUILD file; WORKSPACE says which.
add_build_file() {
  local build_file="${root}/third_party/$1.BUILD"
  if [[ -e ${build_file} ]]; then
    rm -f "$2.partial/BUILD.bazel"
    cp "${build_file}" "$2.partial/BUILD.bazel"
  fi
  touch "$2.partial/WORKSPACE"
}

# Bazel asks for this repository with every test, and never uses it here.
provide_coverage_stand_in() {
  local directory="${cache}/sources/remote_coverage_tools"
  mkdir -p "${directory}"
  touch "${directory}/WORKSPACE"
  printf 'filegroup(name = "%s", visibility = ["//visibility:public"])\n' \
    coverage_report_generator lcov_merger >"${directory}/BUILD"
  overrides+=("remote_coverage_tools=${directory}")
}

# Debian's Bazel has its rules in packages instead of downloading them.
override_rules_of_debians_bazel() {
  local bazel_files="${system_root}/usr/share/bazel"
  overrides+=(
    "bazel_skylib=${bazel_files}/tools/skylib"
    "platforms=${bazel_files}/tools/platforms"
    "rules_java=${bazel_files}/rules/java"
    "rules_proto=${bazel_files}/rules/proto"
  )
  provide_rules_cc "${bazel_files}/rules/cc"
}

# Debian's rules_cc is for a later Bazel than Debian's Bazel.
provide_rules_cc() {
  local original="$1" patch="${root}/third_party/rules_cc.patch" directory
  directory="${cache}/sources/rules_cc-$({
    find "${original}" -type f -print0 | LC_ALL=C sort --zero-terminated |
      xargs --null cat
    cat "${patch}"
  } | sha256sum | head -c 8)"
  if [[ ! -d ${directory} ]]; then
    rm -rf "${directory}.partial"
    if ! cp -r "${original}" "${directory}.partial"; then
      fail_cannot_write "${directory}"
    fi
    patch --quiet --strip=1 --directory="${directory}.partial" <"${patch}"
    mv "${directory}.partial" "${directory}"
  fi
  overrides+=("rules_cc=${directory}")
}
