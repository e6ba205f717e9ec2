# shellcheck shell=bash
# Bazel refuses a workspace whose path contains a space. So it gets a directory
# of links to the checkout, at a path without.

# shellcheck source=checker/launcher/system.sh
source "${launcher}/system.sh"

# Sets `root` to the directory of links, after bringing it up to date.
move_root_to_plain_path() {
  local checkout="${root}" entry name
  mkdir -p "${root}/.racefree" 2>/dev/null || fail_read_only
  find_cache
  root="${cache}/checkouts/$(printf '%s' "${checkout}" | sha256sum | head -c 16)"
  mkdir -p "${root}"
  for entry in "${checkout}"/* "${checkout}"/.[!.]*; do
    name="${entry##*/}"
    # Bazel makes its own bazel-* links; the links of another would confuse it.
    case "${name}" in bazel-* | .git) continue ;; esac
    if [[ ! ${root}/${name} -ef ${entry} ]]; then
      ln -sfn "${entry}" "${root}/${name}"
    fi
  done
  find "${root}" -maxdepth 1 -xtype l ! -name 'bazel-*' -delete
}
