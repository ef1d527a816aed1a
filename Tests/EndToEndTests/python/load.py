"""A sender on its own: Stripe-signed webhooks at a steady rate, each sent again until it is acknowledged.

Writes the id of each acknowledged event to a file, one a line, after its 2xx. Ends when its standard input ends and
everything due until then is acknowledged.
"""

import argparse
import http.client
import json
import queue
import sys
import threading
import time

from senders import Stripe

CUSTOMERS = 100
PATIENCE = 90  # seconds for what is left when standard input has ended


def customer(number):
    return f"cus_load_{number % CUSTOMERS}"


class Load:
    def __init__(self, arguments):
        self.arguments = arguments
        self.stripe = Stripe()
        self.lock = threading.Lock()
        self.acked = open(arguments.acked, "a", buffering=1)
        self.again = queue.SimpleQueue()
        self.next = 0
        self.acknowledged = self.failures = 0
        self.started = time.monotonic()
        self.ended = None  # when standard input ended

    def take(self):
        """The next event and its body, not before its time; None when all is done. A redelivery has the same body."""
        while True:
            try:
                return self.again.get_nowait()
            except queue.Empty:
                pass
            with self.lock:
                sent = self.next
                due = self.started + sent / self.arguments.rate
                if self.ended is None and due <= time.monotonic():
                    number = self.next
                    self.next += 1
                    return number, self.stripe.payload(number, customer(number), "evt_load")
                if self.ended is not None and (self.acknowledged >= sent or time.monotonic() > self.ended + PATIENCE):
                    return None
            time.sleep(0.002)

    def work(self):
        connection = None
        while (event := self.take()) is not None:
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.arguments.port, timeout=10)
                status = self.post(connection, event[1])
            except (OSError, http.client.HTTPException):
                status = None
            if status is not None and 200 <= status < 300:
                with self.lock:
                    self.acknowledged += 1
                    self.acked.write(f"evt_load_{event[0]}\n")
                continue
            if status is None:
                connection = None
            with self.lock:
                self.failures += 1
            self.again.put(event)
            time.sleep(0.05)

    def post(self, connection, payload):
        connection.request("POST", "/hooks/stripe", payload.encode(), self.stripe.headers(payload))
        reply = connection.getresponse()
        reply.read()
        return reply.status

    def run(self):
        threads = [threading.Thread(target=self.work, daemon=True) for _ in range(16)]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        seconds = time.monotonic() - self.started
        self.ended = time.monotonic()
        for thread in threads:
            thread.join(PATIENCE + 20)
        sent = self.next
        print(json.dumps({
            "sent": sent, "acknowledged": self.acknowledged, "tries_failed": self.failures,
            "offered_per_second": round(sent / seconds, 1),
        }))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--acked", required=True)
    Load(parser.parse_args()).run()
