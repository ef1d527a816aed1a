"""Runs `load.py` beside a daemon and checks afterwards that what it was promised is there, once."""

import collections
import contextlib
import json
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile

from gateway import Failure
from load import CUSTOMERS, PATIENCE, customer


def free_port():
    """A port nobody listens on, for a daemon that must come back under the same one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def load(gateway, rate):
    """A sender in its own process. Its summary stands in `summary` after the block."""
    command = [sys.executable, str(pathlib.Path(__file__).with_name("load.py"))]
    command += ["--port", str(gateway.port), "--rate", str(rate), "--acked", str(gateway.folder / "acked")]
    sender = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    summary = {}
    try:
        yield summary
        output, _ = sender.communicate(timeout=PATIENCE + 60)
        summary.update(json.loads(output))
    finally:
        if sender.poll() is None:
            sender.kill()
            sender.wait(10)


def check(gateway):
    """Every acknowledged event on a timeline, and none twice."""
    gateway.wait_until_read(300)
    acked = set((gateway.folder / "acked").read_text().split())
    found = collections.Counter()
    for number in range(CUSTOMERS):
        name = gateway.customer(f"psp_customer:{customer(number)}")
        events = gateway.timeline(name) if name else []
        found.update(event["id"] for event in events if event["source"] == "stripe")
    missing = sorted(acked - set(found))
    doubled = sorted(event for event, times in found.items() if times > 1)
    if missing or doubled:
        raise Failure(
            f"of {len(acked)} acknowledged events {len(missing)} are missing and {len(doubled)} doubled,"
            f" such as {(missing + doubled)[:3]}; log:\n{gateway.log_tail(10)}"
        )
    return {"acknowledged": len(acked), "missing": 0, "doubled": 0}


def check_integrity(gateway):
    """`PRAGMA integrity_check` on a copy of a database nobody has open, its log included."""
    if gateway.process.poll() is None:
        raise Failure("the daemon still runs")
    with tempfile.TemporaryDirectory() as folder:
        for file in (gateway.folder / "data").glob("throughline.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        with contextlib.closing(sqlite3.connect(f"{folder}/throughline.db")) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise Failure(f"PRAGMA integrity_check: {answer}")
    return answer
