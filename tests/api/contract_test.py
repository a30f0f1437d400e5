#!/usr/bin/env python3
"""The staff interface of the demo as api/openapi.yaml promises it.

  contract_test.py HEARBACK PLAYED     PLAYED: the directory of a demo whose week is over
"""
import http.client, json, pathlib, re, socket, sys, unittest
sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "support")]
from hearback import Client, Demo
from openapi import Contract

HEARBACK = PLAYED = ""
ROLES = ("monitor", "responder", "unit-head", "online-spokesperson", "spokesperson", "office", "auditor")
contract = Contract()

def setUpModule():
    global demo
    demo = Demo(HEARBACK, PLAYED)
    unittest.addModuleCleanup(demo.end)

def link(role):
    return demo.line(f"sign-in {role} ")

class Api(unittest.TestCase):
    def person(self, role):
        client = Client(demo.address)
        answer = client.get(re.sub(r"^https?://[^/]+", "", link(role)))
        self.assertIn(answer.status, (200, 303))
        self.assertTrue(client.cookies)
        return client

    def call(self, client, method, path, body=None, status=200, **headers):
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        answer = client.request(method, "/api/v1" + path, body, named)
        self.assertEqual(answer.status, status, f"{method} {path}: {answer.body[:300]}")
        self.assertEqual(contract.judge(method, path, answer), [], f"{method} {path}")
        return answer

    def open_case(self, client, key=None, place="东城区"):
        body = {"kind": "complaint", "title": "合同测试", "summary": f"反映{place}一家店短斤少两", "places": [place], "matter": "price"}
        headers = {"Idempotency_Key": key} if key else {}
        return self.call(client, "POST", "/cases", body, 201, **headers).json["number"]

class Reading(Api):
    def test_everybody_reads_what_the_contract_says(self):
        for role in ROLES:
            with self.subTest(role):
                client = self.person(role)
                me = self.call(client, "GET", "/session").json
                self.assertIn(role, [grant["role"] for grant in me["grants"]])
                self.assertTrue(me["desk"]["demo"])
                self.call(client, "GET", "/sources")
                cases = self.call(client, "GET", "/cases?limit=200").json["items"]
                self.assertTrue(cases)
                for row in cases:
                    for lang in ("zh", "en"):
                        self.call(client, "GET", f"/cases/{row['number']}?lang={lang}")
                for row in self.call(client, "GET", "/issues?ours=false&limit=200").json["items"][:60]:
                    self.call(client, "GET", f"/issues/{row['id']}?lang=en")
                    self.call(client, "GET", f"/issues/{row['id']}/posts?limit=5")

    def test_a_list_is_read_to_its_end_page_by_page(self):
        client = self.person("office")
        for path in ("/cases?limit=200", "/issues?ours=false&limit=200"):
            whole, pages, at = self.call(client, "GET", path).json["items"], [], ""
            while at is not None:
                page = self.call(client, "GET", path.replace("200", "7") + at).json
                pages += page["items"]
                self.assertLessEqual(len(page["items"]), 7)
                at = f"&cursor={page['next']}" if "next" in page else None
            key = "number" if "cases" in path else "id"
            self.assertEqual([row[key] for row in pages][: len(whole)], [row[key] for row in whole], path)
            self.assertEqual(len({row[key] for row in pages}), len(pages), path)

    def test_what_is_not_there_or_not_understood_is_a_problem(self):
        client = self.person("office")
        for path, status in (("/cases/HB-2026-0101-0000-0", 404), ("/issues/999999", 404), ("/issues/999999/posts", 404), ("/cases?limit=0", 400),
                             ("/cases?limit=201", 400), ("/cases?waits_for=godot", 400), ("/cases?cursor=nonsense", 400),
                             ("/issues?at_least=dire", 400), ("/cases?clock=never", 400)):
            with self.subTest(path):
                self.call(client, "GET", path, status=status)

    def test_nothing_is_searched_or_listed_by_who_wrote(self):
        for path, item in contract.spec["paths"].items():
            for method, operation in item.items():
                for parameter in (operation if isinstance(operation, list) else operation.get("parameters", [])):
                    self.assertNotRegex(json.dumps(parameter), r"(?i)author|account|user_?name|handle", f"{method} {path}")

class Door(Api):
    def test_without_a_cookie_nothing_is_read_or_done(self):
        stranger = Client(demo.address)
        for path in ("/session", "/cases", "/issues", "/sources", "/events", "/cases/HB-2026-0101-0000-0", "/issues/1"):
            self.call(stranger, "GET", path, status=401)
        self.call(stranger, "POST", "/cases", {"kind": "complaint", "title": "x"}, 401)
        stranger.cookies["hb"] = "0" * 64
        self.call(stranger, "GET", "/cases", status=401)

    def test_a_wrong_password_and_no_such_person_are_told_alike(self):
        answers = [self.call(Client(demo.address), "POST", "/session", {"login": login, "password": "wrong"}, 401).json for login in ("nobody", "office")]
        self.assertEqual(answers[0], answers[1])

    def test_a_command_comes_only_from_the_desks_own_pages_and_as_json(self):
        client = self.person("office")
        body = {"kind": "complaint", "title": "x"}
        self.call(client, "POST", "/cases", body, 403, Sec_Fetch_Site="cross-site", Origin="http://evil.example")
        self.call(client, "POST", "/cases", body, 403, Sec_Fetch_Site=None, Origin="http://evil.example")
        self.call(client, "POST", "/cases", body, 415, Content_Type="text/plain")

    def test_signed_out_is_out(self):
        client = self.person("monitor")
        kept = dict(client.cookies)
        self.call(client, "DELETE", "/session", status=204)
        client.cookies = kept
        self.call(client, "GET", "/session", status=401)

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self):
        connection = http.client.HTTPConnection(*demo.address)
        connection.request("GET", re.sub(r"^https?://[^/]+", "", link("monitor")))
        cookie = connection.getresponse().getheader("set-cookie").lower()
        self.assertIn("httponly", cookie)
        self.assertIn("samesite=strict", cookie)
        connection.close()

class Commands(Api):
    def test_another_version_is_412_and_changes_nothing(self):
        office = self.person("office")
        number = self.open_case(office)
        case = self.call(office, "GET", f"/cases/{number}")
        path, note = f"/cases/{number}/commands", {"do": "note", "text": "电话问过店主"}
        self.call(office, "POST", path, note, If_Match=case.headers["etag"])
        again = self.call(office, "POST", path, note, 412, If_Match=case.headers["etag"])
        self.assertEqual(again.json["code"], "store.version")
        self.call(office, "POST", path, note, 428)
        after = self.call(office, "GET", f"/cases/{number}").json
        self.assertEqual(after["version"], case.json["version"] + 1)

    def test_one_key_is_one_act_however_often_it_is_sent(self):
        office = self.person("office")
        first = self.open_case(office, "key-1")
        self.assertEqual(self.open_case(office, "key-1"), first)
        self.assertNotEqual(self.open_case(office, "key-2"), first)
        self.call(office, "POST", "/cases", {"kind": "complaint", "title": "别的"}, 409, Idempotency_Key="key-1")
        path, case = f"/cases/{first}/commands", self.call(office, "GET", f"/cases/{first}")
        once = self.call(office, "POST", path, {"do": "note", "text": "一"}, If_Match=case.headers["etag"], Idempotency_Key="key-3")
        twice = self.call(office, "POST", path, {"do": "note", "text": "一"}, If_Match=case.headers["etag"], Idempotency_Key="key-3")
        self.assertEqual(once.json["version"], twice.json["version"])

    def test_what_the_rules_forbid_is_a_problem_with_the_rules_name(self):
        auditor, office = self.person("auditor"), self.person("office")
        number = self.open_case(office)
        etag = self.call(auditor, "GET", f"/cases/{number}").headers["etag"]
        for body in ({"do": "note", "text": "x"}, {"do": "accept"}):
            self.call(auditor, "POST", f"/cases/{number}/commands", body, 403, If_Match=etag)

    def test_a_command_that_is_none_is_told_so(self):
        office = self.person("office")
        number = self.open_case(office)
        etag = self.call(office, "GET", f"/cases/{number}").headers["etag"]
        for body in ({}, {"do": "delete"}, {"do": "note"}, {"do": "note", "text": 7}, {"do": "dispatch", "unit": "nowhere", "reason": "x"}):
            with self.subTest(body):
                answer = office.request("POST", f"/api/v1/cases/{number}/commands", body, {"If-Match": etag})
                self.assertIn(answer.status, (400, 409, 422))
                self.assertEqual(contract.judge("POST", f"/cases/{number}/commands", answer), [])
        answer = office.request("POST", f"/api/v1/cases/{number}/commands", b"{", {"If-Match": etag, "Content-Type": "application/json"})
        self.assertEqual(answer.status, 400)

    def test_a_citizens_words_are_shown_to_a_handler_and_the_showing_is_on_the_record(self):
        office = self.person("office")
        body = {"kind": "complaint", "title": "电话记录", "places": ["南港区"], "words": "我在渔港路买到过期牛奶", "contact": "13900000000"}
        opened = self.call(office, "POST", "/cases", body, 201).json
        self.assertRegex(opened["query_code"], r"^[0-9A-HJKMNP-TV-Z]{10}$")
        case = self.call(office, "GET", f"/cases/{opened['number']}").json
        self.assertTrue(case["has_citizen"])
        self.assertNotIn("13900000000", json.dumps(case, ensure_ascii=False))
        handlers = [self.person(role) for role in ("office", "responder", "unit-head", "monitor")]
        shown = [h for h in handlers if "show-citizen" in self.call(h, "GET", f"/cases/{opened['number']}").json["may"]]
        for client in handlers:
            path = f"/cases/{opened['number']}/citizen"
            answer = client.request("POST", "/api/v1" + path, {})
            self.assertEqual(answer.status, 200 if client in shown else 403)
            self.assertEqual(contract.judge("POST", path, answer), [])
        self.assertTrue(shown, "nobody may see what the citizen wrote")
        timeline = self.call(office, "GET", f"/cases/{opened['number']}").json["timeline"]
        self.assertEqual(sum("citizen" in line["event"] for line in timeline), len(shown), timeline)

    def test_two_cases_about_one_matter_are_merged_and_parted_again(self):
        office = self.person("office")
        # A place of their own: of five of one second, which are suggested is chance.
        parent, child = self.open_case(office, place="北岭县"), self.open_case(office, place="北岭县")
        page = self.call(office, "GET", f"/cases/{child}")
        self.assertIn("merge", page.json["may"])
        self.assertIn(parent, [row["number"] for row in page.json["similar"]])
        path = f"/cases/{child}/commands"
        for into, status in ((child, 409), ("HB-2026-0101-0000-0", 404)):
            self.call(office, "POST", path, {"do": "merge", "into": into, "reason": "同一家店"}, status, If_Match=page.headers["etag"])
        merged = self.call(office, "POST", path, {"do": "merge", "into": parent, "reason": "同一家店"}, If_Match=page.headers["etag"])
        self.assertEqual((merged.json["parent"], merged.json["waits_for"]), (parent, ""))
        self.assertIn("unmerge", merged.json["may"])
        self.assertNotIn("accept", merged.json["may"])
        self.assertEqual(self.call(office, "GET", f"/cases/{parent}").json["children"], [child])
        parted = self.call(office, "POST", path, {"do": "unmerge", "reason": "不是同一天"}, If_Match=merged.headers["etag"])
        self.assertNotIn("parent", parted.json)
        self.assertEqual(self.call(office, "GET", f"/cases/{parent}").json["children"], [])
        self.assertEqual([line["event"] for line in parted.json["timeline"] if "merge" in line["event"]], ["merged-into", "unmerged"])

    def test_a_rulebook_is_checked_proposed_and_holds_once_somebody_else_confirms(self):
        office, speaker, monitor = self.person("office"), self.person("spokesperson"), self.person("monitor")
        listed = self.call(monitor, "GET", "/rulebooks").json
        self.assertFalse(listed["may_propose"])
        in_force = listed["versions"][0]["version"]
        book = self.call(monitor, "GET", f"/rulebooks/versions/{in_force}?lang=en").json
        self.assertIn("first-reply", book["toml"])
        self.assertTrue(book["words"])
        self.call(monitor, "GET", "/rulebooks/versions/none", status=404)
        wrong = self.call(office, "POST", "/rulebooks/check", {"toml": book["toml"] + "\nnonsense = 1\n"}).json
        self.assertEqual([f["key"] for f in wrong["findings"]], ["notice.nonsense"])
        toml = book["toml"].replace('due    = { working = "3h" }', 'due    = { working = "2h" }', 1)
        self.assertNotEqual(toml, book["toml"])
        checked = self.call(office, "POST", "/rulebooks/check?lang=zh", {"toml": toml}).json
        self.assertEqual(checked["findings"], [])
        self.assertTrue(checked["difference"])
        self.assertTrue(checked["dues"])
        self.call(office, "POST", "/rulebooks/proposals", {"toml": toml + "\nx = 1\n", "reason": "x"}, 422)
        self.call(monitor, "POST", "/rulebooks/proposals", {"toml": toml, "reason": "x"}, 403)
        proposal = self.call(office, "POST", "/rulebooks/proposals", {"toml": toml, "reason": "回应要快一些"}, 201)
        path = f"/rulebooks/proposals/{proposal.json['id']}"
        self.assertEqual(proposal.json["may"], ["refuse"], "nobody confirms what they proposed")
        seen = self.call(speaker, "GET", path)
        self.assertEqual(seen.json["may"], ["confirm", "refuse"])
        self.call(office, "POST", path + "/commands", {"do": "confirm"}, 403, If_Match=seen.headers["etag"])
        self.call(speaker, "POST", path + "/commands", {"do": "refuse", "reason": "再议"}, If_Match=seen.headers["etag"])
        again = self.call(office, "POST", "/rulebooks/proposals", {"toml": toml, "reason": "回应要快一些"}, 201)
        path = f"/rulebooks/proposals/{again.json['id']}"
        done = self.call(speaker, "POST", path + "/commands", {"do": "confirm"}, If_Match=again.headers["etag"])
        self.assertEqual(done.json["state"], "confirmed")
        listed = self.call(office, "GET", "/rulebooks").json
        self.assertEqual(listed["versions"][0]["version"], checked["version"])
        self.assertEqual([p["state"] for p in listed["proposals"]], ["confirmed", "refused"])
        self.call(office, "GET", f"/rulebooks/versions/{checked['version']}")

    def test_the_auditor_reads_the_log_page_by_page_and_nobody_else(self):
        auditor, office = self.person("auditor"), self.person("office")
        number = self.open_case(office)
        page = self.call(auditor, "GET", "/audit?limit=3").json
        self.assertTrue(page["people"])
        self.assertGreater(page["ledger"]["size"], 0)
        more = self.call(auditor, "GET", f"/audit?limit=3&cursor={page['next']}").json
        at = [line["at"] for line in page["items"] + more["items"]]
        self.assertEqual(at, sorted(at, reverse=True))
        mine = self.call(auditor, "GET", f"/audit?number={number}").json["items"]
        self.assertEqual(mine[-1]["event"], "case-opened")
        for kind in ("cases", "issues", "records", "searches", "shown"):
            self.call(auditor, "GET", f"/audit?kind={kind}")
        self.call(auditor, "GET", "/audit?by=1&from=2026-01-01&to=2027-01-01")
        csv = auditor.request("GET", f"/api/v1/audit/export?number={number}", None, {})
        self.assertIn("立项", csv.body.decode("utf-8-sig") if isinstance(csv.body, bytes) else csv.body)
        self.call(auditor, "GET", "/audit?number=x", status=400)
        for role in ROLES:
            if role != "auditor":
                self.call(self.person(role), "GET", "/audit", status=403)

    def test_colleagues_at_one_case(self):
        office, head = self.person("office"), self.person("unit-head")
        number = self.open_case(office, place="南港区")
        looking = {"page": "a", "doing": "looking"}
        self.call(office, "POST", f"/cases/{number}/presence", looking)
        there = self.call(head, "POST", f"/cases/{number}/presence", {"page": "b", "doing": "writing"}).json["people"]
        self.assertEqual(len(there), 1)
        found = self.call(office, "GET", f"/cases/{number}/colleagues?q=whl").json["items"]
        me = self.call(head, "GET", "/session").json["user"]
        self.assertEqual([one["id"] for one in found], [me["id"]])
        seen = self.call(office, "GET", f"/cases/{number}")
        self.call(office, "POST", f"/cases/{number}/commands", {"do": "note", "text": "请看", "mention": [me["id"]]}, If_Match=seen.headers["etag"])
        self.assertIn(number, [one["number"] for one in self.call(head, "GET", "/mentions").json["items"]])
        self.call(head, "POST", f"/cases/{number}/seen", {}, 204)
        self.assertNotIn(number, [one["number"] for one in self.call(head, "GET", "/mentions").json["items"]])

    def test_views_counts_and_first_steps(self):
        head, office = self.person("unit-head"), self.person("office")
        shared = self.call(head, "POST", "/views", {"unit": "south", "name": "超时", "query": "view=overdue"}, 201).json
        view = shared["items"][-1]
        self.call(head, "POST", f"/views/{view['id']}/commands", {"do": "rename", "name": "已超时"})
        self.assertEqual(self.call(office, "GET", "/views").json["items"], [])
        self.call(office, "POST", f"/views/{view['id']}/commands", {"do": "unshare"}, 404)
        self.call(head, "POST", f"/views/{view['id']}/commands", {"do": "unshare"})
        counts = self.call(head, "POST", "/counts", {"questions": [{"open": True}, {"clock": "overdue", "mine": True}]}).json["counts"]
        self.assertEqual(counts[0], self.call(head, "GET", "/cases?open=true").json["total"])
        self.call(office, "GET", "/guide")
        self.call(head, "POST", "/guide/away", {}, 403)

    def test_an_event_stream_tells_what_changes(self):
        office = self.person("office")
        with socket.create_connection(demo.address, 30) as stream:
            cookie = "; ".join(f"{k}={v}" for k, v in office.cookies.items())
            stream.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {demo.address[0]}:{demo.address[1]}\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n".encode())
            def until(mark, got=b""):
                while mark not in got:
                    piece = stream.recv(65536)
                    self.assertTrue(piece, f"closed before {mark}: {got}")
                    got += piece
                return got
            got = until(b"event: hello")
            self.assertIn(b"text/event-stream", got)
            number = self.open_case(office)
            until(number.encode(), got)

if __name__ == "__main__":
    HEARBACK, PLAYED = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
