"""Programs that stand at the other end: started on loopback for one check, and ended by their own id."""

import contextlib
import socket
import subprocess
import time

from gateway import Failure


@contextlib.contextmanager
def running(command, folder, name, **options):
    """A program with its log in `folder`, for the time of the block."""
    with open(folder / f"{name}.log", "ab") as log:
        process = subprocess.Popen(
            [str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def wait_for_port(port, process, seconds=30):
    """Returns when somebody listens on a port of loopback."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            raise Failure(f"{process.args[0]} ended with {process.returncode} at its start")
        if time.monotonic() > deadline:
            raise Failure(f"{process.args[0]} did not listen within {seconds} s")
        time.sleep(0.05)


def free_ports(count):
    """Ports nobody listens on, all different."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
