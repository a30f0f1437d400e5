#!/usr/bin/env python3
"""Open311 GeoReport v2 as a client program knows it: every endpoint in both formats, with and without a key.

  open311_test.py HEARBACK PLAYED     PLAYED: the directory of a demo whose week is over
"""
import json, pathlib, re, shutil, subprocess, sys, tempfile, unittest, urllib.parse
import xml.etree.ElementTree as ET
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from hearback import NUMBER, Client, Demo

HEARBACK = PLAYED = ""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
REQUEST = ["service_request_id", "status", "status_notes", "service_name", "service_code", "description",
           "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
           "address", "address_id", "zipcode", "lat", "long", "media_url"]
SECRET = "孩子班主任姓欧阳，电话转告"
WEEK = "start_date=2026-03-01T00:00:00%2B08:00&end_date=2026-03-31T00:00:00%2B08:00"

def token(*command):
    return subprocess.run([HEARBACK, "token", *map(str, command)], capture_output=True, text=True)

def setUpModule():
    global demo, key
    with tempfile.TemporaryDirectory() as held:
        data = pathlib.Path(held, "demo")
        shutil.copytree(PLAYED, data)
        key = token("add", "--data", data, "--name", "市民热线").stdout.strip()
        demo = Demo(HEARBACK, data)
    unittest.addModuleCleanup(demo.end)

class Open311(unittest.TestCase):
    def get(self, path, status=200):
        answer = Client(demo.address).get("/open311/v2/" + path)
        self.assertEqual(answer.status, status, f"{path}: {answer.text[:300]}")
        if ".json" in path:
            self.assertEqual(answer.headers["content-type"], "application/json; charset=utf-8")
            return answer.json
        self.assertEqual(answer.headers["content-type"], "text/xml; charset=utf-8")
        self.assertTrue(answer.text.startswith('<?xml version="1.0" encoding="utf-8"?>'))
        return ET.fromstring(answer.body)

    def post(self, fields, status=200, form="json", **more):
        body = urllib.parse.urlencode({"api_key": key, "service_code": "food", "address_string": "明川市东城区学府路",
                                       "description": "一家店的包子没熟。" + SECRET} | fields)
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        answer = Client(demo.address).request("POST", f"/open311/v2/requests.{form}", body, headers, origin=False)
        self.assertEqual(answer.status, status, answer.text[:300])
        return answer

class Reading(Open311):
    def test_discovery_names_the_endpoint_and_its_formats(self):
        found = self.get("discovery.json")
        endpoint = found["endpoints"][0]
        self.assertEqual(endpoint["url"], f"http://{demo.address[0]}:{demo.address[1]}/open311/v2")
        self.assertEqual(endpoint["formats"], ["text/xml", "application/json"])
        tree = self.get("discovery.xml")
        self.assertEqual(tree.tag, "discovery")
        self.assertEqual(tree.findtext("endpoints/endpoint/url"), endpoint["url"])

    def test_every_service_has_its_definition(self):
        services = self.get("services.json")
        self.assertGreater(len(services), 3)
        self.assertEqual([s["service_code"] for s in services],
                         [s.findtext("service_code") for s in self.get("services.xml")])
        for service in services:
            self.assertIn(service["type"], ("realtime", "batch", "blackbox"))
            self.assertIs(service["metadata"], True)
            definition = self.get(f"services/{service['service_code']}.json")
            self.assertEqual(definition["service_code"], service["service_code"])
            orders = [a["order"] for a in definition["attributes"]]
            self.assertEqual(sorted(set(orders)), orders)
            for attribute in definition["attributes"]:
                self.assertIn(attribute["datatype"], ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"))
                self.assertTrue(all({"key", "name"} == set(v) for v in attribute.get("values", [])))
            self.assertEqual(self.get(f"services/{service['service_code']}.xml").tag, "service_definition")

    def test_requests_are_the_same_in_both_formats(self):
        rows = self.get("requests.json?" + WEEK)
        tree = self.get("requests.xml?" + WEEK)
        self.assertGreater(len(rows), 10)
        self.assertEqual(tree.tag, "service_requests")
        self.assertEqual([r["service_request_id"] for r in rows], [r.findtext("service_request_id") for r in tree])
        for row, node in zip(rows, tree):
            self.assertEqual(list(row), REQUEST)
            self.assertEqual([c.tag for c in node], REQUEST)
            self.assertIn(row["status"], ("open", "closed"))
            for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
                if row[name] is not None:
                    self.assertTrue(TIME.fullmatch(row[name]), row[name])
            self.assertEqual(self.get(f"requests/{row['service_request_id']}.json"), [row])
        self.assertTrue(any(r["expected_datetime"] for r in rows), "the promise is told")

    def test_filters_and_pages_divide_the_whole(self):
        whole = [r["service_request_id"] for r in self.get("requests.json?" + WEEK)]
        ids = lambda more: [r["service_request_id"] for r in self.get(f"requests.json?{WEEK}&{more}")]
        self.assertEqual(sorted(ids("status=open") + ids("status=closed")), sorted(whole))
        self.assertEqual(sorted(ids("status=open,closed")), sorted(whole))
        codes = [s["service_code"] for s in self.get("services.json")]
        self.assertEqual(sorted(n for c in codes for n in ids("service_code=" + c)), sorted(whole))
        pages, page = [], 1
        while got := ids(f"page_size=7&page={page}"):
            pages, page = pages + got, page + 1
        self.assertEqual(pages, whole)
        self.assertEqual([r["service_request_id"] for r in self.get(f"requests.json?service_request_id={whole[3]},{whole[1]}&status=closed")],
                         [whole[3], whole[1]], "numbers override every other filter")

    def test_an_answer_stands_in_the_notes_and_the_updates(self):
        rows = self.get(f"requests.json?{WEEK}&status=closed&extensions=true")
        notes = [n for r in rows for n in r["notes"] if n["type"] == "answer"]
        self.assertTrue(notes)
        self.assertTrue(all({"id", "due", "outcome"} == set(c) for r in rows for c in r["extended_attributes"]["clocks"]))
        updates = self.get("servicerequestupdates.json?" + WEEK)
        self.assertLessEqual({str(n["ledger_entry"]) for n in notes}, {u["update_id"] for u in updates})
        self.assertEqual(self.get("servicerequestupdates.xml?" + WEEK).tag, "service_request_updates")

    def test_what_is_wrong_is_said_in_the_format_asked_for(self):
        for path, status in (("requests.json?status=foo", 400), ("requests.json?start_date=yesterday", 400),
                             ("requests.json?start_date=2026-03-01T00:00:00", 400), ("requests.json?page=0", 400),
                             ("requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400),
                             ("requests/HB-2026-0101-0000-0.json", 404), ("services/none.json", 404),
                             ("tokens/abc.json", 404), ("nothing.json", 404), ("services.json?jurisdiction_id=other.example", 404)):
            with self.subTest(path):
                error = self.get(path, status)
                self.assertEqual([e["code"] for e in error], [status])
                self.assertTrue(error[0]["description"])
                tree = self.get(path.replace(".json", ".xml"), status)
                self.assertEqual((tree.tag, tree.findtext("error/code")), ("errors", str(status)))

class Opening(Open311):
    def test_without_a_key_nothing_is_opened(self):
        before = len(self.get("requests.json"))
        for wrong in ("", "0" * 64, key[:-1]):
            self.assertEqual(self.post({"api_key": wrong}, 403).json[0]["code"], 403)
        self.assertEqual(len(self.get("requests.json")), before)

    def test_a_request_becomes_a_case_and_no_word_of_it_is_public(self):
        receipt = self.post({"email": "someone@example.org", "first_name": "欧阳"}).json
        self.assertEqual(len(receipt), 1)
        number = receipt[0]["service_request_id"]
        self.assertTrue(NUMBER.fullmatch(number))
        self.assertNotIn("token", receipt[0])
        self.assertRegex(receipt[0]["service_notice"], "[0-9A-Z]{5}", "the query code is told")
        row = self.get(f"requests/{number}.json")[0]
        self.assertEqual((row["status"], row["service_code"], row["address"], row["description"]), ("open", "food", "东城区", None))
        self.assertTrue(row["expected_datetime"])
        everything = "".join(Client(demo.address).get(f"/open311/v2/{p}").text for p in
                             (f"requests/{number}.xml?extensions=true", "requests.json?extensions=true", "servicerequestupdates.json"))
        for word in (SECRET, "包子", "欧阳", "someone@", "学府路"):
            self.assertNotIn(word, everything)

    def test_xml_an_online_shop_and_coordinates(self):
        tree = ET.fromstring(self.post({"address_string": "", "address_id": "online:某平台"}, form="xml").body)
        self.assertTrue(NUMBER.fullmatch(tree.findtext("request/service_request_id")))
        self.post({"address_string": "", "lat": "31.2", "long": "121.4"})

    def test_what_is_missing_or_wrong_is_named(self):
        for fields, words in (({"service_code": "none"}, "service_code"), ({"description": ""}, "description"),
                              ({"description": "长" * 4001}, "4,000"), ({"address_string": ""}, "location"),
                              ({"lat": "31.2"}, "together"), ({"lat": "here", "long": "there"}, "coordinate"),
                              ({"attribute[KIND]": "revenge"}, "KIND"), ({"jurisdiction_id": "other.example"}, "jurisdiction")):
            with self.subTest(words):
                answer = self.post(fields, 404 if words == "jurisdiction" else 400)
                self.assertIn(words, answer.json[0]["description"])

class Keys(unittest.TestCase):
    def test_a_key_taken_back_opens_nothing_and_is_never_shown_again(self):
        with tempfile.TemporaryDirectory() as held:
            data = pathlib.Path(held, "demo")
            shutil.copytree(PLAYED, data)
            first = token("add", "--data", data, "--name", "热线")
            self.assertRegex(first.stdout, r"^[0-9a-f]{64}\n$")
            self.assertEqual(token("add", "--data", data, "--name", "热线").returncode, 2)
            self.assertEqual(token("list", "--data", data).stdout, "热线\n")
            self.assertEqual(token("revoke", "--data", data, "--name", "热线").returncode, 0)
            self.assertEqual(token("list", "--data", data).stdout, "")
            self.assertEqual(token("revoke", "--data", data, "--name", "热线").returncode, 2)

if __name__ == "__main__":
    HEARBACK, PLAYED = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
