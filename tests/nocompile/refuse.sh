#!/usr/bin/env bash
# refuse.sh COMPILER INCLUDE_DIR FILE: FILE compiles, and with -DWRONG is refused for the reason its first line names.
set -euo pipefail
compile=("$1" -std=c++20 -fsyntax-only -Wall -Wextra -Werror "-I$2" "$3")
expected=$(sed -n '1s|^// expect: ||p' "$3")
[ -n "$expected" ] || { echo "$3: its first line must be '// expect: MESSAGE'"; exit 1; }
"${compile[@]}"
if said=$("${compile[@]}" -DWRONG 2>&1); then
  echo "$3 compiled with -DWRONG"
  exit 1
fi
grep -qE "$expected" <<<"$said" || { printf 'refused, but not because of: %s\n%s\n' "$expected" "$said"; exit 1; }
