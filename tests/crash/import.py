#!/usr/bin/env python3
"""Kills `hearback import posts` at random moments and lets it go on, until 20 kills have been survived.

  import.py HEARBACK

After each time that the file was brought to its end: every post is there, none twice, each found by the search, and
the issues' counts are those of their posts.
"""
import json, pathlib, random, sqlite3, subprocess, sys, tempfile, time
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from hearback import RULEBOOK, seed_of_run

KILLS, POSTS = 20, 8000
WORDS = "食堂 午饭 孩子 肚子疼 医院 秤 短斤少两 码头 海鲜 健身房 预付卡 退款 窗口 排队 执照 过期 牛奶 超市 投诉 没人管 涨价 发票 假货 快递".split()

def posts(rng):
    for n in range(POSTS):
        yield {"id": f"p{n}", "source": f"source-{n % 7}", "url": f"http://forum.example/{n}", "author": f"u{rng.randrange(500)}",
               "published_at": f"2026-03-0{3 + n // 2000}T{n // 100 % 24:02}:{n % 60:02}:00+08:00", "text": "，".join(rng.choices(WORDS, k=rng.randint(3, 12)))}

def check(data):
    db = sqlite3.connect(data / "hearback.db")
    one = lambda sql: db.execute(sql).fetchone()[0]
    assert one("PRAGMA integrity_check") == "ok"
    assert {url for url, in db.execute("SELECT url FROM posts")} == {f"http://forum.example/{n}" for n in range(POSTS)}, "not the posts of the file"
    assert one("SELECT count(*) FROM posts") == POSTS, "a post is there twice"
    assert one("SELECT count(*) FROM posts_search") == POSTS, "posts and search differ"
    assert one("SELECT sum(posts + copies) FROM issues") == POSTS, "the issues' counts are not those of their posts"
    assert one("SELECT count(*) FROM posts WHERE issue NOT IN (SELECT id FROM issues)") == 0, "a post without its issue"
    # What was merged keeps its voices, and they count where it went.
    family = "WITH RECURSIVE family(id) AS (SELECT i.id UNION SELECT j.id FROM issues j JOIN family ON j.merged_into = family.id) SELECT id FROM family"
    counted = f"(SELECT count(*) FROM voices WHERE issue IN ({family}))"
    assert one(f"SELECT count(*) FROM issues i WHERE merged_into = 0 AND voices <> {counted}") == 0, "voices and their count differ"
    assert one("SELECT count(*) FROM posts JOIN issues i ON i.id = issue WHERE merged_into <> 0") == 0, "a post in an issue that was merged away"
    db.close()

def main(hearback):
    rng = seed_of_run()
    kills = rounds = 0
    with tempfile.TemporaryDirectory() as held:
        file = pathlib.Path(held, "posts.jsonl")
        file.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in posts(rng)), encoding="utf-8")
        while kills < KILLS:
            data = pathlib.Path(held, f"data{rounds}")
            command = [hearback, "import", "posts", file, "--data", data, "--rulebook", RULEBOOK]
            for patience in range(10):
                run = subprocess.Popen(command, stdout=subprocess.PIPE)
                try:
                    run.wait(rng.uniform(0.02, 0.6 * 1.5**patience))
                except subprocess.TimeoutExpired:
                    run.kill()
                    kills += 1
                out = run.communicate()[0]
                if run.returncode == 0:
                    break
                assert run.returncode == -9, f"ended with {run.returncode}"
            else:
                out = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
            counts = json.loads(out)
            assert counts["stored"] + counts["known"] == POSTS, counts
            check(data)
            rounds += 1
    print(f"{kills} kills in {rounds} imports of {POSTS} posts: nothing lost, nothing twice")

if __name__ == "__main__":
    main(sys.argv[1])
