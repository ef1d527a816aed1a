"""Webhooks signed by the providers' own SDKs. `event` is the id they must have on a timeline."""

import base64
import dataclasses
import datetime
import json
import time
import urllib.parse

import sendgrid
import standardwebhooks
import stripe
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from twilio.request_validator import RequestValidator

from gateway import PUBLIC_URL, Failure


@dataclasses.dataclass(frozen=True)
class Webhook:
    source: str
    headers: dict
    body: bytes
    events: tuple
    customer: str


class Stripe:
    source = "stripe"
    secret = "whsec_end_to_end"
    configuration = ("stripe", {"endpoint_secret": secret, "api_key": "sk_test_end_to_end"})

    def payload(self, number, customer, prefix="evt_e2e"):
        """A payment of about 1 kB."""
        intent = {
            "id": f"pi_{prefix}_{number}", "object": "payment_intent", "amount": 1000 + number % 9000,
            "amount_received": 1000 + number % 9000, "currency": "usd", "customer": customer, "status": "succeeded",
            "metadata": {}, "description": "Statement " + "x" * 500, "livemode": False,
            "payment_method_types": ["card"],
        }
        return json.dumps({
            "id": f"{prefix}_{number}", "object": "event", "api_version": "2025-09-30.clover",
            "created": int(time.time()), "data": {"object": intent}, "livemode": False, "pending_webhooks": 1,
            "request": {"id": f"req_{number}", "idempotency_key": None}, "type": "payment_intent.succeeded",
        })

    def headers(self, payload, secret=secret, age=0):
        signature = stripe.WebhookSignature.generate_signature_header(payload, secret, int(time.time()) - age)
        return {"content-type": "application/json; charset=utf-8", "stripe-signature": signature}

    def webhook(self, number):
        customer = f"cus_e2e_{number % 20}"
        payload = self.payload(number, customer)
        headers = self.headers(payload)
        stripe.Webhook.construct_event(payload, headers["stripe-signature"], self.secret)
        return Webhook(self.source, headers, payload.encode(), (f"evt_e2e_{number}",), f"psp_customer:{customer}")

    def stale(self, webhook):
        return dataclasses.replace(webhook, headers=self.headers(webhook.body.decode(), age=3600))

    signature = "stripe-signature"


class Twilio:
    source = "twilio"
    secret = "0123456789abcdef0123456789abcdef"
    configuration = ("twilio", {
        "auth_token": secret, "account_sid": "AC" + "0" * 32, "api_key": "SK" + "0" * 32, "api_secret": "e2e",
    })
    signature = "x-twilio-signature"

    def webhook(self, number):
        sid, peer = f"SM{number:032x}", f"+1512555{number % 20:04d}"
        if number % 2:
            fields = {"MessageStatus": "delivered", "To": peer, "From": "+15005550006"}
            event = f"{sid}:delivered"
        else:
            fields = {"SmsStatus": "received", "From": peer, "To": "+15005550006", "Body": "I paid – thanks & bye"}
            event = f"{sid}:received"
        fields |= {"MessageSid": sid, "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", "NumMedia": "0"}
        url, validator = f"{PUBLIC_URL}/hooks/twilio", RequestValidator(self.secret)
        headers = {
            "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
            self.signature: validator.compute_signature(url, fields),
        }
        if not validator.validate(url, fields, headers[self.signature]):
            raise Failure("the SDK does not accept its own signature")
        return Webhook(self.source, headers, urllib.parse.urlencode(fields).encode(), (event,), f"phone:{peer}")


class SendGrid:
    source = "sendgrid"
    signature = "x-twilio-email-event-webhook-signature"
    stamp = "x-twilio-email-event-webhook-timestamp"

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        public = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public = base64.b64encode(public).decode()
        self.configuration = ("sendgrid", {"verification_key": self.public, "api_key": "SG.e2e"})

    def webhook(self, number):
        address = f"person{number % 20}@example.com"
        events = [f"sg-e2e-{number}-{place}" for place in range(1 + number % 3)]
        kinds = ["delivered", "open", "click"]
        items = [
            {"email": address, "event": kinds[place], "sg_event_id": event, "sg_message_id": f"m{number}.filter0001",
             "smtp-id": f"<m{number}@example.com>", "timestamp": int(time.time()), "url": "https://example.com/pay"}
            for place, event in enumerate(events)
        ]
        payload, timestamp = json.dumps(items) + "\r\n", str(int(time.time()))  # the CRLF is signed too
        signed = self.key.sign((timestamp + payload).encode(), ec.ECDSA(hashes.SHA256()))
        signature = base64.b64encode(signed).decode()
        if not sendgrid.EventWebhook(self.public).verify_signature(payload, signature, timestamp):
            raise Failure("the SDK does not accept the signature")
        headers = {"content-type": "application/json", self.signature: signature, self.stamp: timestamp}
        return Webhook(self.source, headers, payload.encode(), tuple(events), f"email:{address}")


class StandardWebhooks:
    source = "crm"
    secret = "whsec_" + base64.b64encode(b"end-to-end-secret-of-32-bytes!!!").decode()
    configuration = ("standard-webhooks", {
        "signing_secret": secret, "public_key": "whpk_" + base64.b64encode(bytes(32)).decode(),
    })
    signature = "webhook-signature"

    def webhook(self, number):
        now = datetime.datetime.now(datetime.timezone.utc)
        payload = json.dumps({
            "type": "customer.updated", "timestamp": now.isoformat().replace("+00:00", "Z"),
            "data": {
                "identifiers": [{"kind": "crm_id", "value": f"crm-e2e-{number % 20}"}],
                "attributes": {"first_name": "Ann", "visits": number},
            },
        })
        signer, message = standardwebhooks.Webhook(self.secret), f"msg_e2e_{number}"
        headers = {
            "content-type": "application/json", "webhook-id": message, "webhook-timestamp": str(int(now.timestamp())),
            self.signature: signer.sign(message, now, payload),
        }
        signer.verify(payload, headers)
        return Webhook(self.source, headers, payload.encode(), (message,), f"crm_id:crm-e2e-{number % 20}")


def forge(sender, webhook, way):
    """The same webhook as somebody without the secret would send it."""
    if way % 4 == 0:
        return dataclasses.replace(webhook, body=webhook.body.replace(b"0", b"9", 1))
    if way % 4 == 1:
        return dataclasses.replace(webhook, headers={k: v for k, v in webhook.headers.items() if k != sender.signature})
    if way % 4 == 2 and hasattr(sender, "stale"):
        return sender.stale(webhook)
    other = sender.webhook(len(webhook.body) + 1_000_000)  # a good signature of another webhook
    return dataclasses.replace(webhook, headers={**webhook.headers, sender.signature: other.headers[sender.signature]})
