#!/usr/bin/env python3
"""Measures Hearback against its floors, as script/bench calls it.

  bench.py BUILD_DIR [PART]

Both programs of a part do the same work on the same input; they alternate, five rounds. What counts is CPU time (user +
system) of the process: its median, and the median of the rounds' ratios. Writes build/bench.json.
"""
import datetime
import html
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 5


def pages(folder):
    """Article pages made of the demo city's posts, with the furniture that real sites have around a text."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (ROOT / "demo/mingchuan/posts.jsonl").read_text(encoding="utf-8").splitlines()
    posts = [json.loads(line) for line in lines]
    menu = "".join(f'<li class="nav-item"><a href="/channel/{i}">栏目{i}</a></li>' for i in range(60))
    files = []
    for at in range(0, len(posts) - 8, 8):
        title = html.escape(posts[at].get("title") or "明川网")
        body = "".join(f"<p>{html.escape(post['text'])}</p>" for post in posts[at:at + 8])
        more = "".join(f'<li><a href="/a/{i}.html" target="_blank">{title}</a><span>03-0{i % 7 + 1}</span></li>'
                       for i in range(30))
        path = folder / f"{at:04}.html"
        path.write_text(
            f"<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>{title} - 明川网</title>"
            f"<script>var page = {{id: {at}}};</script><style>.a{{color:#333}}</style></head><body>"
            f"<div class=header><ul class=nav>{menu}</ul></div><div class=main><h1>{title}</h1>"
            f'<div class=info>2026-03-04 10:12 来源：明川网</div><div class="content">{body}</div></div>'
            f"<div class=side><h3>相关</h3><ul>{more}</ul></div><div class=footer>明川网 版权所有</div></body></html>",
            encoding="utf-8")
        files.append(str(path))
    return files


def watches(folder):
    """5,000 watches of words that the demo city's people use, and their posts; each watch's rarer word for the floor."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (ROOT / "demo/mingchuan/posts.jsonl").read_text(encoding="utf-8").splitlines()
    posts = [" ".join(json.loads(line)["text"].split()) for line in lines]
    words = {run[i:i + n] for post in posts for run in re.findall("[\u4e00-\u9fff]+", post)
             for n in (2, 3, 4) for i in range(len(run) - n + 1)}
    by_length = {n: sorted(word for word in words if len(word) == n) for n in (2, 3, 4)}
    dice = random.Random(7)
    queries, literals = [], []
    for _ in range(5000):
        first, other, third = dice.choice(by_length[3] + by_length[4]), dice.choice(by_length[2]), dice.choice(by_length[2])
        queries.append(f"{first} ({other} OR {third}) NOT 演练" if dice.random() < 0.5 else f"{first} {other}")
        literals.append(first)
    paths = []
    for name, content in (("queries", queries), ("words", sorted(set(literals))), ("posts", posts)):
        paths.append(folder / name)
        paths[-1].write_text("\n".join(content) + "\n", encoding="utf-8")
    return [str(path) for path in paths]


PARTS = {
    "clocks": lambda: ([str(ROOT / "rulebooks/calendars/cn.json"), "3000000"], 2.0, True),
    "ledger": lambda: (["300000"], 3.0, False),
    "watches": lambda: (["1000", *watches(ROOT / "build/bench-watches")], 2.0, False),
    "html": lambda: (["20", *pages(ROOT / "build/bench-pages")], 1.8, False),
}


def run(program, arguments):
    """CPU seconds and output of one run."""
    process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"bench: {program} failed")
    return used.ru_utime + used.ru_stime, output


def measure(build, part):
    arguments, goal, same_output = PARTS[part]()
    floors, ours = [], []
    for _ in range(ROUNDS):
        floor, floor_says = run(build / f"floor_{part}", arguments)
        our, our_says = run(build / f"bench_{part}", arguments)
        if same_output and floor_says != our_says:
            sys.exit(f"bench: {part}: the floor says {floor_says.strip()}, Hearback {our_says.strip()}")
        floors.append(floor)
        ours.append(our)
    return {"part": part, "floor_cpu_s": statistics.median(floors), "hearback_cpu_s": statistics.median(ours),
            "ratio": statistics.median(o / f for o, f in zip(ours, floors)), "goal": goal, "rounds": ROUNDS}


def main():
    build = pathlib.Path(sys.argv[1])
    chosen = sys.argv[2:] or list(PARTS)
    unknown = set(chosen) - set(PARTS)
    if unknown:
        sys.exit(f"bench: there is no part {', '.join(unknown)}; parts are {', '.join(PARTS)}")
    results = []
    print(f"{'part':8} {'floor CPU s':>12} {'Hearback':>10} {'ratio':>7} {'goal':>6}")
    for part in chosen:
        r = measure(build, part)
        results.append(r)
        print(f"{part:8} {r['floor_cpu_s']:12.3f} {r['hearback_cpu_s']:10.3f} {r['ratio']:7.2f} {r['goal']:6.1f}", flush=True)
    record = {"at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "results": results}
    (ROOT / "build/bench.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


main()
