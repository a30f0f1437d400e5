#!/usr/bin/env python3
"""Writes src/notice/background_table.inc: how often neighbouring Han characters stand together in everyday titles.

  background.py TITLES.jsonl > src/notice/background_table.inc

TITLES.jsonl: {"text": …} a line; each distinct text counts once. Pairs are banded by the power of two of their count
(4 and more), so that the table stays small; a band's number is the geometric middle of its counts.
"""
import json, re, sys
from collections import Counter

texts = {json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")}
counts = Counter()
for text in texts:
    counts.update({run[i:i + 2] for run in re.findall("[\u4e00-\u9fff]+", text) for i in range(len(run) - 1)})
bands = {}
for pair, n in counts.items():
    if n >= 4:
        bands.setdefault(n.bit_length() - 1, []).append(pair)
print("// Made by tools/background.py from the hot-search titles of github.com/justjavac/weibo-trending-hot-search,")
print("// Copyright (c) 2020 迷渡, MIT licence (docs/licences/weibo-trending-hot-search.txt).")
print(f"constexpr uint32_t kPosts = {len(texts)};")
print("constexpr Band kBands[] = {")
for band in sorted(bands, reverse=True):
    text = "".join(sorted(bands[band]))
    rows = [text[i:i + 50] for i in range(0, len(text), 50)]
    print(f"    {{{round(2 ** (band + 0.5))},")
    print("\n".join(f'     U"{row}"' for row in rows) + "},")
print("};")
