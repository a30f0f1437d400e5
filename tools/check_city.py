#!/usr/bin/env python3
"""Checks the fictional city of `hearback demo` (demo/mingchuan) against its own rules.

Counts and order of the posts, references between posts and script, who may do what, working hours, clocks that the
script must keep or miss on purpose. Prints one finding a line; exit 0 clean, 1 findings, 2 could not read.

    tools/check_city.py [DIR]
"""

import json
import re
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path

FIRST = datetime.fromisoformat("2026-03-03T08:00:00+08:00")
LAST_POST = datetime.fromisoformat("2026-03-09T10:25:00+08:00")
LAST = datetime.fromisoformat("2026-03-09T10:30:00+08:00")
HOURS = [(time(9), time(12)), (time(13), time(17))]
SITES = {"forum", "news", "qa"}
BOARDS = {"民生杂谈", "东城生活", "南港码头", "美食消费", "家长里短"}
BRANCHES = {"east", "west", "south", "north"}
UNITS = BRANCHES | {"office", "food", "price", "consumer", "licence"}
KINDS = {"complaint", "tip-off", "question", "suggestion", "about-staff", "press"}
MATTERS = {"food", "price", "consumer", "licence"}
PLACES = {"东城区", "西湾区", "南港区", "北岭县", "明川市"}
PARTS_OF_ANSWER = ["found", "done", "next", "basis", "evidence", "object"]
LEAST = {
    "canteen": 30, "pier": 20, "milk": 20, "gym": 20, "licence": 12, "rumour": 15, "hotpot": 4, "lecture": 4,
    "fuel": 4, "barber": 4, "noise": 200,
}
MONDAY = {"snack", "netshop"}  # new on the last morning; nobody has touched them
DAY_AND_NIGHT = "canteen"  # the serious issue: worked on outside working hours too
LATE_FIRST_REPLIES = {"c-ebike"}
LATE_ANSWERS = {"c-barber"}
OPEN_AT_THE_END = {"c-barber", "c-parking", "c-gym", "c-ebike", "c-hotpot"}
HOSPITAL = re.compile(r"医院|住院|输液|就诊")
# Complained-of businesses are withheld in every official word.
BUSINESSES = re.compile(r"万象健身|惠邻鲜|剪约|椒巷里|茶屿|顺途|禾颐|丰满仓|溪牧")
FIELDS = {
    "watch": {"name", "query"},
    "grade": {"post", "grade", "reason"},
    "dismiss": {"post", "reason"},
    "open-case": {"post", "case", "kind", "title", "summary", "place", "matter"},
    "complain": {"case", "kind", "title", "text", "place", "matter"},
    "accept": {"case"},
    "return": {"case", "reason"},
    "dispatch": {"case", "unit", "reason"},
    "first-reply": {"case", "text"},
    "draft": {"case", "text"},
    "extend": {"case", "until_days", "reason"},
    "ask-help": {"case", "unit", "what"},
    "write-help": {"case", "findings", "evidence", "proposed"},
    "sign-help": {"case"},
    "assess": {"post", "held_at", "present", "findings", "decision"},
    "facts-write": {"post", "facts", "evidence"},
    "facts-agree": {"post"},
    "partner-draft": {"post", "agency", "matter", "where"},
    "partner-send": {"post", "form", "receipt"},
    "template-write": {"name", "text", "review_by"},
    "template-approve": {"name"},
    "not-ours": {"case", "whose", "reach", "reason"},
    "keep-promise": {"case", "promise", "done"},
    "explain-miss": {"case", "clock", "reason"},
    "statement-draft": {"post", "title", "text"},
    "acknowledge": {"post"},
    "report-draft": {"post", "what", "where", "how_many", "known", "doing"},
    "hand-over": {"post", "authority", "form", "receipt"},
    "approve": {"part"},
    "publish": {"part"},
}

findings = []


def finding(where, what):
    findings.append(f"{where}: {what}")


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def working_day(day: date):
    return day.weekday() < 5


def in_hours(at):
    return working_day(at.date()) and any(a <= at.time() <= b for a, b in HOURS)


def due_after(start, hours):
    """Working hours inside HOURS; a start outside moves to the next opening."""
    left, day = timedelta(hours=hours), start.date()
    while True:
        for a, b in HOURS:
            opens = datetime.combine(day, a, start.tzinfo)
            closes = datetime.combine(day, b, start.tzinfo)
            begin = max(start, opens)
            if not working_day(day) or begin >= closes:
                continue
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        day += timedelta(days=1)


def last_closing(start, days):
    day = start.date()
    while days:
        day += timedelta(days=1)
        days -= working_day(day)
    return datetime.combine(day, HOURS[-1][1], start.tzinfo)


def check_posts(posts):
    by_id, openers, last = {}, {}, ""
    for n, post in enumerate(posts, 1):
        where = f"posts.jsonl:{n}"
        missing = {"id", "site", "board", "thread", "reply", "at", "author", "text", "story"} - post.keys()
        if missing:
            finding(where, f"without {sorted(missing)}")
            continue
        at = datetime.fromisoformat(post["at"])
        if post["id"] in by_id:
            finding(where, f"{post['id']} twice")
        if post["at"] < last:
            finding(where, "not sorted by at")
        last = post["at"]
        if not FIRST <= at <= LAST_POST:
            finding(where, f"{post['at']} is outside the week")
        if post["site"] not in SITES or (post["site"] == "forum" and post["board"] not in BOARDS):
            finding(where, f"no such board {post['site']}/{post['board']}")
        if not post["text"].strip() or "\\n" in post["text"]:
            finding(where, "empty text, or a literal \\n in it")
        if post["reply"]:
            if post["thread"] not in openers:
                finding(where, f"replies in {post['thread']} before it was opened")
            elif openers[post["thread"]]["site"] != post["site"]:
                finding(where, "replies on another site")
        elif post["thread"] in openers:
            finding(where, f"opens {post['thread']} twice")
        else:
            openers[post["thread"]] = post
            if not post.get("title"):
                finding(where, "opens a thread without a title")
        if "copy_of" in post:
            original = by_id.get(post["copy_of"])
            if original is None:
                finding(where, f"copies {post['copy_of']}, which is not earlier")
            elif not set(original["text"].split("\n")) & set(post["text"].split("\n")) and not shares(original, post):
                finding(where, f"shares no passage with {post['copy_of']}")
        by_id[post["id"]] = post

    first_texts = {}
    for post in posts:
        if "copy_of" not in post and len(post["text"]) > 12:
            other = first_texts.setdefault(post["text"], post["id"])
            if other != post["id"]:
                finding(post["id"], f"same text as {other} without copy_of")

    stories = Counter(p["story"] for p in posts)
    for story, least in LEAST.items():
        if stories[story] < least:
            finding("posts.jsonl", f"{stories[story]} posts of {story}, expected {least}")
    if len(posts) < 430:
        finding("posts.jsonl", f"{len(posts)} posts, expected 430")
    for what, got, least in [
        ("copies", sum("copy_of" in p for p in posts), 30),
        ("posts in traditional characters", sum(bool(p.get("traditional")) for p in posts), 12),
        ("forum posts", sum(p["site"] == "forum" for p in posts), 280),
        ("news articles", sum(p["site"] == "news" for p in posts), 40),
        ("questions and answers", sum(p["site"] == "qa" for p in posts), 80),
        ("posts on the GB18030 board", sum(p["board"] == "南港码头" for p in posts), 30),
        ("posts on the last morning", sum(p["at"] >= "2026-03-09" for p in posts), 20),
    ]:
        if got < least:
            finding("posts.jsonl", f"{got} {what}, expected {least}")

    canteen = [p for p in posts if p["story"] == "canteen"]
    if canteen and not HOSPITAL.search(canteen[0]["text"]):
        finding(canteen[0]["id"], "the first canteen post does not speak of hospital")
    if len(canteen) > 1 and canteen[1]["at"] < "2026-03-05T18:00":
        finding(canteen[1]["id"], "the first hospital post must stand alone until the evening")
    for post in posts:
        if post["story"] in MONDAY and post["at"] < "2026-03-09":
            finding(post["id"], "a matter of the last morning, posted before it")
    return by_id


def shares(original, copy):
    text = copy["text"]
    return any(original["text"][i : i + 20] in text for i in range(0, max(1, len(original["text"]) - 20), 10))


def check_city(city):
    people = Counter((p["role"], p["unit"]) for p in city["people"])
    if len({p["name"] for p in city["people"]}) != len(city["people"]):
        finding("city.json", "two people of one name")
    if {s["id"] for s in city["sites"]} != SITES:
        finding("city.json", "sites are not forum, news, qa")
    expected = ["monitor", "responder", "unit-head", "online-spokesperson", "spokesperson", "office", "auditor"]
    if [s["role"] for s in city["sign_in"]] != expected:
        finding("city.json", f"sign_in is not {expected}")
    for who in city["sign_in"]:
        if not people[(who["role"], who["unit"])]:
            finding("city.json", f"nobody signs in as {who['role']}@{who['unit']}")
    for unit in sorted(UNITS):
        for role in ["unit-head", "monitor", "responder"] + (["online-spokesperson"] if unit in BRANCHES else []):
            if not people[(role, unit)]:
                finding("city.json", f"no {role}@{unit}")
        if not any(p.get("deputy") for p in city["people"] if p["unit"] == unit and p["role"] == "unit-head"):
            finding("city.json", f"no deputy of unit-head@{unit}")
    return {f"{role}@{unit}" for role, unit in people} | {"citizen"}


class Case:
    def __init__(self, line, posted, story):
        self.line, self.posted, self.story = line, posted, story
        self.opened = datetime.fromisoformat(line["at"])
        self.unit, self.accepted, self.returned = None, False, False
        self.author = {}
        self.approver = {}
        self.replied = self.answered = None
        self.helping = set()
        self.promises = []
        self.extended = False


def check_script(script, posts, people, rhythm):
    cases, statements, reports, templates, agreed, last = {}, {}, {}, {}, {}, ""
    threads = {p["thread"]: p for p in posts.values() if not p["reply"]}
    for n, line in enumerate(script, 1):
        where, do, by = f"script.jsonl:{n}", line["do"], line["by"]
        at = datetime.fromisoformat(line["at"])
        if line["at"] < last:
            finding(where, "not sorted by at")
        last = line["at"]
        if not FIRST <= at <= LAST:
            finding(where, f"{line['at']} is outside the week")
        if do not in FIELDS:
            finding(where, f"no such verb {do}")
            continue
        if missing := FIELDS[do] - line.keys():
            finding(where, f"{do} without {sorted(missing)}")
            continue
        if by not in people:
            finding(where, f"nobody is {by}")
        role, _, unit = by.partition("@")
        if do not in {"grade", "dismiss", "open-case", "complain"} and BUSINESSES.search(json.dumps(line, ensure_ascii=False)):
            finding(where, "an official word names a business")
        if "summary" in line and BUSINESSES.search(line["title"] + line["summary"]):
            finding(where, "a public summary names a business")

        story = None
        if "post" in line:
            post = posts.get(line["post"])
            if post is None:
                finding(where, f"no post {line['post']}")
                continue
            story = post["story"]
            heard = datetime.fromisoformat(post["at"]) + timedelta(minutes=rhythm[post["site"]])
            if at < heard:
                finding(where, f"{do} before the post can have been heard ({heard:%d %H:%M})")
            if story in MONDAY:
                finding(where, "touches a matter that is left for the visitor")
        if do in {"open-case", "complain"}:
            if line["case"] in cases:
                finding(where, f"{line['case']} opened twice")
            if line["kind"] not in KINDS or line["matter"] not in MATTERS or line["place"] not in PLACES:
                finding(where, "unknown kind, matter or place")
            posted = datetime.fromisoformat(threads[post["thread"]]["at"]) if story else at
            if story and post["reply"]:
                finding(where, "opens a case from a reply")
            cases[line["case"]] = Case(line, posted, story)
        case = cases.get(line.get("case"))
        if "case" in line and case is None:
            finding(where, f"{line['case']} is not open")
            continue
        serious = DAY_AND_NIGHT in (story, case and case.story) or line.get("case") == "c-web6"
        if by != "citizen" and not serious and not in_hours(at):
            finding(where, f"{by} works outside working hours ({at:%a %H:%M})")

        if case and by != "citizen" and do != "open-case" and unit == case.line.get("criticises"):
            finding(where, f"the criticised unit {unit} acts on its own case")
        if do == "dispatch":
            if line["unit"] not in UNITS or line["unit"] == case.line.get("criticises"):
                finding(where, f"dispatch to {line['unit']}")
            case.unit, case.accepted = line["unit"], False
        elif do == "accept":
            expected = case.unit or route(case.line)
            if unit != expected:
                finding(where, f"{unit} accepts a case of {expected}")
            case.unit, case.accepted = unit, True
        elif do == "return":
            if case.accepted or case.returned:
                finding(where, "returned after acceptance, or a second time")
            case.returned = True
        elif do in {"first-reply", "draft"}:
            part = "first-reply" if do == "first-reply" else "answer"
            if not case.accepted or unit != case.unit or role != "responder":
                finding(where, f"{by} may not draft")
            case.author[part], case.approver[part] = by, None
            if do == "draft":
                check_answer(where, line)
                case.promises = line.get("promises", [])
        elif do == "extend":
            if role != "unit-head" or unit != case.unit or line["until_days"] > 10:
                finding(where, "extended by someone else than the unit head, or past 10 days")
            case.extended = True
        elif do == "template-write":
            templates[line["name"]] = by
            if unknown := set(re.findall(r"\{(.*?)\}", line["text"])) - {"number", "date", "unit", "link"}:
                finding(where, f"no such fields {unknown}")
        elif do == "template-approve":
            if by != f"unit-head@{templates.get(line['name'], '').partition('@')[2]}":
                finding(where, f"{by} may not approve the template {line['name']}")
        elif do == "ask-help":
            if unit not in {case.unit, "office"} or line["unit"] not in UNITS - {case.unit}:
                finding(where, f"{by} asks {line['unit']} for help")
            case.helping.add(line["unit"])
        elif do in {"write-help", "sign-help"}:
            if unit not in case.helping or (do == "sign-help" and role != "unit-head"):
                finding(where, f"{by} was not asked for a part")
        elif do == "not-ours":
            if by != "office@office" and by != f"unit-head@{case.unit}":
                finding(where, f"{by} says that it is not ours")
            case.replied = case.answered = at
        elif do == "keep-promise":
            if by != f"unit-head@{case.unit}" or not 1 <= line["promise"] <= len(case.promises) or not case.answered:
                finding(where, f"{by} keeps a promise of {line['case']}")
        elif do == "explain-miss":
            if by != f"unit-head@{case.unit}":
                finding(where, f"{by} says why {line['case']} was late")
        elif do == "assess":
            if missing := set(line["present"]) - people:
                finding(where, f"nobody is {sorted(missing)}")
            if "spokesperson@office" not in line["present"] or line["held_at"] > line["at"]:
                finding(where, "an assessment without its chair, or before it was held")
            if line.get("next_at", "9") <= line["at"]:
                finding(where, "the next assessment is over already")
        elif do in {"facts-write", "partner-draft"}:
            agreed[do, line["post"]] = by
        elif do in {"facts-agree", "partner-send"}:
            author = agreed.get(("facts-write" if do == "facts-agree" else "partner-draft", line["post"]))
            if author in {None, by}:
                finding(where, f"{by} may not {do}")
        elif do == "statement-draft":
            if line.get("next_at", "9") <= line["at"]:
                finding(where, "the next statement is over already")
            statements[line["post"]] = {"author": by}
        elif do == "report-draft":
            reports[line["post"]] = by
        elif do == "hand-over" or line.get("part") == "report":
            role_of_step = "spokesperson" if do == "approve" else "online-spokesperson"
            if role != role_of_step or reports.get(line["post"]) in {None, by}:
                finding(where, f"{by} may not {do} this report")
        elif do in {"approve", "publish"}:
            if line["part"] == "statement":
                check_statement(where, line, statements, posts)
            else:
                check_case_step(where, line, case, at)
    return cases


def check_answer(where, line):
    answer = line["text"]
    parts = [part for part in PARTS_OF_ANSWER if part != "next" or part in answer or "promises" not in line]
    if list(answer) != parts or not all(answer.values()):
        finding(where, f"an answer has {parts}")
    elif not re.search(r"《.+?》", answer["basis"]):
        finding(where, "no law is cited")


def check_case_step(where, line, case, at):
    role, _, unit = line["by"].partition("@")
    part = line["part"]
    if part not in case.author:
        finding(where, f"{line['do']} of a {part} nobody wrote")
        return
    if line["do"] == "approve":
        if role != "unit-head" or unit != case.unit or line["by"] == case.author[part]:
            finding(where, f"{line['by']} may not approve")
        case.approver[part] = line["by"]
        if part == "first-reply":
            case.replied = at
        return
    publishing = f"online-spokesperson@{case.unit if case.unit in BRANCHES else 'office'}"
    if line["by"] != publishing:
        finding(where, f"{line['by']} publishes, expected {publishing}")
    if not case.approver[part]:
        finding(where, "published without approval")
    elif len({case.author[part], case.approver[part], line["by"]}) != 3:
        finding(where, "author, approver and publisher must be three people")
    case.answered = at


def check_statement(where, line, statements, posts):
    state = statements.get(line.get("post"))
    if state is None:
        finding(where, "no statement was drafted")
        return
    if line["do"] == "publish":
        if len({state["author"], state.get("approver"), line["by"], None}) != 4:
            finding(where, "a statement needs three people")
        return
    state["approver"] = line["by"]


def route(case):
    """Where the rulebook sends a new case: a criticised department's to the office, else place, else matter."""
    if case.get("criticises"):
        return "office"
    by_place = {"东城区": "east", "西湾区": "west", "南港区": "south", "北岭县": "north"}
    return by_place.get(case["place"], case["matter"])


def check_promises(cases):
    if not 23 <= len(cases) <= 30:
        finding("script.jsonl", f"{len(cases)} cases, expected about 25")
    still_open = {name for name, case in cases.items() if not case.answered}
    if still_open != OPEN_AT_THE_END:
        finding("script.jsonl", f"open at the end: {sorted(still_open)}")
    for name, case in cases.items():
        due = due_after(case.posted, 3)
        late = (case.replied or LAST) > due
        if late != (name in LATE_FIRST_REPLIES):
            finding(name, f"first reply {'late' if late else 'in time'}, due {due:%d %H:%M}")
        due = last_closing(case.opened, 3)
        late = (case.answered or LAST) > due and not case.extended
        if late != (name in LATE_ANSWERS):
            finding(name, f"answer {'late' if late else 'in time'}, due {due:%d %H:%M}")


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "demo" / "mingchuan")
    try:
        posts = lines_of(folder / "posts.jsonl")
        script = lines_of(folder / "script.jsonl")
        city = json.loads((folder / "city.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"check_city: {error}", file=sys.stderr)
        return 2
    by_id = check_posts(posts)
    people = check_city(city)
    cases = check_script(script, by_id, people, {s["id"]: s["rhythm_minutes"] for s in city["sites"]})
    check_promises(cases)
    for line in findings:
        print(line)
    print(f"{len(posts)} posts, {len(script)} lines of script, {len(cases)} cases, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
