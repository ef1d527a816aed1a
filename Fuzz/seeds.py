"""Writes the expressions of Tests/Data/cel_*.json as inputs of the fuzz targets: seeds.py FOLDER."""

import hashlib
import json
import pathlib
import sys

DATA = pathlib.Path(__file__).parent.parent / "Tests" / "Data"
# An input holds at most so many bytes (`-max_len` in Fuzz/run).
LIMIT = 4096


def cases():
    """Pairs of an expression and its tagged bindings."""
    for name in ("cel_conformance", "cel_conformance_extra", "cel_bench"):
        for case in json.loads((DATA / f"{name}.json").read_text()):
            yield case["expr"], case.get("bindings") or {}
    for case in json.loads((DATA / "cel_negative.json").read_text())["cases"]:
        yield case["expr"], {}


def needed(expression, bindings):
    """Whole payloads are long: only the variables that the expression names."""
    return {name: value for name, value in bindings.items() if name.split(".")[0] in expression}


def write(folder, content):
    if len(content) <= LIMIT:
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def main(folder):
    parse, evaluate = folder / "parse", folder / "evaluate"
    for each in (parse, evaluate):
        each.mkdir(parents=True, exist_ok=True)
    for expression, bindings in cases():
        line = json.dumps(needed(expression, bindings), separators=(",", ":"), ensure_ascii=False)
        write(parse, expression.encode())
        write(evaluate, f"{line}\n{expression}".encode())


main(pathlib.Path(sys.argv[1]))
