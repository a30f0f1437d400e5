#!/usr/bin/env python3
"""The demo as a stranger meets it: the public ledger, which an independent program checks, and the listener's bounds.

  public_test.py HEARBACK PLAYED     PLAYED: the directory of a demo whose week is over
"""
import csv, hashlib, http.client, io, json, pathlib, socket, subprocess, sys, tempfile, unittest, urllib.request
sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "support")]
import ledger_check
from hearback import Client, Demo, Program, free_port

HEARBACK = PLAYED = ""

def setUpModule():
    global demo
    demo = Demo(HEARBACK, PLAYED)
    unittest.addModuleCleanup(demo.end)

class PublicLedger(unittest.TestCase):
    def test_an_independent_program_agrees_with_it(self):
        ledger = ledger_check.Ledger(f"http://{demo.address[0]}:{demo.address[1]}")
        self.assertEqual(ledger.check(), [])
        kinds = {entry.split(b"\n")[1] for entry in ledger.entries}
        self.assertLessEqual({b"kind receipt", b"kind answer"}, kinds)
        self.assertGreater(len(ledger.entries), 20)

class OpenData(unittest.TestCase):
    FILES = ["cases", "clocks", "answers", "statements", "issues", "ratings", "figures"]

    def setUp(self):
        self.site = f"http://{demo.address[0]}:{demo.address[1]}"

    def get(self, name):
        with urllib.request.urlopen(self.site + "/data/" + name) as got:
            return got.read()

    def test_the_figures_follow_from_the_data_by_the_script_that_is_published(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "recompute.py"
            script.write_bytes(self.get("recompute.py"))
            for name in [f + ".csv" for f in self.FILES] + ["index.json"]:
                (pathlib.Path(folder) / name).write_bytes(self.get(name))
            for where in (self.site, folder):
                told = subprocess.run([sys.executable, script, where, "--check"], capture_output=True, text=True)
                self.assertEqual((told.returncode, told.stderr), (0, ""), told.stdout)
            figures = pathlib.Path(folder) / "figures.csv"
            self.assertGreater(len(figures.read_text().splitlines()), 20)
            figures.write_text(figures.read_text().replace(",received,", ",answered,", 1))
            told = subprocess.run([sys.executable, script, folder, "--check"], capture_output=True, text=True)
            self.assertEqual(told.returncode, 1, "a figure that was changed is found")

    def test_both_forms_of_a_table_say_the_same(self):
        for name in self.FILES:
            table = list(csv.DictReader(io.StringIO(self.get(name + ".csv").decode(), newline="")))
            lines = [json.loads(line) for line in self.get(name + ".jsonl").decode().splitlines()]
            self.assertEqual(table, [{k: v or "" for k, v in line.items()} for line in lines], name)
        self.assertEqual(list(table[0])[:3], ["month", "unit", "figure"])

    def test_the_list_of_files_has_their_hashes(self):
        listed = json.loads(self.get("index.json"))
        self.assertEqual({f["name"] for f in listed["files"]}, {f + e for f in self.FILES for e in (".csv", ".jsonl")})
        for file in listed["files"]:
            self.assertEqual(hashlib.sha256(self.get(file["name"])).hexdigest(), file["sha256"])

class Bounds(unittest.TestCase):
    def raw(self, *pieces):
        with socket.create_connection(demo.address, 60) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
            except OSError:
                pass  # answered and closed before all was sent
            got = b""
            try:
                while piece := connection.recv(65536):
                    got += piece
            except OSError:
                pass
            return got.split(b"\r\n")[0]

    def test_too_much_is_refused_and_the_next_is_served(self):
        self.assertIn(b" 413 ", self.raw(b"POST /complain HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n"))
        self.assertIn(b" 431 ", self.raw(b"GET / HTTP/1.1\r\nHost: a\r\n", *[b"X-%d: %s\r\n" % (n, b"x" * 1000) for n in range(20)]))
        self.assertIn(b" 400 ", self.raw(b"GET / HTTP/1.1\r\n\r\n"))
        self.assertEqual(Client(demo.address).get("/healthz").status, 200)

    def form_with_file(self, size):
        head = b"".join(b'--xyz\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair for pair in (
            (b"from", b"check"), (b"kind", b"complaint"), (b"matter", b"food"), (b"privacy", b"anonymous"), (b"text", b"KEPT-WORDS")))
        file = b'--xyz\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n' + b"x" * size + b"\r\n"
        body = head + file + b'--xyz\r\nContent-Disposition: form-data; name="step"\r\n\r\nsend\r\n--xyz--\r\n'
        connection = http.client.HTTPConnection(*demo.address, timeout=120)
        connection.request("POST", "/complain", body, {"Content-Type": "multipart/form-data; boundary=xyz"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def test_who_sends_photos_that_are_too_big_keeps_what_they_typed(self):
        for size, says in ((100, "不是 JPEG 或 PNG 照片"), (6 << 20, "有一张照片超过 5 MB"), (20 << 20, "合起来太大")):
            status, page = self.form_with_file(size)
            self.assertEqual(status, 422, says)
            self.assertIn(says, page)
            self.assertIn('name="text" value="KEPT-WORDS"', page)

    def test_only_the_form_that_carries_photos_may_be_long(self):
        long = b"Host: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"
        self.assertIn(b" 413 ", self.raw(b"POST /track HTTP/1.1\r\n" + long % 1048577))
        self.assertIn(b" 413 ", self.raw(b"POST /complain HTTP/1.1\r\n" + long % (65 << 20)))
        chunked = b"POST /track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.assertIn(b" 413 ", self.raw(chunked, *[b"80000\r\n" + b"x" * 0x80000 + b"\r\n"] * 3))

    def test_slow_clients_do_not_keep_others_waiting(self):
        slow = [socket.create_connection(demo.address) for _ in range(50)]
        for connection in slow:
            connection.sendall(b"POST /complain HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\ntitle=")
        try:
            self.assertEqual(Client(demo.address, timeout=10).get("/").status, 200)
        finally:
            for connection in slow:
                connection.close()

    def test_the_demo_listens_to_this_machine_only_and_nobody_shares_its_directory(self):
        away = Program(HEARBACK, "demo", "--data", demo.data.parent / "away", "--listen", f"0.0.0.0:{free_port()}")
        self.assertEqual(away.process.wait(60), 2)
        second = Program(HEARBACK, "demo", "--data", demo.data, "--listen", f"127.0.0.1:{free_port()}")
        self.assertEqual(second.process.wait(60), 2)
        second.__exit__()
        self.assertIn(str(demo.process.pid), " ".join(second.told))

if __name__ == "__main__":
    HEARBACK, PLAYED = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
