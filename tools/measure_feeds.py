#!/usr/bin/env python3
"""The share of a feed suite's expectations that `hearback feed` meets, within the fields it gives.

  measure_feeds.py BINARY DIR

DIR holds feeds whose first comment says `Expect: <condition>` about entries[N]['field'], as feedparser's suite does
(BSD-2-Clause, github.com/kurtmckee/feedparser). A comparison of an entry's title, link, id, content, summary, time or
language, or of the number of entries, counts; what the suite says of other fields, of markup kept in a text, and of
whether the file was well-formed does not. Texts are compared as a reader sees them: tags cut, entities read, blanks
collapsed. Prints one JSON object and the failed files; exits 1 if the binary died on a file.
"""
import ast
import datetime
import glob
import html
import json
import os
import re
import subprocess
import sys

TEXT = {"title", "description", "summary", "content"}
OURS = TEXT | {"link", "id", "guid", "published_parsed", "updated_parsed", "created_parsed", "language"}
TAG = re.compile(r"<(?:!--.*?--|/?[a-zA-Z][^<>]*|![^<>]*)>", re.S)


def header(raw):
    """The first comment's condition, in whatever charset the file is."""
    for charset in ("utf-8", "utf-16", "utf-32", "utf-16-be", "utf-16-le", "utf-32-be", "latin-1"):
        try:
            text = raw.decode(charset)
        except UnicodeError:
            continue
        found = re.search(r"Expect:\s*(.*)", text)
        if found:
            return found.group(1).strip()
    return None


def seen(text):
    """What a reader sees of HTML or plain text."""
    for _ in range(2):
        text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.S | re.I)
        text = html.unescape(TAG.sub(" ", text))
    return re.sub(r"[\s\u00a0]+", "", text)


def field(node):
    """(entry number, field) of entries[0]['title'] or entries[0].title, with what follows inside it; else None."""
    inner = []
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        inner.append(node.slice.value if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
                     else node.attr if isinstance(node, ast.Attribute) else None)
        node = node.value
    inner.reverse()
    if not isinstance(node, ast.Name) or node.id != "entries" or len(inner) < 2 or not isinstance(inner[0], int):
        return None
    name = inner[1][:-7] if isinstance(inner[1], str) and inner[1].endswith("_detail") else inner[1]
    rest = inner[2:]
    if inner[1] != name and rest != ["value"]:
        return None
    if name == "content" and rest != [0, "value"]:
        return None
    if name not in ("content",) and inner[1] == name and rest:
        return None
    return (inner[0], name) if name in OURS else None


def comparisons(condition):
    """Every `entries[…]… == constant` and `len(entries) == n` of a condition."""
    texts = {}
    for number, name, want in all_comparisons(condition):
        if name in ("content", "summary", "description"):
            texts.setdefault(number, []).append(want)
        else:
            yield number, name, want
    for number, wants in texts.items():  # an entry has one text, which is one of them
        yield number, "text", wants


def all_comparisons(condition):
    try:
        tree = ast.parse(condition, mode="eval").body
    except (SyntaxError, ValueError):
        return
    for node in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq):
            continue
        try:
            want = ast.literal_eval(node.comparators[0])
        except ValueError:
            continue
        left = node.left
        if ast.unparse(left) == "len(entries)":
            yield None, "len", want
        elif (found := field(left)) is not None:
            yield found[0], found[1], want


def holds(entries, number, name, want):
    if name == "len":
        return len(entries) == want
    if number >= len(entries):
        return False
    entry = entries[number]
    if name == "text":
        return seen(entry["text"]) in map(seen, want)
    if name == "title":
        return seen(want) == seen(entry["title"])
    if name in ("link", "id", "guid", "language"):
        got = entry[{"link": "url", "guid": "id"}.get(name, name)]
        return got == want or got.rstrip("/") == str(want).rstrip("/")
    times = [entry["published_at"], entry["updated_at"]]
    if want is None:
        return times == [None, None]
    wanted = datetime.datetime(*want[:6], tzinfo=datetime.timezone.utc)
    return any(t and datetime.datetime.fromisoformat(t.replace("Z", "+00:00")) == wanted for t in times)


def main(binary, folder):
    total = met = crashes = files = 0
    failed = []
    for path in sorted(glob.glob(os.path.join(folder, "**", "*"), recursive=True)):
        if not os.path.isfile(path):
            continue
        files += 1
        with open(path, "rb") as file:
            condition = header(file.read())
        if os.path.basename(path).startswith("http_") and "base" in path:
            condition = None  # about headers and addresses, which a file has not
        run = subprocess.run([binary, "feed", path], capture_output=True, text=True, timeout=60, check=False)
        if run.returncode not in (0, 1, 2):
            crashes += 1
            failed.append(f"{path}: exit {run.returncode}")
            continue
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        entries = [row for row in rows if "error" not in row]
        for number, name, want in comparisons(condition or ""):
            total += 1
            if holds(entries, number, name, want):
                met += 1
            else:
                got = entries[number] if number is not None and number < len(entries) else rows[:1]
                failed.append(f"{os.path.relpath(path, folder)}: {name} {want!r} got {got!r}")
    print(json.dumps({"files": files, "expectations": total, "met": met, "share": round(met / max(1, total), 4),
                      "crashes": crashes}))
    for line in failed:
        print(line[:400])
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
