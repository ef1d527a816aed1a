"""A stand-in for every provider: it records each request and gives the answer that was arranged for it.

Python code reaches it under the providers' own names, over TLS, as nothing about the SDKs is changed: within `diverted`
every name resolves to this machine and a certificate authority made for the run is trusted. Our binary reaches it as
plain http, by `--base-url` and `--fetch`.
"""

import contextlib
import dataclasses
import http.server
import json
import os
import pathlib
import re
import socket
import tempfile
import threading
import urllib.parse
from unittest import mock

import requests.adapters

from authority import Authority


@dataclasses.dataclass
class Recorded:
    """One request as it arrived; header names in lower case."""

    method: str
    host: str
    path: str
    query: list
    headers: dict
    body: bytes


@dataclasses.dataclass(frozen=True)
class Answer:
    """What is replied to requests with this method whose whole path matches."""

    method: str
    path: str
    body: object = b""
    status: int = 200
    headers: dict = dataclasses.field(default_factory=dict)

    def fits(self, request):
        return request.method == self.method and re.fullmatch(self.path, request.path)

    @property
    def content(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Recorder:
    """Two servers on loopback, one for each side, and what they heard."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="throughline-recorder-")
        self.authority = Authority(pathlib.Path(self.folder.name))
        self.answers, self.requests = (), []
        self.plain = self.server()
        self.secure = self.server()
        self.secure.socket = self.authority.context.wrap_socket(self.secure.socket, server_side=True)
        for server in (self.plain, self.secure):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.plain.server_port}"

    def server(self):
        handler = type("Handler", (RequestHandler,), {"recorder": self})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        return server

    def answer(self, request):
        self.requests.append(request)
        return next((answer for answer in self.answers if answer.fits(request)), Answer("", "", b"no such thing", 404))

    @contextlib.contextmanager
    def recording(self, answers):
        """The requests that arrive meanwhile."""
        self.answers, self.requests = answers, []
        try:
            yield self.requests
        finally:
            self.answers, self.requests = (), []

    @contextlib.contextmanager
    def diverted(self):
        """All names lead here, and what answers there is trusted."""
        authority, original = str(self.authority.file), socket.getaddrinfo

        def resolve(host, service, *rest, **more):
            if host in ("127.0.0.1", "localhost"):
                return original(host, service, *rest, **more)
            if str(service) not in ("443", "https"):
                raise socket.gaierror(socket.EAI_SERVICE, f"nothing but https is diverted, not {host}:{service}")
            here = ("127.0.0.1", self.secure.server_port)
            return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", here)]

        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.object(socket, "getaddrinfo", resolve))
            stack.enter_context(mock.patch.object(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", authority))
            names = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE")
            stack.enter_context(mock.patch.dict(os.environ, {name: authority for name in names}))
            yield

    def close(self):
        for server in (self.plain, self.secure):
            server.shutdown()
            server.server_close()
        self.folder.cleanup()


class RequestHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def handle_one(self):
        target = urllib.parse.urlsplit(self.path)
        answer = self.recorder.answer(Recorded(
            method=self.command,
            host=self.headers.get("host", ""),
            path=target.path,
            query=urllib.parse.parse_qsl(target.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.body(),
        ))
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

    def body(self):
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        content = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def log_message(self, *arguments):
        pass
