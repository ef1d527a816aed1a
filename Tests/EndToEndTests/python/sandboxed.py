"""A daemon and the sandbox providers of its configuration, both of the binary under test and on loopback."""

import contextlib

import requests

from gateway import Failure, Gateway, default_binary
from peers import free_ports, running, wait_for_port


class Sandbox:
    """The providers. Events at them are posted to the daemon, if it is there."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"

    def cause(self, source, event, content, wanted=200):
        """Lets something happen at a provider; with 502 the daemon is not there to hear of it."""
        reply = requests.post(f"{self.base}/{source}/_events/{event}", json=content, timeout=30)
        if reply.status_code != wanted:
            raise Failure(f"the sandbox answered {event} with {reply.status_code}, not {wanted}: {reply.text[:400]}")
        return reply.json()

    def report(self, source):
        """What a provider accepted and did wrong."""
        return requests.get(f"{self.base}/_report", timeout=30).json()["sources"][source]

    def requests(self, source):
        """The last requests to a provider, in order."""
        return requests.get(f"{self.base}/_requests", {"source": source}, timeout=30).json()


@contextlib.contextmanager
def sandboxed(sources, faults=(), **configuration):
    """A daemon that is not started yet, and the sandbox for its sources: `{name: (connector, secret names, settings)}`.

    The sandbox makes the secrets, and posts to the address that the daemon will listen on.
    """
    listen, port = free_ports(2)
    described = {
        name: (connector, {}, {
            "base_url": f"http://127.0.0.1:{port}/{name}", "config": settings,
            "secrets": {secret: [{"file": f"data/sandbox/{name}/{secret}"}] for secret in secrets},
        })
        for name, (connector, secrets, settings) in sources.items()
    }
    extra = {"server": {"listen": f"127.0.0.1:{listen}"}, **configuration}
    with Gateway(described, port=listen, extra=extra) as gateway:
        command = [
            default_binary(), "sandbox", "run", "--config", gateway.config, "--listen", f"127.0.0.1:{port}",
            *[word for fault in faults for word in ("--fault", fault)],
        ]
        with running(command, gateway.folder, "sandbox") as process:
            wait_for_port(port, process)
            yield gateway, Sandbox(port)
