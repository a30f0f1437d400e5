#!/usr/bin/env python3
"""Runs clang-tidy over the production sources of src/, on every core, and remembers what was clean.

  tidy.py BUILD_DIR

A file is looked at again only when it, a header of ours it reaches, its compiler flags, .clang-tidy or clang-tidy
itself changed; the clean ones are marked in build/tidy-cache. Tests are left out: GoogleTest's macros cost 12 s a file
and the findings are its own. Exits 1 with findings, 2 if it could not run.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-14"
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.M)


def reached(path, seen):
    """`path` and the headers of ours it includes, directly or not."""
    if path not in seen and path.is_file():
        seen.add(path)
        for name in INCLUDE.findall(path.read_bytes()):
            reached(ROOT / "src" / name.decode(), seen)
    return seen


def key(entry, salt):
    digest = hashlib.sha256(salt + entry["command"].encode())
    for path in sorted(reached(pathlib.Path(entry["file"]), set())):
        digest.update(path.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def main():
    build = pathlib.Path(sys.argv[1])
    cache = ROOT / "build" / "tidy-cache"
    cache.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    salt = version + (ROOT / ".clang-tidy").read_bytes()

    entries = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    sources = f"{ROOT}/src/"
    keys = {e["file"]: key(e, salt) for e in entries
            if e["file"].startswith(sources) and not e["file"].endswith("_test.cpp")}
    todo = [file for file, k in sorted(keys.items()) if not (cache / k).exists()]

    def tidy(file):
        return file, subprocess.run([TIDY, "--quiet", "-p", str(build), file], capture_output=True, text=True)

    dirty = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, (file, run) in enumerate(pool.map(tidy, todo), 1):
            name = os.path.relpath(file, ROOT)
            print(f"[{done}/{len(todo)}] {name}", flush=True)
            if run.returncode == 0:
                (cache / keys[file]).touch()
            else:
                dirty += 1
                print(run.stdout or run.stderr, flush=True)
    print(f"clang-tidy: {len(keys)} files, {len(keys) - len(todo)} known clean, {dirty} with findings")
    sys.exit(1 if dirty else 0)


try:
    main()
except (OSError, IndexError, subprocess.CalledProcessError) as error:
    print(f"tidy.py: {error}", file=sys.stderr)
    sys.exit(2)
