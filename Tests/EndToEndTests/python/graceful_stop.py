"""SIGTERM under load, and a second daemon on the same data."""

import subprocess
import time

from acknowledged import check, check_integrity, free_port, load
from gateway import Failure, Gateway
from report import run
from senders import Stripe


def graceful_stop(arguments):
    """SIGTERM ends with 0 and loses nothing acknowledged; a second daemon on the same data ends with 75."""
    with Gateway({"stripe": Stripe.configuration}, port=free_port()) as gateway:
        gateway.start()
        second = subprocess.run(
            gateway.command("serve"), env=gateway.environment, cwd=gateway.folder,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
        )
        if second.returncode != 75:
            raise Failure(f"a second daemon ended with {second.returncode}, not 75: {second.stderr.decode()[-400:]}")
        stops = []
        with load(gateway, arguments.rate) as summary:
            for _ in range(arguments.stops):
                time.sleep(1.5)
                begin = time.monotonic()
                status = gateway.stop()
                stops.append(round(time.monotonic() - begin, 3))
                if status != 0:
                    raise Failure(f"SIGTERM under load ended with {status}:\n{gateway.log_tail()}")
                gateway.start()
            time.sleep(0.5)
        held = check(gateway)
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
        integrity = check_integrity(gateway)
    return {"stops": arguments.stops, **summary, **held, "integrity_check": integrity, "slowest_stop_s": max(stops)}


if __name__ == "__main__":
    run(graceful_stop, stops=2, rate=200)
