#!/usr/bin/env python3
"""A second verifier of the public ledger, written from its formats alone and with none of our code.

  ledger_check.py URL-OR-DIR     exit 0 if everything agrees, else 1 with what does not

Rebuilds the tree from the entry bundles; compares every tile and the signed root; checks each shown body against its
commitment and, at a URL, each published proof. Signatures are checked by OpenSSL 3 (`openssl pkeyutl`).
"""
import base64, hashlib, json, pathlib, subprocess, sys, tempfile, urllib.error, urllib.request

SHOWN = {"reply": "answers", "answer": "answers", "statement": "statements"}  # kinds that have a public page

def sha(data):
    return hashlib.sha256(data).digest()

def leaf(entry):
    return sha(b"\0" + entry)

def node(left, right):
    return sha(b"\1" + left + right)

def root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root(hashes[:k]), root(hashes[k:]))

def root_from_proof(index, size, hashed, path):
    """RFC 9162 section 2.1.3.2; None if the path does not fit."""
    at, last = index, size - 1
    for other in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            hashed = node(other, hashed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hashed = node(hashed, other)
        at, last = at >> 1, last >> 1
    return hashed if last == 0 and index < size else None

def path(n):
    """1234067 is x001/x234/067."""
    out = f"{n % 1000:03}"
    while n := n // 1000:
        out = f"x{n % 1000:03}/{out}"
    return out

def tiles(level, size):
    """(name, first, width) of every tile at a level of a tree, counted in hashes of that level."""
    for n in range(-(-size // 256)):
        width = min(256, size - n * 256)
        yield f"tile/{level}/" + path(n) + (f".p/{width}" if width < 256 else ""), n * 256, width

def signed(text, signature, key):
    """Ed25519 over the text by OpenSSL."""
    with tempfile.TemporaryDirectory() as held:
        here = pathlib.Path(held)
        (here / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + key)
        (here / "text").write_bytes(text)
        (here / "signature").write_bytes(signature)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", here / "key", "-rawin",
                               "-in", here / "text", "-sigfile", here / "signature"], capture_output=True).returncode == 0

class Ledger:
    def __init__(self, where):
        self.where, self.problems = str(where).rstrip("/"), []

    def fetch(self, path, site=False):
        """The bytes, or None with the status kept in `status`."""
        if not self.where.startswith("http"):
            file = pathlib.Path(self.where, path)
            self.status = 200 if file.is_file() else 404
            return file.read_bytes() if file.is_file() else None
        try:
            with urllib.request.urlopen(f"{self.where}/{'' if site else 'ledger/'}{path}", timeout=30) as answer:
                self.status = answer.status
                return answer.read()
        except urllib.error.HTTPError as error:
            self.status = error.code
            return None

    def wrong(self, what):
        self.problems.append(what)

    def checkpoint(self, note):
        """(size, root) of a signed note; says what is wrong with it."""
        text, _, signatures = note.rpartition(b"\n\n")
        text += b"\n"
        lines = text.decode().split("\n")
        if len(lines) != 4 or lines[0] != self.name or not lines[1].isdigit() or lines[1] != str(int(lines[1])):
            self.wrong(f"checkpoint is not of {self.name}: {lines}")
            return 0, b""
        ours = [base64.b64decode(line.split(" ")[2]) for line in signatures.decode().splitlines() if line.split(" ")[1] == self.name]
        if not any(s[:4] == self.key_id and signed(text, s[4:], self.key) for s in ours):
            self.wrong("checkpoint is not signed by the log's key")
        return int(lines[1]), base64.b64decode(lines[2])

    def vkey(self, line):
        self.name, hashed, key = line.decode().strip().split("+", 2)
        key = base64.b64decode(key)
        self.key, self.key_id = key[1:], bytes.fromhex(hashed)
        if key[0] != 1 or sha(self.name.encode() + b"\n" + key)[:4] != self.key_id:
            self.wrong("vkey's hash is not its key's")

    def read_entries(self, size):
        entries = []
        for name, _, width in tiles("entries", size):
            bundle, at = self.fetch(name) or b"", 0
            for _ in range(width):
                length = int.from_bytes(bundle[at : at + 2], "big")
                entries.append(bundle[at + 2 : at + 2 + length])
                at += 2 + length
            if at != len(bundle):
                self.wrong(f"{name} does not hold exactly {width} entries")
        return entries

    def compare_tiles(self, hashes):
        level = 0
        while hashes:
            for name, first, width in tiles(level, len(hashes)):
                if self.fetch(name) != b"".join(hashes[first : first + width]):
                    self.wrong(f"{name} is not what its entries make")
            hashes = [root(hashes[i : i + 256]) for i in range(0, len(hashes) - 255, 256)]
            level += 1

    def check_body(self, index, facts):
        body = self.fetch(f"body/{index}")
        if body is None:
            if self.status not in (404, 410):
                self.wrong(f"body/{index} answers {self.status}")
            return
        shown = json.loads(body)
        commitment = sha(b"hearback-body/v1\n" + base64.b64decode(shown["salt"]) + shown["body"].encode())
        if shown["index"] != index or facts["body-commit"] != "sha256:" + commitment.hex():
            self.wrong(f"body/{index} is not the one committed to")
        page = SHOWN.get(facts["kind"])
        proof = page and self.fetch(f"{page}/{index}.tlog-proof", site=True)
        if proof:
            self.check_proof(index, proof, shown["salt"])
        elif page:
            self.wrong(f"{page}/{index}.tlog-proof answers {self.status}")

    def check_proof(self, index, proof, salt):
        head, _, note = proof.partition(b"\n\n")
        lines = head.decode().split("\n")
        if lines[:3] != ["c2sp.org/tlog-proof@v1", f"extra {salt}", f"index {index}"]:
            self.wrong(f"proof of {index} begins {lines[:3]}")
            return
        size, top = self.checkpoint(note)
        if root_from_proof(index, size, leaf(self.entries[index]), [base64.b64decode(line) for line in lines[3:]]) != top:
            self.wrong(f"proof of {index} does not prove it")

    def check(self):
        """All problems, as sentences."""
        self.vkey(self.fetch("vkey"))
        size, top = self.checkpoint(self.fetch("checkpoint") or b"")
        self.entries = self.read_entries(size)
        hashes = [leaf(entry) for entry in self.entries]
        if root(hashes) != top:
            self.wrong("the root that was signed is not that of the entries")
        self.compare_tiles(hashes)
        if self.where.startswith("http"):
            for index, entry in enumerate(self.entries):
                lines = entry.decode().split("\n")
                if lines[0] != "hearback-entry/v1" or lines[-1] != "":
                    self.wrong(f"entry {index} is malformed")
                self.check_body(index, dict(line.split(" ", 1) for line in lines[1:-1]))
        return self.problems

if __name__ == "__main__":
    ledger = Ledger(sys.argv[1])
    print("\n".join(ledger.check()) or f"{ledger.name}: {len(ledger.entries)} entries agree")
    sys.exit(1 if ledger.problems else 0)
