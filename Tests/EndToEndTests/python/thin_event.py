"""CRMs send ids, not facts: a thin event becomes an account once the record is fetched, however often that takes."""

import time

from gateway import Failure
from report import run
from sandboxed import sandboxed

FAILURES = 3


def thin_event(arguments):
    """The CRM is down for the first three tries; the event waits in sight, then `account.placed` is on the timeline."""
    sources = {
        "crm": ("hubspot", ("client_secret", "access_token"), {"enrich": True, "creditor": "acme"}),
    }
    with sandboxed(sources, faults=[f"crm=5xx:{FAILURES}x"]) as (gateway, sandbox):
        gateway.start()
        begin = time.monotonic()
        contact = {"id": 123, "properties": {"firstname": "Ann", "email": "ann@example.com"}}
        sandbox.cause("crm", "contact", contact)
        deal = {
            "id": 500123, "contact": 123,
            "properties": {"account_number": "100231", "amount": "1250.00", "closedate": "2025-09-30T00:00:00Z"},
        }
        sandbox.cause("crm", "deal", deal)
        reasons = wait_in_sight(gateway, arguments.seconds)
        placed = gateway.wait_for("account:acme:100231", "account.placed", arguments.seconds)
        took = time.monotonic() - begin
        gateway.wait_for("email:ann@example.com", "customer.created", arguments.seconds)
        check(gateway, sandbox, placed)
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
    return {"refused": FAILURES, "seconds": round(took, 1), "reasons": sorted(reasons)}


def wait_in_sight(gateway, seconds):
    """Why items wait, as the API tells it until none does."""
    deadline = time.monotonic() + seconds
    reasons, seen = set(), 0
    while time.monotonic() < deadline:
        items = gateway.get("/v1/awaiting")["items"]
        if any(item["source"] != "crm" for item in items):
            raise Failure(f"something else waits: {items}")
        seen = max(seen, len(items))
        reasons.update(item["reason"] for item in items if item["attempts"] > 0)
        if seen and not items and gateway.metric("throughline_awaiting_items") == 0:
            break
        time.sleep(0.02)
    else:
        raise Failure(f"items still wait after {seconds} s: {items}\n{gateway.log_tail()}")
    if not reasons or not all(reason and "get_record" in reason for reason in reasons):
        raise Failure(f"nobody could see why items wait: {reasons}")
    return reasons


def check(gateway, sandbox, placed):
    """The account is the contact's, as the record says; the provider was asked once more than it failed."""
    data = placed["data"]
    if (data["balance"], data["currency"], data["oldest_due"]) != (125_000, "USD", "2025-09-30"):
        raise Failure(f"the account is not what its deal says: {placed}")
    holders = {gateway.customer(name) for name in ("account:acme:100231", "crm_id:hubspot:123", "email:ann@example.com")}
    if len(holders) != 1:
        raise Failure(f"account, contact and address are of {len(holders)} customers")
    asked = [entry for entry in sandbox.requests("crm") if entry["method"] == "GET"]
    refused = sandbox.report("crm")["faults"]
    if refused != {"5xx": FAILURES} or len(asked) != FAILURES + 2:
        raise Failure(f"{len(asked)} requests met the faults {refused}")
    if list(gateway.pages("/v1/quarantine", "entries")):
        raise Failure("something went to quarantine")


if __name__ == "__main__":
    run(thin_event, seconds=60)
