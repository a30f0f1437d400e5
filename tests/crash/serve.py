#!/usr/bin/env python3
"""Kills `hearback serve` at random moments while citizens complain and colleagues work, 50 times.

  serve.py HEARBACK [KILLS]

The oracle remembers what was acknowledged: a complaint's number and query code; a command's version and the timeline
it made. After each restart what was acknowledged since the last one is looked up through the door it came in by; in
the end everything is compared with the record on the disk.
"""
import itertools, pathlib, re, sqlite3, subprocess, sys, tempfile, threading
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from hearback import NUMBER, RULEBOOK, Client, Program, free_port, seed_of_run, wait_for

CITIZENS = 2
senders = itertools.count()
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")
PASSWORD = "correct horse battery staple"
STAFF = {"responder": "east", "unit-head": "east", "online-spokesperson": "east"}

class Oracle:
    def __init__(self, rng):
        self.rng, self.lock = rng, threading.Lock()
        self.complaints = {}  # number: query code
        self.commands = {}  # number: (version, timeline) of the last one acknowledged
        self.fresh = set()  # numbers with news since the last check
        self.acknowledged = {"complaints": 0, "commands": 0}

    def complained(self, number, code):
        with self.lock:
            assert number not in self.complaints, f"{number} was given out twice"
            self.complaints[number] = code
            self.fresh.add(number)
            self.acknowledged["complaints"] += 1

    def acted(self, case):
        with self.lock:
            known = self.commands.get(case["number"], (0, []))
            if case["version"] > known[0]:
                self.commands[case["number"]] = (case["version"], timeline(case))
            self.fresh.add(case["number"])
            self.acknowledged["commands"] += 1

    def one(self, numbers):
        with self.lock:
            return self.rng.choice(numbers) if numbers else None

def timeline(case):
    return [(line["at"], line["event"], line["by"]) for line in case["timeline"]]

def anywhere():
    """An address in a neighbourhood of its own: a flood from one is held back, many citizens are not."""
    n = next(senders)
    return f"10.{n >> 8 & 255}.{n & 255}.1"

def complain(address, n):
    """A citizen at the end of the form: the number and the query code that the page shows this once."""
    page = Client(address, sender=anywhere()).form("/complain", {"from": "check", "step": "send", "kind": "complaint", "about": "", "matter": "price", "district": "东城区", "where": "",
                                              "text": f"第{n}家店，买了两斤虾，回家一称少了三两。", "privacy": "anonymous", "contact": "", "alone": ""})
    assert page.status == 200, page.text
    number, code = re.findall(r'<dd class="number">([^<]+)</dd>', page.text)
    assert NUMBER.fullmatch(number) and CODE.fullmatch(code), page.text
    return number, code

def opens(address, number, code):
    page = Client(address, sender=anywhere()).form("/track", {"number": number, "code": code})
    return page.status == 200 and number in page.text

class Colleague:
    def __init__(self, address, role):
        self.client = Client(address)
        answer = self.client.request("POST", "/api/v1/session", {"login": role, "password": PASSWORD})
        assert answer.status == 200, answer.text

    def case(self, number):
        answer = self.client.get(f"/api/v1/cases/{number}")
        assert answer.status == 200, f"{number}: {answer.status} {answer.text}"
        return answer.json, answer.headers["etag"]

    def command(self, number, etag, body):
        answer = self.client.request("POST", f"/api/v1/cases/{number}/commands", body, {"If-Match": etag})
        assert answer.status in (200, 409, 412), f"{number}: {body} {answer.status} {answer.text}"
        return answer.json if answer.status == 200 else None

def next_step(case):
    """(role, command) that moves the case on."""
    drafts = {draft["state"]: draft for draft in case["drafts"]}
    if case["waits_for"] == "accept":
        return "responder", {"do": "accept"}
    if "drafted" in drafts:
        return "unit-head", {"do": "approve", "draft": drafts["drafted"]["id"], "hash": drafts["drafted"]["hash"]}
    if "approved" in drafts:
        return "online-spokesperson", {"do": "publish", "draft": drafts["approved"]["id"], "hash": drafts["approved"]["hash"]}
    return "responder", {"do": "draft", "part": "answer", "text": f"经查，{case['number']}所反映的秤已送检，结果三日内公布。"}

def work(address, oracle, stop):
    """Colleagues bring cases from the complaint to the published answer."""
    people = {role: Colleague(address, role) for role in STAFF}
    while not stop.is_set():
        rows = people["unit-head"].client.get("/api/v1/cases?open=true&limit=50").json["items"]
        number = oracle.one([row["number"] for row in rows if row["waits_for"]])
        while number and not stop.is_set():
            case, etag = people["unit-head"].case(number)
            if not case["waits_for"]:
                break
            role, body = next_step(case)
            after = people[role].command(number, etag, body)
            if after:
                oracle.acted(after)

def under_load(run, address, oracle, seconds):
    """Everybody at once, until the kill; what fails only because the server is gone is no failure."""
    stop, failures, served = threading.Event(), [], []

    def citizen(name):
        for n in range(1_000_000):
            if stop.is_set():
                return
            oracle.complained(*complain(address, f"{name}-{n}"))
            served.append(n)

    def colleagues(_):
        work(address, oracle, stop)

    def tolerate(what, name):
        try:
            what(name)
        except Exception as error:  # a connection cut in the middle has many faces
            if not stop.is_set():
                failures.append(error)

    people = [threading.Thread(target=tolerate, args=(citizen, n)) for n in range(CITIZENS)]
    people.append(threading.Thread(target=tolerate, args=(colleagues, None)))
    for person in people:
        person.start()
    stop.wait(seconds)
    stop.set()
    run.kill()
    for person in people:
        person.join()
    assert not failures, failures

def check(address, oracle, hearback, state, rng):
    """What was acknowledged is there, each through the door it came in by, and the public log only grew."""
    older = sorted(set(oracle.complaints) - oracle.fresh)
    for number in sorted(oracle.fresh) + rng.sample(older, min(2, len(older))):
        if number in oracle.complaints:
            assert opens(address, number, oracle.complaints[number]), f"{number} was acknowledged and its code does not open it"
    head = Colleague(address, "unit-head")
    for number in oracle.fresh & set(oracle.commands):
        case, _ = head.case(number)
        version, lines = oracle.commands[number]
        assert case["version"] >= version and timeline(case)[: len(lines)] == lines, f"{number}: an acknowledged command is not on the record"
    oracle.fresh.clear()
    if Client(address).get("/ledger/checkpoint").status == 404:
        assert not state.exists(), "the public log is gone"
        return
    done = subprocess.run([hearback, "ledger", "verify", f"http://{address[0]}:{address[1]}", "--state", state], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

def compare_with_disk(data, oracle):
    db = sqlite3.connect(data / "hearback.db")
    rows = lambda sql: db.execute(sql).fetchall()
    assert rows("PRAGMA integrity_check") == [("ok",)]
    numbers = [number for number, in rows("SELECT number FROM cases")]
    assert len(numbers) == len(set(numbers)), "a case number twice"
    assert set(oracle.complaints) <= set(numbers), "an acknowledged complaint is not there"
    versions = dict(rows("SELECT number, max(version) FROM case_events GROUP BY number"))
    assert all(versions[number] >= version for number, (version, _) in oracle.commands.items()), "an acknowledged command is not there"
    assert all(count == last for count, last in rows("SELECT count(*), max(version) FROM case_events GROUP BY number")), "a gap among a case's events"
    (entries, first, last), = rows("SELECT count(*), min(entry), max(entry) FROM ledger")
    answers = rows("SELECT number, draft, count(*) FROM answers GROUP BY number, draft HAVING count(*) > 1")
    assert not answers, f"published twice: {answers}"
    twice = rows("SELECT channel, target, body, count(*) FROM outbox GROUP BY channel, target, body HAVING count(*) > 1")
    assert not twice, f"to be said twice: {twice}"
    db.close()
    return len(numbers), entries, first, last

def settled(serve, data, oracle, hearback, state, rng):
    """A last start without load, stopped in order; nothing yet if a row came after the last checkpoint was signed."""
    with Program(*serve) as run:
        check(run.address, oracle, hearback, state, rng)
        note = Client(run.address).get("/ledger/checkpoint")
        size = int(note.body.split(b"\n")[1]) if note.status == 200 else 0
        assert run.stop() == 0
    cases, entries, first, last = compare_with_disk(data, oracle)
    assert entries == 0 or (first == 0 and last == entries - 1 and size <= entries)
    return (cases, entries) if size == entries else None

def main(hearback, kills):
    rng = seed_of_run()
    oracle = Oracle(rng)
    with tempfile.TemporaryDirectory() as held:
        data, state, port = pathlib.Path(held, "data"), pathlib.Path(held, "state"), free_port()
        for role, unit in STAFF.items():
            subprocess.run([hearback, "user", "add", "--login", role, "--name", role, "--role", f"{role}@{unit}", "--data", data, "--rulebook", RULEBOOK],
                           input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
        serve = [hearback, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", "--rulebook", RULEBOOK]
        for _ in range(kills):
            with Program(*serve) as run:
                check(run.address, oracle, hearback, state, rng)
                under_load(run, run.address, oracle, rng.uniform(0, 1.5))
        cases, entries = wait_for(lambda: settled(serve, data, oracle, hearback, state, rng))
    print(f"{kills} kills: {oracle.acknowledged['complaints']} complaints and {oracle.acknowledged['commands']} commands acknowledged, "
          f"all there; {cases} cases, {entries} entries, the ledger verifies")
    assert oracle.acknowledged["complaints"] > kills and oracle.acknowledged["commands"] > kills, "too little was done for a proof"

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50)
