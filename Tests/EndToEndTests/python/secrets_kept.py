"""Everything goes wrong at once, at a provider that repeats what it is sent; nowhere do we repeat a secret."""

import base64
import contextlib
import http.server
import json
import re
import subprocess
import threading
import time
import urllib.parse

from gateway import Failure, Gateway
from kannel_texts import now
from report import run
from senders import SendGrid, StandardWebhooks, Stripe, Twilio, forge

KEY = "tl_key_of_the_operator"
CHANNELS = ("sms", "email")
# All of them long enough that nothing else looks like them.
KANNEL = {"url_token": "tok-of-the-hook-4711", "username": "user-of-the-smsbox", "password": "pass/of+the smsbox"}
PATHS = [
    "/healthz", "/readyz", "/metrics", "/openapi.json", "/v1/receipts", "/v1/quarantine", "/v1/deliveries",
    "/v1/customers", "/v1/decisions", "/v1/awaiting", "/v1/config", "/v1/gaps", "/v1/inbox", "/v1/sending",
]


def secrets_kept(arguments):
    """Webhooks forged and unreadable, calls refused with our credentials in the refusal, API calls without a key."""
    senders = [Stripe(), Twilio(), SendGrid(), StandardWebhooks()]
    with echo() as port:
        with Gateway(sources(senders, port), extra=configuration()) as gateway:
            gateway.environment["E2E_API_KEY"] = KEY
            gateway.http.headers["authorization"] = f"Bearer {KEY}"
            gateway.start()
            send_webhooks(gateway, senders)
            send_messages(gateway, arguments.seconds)
            seen = answers(gateway)
            seen |= {f"polling {path}": text for path, text in polling(gateway).items()}
            seen["daemon.log"] = gateway.log.read_text(errors="replace")
            seen["check"] = printed(gateway, "check")
            check(seen, known(gateway))
    return {"looked_at": len(seen), "bytes": sum(map(len, seen.values())), "spellings": len(known(gateway))}


def sources(senders, port):
    """Every provider stands at a server that repeats what it is sent."""
    base = f"http://127.0.0.1:{port}"
    # Contacts wait until all lists have been read, and here none can be.
    polls = {"config": {"poll": False}}
    found = {
        sender.source: (*sender.configuration, {
            "base_url": f"{base}/{sender.source}", **(polls if sender.source in ("stripe", "twilio") else {}),
        }) for sender in senders
    }
    found["kannel"] = ("kannel", KANNEL, {"config": {"url": base}})
    found["closed"] = ("twilio", Twilio.configuration[1], {"base_url": "http://127.0.0.1:9", **polls})
    return found


def configuration():
    providers = {"acme": ("twilio", "sendgrid"), "bend": ("kannel", "sendgrid"), "core": ("closed", "sendgrid")}
    return {
        "server": {"listen": "127.0.0.1:0", "public_url": "https://gw.example.com", "api_keys": [{"env": "E2E_API_KEY"}]},
        "creditors": {name: {
            "name": name.title(), "actor": "first_party_creditor", "sending": {"sms": "live", "email": "live"},
            "providers": {"sms": [sms], "email": [mail], "payment_link": ["stripe"]},
            "senders": {"sms": "+15005550006", "email": "billing@acme.example"},
        } for name, (sms, mail) in providers.items()},
        "policy": {"rules": [{
            "id": "OPT-OUT", "title": "Who said stop", "explain": "The person has refused this channel.",
            "authority": "policy", "test": {"block": {"while": 'consent(proposal.channel) == "revoked"'}},
            "outcome": "deny",
        }]},
        "templates": {
            "sms": {"version": 1, "channel": "sms", "text": "Hello"},
            "email": {"version": 1, "channel": "email", "subject": "Hello", "text": "Hello"},
        },
        "triggers": {channel: {"contact": {"template": channel}} for channel in CHANNELS},
    }


@contextlib.contextmanager
def echo():
    """A provider that answers 400 and everything it was sent, wherever an error message may stand."""
    class Echo(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode(errors="replace")
            said = f"{self.path} {urllib.parse.unquote_plus(self.path)} {dict(self.headers)} {body}"
            for name, value in self.headers.items():
                if name.lower() == "authorization" and value.startswith("Basic "):
                    said += base64.b64decode(value[6:]).decode()
            error = {"message": said, "code": said, "detail": said, "type": said}
            answer = json.dumps({**error, "error": error, "errors": [error]}).encode()
            self.send_response(400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def send_webhooks(gateway, senders):
    """Good ones, forged ones, and verified ones that mean nothing or cannot be read."""
    for sender in senders:
        webhook = sender.webhook(1)
        for sent in [webhook] + [forge(sender, webhook, way) for way in range(4)]:
            gateway.http.post(gateway.url(f"/hooks/{sender.source}"), sent.body, headers=sent.headers, timeout=30)
    broken = Stripe().headers("{]")
    gateway.http.post(gateway.url("/hooks/stripe"), "{]", headers=broken, timeout=30)
    token = urllib.parse.quote(KANNEL["url_token"])
    for query in ("kind=dlr&status=1&ts=never&to=x&my=1", "kind=mo&from=x&ts=1&id=1", "kind=dlr&status=1&ts=1&my=2", ""):
        gateway.http.get(gateway.url(f"/hooks/kannel?token={token}&{query}"), timeout=30)
        gateway.http.get(gateway.url(f"/hooks/kannel?token=guess&password={token}&{query}"), timeout=30)
    gateway.wait_until_read()


def send_messages(gateway, seconds):
    """Each provider refuses, in words that hold our credentials; one is not there at all."""
    for number, creditor in enumerate(("acme", "bend", "core")):
        account = f"{creditor}:1"
        gateway.post("/v1/events", {
            "specversion": "1.0", "id": f"placed-{creditor}", "source": "crm", "time": now(),
            "type": "io.throughline.account.placed.v1", "subject": f"account/{account}",
            "identifiers": [{"kind": "account", "value": account}, 
                            {"kind": "phone", "value": f"+1415555010{number}"},
                            {"kind": "email", "value": f"{creditor}@example.com"}],
            "data": {"balance": 4250, "currency": "USD", "creditor": creditor, "oldest_due": "2026-01-05"},
        })
        gateway.wait_until_read()
        for channel in CHANNELS:
            body = {"identifiers": [{"kind": "account", "value": account}]}
            answer = gateway.post(f"/v1/triggers/{channel}", body)
            if "delivery" not in answer:
                raise Failure(f"nothing was queued: {answer}")
            gateway.wait_for(
                f"account:{account}", "delivery.refused", seconds, deliveryid=answer["delivery"], attempt=1
            )


def polling(gateway):
    """The same daemon again, which now asks for lists and is refused."""
    if gateway.stop() != 0:
        raise Failure("the daemon did not stop cleanly")
    gateway.config.write_text(gateway.config.read_text().replace('"poll": false', '"poll": true'))
    gateway.start()
    time.sleep(3)
    seen = answers(gateway)
    if gateway.stop() != 0:
        raise Failure("the daemon did not stop cleanly")
    return seen


def answers(gateway):
    """What the API says to whoever has a key, and to who has none."""
    seen = {path: reply(gateway, path) for path in PATHS}
    customers = re.findall(r'"id": ?"([^"]+)"', reply(gateway, f"/v1/customers?identifier=account:bend:1"))
    listed = json.loads(seen["/v1/deliveries"] or "{}").get("deliveries", [])
    entries = json.loads(seen["/v1/quarantine"] or "{}").get("entries", [])
    if not customers or not entries:
        raise Failure("there is no customer or nothing in quarantine to look at")
    more = [f"/v1/customers/{customers[0]}{part}" for part in (
        "", "/timeline?limit=200", "/accounts", "/contact-points", "/decisions",
    )]
    more += [f"/v1/deliveries/{delivery['id']}" for delivery in listed if "id" in delivery]
    more += [f"/v1/quarantine/{entry.get('number', entry.get('id'))}" for entry in entries]
    seen |= {path: reply(gateway, path) for path in more}
    for key in (None, f"Bearer not-{KEY}", f"Basic {KEY}"):
        headers = {"authorization": key}
        answer = gateway.http.get(gateway.url("/v1/quarantine"), headers=headers, timeout=30)
        if answer.status_code != 401:
            raise Failure(f"/v1 answered {answer.status_code} to a wrong key")
        seen[f"wrong key {key}"] = answer.text.replace(f"not-{KEY}", "")
    return seen


def reply(gateway, path):
    answer = gateway.http.get(gateway.url(path), timeout=30)
    return "" if answer.status_code in (404, 405) else f"{answer.text}" + str(dict(answer.headers)) * (answer.status_code != 200)


def printed(gateway, *arguments):
    command = subprocess.run(
        gateway.command(*arguments), env=gateway.environment, cwd=gateway.folder, capture_output=True, timeout=60,
        check=False, text=True,
    )
    return command.stdout + command.stderr


def known(gateway):
    """Every secret of the configuration by its name, as it is and as it might be carried."""
    spellings = {}
    # Verification keys are public; the account's number stands in the URL of every call.
    public = ("VERIFICATION_KEY", "PUBLIC_KEY", "ACCOUNT_SID")
    values = {n: v for n, v in gateway.environment.items() if n.startswith("E2E_") and not n.endswith(public)}
    pairs = {"twilio": ("E2E_TWILIO_API_KEY", "E2E_TWILIO_API_SECRET")}
    values |= {f"basic {name}": f"{values[user]}:{values[password]}" for name, (user, password) in pairs.items()}
    for name, value in values.items():
        raw = value.encode()
        for spelling in (
            value, urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value), json.dumps(value)[1:-1],
            base64.b64encode(raw).decode(), raw.hex(),
        ):
            if len(spelling) >= 6:
                spellings[spelling] = name
    return spellings


def check(seen, secrets):
    found = sorted({
        f"{name} in {place}: …{text[max(0, text.index(spelling) - 80):text.index(spelling)]}…"
        for place, text in seen.items() for spelling, name in secrets.items() if spelling in text
    })
    if found:
        raise Failure(f"{len(found)} times a secret is told:\n" + "\n".join(found[:20]))


if __name__ == "__main__":
    run(secrets_kept, seconds=30)
