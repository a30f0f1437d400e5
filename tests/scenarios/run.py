#!/usr/bin/env python3
"""Plays scenarios through `hearback notice` and compares what was decided with expected.txt.

  run.py [--rebaseline] HEARBACK [FOLDER...]      all scenarios beside this script, unless folders are named

One line of expected.txt a post: its id, issue, how it joined, grade, then only what there is of: the text it copies,
place, harms, alarms, suggested issues. Exit 1 if a scenario differs.
"""
import difflib, json, pathlib, subprocess, sys

def line(v):
    parts = [v["id"], f"issue {v['issue']}", v["joined"], v["grade"]]
    parts += [f"copies {v['same_text_as']}"] if v["same_text_as"] else []
    parts += [f"at {v['place']}"] if v["place"] else []
    parts += ["harms " + " ".join(v["harms"])] if v["harms"] else []
    parts += ["alarm " + alarm["kind"] for alarm in v["alarms"]]
    parts += ["suggested " + " ".join(map(str, v["suggested"]))] if v["suggested"] else []
    return " · ".join(parts)

def play(hearback, folder):
    command = [hearback, "notice"]
    if (folder / "rulebook.toml").exists():
        command += ["--options", str(folder / "rulebook.toml")]
    with open(folder / "posts.jsonl", "rb") as posts:
        out = subprocess.run(command, stdin=posts, stdout=subprocess.PIPE, check=True).stdout
    return "".join(line(json.loads(v)) + "\n" for v in out.decode().splitlines())

def main(arguments):
    rebaseline = "--rebaseline" in arguments
    hearback, *named = [a for a in arguments if a != "--rebaseline"]
    folders = [pathlib.Path(f) for f in named] or sorted(p.parent for p in pathlib.Path(__file__).parent.glob("*/posts.jsonl"))
    wrong = 0
    for folder in folders:
        found, expected = play(hearback, folder), folder / "expected.txt"
        if rebaseline:
            expected.write_text(found, encoding="utf-8")
            continue
        wanted = expected.read_text(encoding="utf-8")
        wrong += found != wanted
        sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), found.splitlines(True), str(expected), "found"))
    return 1 if wrong else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
