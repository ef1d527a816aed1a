"""A throughline daemon under test: its configuration, its process and its API. Ends only what it started."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parents[3]
PUBLIC_URL = "https://gw.example.com"


def default_binary():
    """The binary named by the environment, else the debug build."""
    return os.environ.get("THROUGHLINE_BINARY") or str(ROOT / ".build/debug/throughline")


class Failure(Exception):
    """What did not hold, in one sentence."""


class Gateway:
    """One daemon on one folder. `start` may be called again after `kill` or `stop`: the data stay."""

    def __init__(self, sources, port=0, wrapper=(), extra=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-e2e-"))
        self.log = self.folder / "daemon.log"
        self.config = self.folder / "config.yaml"
        self.wrapper = list(wrapper)
        self.process = None
        self.port = port
        self.http = requests.Session()
        self.environment = dict(os.environ)
        document = {
            "server": {"listen": f"127.0.0.1:{port}", "public_url": PUBLIC_URL},
            "store": {"url": "sqlite:data/throughline.db"},
            "connectors": str(ROOT / "Connectors"),
            "sources": {name: self._source(name, *what) for name, what in sources.items()},
            "creditors": {"acme": {"name": "Acme Dental", "actor": "first_party_creditor"}},
            "policy": {"packs": []},
            **(extra or {}),
        }
        # JSON is YAML, but for characters that it escapes in halves.
        self.config.write_text(json.dumps(document, indent=2, ensure_ascii=False))

    def _source(self, name, connector, secrets, more=None):
        references = {}
        for secret, value in secrets.items():
            variable = f"E2E_{name}_{secret}".upper().replace("-", "_")
            self.environment[variable] = value
            references[secret] = [{"env": variable}]
        # a source that says nothing else asks nobody: no check calls a real provider
        more = {"base_url": "http://127.0.0.1:9"} if more is None else more
        return {"connector": connector, "secrets": references, **more}

    def command(self, *arguments):
        return [default_binary(), *arguments, "--config", str(self.config)]

    def start(self, seconds=60):
        """Starts the daemon and returns when it listens."""
        begin = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.wrapper + self.command("serve"),
                env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            port = self._port_logged_after(begin)
            if port:
                self.port = port
                return self
            if self.process.poll() is not None:
                raise Failure(f"the daemon ended with {self.process.returncode} at its start:\n{self.log_tail()}")
            time.sleep(0.02)
        raise Failure(f"the daemon did not listen within {seconds} s:\n{self.log_tail()}")

    def _port_logged_after(self, begin):
        with open(self.log, "rb") as log:
            log.seek(begin)
            for line in log:
                if b"listening" not in line or not line.endswith(b"\n"):
                    continue
                entry = json.loads(line)
                port = entry.get("port") or entry.get("metadata", {}).get("port")
                if entry.get("message") == "listening" and port:
                    return int(port)
        return None

    def log_tail(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def kill(self):
        """SIGKILL, as a power failure would have it for the process."""
        self.process.kill()
        self.process.wait(30)

    def stop(self, seconds=60):
        """SIGTERM; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"the daemon did not stop within {seconds} s of SIGTERM:\n{self.log_tail()}") from None

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.process and self.process.poll() is None:
            self.kill()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    # The API.

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path, **query):
        reply = self.http.get(self.url(path), params=query, timeout=30)
        if reply.status_code != 200:
            raise Failure(f"GET {path} {query} answered {reply.status_code}: {reply.text[:400]}")
        return reply.json()

    def pages(self, path, key, cursor="before", **query):
        """Every entry of a paged list; `next` of one page is the `cursor` of the following one."""
        for _ in range(10_000):
            page = self.get(path, **query)
            yield from page[key]
            if page.get("next") is None:
                return
            query[cursor] = page["next"]
        raise Failure(f"{path} never ends")

    def customer(self, identifier):
        """The id of the customer an identifier points to, or None."""
        found = self.get("/v1/customers", identifier=identifier)["customers"]
        return found[0]["id"] if found else None

    def timeline(self, customer):
        return list(self.pages(f"/v1/customers/{customer}/timeline", "events", cursor="after", limit=200))

    def post(self, path, body, wanted=range(200, 300)):
        """A request with a JSON body to the API; the answer's."""
        reply = self.http.post(self.url(path), json=body, timeout=30)
        if reply.status_code not in wanted:
            raise Failure(f"POST {path} answered {reply.status_code}: {reply.text[:400]}")
        return reply.json()

    def wait_for(self, identifier, name, seconds=30, **members):
        """The one event of this name and these members on a timeline, as soon as it is there; two are a failure."""
        deadline = time.monotonic() + seconds
        while True:
            customer = self.customer(identifier)
            events = self.timeline(customer) if customer else []
            found = [
                event for event in events if event["type"] == f"io.throughline.{name}.v1"
                and members.items() <= {**event, **event["data"]}.items()
            ]
            if len(found) == 1:
                return found[0]
            if found:
                raise Failure(f"{name} {members} stands {len(found)} times on the timeline of {identifier}")
            if time.monotonic() > deadline:
                types = [event["type"].split(".", 2)[2] for event in events]
                raise Failure(f"{name} {members} is not on the timeline of {identifier} after {seconds} s; it has {types}")
            time.sleep(0.1)

    def metric(self, name):
        """The sum of a metric over its labels."""
        lines = self.http.get(self.url("/metrics"), timeout=30).text.splitlines()
        values = [line.rsplit(" ", 1)[1] for line in lines if line.split("{")[0].split(" ")[0] == name]
        if not values:
            raise Failure(f"/metrics has no {name}")
        return sum(float(value) for value in values)

    def wait_until_read(self, seconds=120):
        """Returns when every journaled item has been read into events."""
        deadline = time.monotonic() + seconds
        while self.metric("throughline_pending_items") > 0:
            if time.monotonic() > deadline:
                raise Failure(f"items are still pending after {seconds} s:\n{self.log_tail()}")
            time.sleep(0.1)
