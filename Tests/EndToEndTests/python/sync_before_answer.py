"""The order of system calls: the event is written and synced before its 2xx leaves. SIGKILL cannot show this."""

import os
import re
import shutil
import subprocess
import tempfile

from gateway import Failure, Gateway
from report import Skip, run
from senders import Stripe

CALLS = "fdatasync,fsync,pwrite64,pwritev,pwritev2,write,writev,sendto,sendmsg,read,readv,recvfrom,recvmsg"


def sync_before_answer(arguments):
    """For each webhook: read, then written to the log, then a sync that returned, and only then the answer."""
    tracer = find_tracer()
    stripe = Stripe()
    webhooks = [stripe.webhook(number) for number in range(arguments.count)]
    with tempfile.TemporaryDirectory() as folder:
        trace = f"{folder}/trace"
        wrapper = [tracer, "-f", "-y", "-o", trace, "-s", "65536", "-e", f"trace={CALLS}", "--"]
        with Gateway({"stripe": Stripe.configuration}, wrapper=wrapper) as gateway:
            gateway.start(120)
            for webhook in webhooks:
                gateway.http.post(gateway.url("/hooks/stripe"), webhook.body, headers=webhook.headers, timeout=60)
            terminate_child(gateway)
        calls = list(completed(trace))
    for webhook in webhooks:
        check_order(calls, webhook.events[0] + '\\"')  # as strace prints the quote behind it
    return {"webhooks": len(webhooks), "calls_traced": len(calls)}


def find_tracer():
    tracer = shutil.which("strace")
    if tracer is None:
        raise Skip("strace is not installed")
    tried = subprocess.run([tracer, "-f", "-o", "/dev/null", "true"], capture_output=True, timeout=30, check=False)
    if tried.returncode != 0:
        raise Skip(f"strace cannot trace here: {tried.stderr.decode().strip()[:200]}")
    return tracer


def terminate_child(gateway):
    """strace passes no signal on: the daemon below it is ended by its own id, then strace ends by itself."""
    with open(f"/proc/{gateway.process.pid}/task/{gateway.process.pid}/children") as children:
        for child in children.read().split():
            os.kill(int(child), 15)
    gateway.process.wait(60)


def completed(trace):
    """The calls in the order in which they began (writes) or returned (reads and syncs), as whole lines."""
    begun = {}
    for line in open(trace, errors="replace"):
        thread, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            text = text.removesuffix("<unfinished ...>")
            begun[thread] = text
            if not re.match(r"(read|recv|fsync|fdatasync)", text):
                yield text  # an answer counts from the moment it may leave
        elif text.startswith("<..."):
            head = begun.pop(thread, "")
            if re.match(r"(read|recv|fsync|fdatasync)", head):
                yield head + text.partition("resumed>")[2]
        else:
            yield text


def check_order(calls, event):
    def first(after, what, matches):
        for index in range(after, len(calls)):
            if matches(calls[index]):
                return index
        raise Failure(f"{event}: {what} is not in the trace")

    read = first(0, "its arrival", lambda c: re.match(r"(read|recv)", c) and event in c)
    log = r"p?write[v264]*\([^>]*throughline\.db"
    written = first(read, "its write to the log", lambda c: re.match(log, c) and event in c)
    synced = first(written, "a sync", lambda c: re.match(r"f(data)?sync\(.*throughline\.db.*= 0", c))
    answered = first(read, "its answer", lambda c: re.match(r"(write|send)", c) and "HTTP/1.1 2" in c)
    if answered < synced:
        raise Failure(f"{event}: the answer left before the sync returned ({answered} < {synced})")


if __name__ == "__main__":
    run(sync_before_answer, count=5)
