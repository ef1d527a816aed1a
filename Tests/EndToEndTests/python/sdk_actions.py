"""For each action whose provider has a Python SDK: the SDK and our action ask a recorder, and what they ask is compared.

The SDKs reach the recorder under the providers' own names, our binary by `--base-url` and `--fetch`; what may differ is
listed with its reason beside each case, and a reason that is not needed is a difference too.
"""

import itertools
import json
import subprocess
import urllib.parse

import sdk_crm
import sdk_messaging
import sdk_payments
import sdk_voice
from comparison import authorization, compare, family, fields
from gateway import ROOT, Failure, default_binary
from recorder import Recorder
from report import run
from sdk_cases import CASES

MODULES = (sdk_messaging, sdk_voice, sdk_payments, sdk_crm)
DELIVERY = "dlv_compared"


def sdk_actions(arguments):
    """The same method, path, credentials and fields; one line of the table for each action."""
    recorder = Recorder()
    try:
        rows = [compared(case, recorder) for module in MODULES for case in CASES if case.is_in(module)]
    finally:
        recorder.close()
    for row in rows:
        print("  ".join(row["line"]))
    differences = [f"{row['action']}: {difference}" for row in rows for difference in row["differences"]]
    if differences:
        raise Failure(f"{len(differences)} differences\n" + "\n".join(differences))
    done = [row for row in rows if row["requests"]]
    return {
        "actions": len({row["action"] for row in done}), "requests": sum(row["requests"] for row in done),
        "fields": sum(row["fields"] for row in done),
        "not_compared": [row["action"] for row in rows if not row["requests"]],
    }


def compared(case, recorder):
    """One line of the table, and the differences in words."""
    if case.version is None and case.is_large:
        return row(case, [], f"not compared: {case.distribution} is too large to install for a test")
    if case.version is None:
        return row(case, [f"{case.distribution} is not installed"])
    try:
        report, ours = call(case, recorder)
        differences = list(pairs(case, report, ours, ask(case, recorder)))
    except Failure as failure:
        return row(case, [str(failure)])
    differences += [f"nothing needs the permission for {name}" for name in case.unused() if not differences]
    return row(case, differences, described(case, ours), len(ours), sum(len(fields(request)) for request in ours))


def pairs(case, report, ours, theirs):
    """What is not the same, request by request."""
    if report["outcome"]["kind"] != "accepted":
        yield f"the reply means to us: {report['outcome']}"
    hosts = planned_hosts(case)
    for our, their in itertools.zip_longest(ours, theirs):
        if our is None or their is None:
            yield f"only {'the SDK asks' if our is None else 'we ask'} for {(our or their).path}"
            continue
        yield from (f"{their.path}: {difference}" for difference in compare(our, their, case))
        elsewhere = [] if their.host in hosts else [f"the SDK goes to {their.host}, we to {sorted(hosts)}"]
        yield from case.allowing("host", elsewhere)


def call(case, recorder):
    """What our action asks for, and what it makes of the answers."""
    places = ["--base-url", recorder.url]
    for origin in case.token_origins:
        places += ["--fetch", f"{origin}={recorder.url}"]
    with recorder.recording(case.answers) as requests:
        return run_action(case, *places), requests


def planned_hosts(case):
    """Where our action would go, were it not for `--base-url` and `--fetch`."""
    return {urllib.parse.urlsplit(step["url"]).netloc for step in run_action(case, "--plan")["steps"]}


def run_action(case, *more):
    command = [default_binary(), "connector", "call", case.connector, case.action, "--json", "--id", DELIVERY,
               "--connectors", str(ROOT / "Connectors"), "--input", json.dumps(case.input), *more]
    for name, value in case.secrets.items():
        command += ["--secret", f"{name}={value}"]
    for name, value in case.config.items():
        command += ["--config", f"{name}={value}"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    if not result.stdout.strip():
        raise Failure(f"{case.name} ended with {result.returncode}: {result.stderr[-2000:]}")
    return json.loads(result.stdout)


def ask(case, recorder):
    """What the SDK asks for, beside descriptions of fields and the like."""
    callback = f"https://gateway.example/hooks/{case.connector}?delivery={DELIVERY}"
    with recorder.recording(case.sdk_answers or case.answers) as requests, recorder.diverted():
        try:
            case.call(DELIVERY, callback)
        except Exception as error:
            raise Failure(f"{case.version} does not {case.action}: {type(error).__name__}: {error}") from error
    return [request for request in requests if not request.path.startswith(case.sdk_beside)]


def described(case, ours):
    asked = " + ".join(f"{request.method} {request.path}" for request in ours)
    schemes = "+".join(dict.fromkeys(authorization(request)[0] or "header" for request in ours))
    return f"{asked}  {schemes}  {'+'.join(dict.fromkeys(family(request) for request in ours))}"


def row(case, differences, words="", requests=0, count=0):
    verdict = "same" if requests and not differences else "-" if not differences else "DIFFERS"
    line = [f"{case.name:32}", f"{case.version or case.distribution:36}", f"{verdict:7}", words]
    return {
        "action": case.name, "differences": differences, "requests": requests, "fields": count, "line": line,
    }


if __name__ == "__main__":
    run(sdk_actions)
