"""A live peer: a payment made at localstripe reaches the timeline through its own signed webhook."""

import pathlib
import subprocess
import sys
import time

import requests

from acknowledged import free_port
from gateway import Failure, Gateway
from report import run
from senders import Stripe

KEY = ("sk_test_12345", "")
SECRET = "whsec_localstripe"


def localstripe_payment(arguments):
    """localstripe takes a card; `payment.succeeded` stands on the customer's timeline, a declined card as failed."""
    port = free_port()
    command = [str(pathlib.Path(sys.executable).with_name("localstripe")), "--port", str(port), "--from-scratch"]
    with Gateway({"stripe": ("stripe", {**Stripe.configuration[1], "endpoint_secret": SECRET})}) as gateway:
        gateway.start()
        log = open(gateway.folder / "localstripe.log", "wb")
        peer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=gateway.folder)
        try:
            api = API(port)
            api.wait()
            api.post("/_config/webhooks/gw", {"url": gateway.url("/hooks/stripe"), "secret": SECRET})
            customer = api.post("/v1/customers", {"email": "ann@example.com", "metadata[account]": "acme:100231"})["id"]
            paid = api.pay(customer, 4250, "4242424242424242")
            wait_for(gateway, customer, "payment.succeeded", paid["id"], arguments.seconds)
            declined = api.pay(customer, 900, "4000000000000341")
            wait_for(gateway, customer, "payment.failed", declined["id"], arguments.seconds)
        finally:
            peer.kill()
            peer.wait(10)
            log.close()
        gateway.stop()
    return {"payment": paid["id"], "amount": paid["amount"]}


class API:
    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"

    def wait(self, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                requests.get(f"{self.base}/v1/customers", auth=KEY, timeout=5)
                return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise Failure(f"localstripe did not answer within {seconds} s")

    def post(self, path, form, wanted=(200,)):
        reply = requests.post(self.base + path, form, auth=KEY, timeout=30)
        if reply.status_code not in wanted:
            raise Failure(f"localstripe answered {path} with {reply.status_code}: {reply.text[:300]}")
        return reply.json() if reply.content else {}

    def pay(self, customer, amount, card):
        """A payment intent confirmed with a test card; the intent as the processor knows it afterwards."""
        method = self.post("/v1/payment_methods", {
            "type": "card", "card[number]": card, "card[exp_month]": "12", "card[exp_year]": "2034", "card[cvc]": "123",
        })["id"]
        self.post(f"/v1/payment_methods/{method}/attach", {"customer": customer}, wanted=(200, 402))
        intent = self.post("/v1/payment_intents", {
            "amount": str(amount), "currency": "usd", "customer": customer, "payment_method": method,
            "metadata[account]": "acme:100231",
        })["id"]
        self.post(f"/v1/payment_intents/{intent}/confirm", {}, wanted=(200, 402))
        return requests.get(f"{self.base}/v1/payment_intents/{intent}", auth=KEY, timeout=30).json()


def wait_for(gateway, customer, name, payment, seconds):
    deadline = time.monotonic() + seconds
    events = []
    while time.monotonic() < deadline:
        known = gateway.customer(f"psp_customer:{customer}")
        events = gateway.timeline(known) if known else []
        found = [e for e in events if e["type"] == f"io.throughline.{name}.v1" and e["data"].get("payment") == payment]
        if len(found) == 1:
            return
        if len(found) > 1:
            raise Failure(f"{name} stands {len(found)} times on the timeline")
        time.sleep(0.1)
    raise Failure(f"{name} of {payment} did not reach the timeline within {seconds} s; it has {events}")


if __name__ == "__main__":
    run(localstripe_payment, seconds=30)
