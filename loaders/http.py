"""HTTP with patience: retries what may pass, stops at once where no retry can help."""

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
    """A fault that may be gone on the next try; `wait` is the pause in seconds that the server asked for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Gone(LoadError):
    """The server no longer knows the address (a 4xx other than 401, 403 and 429)."""


class Missing(Gone):
    """What the address names is not there, or not any more (404)."""


class Renewable(requests.auth.AuthBase):
    """An authentication that expires, and can be had anew."""

    def renew(self) -> None:
        """Forget what was given before."""
        raise NotImplementedError


class BadPage(ValueError):
    """A body that is not what was asked for: cut off, or not JSON."""


def check_url(key: str, url: str) -> None:
    """Raise ValueError, without quoting it, where `url` is no web address or holds a user name."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"'{key}:' is no web address; write one such as https://lms.example.org/api")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError(
            f"'{key}:' may hold no user name, password, '?' or '#'; write credentials in keys of their own."
        )


def ask(
    session: requests.Session,
    method: str,
    url: str,
    read: Callable[[requests.Response], T],
    check: Callable[[requests.Response], None] | None = None,
    **options: object,
) -> T:
    """Return `read(response)` of a request, tried up to six times.

    Retried: 408, 429, 5xx (after Retry-After where given, at most 120 s), timeouts, broken connections, a token that
    expired (once), bodies for which `read` raises BadPage, and what `check`, which knows the API's own ways of telling
    a fault, calls Busy. Raises LoadError at once for 401, 403, a bad certificate or endless redirects, Missing for
    404, Gone for another 4xx, and LoadError once the tries are used up. No message holds a query, a request header or
    a secret.
    LEARNING_MARTS_RETRY_SECONDS (1) is the first pause, doubled each time; LEARNING_MARTS_TIMEOUT_SECONDS (120) how
    long a server may be silent.
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
            raise Busy(f"no whole answer ({type(error).__name__})") from None
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
