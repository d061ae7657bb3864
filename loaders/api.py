"""A web API as most systems have it: an address, credentials, pages of JSON, and a way to the next page."""

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
    """A page: its records as lines, the rest of the document, the headers of the response, and the next Link.

    Names of headers are found in upper and lower case.
    """

    lines: bytes
    rest: dict[str, Any]
    headers: Mapping[str, str]
    next_link: str | None

    @property
    def count(self) -> int:
        """The number of records."""
        return self.lines.count(b"\n") + 1 if self.lines else 0

    def promise(self, minutes: float = 5) -> str | None:
        """The server's time less `minutes`: all changes up to then are visible. None where it sends no time."""
        try:
            sent_at = email.utils.parsedate_to_datetime(self.headers.get("Date", ""))
        except ValueError:
            return None
        return (sent_at - dt.timedelta(minutes=minutes)).astimezone(dt.UTC).isoformat()


class Api:
    """One API at `url`, with the credentials and headers of each request.

    `check` sees every response. It raises LoadError, Gone or Busy for errors that the API reports in its own way.
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
        """Return one page. `address` is relative to the API or absolute; the request always goes to the API's own host.

        The records are the array `key` of the document. Without a key they are the elements of the document, or the
        document itself. Raises what `loaders.http.ask` raises.
        """

        def read(response: requests.Response) -> Answer:
            try:
                # By default requests reads 10 KB at a time, which takes twice as long.
                body = b"".join(response.iter_content(1024 * 1024)).removeprefix(b"\xef\xbb\xbf")
            except requests.RequestException as error:
                raise BadPage(f"sent no complete answer ({type(error).__name__})") from None
            try:
                lines, rest = split(body, key)
            except ValueError:
                kind = response.headers.get("Content-Type", "no content type")[:60]
                raise BadPage(f"sent a page that is incomplete or not the expected JSON ({kind})") from None
            return Answer(lines, rest, response.headers, response.links.get("next", {}).get("url"))

        return ask(self._session, method, self._here(address), read, self._check, stream=True, **options)

    def pages(
        self,
        address: str,
        key: str | None = None,
        following: Callable[[Answer], str | dict[str, Any] | None] = lambda answer: answer.next_link,
        params: Mapping[str, Any] | None = None,
    ) -> Iterator[Answer]:
        """Yield all pages. `following` returns the address of the next page or parameters to add to the request.

        None means that there are no more pages. By default the next page is that of the Link header. Where a next page
        has expired, the pages are requested again from the first one, up to three times: the landing recognizes records
        that it has as unchanged. Raises LoadError.
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
                    where = self._here(address)
                    raise LoadError(f"{where}: the next page is one that came before; report this to the provider.")
                seen.add(repr(step))
                try:
                    if isinstance(step, str):
                        answer = self.ask(step, key)
                    else:
                        answer = self.ask(address, key, params={**(params or {}), **step})
                except Gone:
                    break
        raise LoadError(
            f"{self._here(address)}: the next page expired in {_PULLS} attempts; set a larger page_size in sources.yml."
        )

    def offset_pages(self, address: str, key: str | None, limit: int, **params: Any) -> Iterator[Answer]:
        """Yield pages by `limit` and `offset`, up to the X-Total-Count or the first page that is not full."""
        offset, total = 0, None
        while total is None or offset < total:
            answer = self.ask(address, key, params={**params, "limit": limit, "offset": offset})
            yield answer
            stated = answer.headers.get("X-Total-Count", "")
            total = int(stated) if stated.isdecimal() else None
            offset += answer.count
            if not answer.count or (total is None and answer.count < limit):
                return

    def _here(self, address: str) -> str:
        try:
            target, base = urlsplit(urljoin(self.url, address)), urlsplit(self.url)
        except ValueError:
            raise LoadError(
                f"{self.url}: a page contains an invalid address; report this to the provider of the system."
            ) from None
        return urlunsplit((base.scheme, base.netloc, target.path, target.query, ""))


def by_field(name: str) -> Callable[[Answer], str | None]:
    """Take the address of the next page from a field of the document."""
    return lambda answer: answer.rest.get(name) or None


def by_token(name: str, parameter: str) -> Callable[[Answer], dict[str, Any] | None]:
    """Send a field of the document as `parameter` of the next request."""
    return lambda answer: {parameter: answer.rest[name]} if answer.rest.get(name) else None


class ClientCredentials(Renewable):
    """OAuth 2: a bearer token from `url` for the fields of `form()`, renewed before it expires or when it is refused.

    `form` is called for each request for a token, also for repeated ones, since a signed assertion is valid only once.
    `basic` is the client's id and secret where the server expects them in a header. `check` is that of Api.
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
        """Make the next request get a new token."""
        self._token = ""

    def _obtain(self) -> None:
        def read(response: requests.Response) -> tuple[str, float]:
            try:
                document = msgspec.json.decode(response.content, type=dict[str, Any])
                return str(document["access_token"]), float(document.get("expires_in", 3600))
            except (msgspec.DecodeError, KeyError, ValueError, TypeError):
                raise BadPage("sent an answer without a token") from None

        def check(response: requests.Response) -> None:
            if self._check:
                self._check(response)
            # By RFC 6749, wrong credentials get a 400. A 401 is only for a secret that was sent in a header.
            if response.status_code == 400:
                raise LoadError(f"{self._url}: answered 400; check the credentials in sources.yml and their rights.")

        def fill(request: requests.PreparedRequest) -> requests.PreparedRequest:
            # Not earlier: each attempt needs a new form.
            request.prepare_body(self._form(), None)
            return requests.auth.HTTPBasicAuth(*self._basic)(request) if self._basic else request

        with requests.Session() as session:
            self._token, lifetime = ask(session, "POST", self._url, read, check, auth=fill)
        self._until = time.monotonic() + max(lifetime - _EARLY_SECONDS, lifetime / 2)
