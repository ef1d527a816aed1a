"""Writes inputs of the fuzz targets from Tests/Data and Connectors, and a few by hand: seeds.py FOLDER."""

import base64
import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).parent.parent
DATA = ROOT / "Tests" / "Data"
# An input holds at most so many bytes (`-max_len` in Fuzz/run).
LIMIT = 8192

FORM = (
    b'multipart/form-data; boundary="x"\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\n'
    b'Content-Disposition: form-data; name="f"; filename="n.txt"\r\nContent-Type: text/plain; charset=iso-8859-1\r\n'
    b"\r\n\xe9\r\n--x--\r\n"
)
MAIL = (
    "Grüße\nFrom: Ann <ann@example.com>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nContent-Type: multipart/mixed; boundary=b\n\n"
    "--b\nContent-Transfer-Encoding: quoted-printable\n\nZo=C3=AB=\n!\n--b\nContent-Type: text/html\n"
    "Content-Transfer-Encoding: base64\n\nPGI+\n--b\nContent-Disposition: attachment; filename*=utf-8''a%20b\n\n.\n--b--\n"
).encode()
XML = [
    b'<a xmlns:n="u" n:b="1">t<n:c/><n:c>&amp;&#233;</n:c><![CDATA[<]]></a>', b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", b"<a><b><c><d/></c></b></a>",
]
JSON = [
    rb'{"a":[1,-0.0,1e300,123456789012345678901234567890,"\ud83d\ude00\u0000",null],"b":{"":true}}', b"[[[[[]]]]]",
    b'{"a":1,"a":2}', rb'"\u000a"', b"1E-7",
]


def expressions():
    """Pairs of an expression and its tagged bindings."""
    for name in ("cel_conformance", "cel_conformance_extra", "cel_bench"):
        for case in json.loads((DATA / f"{name}.json").read_text()):
            yield case["expr"], case.get("bindings") or {}
    for case in json.loads((DATA / "cel_negative.json").read_text())["cases"]:
        yield case["expr"], {}


def requests():
    """Vectors of signatures and payloads, each with its headers in lower case and its body."""
    vectors = json.loads((DATA / "provider_vectors.json").read_text())
    for vector in vectors["vectors"] + vectors["payloads"]:
        request = vector["request"]
        body = request.get("body", "").encode()
        if "body_base64" in request:
            body = base64.b64decode(request["body_base64"])
        yield vector, {name.lower(): value for name, value in (request.get("headers") or {}).items()}, body


def needed(expression, bindings):
    """Whole payloads are long: only the variables that the expression names."""
    return {name: value for name, value in bindings.items() if name.split(".")[0] in expression}


def line(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def signature(vector, headers, body):
    """An input of the target `signature`."""
    settings = {
        "connector": vector["provider"].replace("_", "-"), "now": vector.get("now", 1760000000),
        "secrets": vector.get("secrets") or {}, "config": vector.get("config") or {},
    }
    request = vector["request"]
    head = [line(settings), f"{request.get('method', 'POST')} {request['url']}"]
    head += [f"{name}: {value}" for name, value in headers.items() if "\n" not in str(value)]
    return "\n".join(head).encode() + b"\n\n" + body


def inputs():
    """Pairs of a target and an input."""
    for expression, bindings in expressions():
        yield "parse", expression.encode()
        yield "evaluate", f"{line(needed(expression, bindings))}\n{expression}".encode()
    for vector, headers, body in requests():
        kind = headers.get("content-type", "")
        yield "signature", signature(vector, headers, body)
        if body[:1] in (b"{", b"["):
            yield "json", body
        if body[:1] == b"<":
            yield "xml", body
        if kind.startswith("multipart/"):
            yield "multipart", kind.encode() + b"\n" + body
    for path in sorted((ROOT / "Connectors").glob("*/*.yaml")):
        yield "yaml", path.read_bytes()[:LIMIT]
    for target, texts in (("json", JSON), ("xml", XML), ("multipart", [FORM, MAIL])):
        for text in texts:
            yield target, text


def main(folder):
    for target, content in inputs():
        if len(content) <= LIMIT:
            (folder / target).mkdir(parents=True, exist_ok=True)
            (folder / target / hashlib.sha1(content).hexdigest()).write_bytes(content)


main(pathlib.Path(sys.argv[1]))
