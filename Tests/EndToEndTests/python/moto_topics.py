"""A live peer: moto's topics (SNS) sign what they post with RSA, and have the certificate to it."""

import base64
import contextlib
import json
import logging
import threading

import boto3
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from moto.core import DEFAULT_ACCOUNT_ID
from moto.server import DomainDispatcherApplication, create_backend_app
from moto.sns.models import sns_backends
from werkzeug.serving import make_server

from gateway import Failure, Gateway
from report import run

REGION = "us-east-1"
ORIGIN = f"https://sns.{REGION}.amazonaws.com"
TOPIC = f"arn:aws:sns:{REGION}:{DEFAULT_ACCOUNT_ID}:mail"
PERSON = "ann@example.com"
SECRETS = {"access_key": "AKIAENDTOEND", "secret_key": "end-to-end"}


def moto_topics(arguments):
    """Bounce, complaint and delivery come through a topic that we joined; what nobody signed stays outside."""
    with topics() as (port, requests):
        more = {"config": {"topic_arn": TOPIC}, "fetch": {ORIGIN: f"http://127.0.0.1:{port}"}}
        with Gateway({"mail": ("ses-sns", SECRETS, more)}) as gateway:
            gateway.start()
            client = boto3.client(
                "sns", REGION, endpoint_url=f"http://127.0.0.1:{port}",
                aws_access_key_id="x", aws_secret_access_key="x",
            )
            subscription = subscribe(client, gateway)
            check_handshake(gateway, subscription, requests)
            check_notifications(gateway, client, arguments.seconds)
            refused = check_refusals(gateway, subscription, requests)
            if gateway.stop() != 0:
                raise Failure("the daemon did not stop cleanly")
    fetched = len([path for path in requests if path.endswith(".pem")])
    return {"notifications": len(MESSAGES), "certificates_fetched": fetched, "refused": refused}


@contextlib.contextmanager
def topics():
    """A moto server; gives its port and what was asked of it without credentials."""
    asked = []
    everything = DomainDispatcherApplication(create_backend_app)

    def application(environ, start):
        # moto tells services apart by credentials; without any it would take the request for one to S3.
        if "HTTP_AUTHORIZATION" not in environ:
            asked.append(environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else ""))
            scope = f"Credential=x/20260101/{REGION}/sns/aws4_request"
            environ["HTTP_AUTHORIZATION"] = f"AWS4-HMAC-SHA256 {scope}"
        return everything(environ, start)

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join(10)


def subscribe(client, gateway):
    """Our hook subscribed to a topic; the subscription as moto keeps it."""
    if client.create_topic(Name="mail")["TopicArn"] != TOPIC:
        raise Failure("the topic has another name")
    client.subscribe(TopicArn=TOPIC, Protocol="http", Endpoint=gateway.url("/hooks/mail"))
    (subscription,) = sns_backends[DEFAULT_ACCOUNT_ID][REGION].subscriptions.values()
    return subscription


def check_handshake(gateway, subscription, requests):
    """We confirm: only what the topic's key signed, only for our topic, at the address it names."""
    # moto subscribes without asking, so the question is made here and signed with the topic's key.
    for token, topic, wanted in (("t1", TOPIC, 1), ("t2", TOPIC + "-of-others", 0)):
        reply = deliver(gateway, confirmation(subscription, token, topic))
        calls = [path for path in requests if "Action=ConfirmSubscription" in path and f"Token={token}" in path]
        if len(calls) != wanted or (reply.status_code == 200) != bool(wanted):
            raise Failure(f"the question about {topic} got {reply.status_code} and {len(calls)} calls")
    forged = {**confirmation(subscription, "t3", TOPIC), "Token": "t4"}
    if deliver(gateway, forged).status_code != 401 or any("Token=t3" in path for path in requests):
        raise Failure("a forged question was answered")


def confirmation(subscription, token, topic):
    pem = subscription.get_post_data("", "", None)["SigningCertURL"]
    message = {
        "Type": "SubscriptionConfirmation", "MessageId": f"confirm-{token}", "Token": token, "TopicArn": topic,
        "Message": "You have chosen to subscribe.", "Timestamp": "2026-03-02T16:00:00.000Z",
        "SubscribeURL": f"{ORIGIN}/?Action=ConfirmSubscription&TopicArn={topic}&Token={token}",
    }
    content = "".join(f"{name}\n{message[name]}\n" for name in sorted(message))
    signature = subscription.private_key().sign(content.encode(), padding.PKCS1v15(), hashes.SHA256())
    return {
        **message, "SignatureVersion": "2", "SigningCertURL": pem, "Signature": base64.b64encode(signature).decode(),
    }


def deliver(gateway, message):
    headers = {"content-type": "text/plain; charset=UTF-8"}
    return gateway.http.post(gateway.url("/hooks/mail"), json.dumps(message), headers=headers, timeout=30)


def mail(kind, **more):
    """An event of SES as it stands in the message of a topic."""
    return {"eventType": kind, "mail": {
        "timestamp": "2026-03-02T16:00:00.000Z", "messageId": f"ses-{kind.lower()}", "destination": [PERSON],
    }, **more}


MESSAGES = {
    "message.delivered": mail("Delivery", delivery={"timestamp": "2026-03-02T16:00:02.000Z", "recipients": [PERSON]}),
    "message.bounced": mail("Bounce", bounce={
        "bounceType": "Permanent", "bounceSubType": "General", "timestamp": "2026-03-02T16:00:03.000Z",
        "bouncedRecipients": [{"emailAddress": PERSON, "diagnosticCode": "smtp; 550 5.1.1 nobody – niemand"}],
    }),
    "consent.revoked": mail("Complaint", complaint={
        "timestamp": "2026-03-02T16:00:04.000Z", "complainedRecipients": [{"emailAddress": PERSON}],
    }),
}


def check_notifications(gateway, client, seconds):
    """Each published message once on the timeline."""
    for message in MESSAGES.values():
        client.publish(TopicArn=TOPIC, Message=json.dumps(message, ensure_ascii=False))
    for name in MESSAGES:
        gateway.wait_for(f"email:{PERSON}", name, seconds)


def check_refusals(gateway, subscription, requests):
    """Another text, another certificate, a certificate from elsewhere: in quarantine, and nothing asked elsewhere."""
    def notification(number):
        return subscription.get_post_data(json.dumps(MESSAGES["message.bounced"]), f"forged-{number}", None)

    good = notification(0)
    text = {**good, "Message": good["Message"].replace("General", "Genera1")}
    key = {**good, "SigningCertURL": good["SigningCertURL"].replace(".pem", "0.pem")}
    elsewhere = {**good, "SigningCertURL": f"http://127.0.0.1:{gateway.port}/mine.pem"}
    before = len(list(gateway.pages("/v1/quarantine", "entries")))
    for message in (text, key, elsewhere):
        status = deliver(gateway, message).status_code
        if status not in (401, 503):
            raise Failure(f"a forgery got {status}")
    entries = list(gateway.pages("/v1/quarantine", "entries"))
    if len(entries) != before + 3:
        raise Failure(f"three forgeries were sent, {len(entries) - before} are in quarantine")
    if any(path.endswith("mine.pem") for path in requests):
        raise Failure("a certificate was fetched from elsewhere")
    return sorted({entry["reason"] for entry in entries})


if __name__ == "__main__":
    run(moto_topics, seconds=30)
