"""The bases of the fake systems: servers on the loopback interface, or files in a folder."""

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

LATER = 4_102_444_800_000  # 2100: all of the term has happened


@dataclasses.dataclass(frozen=True)
class Request:
    """A request of a client. `query` and `form`: the last value of each parameter. Names of headers are lower case.

    `body`: the text that was sent.
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
    """An answer of a server. A `length` above that of the body breaks the connection within the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    length: int | None = None


def answered(document: Any, status: int = 200, **headers: str) -> Response:
    """A JSON answer. In names of headers, `_` stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), named)


def iso(ms: int | None) -> str | None:
    """A time as most systems write it, such as 2026-01-12T08:30:00Z."""
    if ms is None:
        return None
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ms_of(text: str) -> int:
    """The ms since 1970 of an ISO 8601 time. Raises ValueError."""
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp() * 1000)


class Exhibit:
    """A fake system of the campus for the time of a `with` block.

    `settings` are those of sources.yml, with secrets in plain text. Set `now` (ms since 1970) to show only what had
    happened by then.
    """

    system: str
    now: int = LATER
    # A text in some records on which no other request depends. Tests break those records.
    poison = "Aurelia"
    # Whether its content is the same throughout the term.
    is_timeless = False
    # Streams that this exhibit leaves empty, such as those of files where it is a server.
    unshown: frozenset[str] = frozenset()

    def settings(self) -> dict[str, Any]:
        """The settings of the source in sources.yml."""
        raise NotImplementedError

    def __enter__(self) -> Exhibit:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the system."""


class Files(Exhibit):
    """A system whose records are files. `write` puts them into a folder that exists as long as the block."""

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
        """Write the files into `folder`. Existing files are replaced."""
        raise NotImplementedError


class Service(Exhibit):
    """A server. `answer` is the answer of the system. Tests may set `tamper` to replace it."""

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
        """The answer of this server to a client that sends too many requests."""
        return answered({"error": "slow down"}, 429, Retry_After="0")

    def token(self) -> Response:
        """An answer with a new OAuth token, as most servers send it."""
        token = secrets.token_hex(16)
        self._tokens.add(token)
        self.has_tokens = True
        return answered({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def knows(self, token: str | None) -> bool:
        """Whether the token was issued and has not expired."""
        return token in self._tokens

    def expire_tokens(self) -> None:
        """Refuse all tokens that were issued so far."""
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
        # One write per response: with Nagle's algorithm, separate headers and body would wait for each other.
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
            """The Date header has the time of the campus, not that of the machine."""
            now = service.now / 1000 if service.now < LATER else timestamp
            return email.utils.formatdate(now, usegmt=True)

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing, since requests contain personal data."""

    return Handler


def _last(query: str) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
