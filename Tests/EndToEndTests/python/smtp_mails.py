"""A live peer: mail handed to aiosmtpd by SMTP, and what a mail server may answer."""

import contextlib
import email
import email.policy
import logging

from aiosmtpd.controller import Controller

from gateway import Failure, Gateway
from kannel_texts import now
from peers import free_ports
from report import run

OURS = "billing@acme.example"
SUBJECT = "Ihr Beleg für März – danke, Zoë 😀, und noch so viel, daß es in einer Zeile keinen Platz mehr hat"
TEXT = (
    "Guten Tag Zoë,\n.\n..zwei Punkte\n.ein Punkt = kein Ende\n\n" + "eine sehr lange Zeile, " * 200
    + "\nein Wort " + "x" * 2000 + "\nLeerraum am Ende \t\nFrom hier an der Schluß"
)
PEOPLE = {
    "taken": "zoe@example.com", "later": "later@example.com", "full": "full@example.com", "never": "never@example.com",
    "spam": "spam@example.com", "gone": "gone@example.com",
}


def smtp_mails(arguments):
    """What was written arrives; 4xx is tried again, 5xx is not, and a mail without an answer is unknown."""
    (port,) = free_ports(1)
    with mail_server(port) as server:
        with Gateway({"mail": source(port)}, extra=configuration()) as gateway:
            gateway.start()
            deliveries = {name: send(gateway, name) for name in PEOPLE}
            for name in ("taken", "later", "full"):
                told(gateway, name, "delivery.accepted", deliveries, arguments.seconds)
            for name in ("later", "full"):
                told(gateway, name, "delivery.refused", deliveries, arguments.seconds, attempt=1)
            for name in ("never", "spam"):
                refused = told(gateway, name, "delivery.refused", deliveries, arguments.seconds)
                if "next" in refused["data"]:
                    raise Failure(f"a mail to {name} that was refused for good is tried again: {refused}")
            told(gateway, "gone", "delivery.unknown", deliveries, arguments.seconds)
            if gateway.stop() != 0:
                raise Failure("the daemon did not stop cleanly")
        check_mails(server, deliveries)
    return {"taken": len(server.taken), "refused": server.refused, "lost": server.lost}


def source(port):
    return ("smtp", {"password": "no-login"}, {"config": {"url": f"smtp://127.0.0.1:{port}/gw.example.com"}})


def configuration():
    """Mail to anybody at any hour."""
    return {
        "creditors": {"acme": {
            "name": "Acme Dental", "actor": "first_party_creditor", "sending": {"email": "live"},
            "providers": {"email": ["mail"]}, "senders": {"email": OURS},
        }},
        "policy": {"rules": [{
            "id": "OPT-OUT", "title": "Who said stop", "explain": "The person has refused this channel.",
            "authority": "policy", "test": {"block": {"while": 'consent(proposal.channel) == "revoked"'}},
            "outcome": "deny",
        }]},
        "templates": {"statement": {"version": 1, "channel": "email", "subject": SUBJECT, "text": TEXT}},
        "triggers": {"statement": {"contact": {"template": "statement"}}},
    }


class MailServer:
    """Takes mail, but not everybody's at once."""

    def __init__(self):
        self.taken, self.tries = [], {}
        self.refused = self.lost = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tries[address] = self.tries.get(address, 0) + 1
        if address == PEOPLE["never"]:
            return self.refuse("550 5.1.1 nobody of that name")
        if address == PEOPLE["later"] and self.tries[address] == 1:
            return self.refuse("450 4.2.1 come again")
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        if address == PEOPLE["spam"]:
            return self.refuse("554 5.7.1 not wanted")
        if address == PEOPLE["full"] and self.tries[address] == 1:
            return self.refuse("452 4.3.1 no room")
        if address == PEOPLE["gone"]:
            self.lost += 1
            server.transport.abort()
            return "250 2.0.0 nobody hears this"
        self.taken.append((session.host_name, envelope))
        return "250 2.0.0 queued"

    def refuse(self, answer):
        self.refused += 1
        return answer


@contextlib.contextmanager
def mail_server(port):
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port, decode_data=False, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def send(gateway, name):
    """An account of somebody of their own, and a mail to them; its delivery."""
    account = f"acme:{name}"
    gateway.post("/v1/events", {
        "specversion": "1.0", "id": f"placed-{name}", "source": "crm", "type": "io.throughline.account.placed.v1",
        "time": now(), "subject": f"account/{account}",
        "identifiers": [{"kind": "account", "value": account}, {"kind": "email", "value": PEOPLE[name]}],
        "data": {"balance": 4250, "currency": "USD", "creditor": "acme", "oldest_due": "2026-01-05"},
    })
    gateway.wait_until_read()
    body = {"identifiers": [{"kind": "email", "value": PEOPLE[name]}]}
    return gateway.post("/v1/triggers/statement", body)["delivery"]


def told(gateway, name, event, deliveries, seconds, **members):
    """The one event about the mail to somebody."""
    return gateway.wait_for(f"email:{PEOPLE[name]}", event, seconds, deliveryid=deliveries[name], **members)


def check_mails(server, deliveries):
    """Each mail once, as it was written, in lines that every server takes."""
    addresses = sorted(envelope.rcpt_tos[0] for _, envelope in server.taken)
    if addresses != sorted(PEOPLE[name] for name in ("taken", "later", "full")):
        raise Failure(f"mail was taken for {addresses}")
    if server.tries[PEOPLE["gone"]] != 1 or server.lost != 1:
        raise Failure(f"a mail that may have been taken was sent {server.tries[PEOPLE['gone']]} times")
    for greeting, envelope in server.taken:
        name = next(name for name, address in PEOPLE.items() if address == envelope.rcpt_tos[0])
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        found = {
            "greeting": greeting, "sender": envelope.mail_from, "From": mail["From"], "To": mail["To"],
            "Subject": mail["Subject"], "Message-ID": mail["Message-ID"], "text": mail.get_content().replace("\r\n", "\n"),
        }
        wanted = {
            "greeting": "gw.example.com", "sender": OURS, "From": OURS, "To": PEOPLE[name], "Subject": SUBJECT,
            "Message-ID": f"<{deliveries[name]}@acme.example>", "text": TEXT + "\n",
        }
        for key, value in wanted.items():
            if found[key] != value:
                raise Failure(f"{key} of a mail is {found[key]!r}, not {value!r}")
        lines = envelope.content.split(b"\r\n")
        if any(b"\n" in line or b"\r" in line for line in lines):
            raise Failure("a line of a mail does not end with CRLF")
        if max(map(len, lines)) > 78 or not envelope.content.isascii():
            raise Failure("a line of a mail is too long, or not ASCII")


if __name__ == "__main__":
    run(smtp_mails, seconds=30)
