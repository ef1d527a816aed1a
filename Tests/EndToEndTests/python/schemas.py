"""The committed JSON Schemas are those the binary prints, and hold for every connector and the configuration."""

import copy
import json
import re
import subprocess

import jsonschema
import yaml

from gateway import ROOT, Failure, default_binary
from report import run

FORMATS = ["connector", "config", "included"]


class Core(yaml.CSafeLoader):
    """YAML 1.2 core, as editors and the gateway read it: `on` and `2026-09-01` are text."""


Core.yaml_implicit_resolvers = {}
for tag, pattern in [
    ("null", r"^(?:~|null|)$"), ("bool", r"^(?:true|false)$"), ("int", r"^[-+]?(?:0|[1-9][0-9]*)$"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$"),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), None)


def load(file):
    return list(yaml.load_all(file.read_text(), Core))


def committed(name):
    """The schema in the repository, which must be what the binary prints."""
    file = ROOT / "docs/schema" / f"{name}.schema.json"
    printed = subprocess.run([default_binary(), "schema", name], capture_output=True, text=True, timeout=60, check=True)
    if not file.exists() or file.read_text() != printed.stdout:
        raise Failure(f"{file.relative_to(ROOT)} is old: throughline schema {name} > docs/schema/{name}.schema.json")
    schema = json.loads(printed.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def mappings(value, path=()):
    """Every mapping in a value, with its path."""
    if isinstance(value, dict):
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from mappings(child, (*path, key))


def with_stranger(document, path):
    """The document with a misspelt key at a path."""
    changed = copy.deepcopy(document)
    place = changed
    for key in path:
        place = place[key]
    place["misspelt"] = 1
    return changed


def schemas(_):
    """Each file that comes with the gateway is valid; a misspelt key is found wherever names are not the author's."""
    validators = {name: committed(name) for name in FORMATS}
    connectors = sorted((ROOT / "Connectors").glob("*/connector.yaml"))
    files = [(file, validators["connector"]) for file in connectors] + [(ROOT / "config.yaml", validators["config"])]
    strangers = found = 0
    for file, validator in files:
        for document in load(file):
            for error in validator.iter_errors(document):
                raise Failure(f"{file.relative_to(ROOT)}: {error.json_path}: {error.message[:300]}")
            for path in mappings(document):
                strangers += 1
                found += not validator.is_valid(with_stranger(document, path))
    part = {key: value for key, value in load(ROOT / "config.yaml")[0].items() if key in ("personas", "templates")}
    if not validators["included"].is_valid(part) or validators["included"].is_valid({"sources": {}}):
        raise Failure("the schema of included files takes what it should not, or does not take what it should")
    if found * 3 < strangers:
        raise Failure(f"of {strangers} misspelt keys only {found} are found")
    return {"files": len(files), "misspelt_keys": strangers, "found": found}


if __name__ == "__main__":
    run(schemas)
