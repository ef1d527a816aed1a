"""Requests that two readers could take apart in two ways, each with a webhook hidden behind it that nobody may see."""

import json
import re
import socket

from gateway import Failure, Gateway
from report import run
from senders import Stripe

PATIENCE = 3  # seconds for an answer


def smuggling(arguments):
    """Every such request is refused and its connection closed; what is hidden in it is never taken."""
    stripe = Stripe()
    with Gateway({"stripe": Stripe.configuration}) as gateway:
        gateway.start()
        cases = refused(Sample(stripe, 0)) | taken(Sample(stripe, 1))
        for name, (request, wanted) in cases.items():
            answers = exchange(gateway.port, request)
            if answers != wanted:
                raise Failure(f"{name}: answered {answers}, not {wanted}")
        gateway.wait_until_read()
        check_hidden(gateway)
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
    return {"requests": len(cases)}


class Sample:
    """A webhook that may be seen, and one that may not, as whole requests."""

    def __init__(self, stripe, number):
        self.body = stripe.payload(number, "cus_seen", "evt_seen").encode()
        self.signature = stripe.headers(self.body.decode())["stripe-signature"].encode()
        hidden = stripe.payload(number, "cus_hidden", "evt_hidden")
        self.hidden = self.post(hidden.encode(), stripe.headers(hidden)["stripe-signature"].encode())

    @staticmethod
    def post(body, signature, length=None):
        length = b"Content-Length: %d\r\n" % len(body) if length is None else length
        return b"POST /hooks/stripe HTTP/1.1\r\nHost: x\r\nStripe-Signature: " + signature + b"\r\n" + length + b"\r\n" + body

    def head(self, *lines, start=b"POST /hooks/stripe HTTP/1.1"):
        """A head of these lines behind the usual ones."""
        usual = [start, b"Host: x", b"Stripe-Signature: " + self.signature]
        return b"\r\n".join(usual + list(lines)) + b"\r\n\r\n"

    @property
    def chunked(self):
        return b"%x\r\n" % len(self.body) + self.body + b"\r\n0\r\n\r\n"


def refused(sample):
    """Names, requests, and the one answer each must get."""
    length, chunked = b"Content-Length: %d" % len(sample.body), b"Transfer-Encoding: chunked"
    plain = sample.body + sample.hidden
    short = b"Content-Length: 0"
    cases = {
        "length and chunks": sample.head(length, chunked) + plain,
        "chunks and length": sample.head(chunked, short) + sample.chunked + sample.hidden,
        "two lengths": sample.head(length, short) + plain,
        "two lengths in one line": sample.head(length + b", 0") + plain,
        "a length with a sign": sample.head(b"Content-Length: +%d" % len(sample.body)) + plain,
        "a negative length": sample.head(b"Content-Length: -1") + plain,
        "a hexadecimal length": sample.head(b"Content-Length: 0x10") + plain,
        "a length beyond 64 bits": sample.head(b"Content-Length: 18446744073709551617") + plain,
        "a length in two words": sample.head(b"Content-Length: 1 0") + plain,
        "a space before the colon": sample.head(b"Content-Length : 0") + plain,
        "a folded header": sample.head(b"X-A: b", b" Content-Length: 0", length) + plain,
        "a folded length": sample.head(b"Content-Length:", b" 0") + plain,
        "a header without a name": sample.head(b": x", length) + plain,
        "a header without a colon": sample.head(b"nonsense", length) + plain,
        "a name with a space": sample.head(b"Content Length: 0", length) + plain,
        "a name beyond ASCII": sample.head("Cöntent: 1".encode(), length) + plain,
        "a zero byte in a value": sample.head(b"X-A: a\0b", length) + plain,
        "a zero byte in a name": sample.head(b"X\0A: b", length) + plain,
        "a bare CR in a value": sample.head(b"X-A: a\rContent-Length: 0", length) + plain,
        "another coding": sample.head(b"Transfer-Encoding: xchunked") + sample.chunked + sample.hidden,
        "chunks not last": sample.head(b"Transfer-Encoding: chunked, identity") + sample.chunked + sample.hidden,
        "chunks twice": sample.head(chunked, chunked) + sample.chunked + sample.hidden,
        "a chunk's length beyond 64 bits": sample.head(chunked) + b"10000000000000001\r\nx\r\n0\r\n\r\n" + sample.hidden,
        "a chunk's length with a sign": sample.head(chunked) + b"+1\r\nx\r\n0\r\n\r\n" + sample.hidden,
        "a chunk that goes on": sample.head(chunked) + b"1\r\nxy\r\n0\r\n\r\n" + sample.hidden,
        "a chunk without CRLF": sample.head(chunked) + b"1\nx\n0\n\n" + sample.hidden,
        "lines without CR": sample.head(length).replace(b"\r\n", b"\n") + plain,
        "one line without CR": sample.head(b"X-A: b\nContent-Length: 0", length) + plain,
        "a space in the target": sample.head(length, start=b"POST /hooks/stripe x HTTP/1.1") + plain,
        "a version that is none": sample.head(length, start=b"POST /hooks/stripe HTTP/1.9") + plain,
        "no version": b"POST /hooks/stripe\r\n\r\n" + plain,
        "the beginning of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + plain,
        "a method in small letters": sample.head(length, start=b"post /hooks/stripe HTTP/1.1") + plain,
    }
    cases["two hosts"] = sample.head(b"Host: y", length) + plain
    cases["no host"] = sample.head(length).replace(b"Host: x\r\n", b"") + plain
    cases = {name: (request, [400]) for name, request in cases.items()}
    cases["a large header"] = sample.head(b"X-A: " + b"a" * 100_000, length) + plain, [431]
    cases["many headers"] = sample.head(*[b"X-A: b"] * 20_000, length) + plain, [431]
    return cases


def taken(sample):
    """What only looks odd: one meaning, one answer each, also behind one another."""
    length, chunked = b"Content-Length: %d" % len(sample.body), b"Transfer-Encoding: chunked"
    close = b"Connection: close"
    return {
        "plain": (sample.head(length, close) + sample.body, [200]),
        "in chunks": (sample.head(chunked, close) + sample.chunked, [200]),
        "chunks with an extension": (sample.head(chunked, close) + sample.chunked.replace(b"\r\n", b";a=b\r\n", 1), [200]),
        "one behind the other": (sample.head(length) + sample.body + sample.head(length, close) + sample.body, [200, 200]),
    }


def exchange(port, request):
    """The statuses of all answers until the connection is closed; it must be."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
        try:
            wire.sendall(request)
            while piece := wire.recv(65536):
                received += piece
        except TimeoutError:
            received += b"HTTP/1.1 000 the connection stays open"
        except ConnectionError:
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", received)]


def check_hidden(gateway):
    """Nothing that was hidden is in the journal, on a timeline or in quarantine."""
    if gateway.customer("psp_customer:cus_hidden") or not gateway.customer("psp_customer:cus_seen"):
        raise Failure("what was hidden is on a timeline, or what was shown is not")
    accepted = sum(receipt["accepted"] for receipt in gateway.pages("/v1/receipts", "receipts", source="stripe"))
    if accepted != 1 or "evt_hidden" in json.dumps(list(gateway.pages("/v1/quarantine", "entries"))):
        raise Failure(f"{accepted} items were accepted, not the one that was shown")


if __name__ == "__main__":
    run(smuggling)
