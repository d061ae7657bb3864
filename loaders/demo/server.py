"""A learning record store on the loopback interface that serves the campus over HTTP."""

from __future__ import annotations

import base64
import binascii
import bisect
import datetime as dt
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from loaders.demo.campus import Campus
from loaders.demo.writing import timestamp

_PATH = "/xAPI/statements"
_MOST = 5000
_KNOWN = {"limit", "ascending", "since", "until", "attachments", "format"}


class RecordStore:
    """`GET /xAPI/statements` of a campus, with basic authentication, for the time of a `with` block.

    `url` (ends in /xAPI), `username` and `password` are for the client. Set `now` (ms since 1970) to serve only
    what had arrived by then, as if the term were still on.
    """

    def __init__(self, campus: Campus) -> None:
        arrivals = campus.arrivals()
        self.times = [arrived for arrived, _ in arrivals]
        self.bodies = [body for _, body in arrivals]
        self.now = self.times[-1] + 1 if arrivals else 0
        self.username, self.password = "campus", secrets.token_hex(16)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/xAPI"

    def __enter__(self) -> RecordStore:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def allows(self, header: str | None) -> bool:
        """Whether the Authorization header holds the user name and password."""
        expected = "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        return secrets.compare_digest((header or "").encode(), expected.encode())

    def page(self, query: dict[str, str]) -> bytes:
        """The answer to a query, or to the token of a `more`. Raises ValueError where it cannot be understood."""
        if "token" in query:
            try:
                lower, upper, limit, ascending = json.loads(base64.urlsafe_b64decode(query["token"]))
            except binascii.Error as error:
                raise ValueError(str(error)) from None
        else:
            if unknown := set(query) - _KNOWN:
                raise ValueError(f"unknown parameters: {sorted(unknown)}")
            # `since` leaves out its very time, `until` takes it in.
            lower = bisect.bisect_right(self.times, _ms(query["since"])) if "since" in query else 0
            until = min(self.now, _ms(query["until"])) if "until" in query else self.now
            upper = max(lower, bisect.bisect_right(self.times, until))
            limit, ascending = min(int(query.get("limit", 0)) or _MOST, _MOST), query.get("ascending") == "true"
            if limit < 0:
                raise ValueError("limit is negative")
        if ascending:
            cut = min(lower + limit, upper)
            chosen, rest = self.bodies[lower:cut], [cut, upper]
        else:
            cut = max(upper - limit, lower)
            chosen, rest = self.bodies[cut:upper][::-1], [lower, cut]
        more = ""
        if rest[0] < rest[1]:
            token = base64.urlsafe_b64encode(json.dumps([*rest, limit, ascending]).encode()).decode()
            more = f"{_PATH}/more/{token}"
        return b'{"statements":[' + b",".join(chosen) + b'],"more":"' + more.encode() + b'"}'


def _ms(text: str) -> int:
    # A plus sign that was not escaped comes as a space.
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)


def _handler(store: RecordStore) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One write a response: with Nagle's algorithm, headers and body apart would wait for each other.
        wbufsize = -1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if not store.allows(self.headers.get("Authorization")):
                return self._answer(401, b'{"error":"credentials are missing or wrong"}')
            if self.headers.get("X-Experience-API-Version") is None:
                return self._answer(400, b'{"error":"X-Experience-API-Version is missing"}')
            query = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
            if parts.path.startswith(_PATH + "/more/"):
                query = {"token": parts.path.removeprefix(_PATH + "/more/")}
            elif parts.path != _PATH:
                return self._answer(404, b'{"error":"there is only /xAPI/statements"}')
            try:
                body = store.page(query)
            except (ValueError, TypeError) as error:
                return self._answer(400, json.dumps({"error": str(error)}).encode())
            self._answer(200, body)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="campus"')
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Experience-API-Version", "1.0.3")
            self.send_header("X-Experience-API-Consistent-Through", timestamp(store.now))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a request names whom it is about."""

    return Handler
