"""A secret that is handed over in a handshake, requests that come again with a nonce, senders behind a proxy; and what a
daemon was sent, recorded as test cases in which nobody can be known."""

import hashlib
import hmac
import json
import os
import shutil
import stat
import subprocess
import time

from gateway import ROOT, Failure, Gateway
from report import run

SECRET = "hook-secret-7c1f"
KEY = "mailgun-signing-key"
PERSON = "ann.smith@acme-patients.com"
PHONE = "+14155550147"
CONNECTOR = """
connector: carrier
version: 1
secrets: [hook_secret]
verify:
  all:
    - {type: hmac, algorithm: sha256, key: {secret: hook_secret}, content: body, signature: 'headers["x-signature"]', encoding: hex}
    - {type: network, cidrs: [203.0.113.0/24]}
receive:
  decode: json
  handshake:
    - when: '"x-hook-secret" in headers'
      capture: {secret: hook_secret, value: 'headers["x-hook-secret"]'}
      respond: {headers: {X-Hook-Secret: '${headers["x-hook-secret"]}'}}
  key: item.id
normalize:
  event:
    dedupe_id: ${item.id}
    channel: sms
    direction: outbound
    address: ${item.phone}
    provider_message_id: ${item.id}
  identifiers: [{kind: email, value: "${item.person.email}"}]
  rules:
    - {when: item.type == "parcel.delivered", type: message.delivered}
"""
BANK = """
connector: bank
version: 1
verify: {all: [{type: network, client_cert: {subject: 'CN=hooks,.*'}}]}
receive: {decode: json, key: item.id}
normalize: {rules: []}
"""


def sign(text, key):
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def check(what, found, wanted):
    if found != wanted:
        raise Failure(f"{what}: {found}, not {wanted}")


class Carrier:
    """Posts as the carrier does, through a proxy that says who it is."""

    def __init__(self, gateway):
        self.gateway = gateway

    def post(self, body, client="203.0.113.9", source="carrier", **headers):
        text = json.dumps(body)
        return self.gateway.http.post(self.gateway.url(f"/hooks/{source}"), data=text, timeout=30, headers={
            "Content-Type": "application/json", "X-Forwarded-For": client, "X-Signature": sign(text, SECRET),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        })


def delivered(number):
    person = {"email": PERSON, "first_name": "Ann", "last_name": "Smith", "address": {"street": "12 Willow Road"}}
    return {"id": f"parcel_{number}9f3c", "type": "parcel.delivered", "phone": PHONE, "person": person}


def check_capture(gateway, carrier):
    """The first secret is kept, durably and for the owner alone; another one is refused."""
    check("before there is a secret", carrier.post(delivered(1)).status_code, 401)
    reply = carrier.post({}, X_Hook_Secret=SECRET)
    check("the handshake", (reply.status_code, reply.headers.get("x-hook-secret")), (200, SECRET))
    file = gateway.folder / "data/captured/carrier/hook_secret"
    check("the file", (file.read_text(), stat.S_IMODE(file.stat().st_mode)), (SECRET, 0o600))
    check("a second secret", carrier.post({}, X_Hook_Secret="another").status_code, 401)
    check("a repetition of the first", carrier.post({}, X_Hook_Secret=SECRET).status_code, 200)
    check("with the secret", carrier.post(delivered(1)).status_code, 200)
    if SECRET in gateway.log.read_text() or "handed over" not in gateway.log.read_text():
        raise Failure("the log does not say that a secret was handed over, or says which")
    gateway.kill()
    gateway.start()
    check("after a kill", carrier.post(delivered(2)).status_code, 200)


def check_senders(carrier):
    """Only a trusted proxy is believed, and of what it lists only the nearest stranger."""
    check("from elsewhere", carrier.post(delivered(3), client="198.51.100.1").status_code, 401)
    check("a forged first hop", carrier.post(delivered(3), client="203.0.113.9, 198.51.100.1").status_code, 401)
    check("behind two proxies", carrier.post(delivered(3), client="198.51.100.1, 203.0.113.9, 127.0.0.1").status_code, 200)
    for subject, status in [("CN=hooks,O=Bank", 200), ("CN=evil,O=CN=hooks", 401), ("", 401)]:
        check(f"a certificate {subject}", carrier.post({"id": 1}, source="bank", X_Client_Subject=subject).status_code, status)


def mail(gateway, token, number):
    moment = str(int(time.time()))
    document = {
        "signature": {"timestamp": moment, "token": token, "signature": sign(moment + token, KEY)},
        "event-data": {"event": "delivered", "id": number, "timestamp": time.time(), "recipient": PERSON,
                       "message": {"headers": {"message-id": f"{number}.x@mg.acme-dental.com"}}},
    }
    return json.dumps(document)


def check_nonce(gateway):
    """The same again is a duplicate; something else with a known token is kept out, and said to be replayed."""
    def post(text):
        return gateway.http.post(gateway.url("/hooks/mail"), data=text, timeout=30,
                                 headers={"Content-Type": "application/json"}).status_code

    first = mail(gateway, "token-one", "event-1")
    check("the first", [post(first), post(first)], [200, 200])
    other = mail(gateway, "token-one", "event-2")
    check("another event with its token", post(other), 401)
    gateway.kill()
    gateway.start()
    check("the same after a kill", [post(first), post(other)], [200, 401])
    check("with a token of its own", post(mail(gateway, "token-two", "event-2")), 200)
    reasons = [entry["reason"] for entry in gateway.pages("/v1/quarantine", "entries", source="mail")]
    check("the quarantine", reasons, ["replayed", "replayed"])
    check("the journal", len(gateway.get("/v1/receipts", source="mail")["receipts"]), 2)


def command(gateway, *arguments):
    return subprocess.run(gateway.command("connector", *arguments), cwd=gateway.folder, env=gateway.environment,
                          capture_output=True, text=True, timeout=120)


def check_record(gateway):
    """What was taken becomes cases that pass, and nothing in them tells of whom it was."""
    options = ["record", "--url", gateway.url(""), "--source"]
    plan = command(gateway, *options, "carrier", "--plan")
    check("a plan ends with", plan.returncode, 0)
    tests = gateway.folder / "Connectors/carrier/tests.yaml"
    if tests.exists():
        raise Failure("a plan writes a file")
    for source in ["carrier", "mail"]:
        recorded = command(gateway, *options, source)
        if recorded.returncode != 0 or "added to" not in recorded.stdout:
            raise Failure(f"recording {source} ends with {recorded.returncode}: {recorded.stdout}{recorded.stderr}")
    text = tests.read_text() + (gateway.folder / "Connectors/mailgun/tests.yaml").read_text().split("- name: 'recorded:", 1)[1]
    for original in [PERSON, PHONE, PHONE[2:], "Ann", "Smith", "Willow", SECRET, KEY, "acme", "token-one", "203.0.113.9",
                     "parcel_19f3c"]:
        if original in text or original in plan.stdout:
            raise Failure(f"{original} is in what was recorded:\n{text}")
    if "message.delivered" not in text or "person1@example.com" not in text:
        raise Failure(f"nobody is delivered anything in\n{text}")
    tested = subprocess.run(gateway.command()[:1] + ["connector", "test", "--connectors", "Connectors", "carrier", "mailgun"],
                            cwd=gateway.folder, capture_output=True, text=True, timeout=120)
    if tested.returncode != 0:
        raise Failure(f"the recorded cases do not pass:\n{tested.stdout}{tested.stderr}")
    return text.count("- name:") + 1


def handed_over(arguments):
    more = {"server": {"listen": "127.0.0.1:0", "public_url": "https://gw.acme-dental.com", "trusted_proxies": ["127.0.0.1"],
                       "client_cert_header": "X-Client-Subject", "max_body": "25MiB"}, "connectors": "Connectors"}
    sources = {"carrier": ("carrier", {}), "bank": ("bank", {}), "mail": ("mailgun", {"signing_key": KEY, "api_key": "unused"})}
    with Gateway(sources, extra=more) as gateway:
        folder = gateway.folder / "Connectors"
        for name, text in [("carrier", CONNECTOR), ("bank", BANK)]:
            (folder / name).mkdir(parents=True)
            (folder / name / "connector.yaml").write_text(text)
        shutil.copytree(ROOT / "Connectors/mailgun", folder / "mailgun")
        os.makedirs(gateway.folder / "data", exist_ok=True)
        gateway.start()
        carrier = Carrier(gateway)
        check_capture(gateway, carrier)
        check_senders(carrier)
        check_nonce(gateway)
        cases = check_record(gateway)
        return {"cases": cases}


if __name__ == "__main__":
    run(handed_over)
