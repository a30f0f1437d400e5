#!/usr/bin/env python3
"""Holds the walls between the rooms of src/: who may include whom (the table of ARCHITECTURE.md), and what a room must
not reach for at all. Prints every breach as FILE:LINE: what; exits 1 if there is one.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PURE = {"text", "notice", "casework", "ledger", "rulebook"}
EVERYWHERE_BUT_APP = {"base", "desk", "listen", "outbox", "store", "http"} | PURE

# What may not be said (a pattern over code without comments), in which rooms, and why.
WORLD = "a pure room knows no clock, file, network, randomness, environment or log: take it as an argument"
FORBIDDEN = [
    (r"#include <(fstream|filesystem|iostream|cstdio|stdio\.h|random|thread|future|unistd\.h|sys/\w+\.h|curl/.*)>",
     PURE, WORLD),
    (r"\b(system_clock|steady_clock|high_resolution_clock)::now\b|\bclock_gettime\b|\bgettimeofday\b"
     r"|\btime\((nullptr|NULL|0|&\w+)\)", PURE, WORLD),
    (r"\brandom_device\b|\brandombytes_|\brand\(\)", PURE, WORLD),
    (r"\bf?open\(|\bi?fstream\b", PURE, WORLD),
    (r"\bgetenv\b", EVERYWHERE_BUT_APP, "only app reads the environment"),
    (r"\bstd::j?thread\b|\bstd::async\b|\bpthread_create\b", EVERYWHERE_BUT_APP, "only app makes threads"),
    (r"\bspdlog\b|\bstd::(cout|cerr|clog)\b|\b(f|v|vf)?printf\(|\bputs\(|\bfmt::print\b", EVERYWHERE_BUT_APP,
     "no library prints"),
]

# A header of somebody else's that only some rooms may include; the second part narrows a room to files of that name.
THIRD_PARTY = {
    "toml++/": {"rulebook": ""},
    "sqlite3.h": {"store": ""},
    "boost/json": {"http": "", "app": "", "listen": "", "outbox": "", "text": "feed", "rulebook": "holidays",
                   "store": "codec|lists"},
    "simdjson": {"app": "", "listen": ""},
    "boost/asio": {"http": "", "app": ""},
    "boost/beast": {"http": "", "app": ""},
    "curl/": {"listen": "", "outbox": "", "app": ""},
    "opencc/": {"app": ""},
    "CLI/": {"app": ""},
    "sodium.h": {"base": "", "ledger": "", "store": "", "app": ""},
    "openssl/": {"http": ""},
    "qrencode.h": {"http": "qr"},
    "gmime/": {"text": "mail"},
}
SQL = re.compile(r'"\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+TABLE\s)')


def table():
    """room -> set of rooms, or of single headers, it may include; None means all."""
    rows = {}
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    body = text.split("| room | may include |", 1)[1].split("\n\n", 1)[0]
    for line in body.splitlines()[2:]:
        rooms, may = (cell.strip() for cell in line.strip("| ").split("|"))
        allowed = None if may == "all" else {word.strip() for word in may.split(",")} - {"–"}
        for room in rooms.split(","):
            rows[room.strip()] = allowed
    return rows


def without_comments(code):
    """The same lines, comments blanked, so that a rule's own words in a comment are no breach of it."""
    code = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), code, flags=re.S)
    return re.sub(r'("(?:\\.|[^"\\\n])*")|//[^\n]*', lambda m: m[1] or "", code)


def breaches(path, rooms):
    room = path.relative_to(ROOT / "src").parts[0]
    if room not in rooms:
        yield 1, f"the room '{room}' is not in the table of ARCHITECTURE.md"
        return
    test = path.name.endswith("_test.cpp")
    allowed = rooms[room]
    for number, line in enumerate(without_comments(path.read_text(encoding="utf-8")).splitlines(), 1):
        included = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if included and included[1] == '"':
            target = included[2]
            other = target.split("/", 1)[0]
            if "/" not in target:
                yield number, f'"{target}": write the path from src/'
            elif test and target.startswith("tests/support/"):
                pass
            elif other != room and allowed is not None and other not in allowed and target not in allowed:
                yield number, f"{room} may not include {target}"
        elif included:
            for header, where in THIRD_PARTY.items():
                if included[2].startswith(header) and not (room in where and re.search(where[room], path.name)) and not test:
                    yield number, f"<{included[2]}> has no place in {room}/{path.name}"
        if test:
            continue  # a test may read its data and print
        for pattern, where, why in FORBIDDEN:
            if room in where and re.search(pattern, line):
                yield number, f"{re.search(pattern, line)[0]}: {why}"
        if room != "store" and SQL.search(line):
            yield number, "SQL lives in store only"


def main():
    rooms = table()
    found = 0
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in {".h", ".cpp"}:
            for line, what in breaches(path, rooms):
                print(f"{path.relative_to(ROOT)}:{line}: {what}")
                found += 1
    if found:
        sys.exit(1)


main()
