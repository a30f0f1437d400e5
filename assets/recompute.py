#!/usr/bin/env python3
"""Reckons the figures of an agency's page /performance again, from its open data and nothing else.

  recompute.py URL|DIR            prints figures.csv as it follows from cases.csv, clocks.csv and ratings.csv
  recompute.py URL|DIR --check    compares it with the figures.csv that is published; exit 1 if they differ

URL is the site ("https://answers.city.example"); DIR a folder with the downloaded files. Python 3.8, no packages.
The formulas are those of the page /performance; every step below is one of them.
"""
import collections, csv, io, json, pathlib, sys, urllib.request

FEWEST = 5  # a cell that counts fewer is "<5"; in the month that runs it is not shown at all


def text(where, name):
    if "://" in where:
        with urllib.request.urlopen(where.rstrip("/") + "/data/" + name) as got:
            return got.read().decode("utf-8")
    return (pathlib.Path(where) / name).read_bytes().decode("utf-8")


def rows(where, name):
    return csv.DictReader(io.StringIO(text(where, name), newline=""))


def tenths(value, of):
    """value / of with one decimal, halves up."""
    ten = (20 * value + of) // (2 * of)
    return f"{ten // 10}.{ten % 10}"

RATES = {"replied": "reply-on-time", "answered": "answer-on-time", "done": "promise-on-time"}  # what a clock ends with


def at_place(values, tenth):
    """The value at place ⌈n·tenth/10⌉ of the sorted ones."""
    return str(sorted(values)[(len(values) * tenth + 9) // 10 - 1])


def figures(where, running):
    cell = lambda: collections.defaultdict(list)
    cells = collections.defaultdict(cell)  # (month, unit) → what was counted; unit "": all units

    def put(month, unit, what, value, in_all=True):
        if in_all:
            cells[month, ""][what].append(value)
        if unit:
            cells[month, unit][what].append(value)

    for case in rows(where, "cases.csv"):
        month, unit = case["requested_datetime"][:7], case["unit"]
        put(month, unit, "received", 1)
        put(month, unit, "returned", int(case["returns"]))
        put(month, unit, "redone", int(case["redos"]))
        put(month, unit, "not-ours", case["state"] == "not-ours")
        if case["discovery_minutes"]:
            put(month, unit, "discovery", int(case["discovery_minutes"]))
        if case["state"] not in ("withdrawn", "outside", "not-ours"):
            put(month, unit, "answered", case["state"] == "answered")
    for clock in rows(where, "clocks.csv"):
        if clock["ends"] not in RATES or not clock["due_date"]:
            continue
        month, unit = clock["due_date"][:7], clock["unit"]
        if clock["ends"] == "answered" and clock["took_minutes"] and clock["outcome"] != "not-required":
            put(month, unit, "took", int(clock["took_minutes"]))
        if clock["outcome"] in ("met", "missed"):
            put(month, unit, RATES[clock["ends"]], clock["outcome"] == "met")
    for said in rows(where, "ratings.csv"):
        few = said["said"] == "<5"
        put(said["month"], said["unit"], "said", (0, 0, 0) if few else tuple(int(said[k]) for k in ("said", "solved", "stars")),
            in_all=not few)

    for (month, unit), seen in sorted(cells.items()):
        def row(figure, value, of):
            if of >= FEWEST:
                yield month, unit, figure, value, str(of)
            elif month != running:
                yield month, unit, figure, "<5", "<5"

        def percent(figure, values):
            if values:
                yield from row(figure, tenths(100 * sum(values), len(values)), len(values))

        def spread(name, values):
            if values:
                yield from row(name + "-median", at_place(values, 5), len(values))
                yield from row(name + "-p90", at_place(values, 9), len(values))

        received = len(seen["received"])
        if received:
            yield from row("received", str(received), received)
        yield from percent("answered", seen["answered"])
        if received:
            yield from row("not-ours", str(sum(seen["not-ours"])), received)
        yield from percent("reply-on-time", seen["reply-on-time"])
        yield from percent("answer-on-time", seen["answer-on-time"])
        yield from spread("answer", seen["took"])
        yield from percent("promise-on-time", seen["promise-on-time"])
        yield from spread("discovery", seen["discovery"])
        if received:
            yield from row("returned", str(sum(seen["returned"])), received)
            yield from row("redone", str(sum(seen["redone"])), received)
        if seen["said"]:
            said, solved, stars = (sum(part) for part in zip(*seen["said"]))
            if said:
                yield from row("solved", tenths(100 * solved, said), said)
                yield from row("satisfaction", tenths(stars, said), said)
            else:  # fewer than five: that they are there is all that is told
                yield from row("solved", "", 0)
                yield from row("satisfaction", "", 0)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    where = arguments[0]
    published = text(where, "figures.csv")
    running = json.loads(text(where, "index.json"))["month"]
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["month", "unit", "figure", "value", "of"])
    write.writerows(figures(where, running))
    if "--check" not in sys.argv:
        sys.stdout.write(out.getvalue())
    elif out.getvalue() == published:
        print("the figures follow from the data")
    else:
        for line in sorted(set(published.splitlines()) ^ set(out.getvalue().splitlines())):
            print(("published: " if line in published.splitlines() else "reckoned:  ") + line)
        sys.exit(1)


if __name__ == "__main__":
    main()
