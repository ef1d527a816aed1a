"""Webhooks signed by the providers' SDKs, a tenth of them repeated and a tenth forged, against a running daemon."""

import collections
import concurrent.futures
import random

from gateway import Failure, Gateway
from report import run
from senders import SendGrid, StandardWebhooks, Stripe, Twilio, forge


def sdk_webhooks(arguments):
    """Each genuine event once on a timeline, each duplicate marked, each forgery in quarantine with its reason."""
    senders = [Stripe(), Twilio(), SendGrid(), StandardWebhooks()]
    tenth, chance = max(4, arguments.count // 10), random.Random(arguments.seed)
    genuine = [senders[n % 4].webhook(n // 4) for n in range(arguments.count - 2 * tenth)]
    repeated = chance.sample(genuine, tenth)
    forged = [forge(senders[n % 4], senders[n % 4].webhook(500_000 + n), n // 4) for n in range(tenth)]
    with Gateway({sender.source: sender.configuration for sender in senders}) as gateway:
        gateway.start()
        first, second = halves(genuine, repeated, forged, chance)
        for batch in (first, second):
            post_all(gateway, batch, {id(webhook) for webhook in forged})
        gateway.wait_until_read()
        check_timelines(gateway, senders, genuine)
        marked = check_duplicates(gateway, senders, repeated)
        reasons = check_quarantine(gateway, len(forged))
        if gateway.stop() != 0:
            raise Failure("the daemon did not stop cleanly")
    return {
        "sent": arguments.count, "genuine": len(genuine), "duplicates": tenth, "duplicate_items_marked": marked,
        "forged": len(forged), "reasons": reasons,
    }


def halves(genuine, repeated, forged, chance):
    """Two batches in random order; what is repeated comes first in one and again in the other."""
    again = {id(webhook) for webhook in repeated}
    rest = [webhook for webhook in genuine if id(webhook) not in again] + forged
    chance.shuffle(rest)
    middle = len(rest) // 2
    batches = rest[:middle] + repeated, rest[middle:] + repeated
    for batch in batches:
        chance.shuffle(batch)
    return batches


def post_all(gateway, batch, forged):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for webhook, reply in zip(batch, pool.map(lambda webhook: post(gateway, webhook), batch)):
            wanted = range(400, 404) if id(webhook) in forged else range(200, 300)
            if reply.status_code not in wanted:
                kind = "forged" if id(webhook) in forged else "genuine"
                raise Failure(f"a {kind} {webhook.source} webhook got {reply.status_code}: {reply.text[:300]}")


def post(gateway, webhook):
    return gateway.http.post(gateway.url(f"/hooks/{webhook.source}"), webhook.body, headers=webhook.headers, timeout=30)


def check_timelines(gateway, senders, genuine):
    found = collections.Counter()
    for identifier in {webhook.customer for webhook in genuine}:
        customer = gateway.customer(identifier)
        if customer is None:
            raise Failure(f"nobody has {identifier}")
        found.update((event["source"], event["id"]) for event in gateway.timeline(customer))
    expected = {(webhook.source, event) for webhook in genuine for event in webhook.events}
    missing = sorted(expected - set(found))
    doubled = sorted(key for key, times in found.items() if times > 1)
    sources = {sender.source for sender in senders}
    foreign = sorted(key for key in found if key[0] in sources and key not in expected)
    for problem, keys in (("missing", missing), ("doubled", doubled), ("not genuine", foreign)):
        if keys:
            raise Failure(f"{len(keys)} of {len(expected)} events are {problem}, such as {keys[:3]}")


def check_duplicates(gateway, senders, repeated):
    expected = sum(len(webhook.events) for webhook in repeated)
    marked = 0
    for sender in senders:
        receipts = gateway.pages("/v1/receipts", "receipts", source=sender.source)
        marked += sum(receipt["duplicates"] for receipt in receipts)
    if marked != expected:
        raise Failure(f"{marked} duplicates are marked, {expected} were sent")
    return marked


def check_quarantine(gateway, forged):
    entries = list(gateway.pages("/v1/quarantine", "entries"))
    if len(entries) != forged or not all(entry["reason"] for entry in entries):
        raise Failure(f"{forged} forgeries were sent; in quarantine are {len(entries)}: {entries[:3]}")
    return collections.Counter(entry["reason"] for entry in entries)


if __name__ == "__main__":
    run(sdk_webhooks, count=50)
