#!/usr/bin/env python3
"""B-cubed precision, recall and F1 of issues against labels, and how many copies were found.

  bcubed.py POSTS.jsonl VERDICTS.jsonl

POSTS.jsonl has "id" and "story" (noise and absent: not counted) and may have "copy_of", as demo/mingchuan/posts.jsonl;
VERDICTS.jsonl is what `hearback notice --final` prints.
"""
import json, sys
from collections import Counter

posts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
verdicts = {v["id"]: v for v in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
labelled = [(p["story"], verdicts[p["id"]]["issue"]) for p in posts if p.get("story", "noise") != "noise"]
both, story, issue = Counter(labelled), Counter(s for s, _ in labelled), Counter(i for _, i in labelled)
precision = sum(both[s, i] / issue[i] for s, i in labelled) / len(labelled)
recall = sum(both[s, i] / story[s] for s, i in labelled) / len(labelled)
copies = [p["id"] for p in posts if p.get("copy_of")]
found = [p["id"] for p in posts if verdicts[p["id"]]["same_text_as"]]
print(json.dumps({"precision": round(precision, 4), "recall": round(recall, 4),
                  "f1": round(2 * precision * recall / (precision + recall), 4), "posts": len(labelled),
                  "stories": len(story), "issues": len(issue), "copies": len(copies), "copies_said": len(found),
                  "copies_right": len(set(copies) & set(found))}))
