"""A live peer: texts through Kannel, a store-and-forward SMS gateway, and the operator that comes with it."""

import contextlib
import datetime
import re
import shutil
import urllib.parse

from gateway import Failure, Gateway
from peers import free_ports, running, wait_for_port
from report import Skip, run

PERSON, OURS = "+14155550100", "+15005550006"
TOKEN, USER, PASSWORD = "kannel-hook-token", "throughline", "kannel-end-to-end"
OPERATOR = "/usr/lib/kannel/test/fakesmsc"

CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {password}
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = file
store-location = {folder}/kannel.store

group = smsc
smsc = fake
smsc-id = operator
port = {operator}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {send}
sendsms-interface = 127.0.0.1
http-request-retry = 3

group = sendsms-user
username = {user}
password = {password}
max-messages = 4
concatenation = true

group = sms-service
keyword = default
max-messages = 0
get-url = "{hook}?token={token}&kind=mo&from=%p&to=%P&text=%a&ts=%T&id=%I"
"""

RULE = {
    "id": "OPT-OUT", "title": "Who said stop", "explain": "The person has refused this channel.",
    "authority": "policy", "test": {"block": {"while": 'consent(proposal.channel) == "revoked"'}}, "outcome": "deny",
}

TEXTS = {
    "plain": "Your statement is ready. Reply STOP to stop texts.",
    "foreign": "Ihr Beleg für März liegt bereit – danke, Zoë 😀",
}


def kannel_texts(arguments):
    """A text is sent and reported delivered; a STOP that comes in revokes consent and takes back what is queued."""
    missing = [name for name in ("bearerbox", "smsbox", OPERATOR) if shutil.which(name) is None]
    if missing:
        raise Skip(f"{missing[0]} is not installed")
    listen, admin, boxes, operator, send = free_ports(5)
    with Gateway({"kannel": source(send)}, port=listen, extra=configuration(listen)) as gateway:
        (gateway.folder / "kannel.conf").write_text(CONFIGURATION.format(
            admin=admin, boxes=boxes, operator=operator, send=send, folder=gateway.folder, user=USER,
            password=PASSWORD, token=TOKEN, hook=f"http://127.0.0.1:{listen}/hooks/kannel",
        ))
        gateway.start()
        place_account(gateway)
        with kannel(gateway.folder, boxes, send):
            with line(gateway.folder, operator):
                for name in TEXTS:
                    check_sent(gateway, name, arguments.seconds)
            check_operator(gateway)
            stopped = check_stop(gateway, operator, arguments.seconds)
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
    return {"delivered": len(TEXTS), **stopped}


def source(send):
    secrets = {"url_token": TOKEN, "username": USER, "password": PASSWORD}
    return ("kannel", secrets, {"config": {"url": f"http://127.0.0.1:{send}"}})


def configuration(listen):
    """Kannel reports to the address it can reach; texts may be sent at any hour."""
    return {
        "server": {"listen": f"127.0.0.1:{listen}", "public_url": f"http://127.0.0.1:{listen}"},
        "creditors": {"acme": {
            "name": "Acme Dental", "actor": "first_party_creditor", "sending": {"sms": "live"},
            "providers": {"sms": ["kannel"]}, "senders": {"sms": OURS},
        }},
        "policy": {"rules": [RULE]},
        "templates": {name: {"version": 1, "channel": "sms", "text": text} for name, text in TEXTS.items()},
        "triggers": {name: {"contact": {"template": name}} for name in TEXTS},
    }


@contextlib.contextmanager
def kannel(folder, boxes, send):
    """Both boxes, each ready to take what the next one brings."""
    with running(["bearerbox", "-v", "1", "kannel.conf"], folder, "bearerbox") as bearerbox:
        wait_for_port(boxes, bearerbox)
        with running(["smsbox", "-v", "1", "kannel.conf"], folder, "smsbox") as smsbox:
            wait_for_port(send, smsbox)
            yield


def line(folder, port, *texts):
    """An operator on the only line there is: it takes every text, and brings each of these once."""
    command = [OPERATOR, "-H", "127.0.0.1", "-r", port, "-i", "0.1", "-m", len(texts), *(texts or ["1 2 text none"])]
    return running(command, folder, "operator")


def place_account(gateway):
    gateway.post("/v1/events", {
        "specversion": "1.0", "id": "placed-1", "source": "crm", "type": "io.throughline.account.placed.v1",
        "time": now(), "subject": "account/acme:100231",
        "identifiers": [{"kind": "account", "value": "acme:100231"}, {"kind": "phone", "value": PERSON}],
        "data": {"balance": 4250, "currency": "USD", "creditor": "acme", "oldest_due": "2026-01-05"},
    })
    gateway.wait_until_read()


def now(seconds=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.isoformat().replace("+00:00", "Z")


def trigger(gateway, name, **more):
    body = {"identifiers": [{"kind": "phone", "value": PERSON}], **more}
    answer = gateway.post(f"/v1/triggers/{name}", body)
    if "delivery" not in answer:
        raise Failure(f"the trigger {name} queued nothing: {answer}")
    return answer["delivery"]


def check_sent(gateway, name, seconds):
    """Taken by Kannel, then by the operator, then delivered: each once, about this very delivery."""
    delivery = trigger(gateway, name)
    for state in ("message.sent", "message.delivered"):
        gateway.wait_for(f"phone:{PERSON}", state, seconds, message=delivery)
    return delivery


def check_stop(gateway, operator, seconds):
    """A queued text is taken back by a STOP; another one is not allowed any more."""
    queued = trigger(gateway, "plain", not_before=now(3600))
    with line(gateway.folder, operator, f"{PERSON} {OURS} text STOP"):
        revoked = gateway.wait_for(f"phone:{PERSON}", "consent.revoked", seconds)
    gateway.wait_for(f"phone:{PERSON}", "contact.cancelled", seconds, deliveryid=queued)
    again = gateway.post("/v1/triggers/plain", {"identifiers": [{"kind": "phone", "value": PERSON}]})
    if again["decision"]["decision"] != "deny":
        raise Failure(f"a text after STOP is not denied: {again}")
    return {"revoked": revoked["data"].get("verbatim"), "cancelled": queued}


def check_operator(gateway):
    """The operator printed the texts as they came over the air, character for character."""
    log = (gateway.folder / "operator.log").read_text(errors="replace")
    wide = "".join(f"%{byte:02X}" for byte in TEXTS["foreign"].encode("utf-16-be"))
    for text in (f"{OURS} {PERSON} text {TEXTS['plain']}", f"{OURS} {PERSON} ucs-2 "):
        if text not in log:
            raise Failure(f"the operator did not get {text!r}:\n{log[-2000:]}")
    written = re.search(r" ucs-2 (\S+)>", log)
    if urllib.parse.unquote_to_bytes(written[1].replace("+", " ")) != urllib.parse.unquote_to_bytes(wide):
        raise Failure(f"the operator got other characters: {written[1]}")


if __name__ == "__main__":
    run(kannel_texts, seconds=30)
