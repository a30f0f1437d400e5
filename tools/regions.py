#!/usr/bin/env python3
"""Packs the administrative divisions into rulebooks/regions/divisions.txt.

    regions.py FOLDER > rulebooks/regions/divisions.txt

FOLDER holds provinces.csv, cities.csv, areas.csv and streets.csv of github.com/modood/Administrative-divisions-of-China
(WTFPL, docs/licences/administrative-divisions.txt). A line is a code and a name; the line of a county or district goes on with its
towns, each the three digits that its code has more. Hong Kong's districts come from GB/T 2260.
"""
import csv
import sys

HONG_KONG = ("中西区 湾仔区 东区 南区 油尖旺区 深水埗区 九龙城区 黄大仙区 观塘区 荃湾区 屯门区 元朗区 北区 大埔区 西贡区 沙田区 葵青区 "
             "离岛区").split()
NO_NAMES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
TOWNS = ("镇", "乡", "街道", "苏木")


def rows(name):
    with open(f"{sys.argv[1]}/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    towns = {}
    for row in rows("streets"):
        name = row["name"].removesuffix("办事处").replace(" ", "")
        if name.endswith(TOWNS) and len(name) >= 2 and name not in TOWNS:
            towns.setdefault(row["areaCode"], []).append(row["code"][6:] + name)
    lines = {row["code"]: row["name"] for row in rows("provinces")}
    lines |= {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
    lines |= {row["code"]: row["name"] for row in rows("cities") if row["name"] not in NO_NAMES}
    lines |= {row["code"]: row["name"] for row in rows("areas")}
    lines |= {f"8100{i:02}": name for i, name in enumerate(HONG_KONG, 1)}
    print("# 中华人民共和国行政区划，到乡镇街道；由 tools/regions.py 生成。"
          "Source: github.com/modood/Administrative-divisions-of-China, 2024-11-28, WTFPL.")
    for code in sorted(lines):
        print(" ".join([code, lines[code], *towns.get(code, [])]))


main()
