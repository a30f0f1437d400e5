"""What the tests in Python share: the program as a child process, and its pages and interface as a client sees them."""
import http.client, json, os, pathlib, random, re, secrets, shutil, signal, socket, subprocess, tempfile, threading, time, urllib.parse

ROOT = pathlib.Path(__file__).parent.parent.parent
RULEBOOK = ROOT / "rulebooks/mingchuan.toml"
NUMBER = re.compile(r"HB-\d{4}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]")

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]

def wait_for(what, seconds=60):
    """The first true answer of what(); a test that waits longer has failed."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what.__name__ if hasattr(what, '__name__') else what}")
        time.sleep(0.01)

def seed_of_run():
    """HB_SEED, else a new one; printed, so that a failure can be looked at again."""
    seed = int(os.environ.get("HB_SEED") or secrets.randbits(32))
    print(f"seed {seed} (HB_SEED={seed} repeats its choices)", flush=True)
    return random.Random(seed)

class Program:
    """A long-running verb, started and listened to; `ready` is the address it prints."""

    def __init__(self, *command):
        self.lines, self.told = [], []
        self.process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._news = threading.Condition()
        self._readers = [threading.Thread(target=self._read, args=pair, daemon=True)
                         for pair in ((self.process.stdout, self.lines), (self.process.stderr, self.told))]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            with self._news:
                lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def line(self, beginning, seconds=120):
        """The rest of the first line that begins so."""
        end = time.monotonic() + seconds
        with self._news:
            while True:
                for line in self.lines:
                    if line.startswith(beginning):
                        return line[len(beginning):].strip()
                if self.process.poll() is not None and not self._readers[0].is_alive():
                    raise AssertionError(f"ended with {self.process.returncode} before '{beginning}': {self.told[-20:]}")
                if not self._news.wait(min(1, end - time.monotonic())) and time.monotonic() > end:
                    raise AssertionError(f"no '{beginning}' within {seconds} s: {self.lines[-5:]} {self.told[-20:]}")

    @property
    def address(self):
        """(host, port)"""
        url = urllib.parse.urlsplit(self.line("ready "))
        return url.hostname, url.port

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """As an operator stops it; how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        for reader in self._readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()

class Demo(Program):
    """The demo on a copy of a week that was played already."""

    def __init__(self, hearback, played):
        self._held = tempfile.TemporaryDirectory()
        self.data = pathlib.Path(self._held.name, "demo")
        shutil.copytree(played, self.data)
        super().__init__(hearback, "demo", "--data", self.data, "--listen", f"127.0.0.1:{free_port()}")
        self.line("played")

    def end(self):
        self.__exit__()
        self._held.cleanup()

class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

class Client:
    """A browser's manners in few lines: keeps its cookies, sends what a same-origin page would. `sender`: comes through a
    proxy on this machine from that address."""

    def __init__(self, address, timeout=30, sender=None):
        self.address, self.timeout, self.cookies, self.sender = address, timeout, {}, sender

    def request(self, method, path, body=None, headers=None, origin=True):
        connection = http.client.HTTPConnection(*self.address, timeout=self.timeout)
        try:
            sent = {"Accept-Encoding": "identity"}
            if self.sender:
                sent["X-Forwarded-For"] = self.sender
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            if origin:
                sent["Sec-Fetch-Site"] = "same-origin"
                sent["Origin"] = f"http://{self.address[0]}:{self.address[1]}"
            if isinstance(body, dict):
                body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
            sent.update(headers or {})
            connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
            got = connection.getresponse()
            for name, value in got.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def form(self, path, fields):
        """Sent as a form; what it leads to is fetched."""
        answer = self.request("POST", path, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})
        while answer.status == 303:
            answer = self.get(answer.headers["location"])
        return answer
