"""How a check ends: one JSON line for the caller, exit 0 held, 1 did not hold, 77 could not be tried."""

import argparse
import json
import os
import pathlib
import platform
import sys

from gateway import Failure


class Skip(Exception):
    """Why a check cannot be tried on this machine."""


def hardware():
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return {"cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(), "kernel": platform.release()}


def run(check, **options):
    """Runs `check(arguments)` with integer options, prints what it returns, writes it where `--figures` says."""
    parser = argparse.ArgumentParser(description=check.__doc__)
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--figures", type=pathlib.Path)
    for name, default in options.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    try:
        summary = check(arguments)
    except Skip as reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    except Failure as failure:
        print(f"does not hold (seed {arguments.seed}): {failure}", file=sys.stderr)
        sys.exit(1)
    summary = {"check": check.__name__, "seed": arguments.seed, **summary}
    print(json.dumps(summary))
    if arguments.figures:
        arguments.figures.parent.mkdir(parents=True, exist_ok=True)
        arguments.figures.write_text(json.dumps({**summary, "hardware": hardware()}, indent=2) + "\n")
