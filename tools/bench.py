#!/usr/bin/env python3
"""Measures Hearback against its floors, as script/bench calls it.

  bench.py BUILD_DIR [PART...] [--titles FILE]

Both programs of a part do the same work on the same input; they alternate, five rounds. What counts is CPU time (user +
system) of the process: its median, and the median of the rounds' ratios. Noticing is measured at a growing number of live posts, in the process and
without what came before; a million of them once. Writes build/bench.json and the plot of docs/performance.md.
"""
import datetime
import html
import json
import math
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


LIVE = (10_000, 50_000, 100_000, 1_000_000)
MEASURED = 20_000  # bench/notice_posts.h


def notice(build, titles):
    """CPU a post and memory a live post, at each number of live posts."""
    points = []
    print(f"{'live posts':>12} {'floor us':>10} {'Hearback us':>12} {'ratio':>7} {'bytes a post':>13}")
    for live in LIVE:
        floors, ours, sizes = [], [], []
        for _ in range(ROUNDS if live < LIVE[-1] else 1):
            arguments = [str(live), *titles]
            floors.append(float(run(build / "floor_notice", arguments)[1].split()[0]))
            cpu, size, _ = run(build / "bench_notice", arguments)[1].split()
            ours.append(float(cpu))
            sizes.append(float(size))
        microseconds = [statistics.median(times) * 1e6 / MEASURED for times in (floors, ours)]
        points.append({"live": live, "floor_us": microseconds[0], "hearback_us": microseconds[1],
                       "ratio": statistics.median(o / f for o, f in zip(ours, floors)), "bytes": statistics.median(sizes)})
        p = points[-1]
        print(f"{live:12} {p['floor_us']:10.3f} {p['hearback_us']:12.2f} {p['ratio']:7.1f} {p['bytes']:13.0f}", flush=True)
    print(f"a million over a hundred thousand: {points[-1]['hearback_us'] / points[-2]['hearback_us']:.2f} (goal 1.7)")
    return {"part": "notice", "titles": bool(titles), "points": points, "rounds": ROUNDS}


def draw(points, file):
    """CPU a post over the number of live posts, the latter by powers of ten."""
    top = max(p["hearback_us"] for p in points) * 1.2
    spots = [(80 + 130 * (math.log10(p["live"]) - 4) * 1.5, 240 - 200 * p["hearback_us"] / top, p) for p in points]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y, _ in spots)
    marks = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3"/><text x="{x:.0f}" y="{y - 10:.0f}">{p["hearback_us"]:.0f} µs</text>'
                    f'<text x="{x:.0f}" y="262">{p["live"]:,}</text>' for x, y, p in spots)
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 300" font-family="sans-serif" font-size="12" '
                    f'text-anchor="middle"><rect width="560" height="300" fill="#fff"/><path d="M60 20V240H540" fill="none" '
                    f'stroke="#666"/><polyline points="{line}" fill="none" stroke="#1f5fbf" stroke-width="2"/>{marks}'
                    f'<text x="300" y="288">live posts; CPU time a post, noticing</text></svg>\n', encoding="utf-8")


def main():
    build = pathlib.Path(sys.argv[1])
    chosen, titles = sys.argv[2:], []
    if "--titles" in chosen:
        at = chosen.index("--titles")
        titles, chosen = chosen[at + 1:at + 2], chosen[:at] + chosen[at + 2:]
    chosen = chosen or [*PARTS, "notice"]
    unknown = set(chosen) - set(PARTS) - {"notice"}
    if unknown:
        sys.exit(f"bench: there is no part {', '.join(unknown)}; parts are {', '.join(PARTS)}, notice")
    results = []
    if chosen != ["notice"]:
        print(f"{'part':8} {'floor CPU s':>12} {'Hearback':>10} {'ratio':>7} {'goal':>6}")
    for part in chosen:
        if part == "notice":
            continue
        r = measure(build, part)
        results.append(r)
        print(f"{part:8} {r['floor_cpu_s']:12.3f} {r['hearback_cpu_s']:10.3f} {r['ratio']:7.2f} {r['goal']:6.1f}", flush=True)
    if "notice" in chosen:
        results.append(notice(build, titles))
        draw(results[-1]["points"], ROOT / "docs/performance-notice.svg")
    record = {"at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "results": results}
    (ROOT / "build/bench.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


main()
