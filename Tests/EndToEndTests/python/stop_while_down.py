"""What a provider did not repeat: a STOP that came while the daemon was down is read before anything leaves."""

import datetime
import time

from gateway import Failure
from report import run
from sandboxed import sandboxed

PERSON, OTHER, OURS = "+14155550100", "+14155550101", "+15005550006"

RULE = {
    "id": "OPT-OUT", "title": "Who said stop", "explain": "The person has refused this channel.",
    "authority": "policy", "test": {"block": {"while": 'consent(proposal.channel) == "revoked"'}}, "outcome": "deny",
}


def stop_while_down(arguments):
    """Two texts are due when the daemon starts again; one of the two said STOP meanwhile, and only the other gets hers.

    The list of messages takes a second and a half, which is long enough for a daemon that does not wait for it.
    """
    with sandboxed(sources(), faults=["sms=latency:1500ms"], **configuration()) as (gateway, sandbox):
        gateway.start()
        place_accounts(gateway)
        wait_for_polls(sandbox, 1, arguments.seconds)
        due = now(arguments.delay)
        queued = [trigger(gateway, person, due) for person in (PERSON, OTHER)]
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
        sandbox.cause("sms", "inbound_sms", {"from": PERSON, "to": OURS, "text": "Stop"}, wanted=502)
        while now() < due:
            time.sleep(0.1)
        polls = len(polled(sandbox))
        gateway.start()
        gateway.wait_for(f"phone:{PERSON}", "consent.revoked", arguments.seconds)
        wait_for_polls(sandbox, polls + 1, arguments.seconds)
        gateway.wait_for(f"phone:{PERSON}", "contact.cancelled", arguments.seconds, deliveryid=queued[0])
        gateway.wait_for(f"phone:{OTHER}", "delivery.accepted", arguments.seconds, deliveryid=queued[1])
        time.sleep(arguments.after)
        check(gateway, sandbox, queued)
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
    return {"sends_after_stop": 0, "sends_to_others": 1}


def sources():
    return {"sms": ("twilio", ("auth_token", "account_sid", "api_key", "api_secret"), {})}


def configuration():
    """Texts may be sent at any hour, but not to whoever said stop."""
    return {
        "creditors": {"acme": {
            "name": "Acme Dental", "actor": "first_party_creditor", "sending": {"sms": "live"},
            "providers": {"sms": ["sms"]}, "senders": {"sms": OURS},
        }},
        "policy": {"rules": [RULE]},
        "templates": {"hello": {"version": 1, "channel": "sms", "text": "Your statement is ready. Reply STOP to stop."}},
        "triggers": {"hello": {"contact": {"template": "hello"}}},
    }


def now(seconds=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def place_accounts(gateway):
    for number, person in enumerate((PERSON, OTHER)):
        account = f"acme:{number}"
        gateway.post("/v1/events", {
            "specversion": "1.0", "id": f"placed-{number}", "source": "crm", "type": "io.throughline.account.placed.v1",
            "time": now(), "subject": f"account/{account}",
            "identifiers": [{"kind": "account", "value": account}, {"kind": "phone", "value": person}],
            "data": {"balance": 4250, "currency": "USD", "creditor": "acme", "oldest_due": "2026-01-05"},
        })
    gateway.wait_until_read()


def trigger(gateway, person, due):
    answer = gateway.post("/v1/triggers/hello", {
        "identifiers": [{"kind": "phone", "value": person}], "not_before": due,
    })
    if "delivery" not in answer:
        raise Failure(f"the trigger queued nothing: {answer}")
    return answer["delivery"]


def polled(sandbox):
    return [entry for entry in sandbox.requests("sms") if entry["method"] == "GET"]


def wait_for_polls(sandbox, count, seconds):
    """Returns when the list of messages was asked for so often."""
    deadline = time.monotonic() + seconds
    while len(polled(sandbox)) < count:
        if time.monotonic() > deadline:
            raise Failure(f"the list of messages was asked for {len(polled(sandbox))} times, not {count}")
        time.sleep(0.1)


def check(gateway, sandbox, queued):
    """One text left, to the one who did not say stop; the stop stood on the timeline before it was permitted."""
    sent = [entry["to"] for entry in sandbox.report("sms")["accepted"] if entry["route"] == "message"]
    if sent != [OTHER]:
        raise Failure(f"texts were sent to {sent}, not to {[OTHER]} alone")
    delivery = gateway.get(f"/v1/deliveries/{queued[0]}")
    if delivery["state"] != "cancelled" or delivery["attempts"] != 0:
        raise Failure(f"the text to whoever said stop was tried: {delivery}")
    revoked = gateway.wait_for(f"phone:{PERSON}", "consent.revoked", 5)
    accepted = gateway.wait_for(f"phone:{OTHER}", "delivery.accepted", 5)
    if revoked["recordedtime"] > accepted["recordedtime"]:
        raise Failure(f"a text left at {accepted['recordedtime']}, the stop was read at {revoked['recordedtime']}")
    words = gateway.wait_for(f"phone:{PERSON}", "message.received", 5)
    if words["data"]["text"] != "Stop":
        raise Failure(f"the person said something else: {words}")


if __name__ == "__main__":
    run(stop_while_down, seconds=60, delay=10, after=3)
