#!/usr/bin/env python3
"""`hearback import posts` and `hearback replay`, as an operator uses them: good rows, bad rows, stopped and gone on.

  posts_test.py HEARBACK
"""
import csv, fcntl, json, os, pathlib, signal, sqlite3, subprocess, sys, tempfile, time, unittest

HEARBACK = ""
HERE = pathlib.Path(__file__).parent
RULEBOOK = str(HERE.parent.parent / "rulebooks/mingchuan.toml")
CANTEEN = HERE / "canteen-hospital/posts.jsonl"

def post(n, text, author="起床困难户"):
    return {"id": f"p{n}", "source": "forum", "url": f"http://forum.example/{n}", "text": text, "author": author,
            "published_at": f"2026-03-03T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}+08:00"}

class Posts(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.dir = pathlib.Path(held.name)
        self.data = self.dir / "data"

    def write(self, rows, name="posts.jsonl"):
        file = self.dir / name
        file.write_text("".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in rows), encoding="utf-8")
        return file

    def command(self, *verb):
        return [HEARBACK, *map(str, verb), "--data", str(self.data), "--rulebook", RULEBOOK]

    def call(self, *verb):
        done = subprocess.run(self.command(*verb), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()

    def query(self, sql):
        db = sqlite3.connect(self.data / "hearback.db")
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def stored(self):
        return sorted(url for url, in self.query("SELECT url FROM posts"))

class Import(Posts):
    def test_every_post_is_stored_once_however_often_it_is_brought(self):
        file = self.write(post(n, f"第{n}位顾客说秤不准") for n in range(1200))
        code, out, _ = self.call("import", "posts", file)
        self.assertEqual((code, out["lines"], out["stored"], out["known"], out["rejected"]), (0, 1200, 1200, 0, 0))
        code, out, _ = self.call("import", "posts", file)
        self.assertEqual((code, out["stored"], out["known"]), (0, 0, 1200))
        self.assertEqual(self.query("SELECT count(*), count(DISTINCT key) FROM posts"), [(1200, 1200)])
        self.assertFalse(list(self.dir.glob("*.rejects.jsonl")))

    def test_no_author_is_written_anywhere(self):
        self.call("import", "posts", self.write([post(1, "食堂吃坏了肚子", "某个人的账号"), post(2, "食堂吃坏了肚子。", "另一个账号")]))
        self.assertEqual(self.query("SELECT count(*) FROM posts"), [(2,)])
        for file in self.data.rglob("*"):
            if file.is_file():
                self.assertNotIn("账号".encode(), file.read_bytes(), file)

    def test_a_new_directory_is_its_owners_alone(self):
        self.call("import", "posts", self.write([post(1, "一")]))
        self.assertEqual(self.data.stat().st_mode & 0o777, 0o700)

    def test_a_bad_line_is_told_by_number_and_reason_and_the_rest_goes_on(self):
        missing = post(2, "缺了")
        del missing["published_at"]
        file = self.write([post(1, "一"), "吃坏了", missing, {**post(3, "三"), "text": 7}, {**post(4, "四"), "published_at": "昨天"}, post(5, "五")])
        code, out, _ = self.call("import", "posts", file)
        self.assertEqual((code, out["stored"], out["rejected"]), (1, 2, 4))
        self.assertEqual(out["rejects"], str(file) + ".rejects.jsonl")
        rejects = [json.loads(line) for line in pathlib.Path(out["rejects"]).read_text().splitlines()]
        self.assertEqual(rejects, [{"line": 2, "reason": "line.not-json"}, {"line": 3, "reason": "line.missing published_at"},
                                   {"line": 4, "reason": "line.wrong-type text"}, {"line": 5, "reason": "line.wrong-time published_at"}])
        self.call("import", "posts", file)
        self.assertEqual(len(pathlib.Path(out["rejects"]).read_text().splitlines()), 4)

    def test_a_table_brings_the_same_posts(self):
        rows = [post(n, f"第{n}条，\n带\"引号\"") for n in range(20)]
        table = self.dir / "posts.csv"
        with open(table, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ["published_at", "id", "source", "url", "text", "author"])
            writer.writeheader()
            writer.writerows(rows)
        self.assertEqual(self.call("import", "posts", table)[1]["stored"], 20)
        self.assertEqual(self.call("import", "posts", self.write(rows))[1]["known"], 20)

    def test_a_dry_run_checks_and_touches_nothing(self):
        file = self.write([post(1, "一"), "坏"])
        code, out, told = self.call("import", "posts", file, "--dry-run")
        self.assertEqual((code, out), (1, {"lines": 2, "good": 1, "rejected": 1}))
        self.assertEqual(json.loads(told), {"line": 2, "reason": "line.not-json"})
        self.assertEqual(list(self.dir.iterdir()), [file])

    def test_a_directory_in_use_is_refused_with_its_holder(self):
        self.data.mkdir()
        with open(self.data / "lock", "w+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.write(str(os.getpid()))
            lock.flush()
            code, out, told = self.call("import", "posts", self.write([post(1, "一")]))
        self.assertEqual((code, out), (2, None))
        self.assertIn(str(os.getpid()), told)

    def test_a_demos_directory_is_refused(self):
        self.data.mkdir()
        (self.data / "kind").write_text("demo\n")
        code, out, told = self.call("import", "posts", self.write([post(1, "一")]))
        self.assertEqual((code, out), (2, None))
        self.assertIn("demo", told)

    def test_a_file_that_is_not_there_or_a_wrong_rulebook_is_no_run(self):
        self.assertEqual(self.call("import", "posts", self.dir / "nothing")[0], 2)
        book = self.write(["schema = 2"], "book.toml")
        done = subprocess.run([HEARBACK, "import", "posts", self.write([]), "--data", self.data, "--rulebook", book], stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"book.toml:1", done.stderr)
        self.assertFalse(self.data.exists())

    def test_stopped_it_ends_between_posts_and_goes_on_where_it_was(self):
        file = self.write(post(n, f"{n}号窗口排队{n * 7919 % 1000}分钟，{n * 31 % 977}人在等") for n in range(30000))
        run = subprocess.Popen(self.command("import", "posts", file), stdout=subprocess.PIPE)
        wal = self.data / "hearback.db-wal"
        while run.poll() is None and not (wal.exists() and wal.stat().st_size > 1_000_000):
            time.sleep(0.005)
        run.send_signal(signal.SIGINT)
        out = json.loads(run.communicate()[0])
        self.assertEqual((run.returncode, out.get("stopped")), (1, True))
        self.assertEqual(out["stored"], len(self.stored()))
        self.assertTrue(0 < out["stored"] < 30000)
        code, rest, _ = self.call("import", "posts", file)
        self.assertEqual((code, rest["known"], rest["stored"]), (0, out["stored"], 30000 - out["stored"]))
        self.assertEqual(len(set(self.stored())), 30000)

class Replay(Posts):
    def test_posts_are_heard_on_their_own_times(self):
        code, out, _ = self.call("replay", CANTEEN, "--speed", "max")
        lines = len(CANTEEN.read_text(encoding="utf-8").splitlines())
        self.assertEqual((code, out["posts"], out["stored"]), (0, lines, lines))
        self.assertGreaterEqual(out["critical"], 1)
        self.assertEqual(self.query("SELECT count(*) FROM issues"), [(out["issues"],)])
        for key in ("seconds", "cpu_seconds", "posts_per_second", "cpu_us_per_post", "peak_rss_mb"):
            self.assertGreater(out[key], 0, key)
        self.assertEqual(self.query("SELECT count(*) FROM posts WHERE noticed_at < published_at OR noticed_at > (SELECT max(published_at) FROM posts)"), [(0,)])
        self.assertEqual(self.call("replay", CANTEEN)[1]["known"], lines)

    def test_clocks_that_pass_while_it_plays_are_missed(self):
        hurt = post(1, "我家孩子在东城第三小学吃完午饭上吐下泻，现在住院输液")
        later = {**post(2, "今天天气不错"), "published_at": "2026-03-06T08:00:00+08:00"}
        self.call("replay", self.write([hurt, later]))
        self.assertEqual(self.query("SELECT count(*) FROM issues WHERE missed > 0"), [(1,)])

    def test_a_bad_line_is_counted_and_a_senseless_speed_refused(self):
        file = self.write([post(1, "一"), "坏"])
        code, out, _ = self.call("replay", file)
        self.assertEqual((code, out["stored"], out["rejected"]), (1, 1, 1))
        for speed in ("0", "-1", "fast", "nan"):
            self.assertEqual(self.call("replay", file, "--speed", speed)[0], 2, speed)

    def test_a_pace_waits_for_the_posts_times(self):
        code, out, _ = self.call("replay", self.write([post(0, "一"), post(600, "二")]), "--speed", "600")
        self.assertEqual((code, out["stored"]), (0, 2))
        self.assertGreaterEqual(out["seconds"], 1)

if __name__ == "__main__":
    HEARBACK = sys.argv.pop(1)
    unittest.main()
