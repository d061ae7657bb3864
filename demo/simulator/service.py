"""What serves a system of the campus: over HTTP on the loopback interface, or as files in a folder."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import email.utils
import json
import secrets
import tempfile
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from demo.simulator.term import Term

LATER = 4_102_444_800_000  # 2100: as if everything had happened


@dataclasses.dataclass(frozen=True)
class Request:
    """What a client asks. `query` and `form` hold the last value of each parameter; header names are lower case.

    `body` is the text that was sent, where it is no form.
    """

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    headers: dict[str, str]
    body: str = ""

    @property
    def basic(self) -> tuple[str, str] | None:
        """The user name and password of the Authorization header."""
        kind, _, value = self.headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return None
        try:
            user, _, password = base64.b64decode(value).decode().partition(":")
        except ValueError:
            return None
        return user, password

    @property
    def bearer(self) -> str | None:
        """The bearer token of the Authorization header."""
        kind, _, value = self.headers.get("authorization", "").partition(" ")
        return value if kind.lower() == "bearer" else None


@dataclasses.dataclass(frozen=True)
class Response:
    """What a server answers. A `length` above the body's breaks the connection in mid-body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    length: int | None = None


def answered(document: Any, status: int = 200, **headers: str) -> Response:
    """A JSON answer. Names of headers are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), named)


def iso(ms: int | None) -> str | None:
    """A time as most systems write it: 2026-01-12T08:30:00Z."""
    if ms is None:
        return None
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ms_of(text: str) -> int:
    """The ms since 1970 of an ISO 8601 time. Raises ValueError."""
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp() * 1000)


class Exhibit:
    """A system of the campus for the time of a `with` block. `settings` is what sources.yml says, secrets in clear.

    Set `now` (ms since 1970) to show only what had happened by then.
    """

    system: str
    now: int = LATER
    # A text that some record holds and no other request depends on: tests break those records.
    poison = "Aurelia"
    # Whether it holds the same throughout the term.
    is_timeless = False
    # Streams that only another way of fetching fills, such as files beside a server.
    unshown: frozenset[str] = frozenset()

    def settings(self) -> dict[str, Any]:
        """The keys of the system's Settings."""
        raise NotImplementedError

    def __enter__(self) -> Exhibit:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""


class Files(Exhibit):
    """A system whose records come as files: `write` puts them into a folder that lasts as long as the block."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)

    def __enter__(self) -> Files:
        self.write()
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def write(self) -> None:
        """Write the files into `folder`, anew where they are there."""
        raise NotImplementedError


class Service(Exhibit):
    """A server. `answer` is the system's; `tamper`, where set, may put another answer in its place (tests do)."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self.requests: list[Request] = []
        self.tamper: Callable[[Request, Response], Response] | None = None
        self.secret = secrets.token_hex(16)
        self.has_tokens = False
        self._tokens: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Service:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: Request) -> Response:
        """The answer to a request. A ValueError, TypeError or KeyError becomes a 400."""
        raise NotImplementedError

    def throttled(self) -> Response:
        """How this server says that it is asked too much."""
        return answered({"error": "slow down"}, 429, Retry_After="0")

    def token(self) -> Response:
        """A new OAuth token, as most servers give it."""
        token = secrets.token_hex(16)
        self._tokens.add(token)
        self.has_tokens = True
        return answered({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def knows(self, token: str | None) -> bool:
        """Whether the token was given out and has not expired."""
        return token in self._tokens

    def expire_tokens(self) -> None:
        """Every token given so far is refused from now on."""
        self._tokens.clear()

    def linked(self, request: Request, records: Sequence[Any], page: int, size: int) -> Response:
        """Page number `page` (from 1) of the records, with the Link header as most servers send it."""
        shown = records[(page - 1) * size : page * size]
        links = {"current": page, "first": 1, **({"next": page + 1} if page * size < len(records) else {})}
        said = ",".join(
            f'<{self.url}{quote(request.path)}?{urlencode({**request.query, "page": number})}>; rel="{name}"'
            for name, number in links.items()
        )
        return answered(list(shown), Link=said)


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One write a response: with Nagle's algorithm, headers and body apart would wait for each other.
        wbufsize = -1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            request = Request(self.command, parts.path, _last(parts.query), _last(body), _lower(self.headers), body)
            service.requests.append(request)
            try:
                response = service.answer(request)
            except (ValueError, TypeError, KeyError) as error:
                response = answered({"error": str(error)}, 400)
            if service.tamper:
                response = service.tamper(request, response)
            self.send_response(response.status)
            headers = {"Content-Type": "application/json", **response.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body) if response.length is None else response.length))
            self.end_headers()
            self.wfile.write(response.body)
            self.close_connection = response.length is not None

        do_POST = do_GET

        def date_time_string(self, timestamp: float | None = None) -> str:
            """The Date header: the campus's time, not that of the machine."""
            now = service.now / 1000 if service.now < LATER else timestamp
            return email.utils.formatdate(now, usegmt=True)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a request names whom it is about."""

    return Handler


def _last(query: str) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
