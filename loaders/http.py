"""HTTP requests that repeat after passing errors and stop at once where repeating cannot help."""

from __future__ import annotations

import email.utils
import os
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import requests.auth
import tenacity

from loaders.errors import LoadError

T = TypeVar("T")
_ATTEMPTS = 6
_LONGEST_WAIT = 120.0
_HOPELESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.SSLError,
    requests.exceptions.TooManyRedirects,
)


class Busy(Exception):
    """An error that may pass. `wait` is the pause in seconds that the server asked for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Gone(LoadError):
    """The server does not accept the address any more (a 4xx other than 401, 403, 408 and 429)."""


class Missing(Gone):
    """The resource does not exist, or not any more (404)."""


class Renewable(requests.auth.AuthBase):
    """An authentication that expires and can be renewed."""

    def renew(self) -> None:
        """Forget the current token."""
        raise NotImplementedError


class BadPage(ValueError):
    """A body that is not the expected one: incomplete, or not JSON."""


def check_url(key: str, url: str) -> None:
    """Raise ValueError where `url` is not a web address or contains credentials. The message does not quote it."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"'{key}:' is not a web address; write one such as https://lms.example.org/api")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError(
            f"'{key}:' contains credentials, '?' or '#'; write only the address, and credentials in their own keys."
        )


def ask(
    session: requests.Session,
    method: str,
    url: str,
    read: Callable[[requests.Response], T],
    check: Callable[[requests.Response], None] | None = None,
    **options: object,
) -> T:
    """Return `read(response)` of a request, which is attempted up to six times.

    - It is repeated after 408, 429 and 5xx (after Retry-After where it is sent, at most 120 s), timeouts, broken
      connections, a token that expired (once), and where `read` raises BadPage or `check` raises Busy. `check` knows
      how the API reports errors in its own way.
    - It raises LoadError at once for 401, 403, an invalid certificate or endless redirects, Missing for 404, Gone for
      another 4xx, and LoadError after the last attempt.
    - No message contains a query, a request header or a secret.

    LEARNING_MARTS_RETRY_SECONDS (1) is the first pause, which doubles each time. LEARNING_MARTS_TIMEOUT_SECONDS (120)
    is the time after which the silence of a server is an error.
    """
    parts = urlsplit(url)
    where = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
    silence = float(os.environ.get("LEARNING_MARTS_TIMEOUT_SECONDS", "120"))

    renewed = False

    def once() -> T:
        nonlocal renewed
        try:
            response = session.request(method, url, timeout=(min(10.0, silence), silence), **options)  # type: ignore[arg-type]
        except _HOPELESS as error:
            raise LoadError(f"{where}: {type(error).__name__}; check the address in sources.yml.") from None
        except requests.RequestException as error:
            raise Busy(f"sent no complete answer ({type(error).__name__})") from None
        status = response.status_code
        if check:
            check(response)
        if status == 401 and isinstance(session.auth, Renewable) and not renewed:
            renewed = True
            session.auth.renew()
            raise Busy("answered 401 to a new token", 0)
        if status in (401, 403):
            raise LoadError(f"{where}: answered {status}; check the credentials in sources.yml and their rights.")
        if status in (408, 429) or status >= 500:
            raise Busy(f"answered {status}", _retry_after(response))
        if status >= 400:
            raise (Missing if status == 404 else Gone)(f"{where}: answered {status}; check the address in sources.yml.")
        try:
            return read(response)
        except BadPage as error:
            raise Busy(str(error)) from None

    base = float(os.environ.get("LEARNING_MARTS_RETRY_SECONDS", "1"))

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Busy) else None
        return min(asked if asked is not None else base * 2 ** (state.attempt_number - 1), _LONGEST_WAIT)

    try:
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Busy),
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=wait,
            reraise=True,
        )(once)
    except Busy as error:
        raise LoadError(f"{where}: {error}, {_ATTEMPTS} times; nothing was landed, run the load again later.") from None


def _retry_after(response: requests.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
