"""connector.yaml is edited again and again while webhooks arrive, half of the edits broken."""

import json
import shutil
import signal
import subprocess
import time

from acknowledged import CUSTOMERS, check, customer, free_port, load
from gateway import ROOT, Failure, Gateway
from report import run
from senders import Stripe

PATIENCE = 10  # seconds for a change to be seen; it is promised within two, and the machine is loaded
BROKEN = ["decode: json\n  key: item.id ==", "dekode: json", "decode: json\n  respond: {status: 999}", "decode: [json"]


class Connector:
    """A connector of the daemon's own, and the versions it was given."""

    def __init__(self, gateway):
        folder = gateway.folder / "Connectors"
        shutil.copytree(ROOT / "Connectors/stripe", folder / "stripe")
        self.file = folder / "stripe/connector.yaml"
        self.text = self.file.read_text()
        document = json.loads(gateway.config.read_text())
        gateway.config.write_text(json.dumps({**document, "connectors": "Connectors"}, indent=2))
        self.good = []  # versions that were put in force, with when

    def write(self, version, broken=None):
        text = self.text.replace("version: 1\n", f"version: {version}\n", 1)
        if broken:
            text = text.replace("decode: json", broken, 1)
        if text == self.text:
            raise Failure("the connector has no `version: 1` or no `decode: json` to edit")
        self.file.write_text(text)


def state(gateway):
    return gateway.get("/readyz"), gateway.get("/v1/config")["sources"]["stripe"]


def wait_for(gateway, wanted, seconds=PATIENCE):
    """How long it takes until `wanted` holds of the state, and the state."""
    begin = time.monotonic()
    while not wanted(found := state(gateway)):
        if time.monotonic() > begin + seconds:
            raise Failure(f"after {seconds} s the daemon still says {found}:\n{gateway.log_tail(5)}")
        time.sleep(0.05)
    return time.monotonic() - begin, found


def ask(gateway, number):
    """Lets the daemon notice: by a signal, by the API, or by itself."""
    if number % 3 == 1:
        gateway.process.send_signal(signal.SIGHUP)
    if number % 3 == 2:
        return gateway.http.post(gateway.url("/v1/reload"), timeout=30)
    return None


def edit_well(gateway, connector, number):
    version = 2 + number
    connector.write(version)
    reply = ask(gateway, number)
    if reply is not None and (reply.status_code, reply.json()["config"]) != (200, "taken"):
        raise Failure(f"a good file is answered {reply.status_code} {reply.text}")
    label = f"stripe@{version}"
    seconds, _ = wait_for(gateway, lambda found: found[0]["config"] == "accepted" and found[1] == label)
    connector.good.append(label)
    return seconds


def edit_badly(gateway, connector, number):
    connector.write(1000 + number, BROKEN[number // 2 % len(BROKEN)])
    reply = ask(gateway, number)
    if reply is not None and reply.status_code != 422:
        raise Failure(f"a bad file is answered {reply.status_code} {reply.text}")
    seconds, (ready, label) = wait_for(gateway, lambda found: found[0]["config"] == "refused")
    if ready["status"] != "ready" or label != connector.good[-1]:
        raise Failure(f"a bad file changes what is in force: {ready} {label}")
    problems = [problem for problem in ready["problems"] if problem["file"].endswith("stripe/connector.yaml")]
    if not problems or not all(problem["line"] > 0 and problem["message"] for problem in problems):
        raise Failure(f"nobody can tell from {ready} what is wrong")
    if reply is not None and reply.json()["problems"] != ready["problems"]:
        raise Failure(f"the API says {reply.text}, /readyz {ready}")
    return seconds


def check_command(gateway):
    """`throughline reload` shows what `throughline check` shows; run while the files are bad."""
    shown = [
        subprocess.run(command, cwd=gateway.folder, env=gateway.environment, capture_output=True, text=True, timeout=60)
        for command in (gateway.command("check", "--json"), [*gateway.command("reload")[:2], "--json", "--url",
                                                             gateway.url("")])
    ]
    if [run.returncode for run in shown] != [78, 78] or shown[0].stdout != shown[1].stdout or not shown[0].stdout:
        raise Failure(f"check says {shown[0]}, reload {shown[1]}")


def check_sources(gateway):
    """A source that is added is there, one that is taken out is not, and a port waits for a restart."""
    document = json.loads(gateway.config.read_text())
    more = {**document, "sources": {**document["sources"], "second": document["sources"]["stripe"]}}
    more["server"] = {**document["server"], "listen": "127.0.0.1:1"}
    gateway.config.write_text(json.dumps(more))
    reply = gateway.http.post(gateway.url("/v1/reload"), timeout=30).json()
    if reply["changes"]["sources"] != {"added": ["second"]} or reply["changes"]["needs_restart"] != ["server.listen"]:
        raise Failure(f"a new source and a new port are answered {reply}")
    if gateway.http.post(gateway.url("/hooks/second"), timeout=30).status_code == 404:
        raise Failure("the new source is not there")
    gateway.config.write_text(json.dumps(document))
    reply = gateway.http.post(gateway.url("/v1/reload"), timeout=30).json()
    if reply["changes"]["sources"] != {"removed": ["second"]} or "needs_restart" in reply["changes"]:
        raise Failure(f"taking it out again is answered {reply}")
    if gateway.http.post(gateway.url("/hooks/second"), timeout=30).status_code != 404:
        raise Failure("the source is still there")


def readers(gateway):
    """How many events each version read."""
    found = {}
    for number in range(CUSTOMERS):
        name = gateway.customer(f"psp_customer:{customer(number)}")
        for event in gateway.timeline(name) if name else []:
            if event["source"] == "stripe":
                found[event["readby"]] = found.get(event["readby"], 0) + 1
    return found


def reload(arguments):
    """Every webhook is acknowledged and read once, by a good version; a bad file changes nothing."""
    seconds = {"good": [], "bad": []}
    with Gateway({"stripe": Stripe.configuration}, port=free_port()) as gateway:
        connector = Connector(gateway)
        gateway.start()
        with load(gateway, arguments.rate) as summary:
            for number in range(arguments.edits):
                kind, edit = ("bad", edit_badly) if number % 2 else ("good", edit_well)
                seconds[kind].append(edit(gateway, connector, number))
            check_command(gateway)
            seconds["good"].append(edit_well(gateway, connector, arguments.edits))
            check_sources(gateway)
        if summary["tries_failed"] or summary["acknowledged"] != summary["sent"]:
            raise Failure(f"not every webhook was taken at once: {summary}")
        held = check(gateway)
        read = readers(gateway)
        strangers = set(read) - set(connector.good) - {"stripe@1"}
        if strangers or not set(connector.good) <= set(read):
            raise Failure(f"of the good versions {connector.good} and stripe@1, these read events: {read}")
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
    return {
        "edits": arguments.edits, "rate": arguments.rate, **summary, **held, "versions": len(read),
        "slowest_taken_s": round(max(seconds["good"]), 2), "slowest_refused_s": round(max(seconds["bad"]), 2),
    }


if __name__ == "__main__":
    run(reload, edits=20, rate=300)
