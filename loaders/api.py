"""A web API as most systems have one: an address, a way to be let in, pages of JSON, and a way to the next page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.utils
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec
import requests
import requests.auth

from loaders.errors import LoadError
from loaders.http import BadPage, Gone, Renewable, ask
from loaders.pages import split

_PULLS = 3
_EARLY_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Answer:
    """A page: its records as lines, the rest of the document, the response's headers (any case), the next Link."""

    lines: bytes
    rest: dict[str, Any]
    headers: Mapping[str, str]
    next_link: str | None

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.lines.count(b"\n") + 1 if self.lines else 0

    def promise(self, minutes: float = 5) -> str | None:
        """The server's own time less `minutes`: what changed by then can be seen now. None where it tells no time."""
        try:
            told = email.utils.parsedate_to_datetime(self.headers.get("Date", ""))
        except ValueError:
            return None
        return (told - dt.timedelta(minutes=minutes)).astimezone(dt.UTC).isoformat()


class Api:
    """One API at `url`, with what each request carries.

    `check` looks at every response and raises LoadError, Gone or Busy for faults that the API tells in its own way.
    """

    def __init__(
        self,
        url: str,
        auth: requests.auth.AuthBase | None = None,
        headers: Mapping[str, str] | None = None,
        check: Callable[[requests.Response], None] | None = None,
    ) -> None:
        self.url = url.rstrip("/") + "/"
        self._check = check
        self._session = requests.Session()
        self._session.auth = auth
        self._session.headers.update(headers or {})

    def ask(self, address: str, key: str | None = None, method: str = "GET", **options: Any) -> Answer:
        """One page. `address` is relative to the API or whole; credentials go to the API's host whatever it names.

        The records are the document's array `key`; without a key, its elements or itself. Raises what `ask` raises.
        """

        def read(response: requests.Response) -> Answer:
            try:
                # Left to itself, requests reads 10 KB at a time, and takes twice as long over a page.
                body = b"".join(response.iter_content(1024 * 1024)).removeprefix(b"\xef\xbb\xbf")
            except requests.RequestException as error:
                raise BadPage(f"no whole answer ({type(error).__name__})") from None
            try:
                lines, rest = split(body, key)
            except ValueError:
                kind = response.headers.get("Content-Type", "no content type")[:60]
                raise BadPage(f"sent a page that is not what was asked for, or is cut off ({kind})") from None
            return Answer(lines, rest, response.headers, response.links.get("next", {}).get("url"))

        return ask(self._session, method, self._here(address), read, self._check, stream=True, **options)

    def pages(
        self,
        address: str,
        key: str | None = None,
        following: Callable[[Answer], str | dict[str, Any] | None] = lambda answer: answer.next_link,
        params: Mapping[str, Any] | None = None,
    ) -> Iterator[Answer]:
        """Pages to the last one. `following` gives the next one's address, or the parameters that it adds; None ends.

        By default it is the next of the Link header. Where a next page has expired, all is asked for again from the
        first, up to three times: what came already is recognized as unchanged. Raises LoadError.
        """
        for _ in range(_PULLS):
            answer = self.ask(address, key, params=params)
            seen: set[str] = set()
            while True:
                yield answer
                step = following(answer)
                if not step:
                    return
                if repr(step) in seen:
                    raise LoadError(f"{self._here(address)}: leads to the same page again; the server is at fault.")
                seen.add(repr(step))
                try:
                    if isinstance(step, str):
                        answer = self.ask(step, key)
                    else:
                        answer = self.ask(address, key, params={**(params or {}), **step})
                except Gone:
                    break
        raise LoadError(f"{self._here(address)}: its next page expired in {_PULLS} pulls; ask for larger pages.")

    def offset_pages(self, address: str, key: str | None, limit: int, **params: Any) -> Iterator[Answer]:
        """Pages by `limit` and `offset`, to the X-Total-Count or the first page that is short."""
        offset, total = 0, None
        while total is None or offset < total:
            answer = self.ask(address, key, params={**params, "limit": limit, "offset": offset})
            yield answer
            told = answer.headers.get("X-Total-Count", "")
            total = int(told) if told.isdecimal() else None
            offset += answer.count
            if not answer.count or (total is None and answer.count < limit):
                return

    def _here(self, address: str) -> str:
        try:
            target, base = urlsplit(urljoin(self.url, address)), urlsplit(self.url)
        except ValueError:
            raise LoadError(f"{self.url}: sent an address that is none; the server is at fault.") from None
        return urlunsplit((base.scheme, base.netloc, target.path, target.query, ""))


def by_field(name: str) -> Callable[[Answer], str | None]:
    """The next page's address stands in a field of the document."""
    return lambda answer: answer.rest.get(name) or None


def by_token(name: str, parameter: str) -> Callable[[Answer], dict[str, Any] | None]:
    """A field of the document holds what the next request gives as `parameter`."""
    return lambda answer: {parameter: answer.rest[name]} if answer.rest.get(name) else None


class ClientCredentials(Renewable):
    """OAuth 2: a bearer token from `url` for what `form()` gives, had anew before it expires or when it is refused.

    `form` is called at each request for a token, tries included, since a signed assertion is good for one only.
    `basic` holds the client's id and secret where they go into a header. `check` is that of Api.
    """

    def __init__(
        self,
        url: str,
        form: Callable[[], Mapping[str, str]],
        basic: tuple[str, str] | None = None,
        check: Callable[[requests.Response], None] | None = None,
    ) -> None:
        self._url, self._form, self._check = url, form, check
        self._basic = (basic[0].encode(), basic[1].encode()) if basic else None
        self._token, self._until = "", 0.0

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if not self._token or time.monotonic() >= self._until:
            self._obtain()
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def renew(self) -> None:
        """The next request asks for a new token."""
        self._token = ""

    def _obtain(self) -> None:
        def read(response: requests.Response) -> tuple[str, float]:
            try:
                document = msgspec.json.decode(response.content, type=dict[str, Any])
                return str(document["access_token"]), float(document.get("expires_in", 3600))
            except (msgspec.DecodeError, KeyError, ValueError, TypeError):
                raise BadPage("sent no token") from None

        def check(response: requests.Response) -> None:
            if self._check:
                self._check(response)
            # So RFC 6749 has it, and says 401 only where the secret came in a header.
            if response.status_code == 400:
                raise LoadError(f"{self._url}: answered 400; check the credentials in sources.yml and their rights.")

        def fill(request: requests.PreparedRequest) -> requests.PreparedRequest:
            # Here, not before: each try has a form of its own.
            request.prepare_body(self._form(), None)
            return requests.auth.HTTPBasicAuth(*self._basic)(request) if self._basic else request

        with requests.Session() as session:
            self._token, lifetime = ask(session, "POST", self._url, read, check, auth=fill)
        self._until = time.monotonic() + max(lifetime - _EARLY_SECONDS, lifetime / 2)
