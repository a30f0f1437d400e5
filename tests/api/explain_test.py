#!/usr/bin/env python3
"""`hearback explain` tells what the page tells: who did what, when, why, under which rulebook, and how each clock was
reckoned.

  explain_test.py HEARBACK PLAYED     PLAYED: the directory of a demo whose week is over
"""
import json, pathlib, re, subprocess, sys, tempfile, unittest
sys.path[:0] = [str(pathlib.Path(__file__).parent.parent / "support")]
from hearback import Client, Demo

HEARBACK = PLAYED = ""
SEPARATOR = {"zh": "；", "en": "; "}

def explain(*words):
    return subprocess.run([HEARBACK, "explain", *map(str, words)], capture_output=True, text=True)

class Explain(unittest.TestCase):
    """The pages are read first, then the demo is stopped: one program at a time holds a directory."""

    @classmethod
    def setUpClass(cls):
        cls.demo = Demo(HEARBACK, PLAYED)
        cls.addClassCleanup(cls.demo.end)
        cls.data = cls.demo.data
        auditor = Client(cls.demo.address)
        auditor.get(re.sub(r"^https?://[^/]+", "", cls.demo.line("sign-in auditor ")))
        read = lambda path: auditor.get("/api/v1" + path).json
        cls.case_numbers = [row["number"] for row in read("/cases?limit=200")["items"]]
        cls.issue_ids = [row["id"] for row in read("/issues?limit=50")["items"]]
        cls.pages = {(kind, name, lang): read(f"/{kind}s/{name}?lang={lang}") for lang in ("zh", "en")
                     for kind, names in (("case", cls.case_numbers), ("issue", cls.issue_ids)) for name in names}
        cls.while_running = explain("case", cls.case_numbers[0], "--data", cls.data)
        cls.demo.stop()

    def test_a_directory_in_use_is_left_alone(self):
        self.assertEqual(self.while_running.returncode, 2)
        self.assertIn("in use by process", self.while_running.stderr)

    def test_the_same_reasons_as_the_page(self):
        self.assertTrue(self.case_numbers and self.issue_ids)
        clocks = reasons = 0
        for (kind, name, lang), page in self.pages.items():
            with self.subTest(f"{kind} {name} {lang}"):
                told = explain(kind, name, "--data", self.data, "--lang", lang)
                self.assertEqual((told.returncode, told.stderr), (0, ""))
                lines = told.stdout.splitlines()
                for clock in page["clocks"]:
                    clocks += 1
                    self.assertTrue(clock["explain"], clock["id"])
                    self.assertIn("".join(" " * 6 + step + "\n" for step in clock["explain"]), told.stdout)
                    self.assertIn(clock["rules"][:16], told.stdout)
                at = 0
                for event in page["timeline"]:
                    when = event["at"][:10] + " " + event["at"][11:16]
                    at = next(i for i in range(at, len(lines)) if lines[i].startswith(f"  {when}  ")) + 1
                    self.assertIn(event["by"], lines[at - 1])
                    for reason in (event.get("facts", {}).get(f) for f in ("reason", "text", "title")):
                        if reason:
                            reasons += 1
                            self.assertIn(SEPARATOR[lang].join(reason.split("\n")), lines[at])
                for reason in page.get("reasons", []):
                    self.assertIn("  " + reason, lines)
                self.assertNotIn("⟨", told.stdout)
        self.assertGreater(clocks, 20)
        self.assertGreater(reasons, 5)

    def test_what_is_not_there_is_said(self):
        for words, why in ((("case", "HB-2026-0101-0000-0"), "HB-2026-0101-0000-0"), (("issue", "999999"), "no issue 999999"),
                           (("issue", "seven"), "not the id"), (("post", "999999"), "no post 999999"), (("case", "seven"), "not the number")):
            told = explain(*words, "--data", self.data)
            self.assertEqual((told.returncode, told.stdout), (2, ""), words)
            self.assertIn(why, told.stderr)
        with tempfile.TemporaryDirectory() as empty:
            told = explain("issue", "1", "--data", empty)
            self.assertEqual(told.returncode, 2)
            self.assertEqual(list(pathlib.Path(empty).iterdir()), [], "reading makes no record")

    def test_why_a_post_is_in_its_issue(self):
        copies = 0
        for lang, why in (("zh", "归入这个议题的理由"), ("en", "Why it is in this issue")):
            for post in range(1, 60):
                told = explain("post", post, "--data", self.data, "--lang", lang)
                self.assertEqual((told.returncode, told.stderr), (0, ""))
                self.assertIn(why, told.stdout)
                self.assertNotIn("⟨", told.stdout)
                copies += "文字相同，不另计人数" in told.stdout
        self.assertGreater(copies, 0)

    def test_the_doctor_says_what_is_not_as_it_should_be(self):
        def doctor(*words):
            return subprocess.run([HEARBACK, "doctor", "--data", self.data, *words], capture_output=True, text=True)
        for lang, line in (("zh", "人员：质量处，舆情员应有 1 至 2 人，现有 0 人"),
                           ("en", "People: Product quality and equipment, Monitor: 1 to 2 asked for, 0 there")):
            told = doctor("--lang", lang)
            self.assertEqual((told.returncode, told.stderr), (1, ""))
            self.assertIn(line, told.stdout.splitlines())
            self.assertNotIn("⟨", told.stdout)
            self.assertNotIn("0600", told.stdout)
        key = pathlib.Path(self.data) / "keys" / "ledger.key"
        key.chmod(0o644)
        self.assertIn(str(key), doctor().stdout, "a key that others can read")
        key.chmod(0o600)
        with tempfile.TemporaryDirectory() as empty:
            self.assertEqual(subprocess.run([HEARBACK, "doctor", "--data", empty], capture_output=True).returncode, 2)

class Simulate(unittest.TestCase):
    """`rulebook simulate` on the week: the rules in force give the past, shorter clocks are missed, lost units are told."""

    def run_on(self, text, *words):
        root = pathlib.Path(__file__).parent.parent.parent / "rulebooks"
        with tempfile.TemporaryDirectory() as folder:
            book = pathlib.Path(folder) / "book.toml"
            book.write_text(text(( root / "mingchuan.toml").read_text()))
            return subprocess.run([HEARBACK, "rulebook", "simulate", book, "--data", PLAYED, *words], capture_output=True, text=True)

    def test_the_rules_in_force_give_the_past(self):
        told = json.loads(self.run_on(lambda toml: toml, "--json").stdout)
        self.assertEqual(told["before"], told["after"])
        self.assertEqual(told["before"]["left_out"], 0)
        self.assertGreater(sum(told["before"]["load"].values()), 20)

    def test_shorter_clocks_are_missed_and_lower_bars_raise_grades(self):
        shorter = lambda toml: toml.replace('due    = { working = "3h" }', 'due    = { working = "1h" }')
        told = json.loads(self.run_on(shorter, "--json").stdout)
        self.assertGreater(told["after"]["missed"]["first-reply"], told["before"]["missed"].get("first-reply", 0))
        self.assertEqual(told["after"]["load"], told["before"]["load"])
        for lang, words in (("zh", "超时"), ("en", "Clocks missed")):
            printed = self.run_on(shorter, "--lang", lang)
            self.assertEqual((printed.returncode, printed.stderr), (0, ""))
            self.assertIn(words, printed.stdout)

    def test_a_wrong_rulebook_is_told_and_nothing_runs(self):
        told = self.run_on(lambda toml: toml + "\nnonsense = 1\n")
        self.assertEqual((told.returncode, told.stdout), (2, ""))
        self.assertIn("nonsense", told.stderr)

if __name__ == "__main__":
    HEARBACK, PLAYED = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
