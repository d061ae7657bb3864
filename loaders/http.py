"""HTTP with patience: retries what may pass, stops at once where no retry can help."""

from __future__ import annotations

import email.utils
import os
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import requests
import tenacity

from loaders.errors import LoadError

T = TypeVar("T")
_ATTEMPTS = 6
_LONGEST_WAIT = 120.0


class _MayPass(Exception):
    """A fault that may be gone on the next try; `wait` is the pause in seconds that the server asked for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Gone(LoadError):
    """The server no longer knows the address (a 4xx other than 401, 403 and 429)."""


class BadPage(ValueError):
    """A body that is not what was asked for: cut off, or not JSON."""


def get(session: requests.Session, url: str, read: Callable[[requests.Response], T], **options: object) -> T:
    """Return `read(response)` of a GET, retried up to six times.

    Retried: 429, 5xx (after Retry-After where given), timeouts, broken connections, and bodies for which
    `read` raises BadPage. Raises LoadError at once for 401 and 403, Gone for another 4xx, and LoadError
    once the tries are used up. No message holds a query, a header or a secret.
    """
    where = f"{urlsplit(url).scheme}://{urlsplit(url).hostname}:{urlsplit(url).port or ''}{urlsplit(url).path}"

    def once() -> T:
        try:
            response = session.get(url, timeout=(10, 120), **options)  # type: ignore[arg-type]
        except requests.RequestException as error:
            raise _MayPass(type(error).__name__) from None
        status = response.status_code
        if status in (401, 403):
            raise LoadError(f"{where}: answered {status}; check the user name, password and rights in sources.yml.")
        if status == 429 or status >= 500:
            raise _MayPass(f"answered {status}", _retry_after(response))
        if status >= 400:
            raise Gone(f"{where}: answered {status}; check the address in sources.yml.")
        try:
            return read(response)
        except BadPage as error:
            raise _MayPass(str(error)) from None

    base = float(os.environ.get("LEARNING_MARTS_RETRY_SECONDS", "1"))

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _MayPass) else None
        return min(asked if asked is not None else base * 2 ** (state.attempt_number - 1), _LONGEST_WAIT)

    try:
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_MayPass),
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=wait,
            reraise=True,
        )(once)
    except _MayPass as error:
        raise LoadError(f"{where}: {error}, {_ATTEMPTS} times; nothing was landed, run the load again later.") from None


def _retry_after(response: requests.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
