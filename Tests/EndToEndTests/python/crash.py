"""SIGKILL, again and again, while signed webhooks arrive."""

import random
import time

from acknowledged import check, check_integrity, free_port, load
from gateway import Failure, Gateway
from report import run
from senders import Stripe


def crash(arguments):
    """After every kill -9 the daemon comes back on the same data: nothing acknowledged is missing, nothing doubled."""
    chance = random.Random(arguments.seed)
    restarts = []
    with Gateway({"stripe": Stripe.configuration}, port=free_port()) as gateway:
        gateway.start()
        with load(gateway, arguments.rate) as summary:
            for number in range(arguments.kills):
                time.sleep(chance.uniform(0.3, 1.5))
                gateway.kill()
                if number == arguments.kills - 1:
                    check_integrity(gateway)
                begin = time.monotonic()
                gateway.start()
                restarts.append(round(time.monotonic() - begin, 3))
            time.sleep(1)
        if summary["acknowledged"] != summary["sent"]:
            raise Failure(f"the sender could not get everything acknowledged: {summary}")
        held = check(gateway)
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
        integrity = check_integrity(gateway)
    return {
        "kills": arguments.kills, "rate": arguments.rate, **summary, **held, "integrity_check": integrity,
        "slowest_restart_s": max(restarts),
    }


if __name__ == "__main__":
    run(crash, kills=2, rate=500)
