#!/usr/bin/env python3
"""Headlines with their stories, as posts for `hearback notice` and `bcubed.py`, in the order of their times.

  headlines.py NEWS.csv [EVERY] > posts.jsonl

NEWS.csv has ID, TITLE, PUBLISHER, STORY and TIMESTAMP (milliseconds), as the UCI news aggregator set; a row cut off is
left out. EVERY keeps one row of so many.
"""
import csv, json, sys
from datetime import datetime, timezone

with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
    rows = [r for r in csv.DictReader(file) if r["STORY"] and (r["TIMESTAMP"] or "").isdigit()]
rows.sort(key=lambda r: int(r["TIMESTAMP"]))
for row in rows[:: int(sys.argv[2]) if len(sys.argv) > 2 else 1]:
    at = datetime.fromtimestamp(int(row["TIMESTAMP"]) // 1000, timezone.utc)
    print(json.dumps({"id": row["ID"], "source": row["PUBLISHER"], "url": "", "published_at": at.isoformat(), "text": row["TITLE"],
                      "story": row["STORY"]}, ensure_ascii=False))
