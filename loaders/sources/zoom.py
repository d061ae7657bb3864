"""Zoom REST API v2 (server-to-server OAuth): users, past meetings and webinars, and their participants.

- The report of a user's meetings also contains webinars: those have a `type` in _WEBINARS. It covers six months, at
  most a month per request, and omits sessions with fewer than two participants.
- The number of a meeting stands only for its last occurrence, so participants are requested by the UUID of each one.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import requests

from loaders.api import Api, ClientCredentials, by_token
from loaders.errors import LoadError
from loaders.http import Missing
from loaders.pages import Page, Stream, values, with_request
from loaders.settings import check_from_date, check_server, first_day, secret

STREAMS = {
    "users": Stream(),
    "meetings": Stream(("$.uuid",), time="$.end_time"),
    "instances": Stream(("$.uuid",)),
    # Rejoining makes another row, and so does waiting for admission, with the same user_id.
    "participants": Stream(("$._request.uuid", "$.user_id", "$.join_time", "$.leave_time")),
}
_WEBINARS = (5, 6, 9)
_NEXT = by_token("next_page_token", "next_page_token")
_KEPT_DAYS, _WINDOW = 180, dt.timedelta(days=29)


@dataclasses.dataclass(frozen=True)
class Settings:
    """`from_date`: the first day of the first load, such as "2026-01-12"; six months ago by default.

    `hosts`: ids or addresses of the hosts whose meetings are loaded; all users by default, with a request per user and
    month.
    """

    url: str = "https://api.zoom.us/v2"
    token_url: str = "https://zoom.us/oauth/token"
    account_id: str | None = None
    client_id: str | None = None
    client_secret: str | None = secret()
    hosts: tuple[str, ...] | None = None
    from_date: str | None = None
    page_size: int = 300

    def __post_init__(self) -> None:
        check_server(self, "account_id", "client_id", "client_secret")
        if not 1 <= self.page_size <= 300:
            raise ValueError("'page_size:' is out of range; write a number from 1 to 300.")
        check_from_date(self)


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield all users, and the meetings since two days before the cursor. Raises LoadError.

    What does not exist is skipped: deleted meetings, and reports of sessions with one participant.
    """
    form = {"grant_type": "account_credentials", "account_id": settings.account_id or ""}
    basic = (settings.client_id or "", settings.client_secret or "")
    api = Api(settings.url, ClientCredentials(settings.token_url, lambda: form, basic), check=_check)
    size: dict[str, Any] = {"page_size": settings.page_size}
    users: list[str] = []
    for status in ("active", "inactive"):
        for answer in api.pages("users", "users", _NEXT, {**size, "status": status}):
            yield Page("users", answer.lines)
            users += [user for (user,) in values(answer.lines, "id") if user]
    since = first_day(settings, cursors.get("meetings"), _KEPT_DAYS)
    sessions: dict[str, str] = {}
    series: dict[str, str] = {}
    for user in settings.hosts or users:
        for window in _windows(since):
            with contextlib.suppress(Missing):
                for answer in api.pages(f"report/users/{_encoded(user)}/meetings", "meetings", _NEXT, size | window):
                    yield Page("meetings", with_request(answer.lines, user_id=user), answer.promise())
                    for uuid, number, kind in values(answer.lines, "uuid", "id", "type"):
                        sessions[str(uuid)] = series[str(number)] = "webinars" if kind in _WEBINARS else "meetings"
    for number, kind in series.items():
        with contextlib.suppress(Missing):
            for answer in api.pages(f"past_{kind}/{number}/instances", kind):
                yield Page("instances", with_request(answer.lines, id=number, kind=kind))
                for uuid, start in values(answer.lines, "uuid", "start_time"):
                    if str(start) >= since.isoformat():
                        sessions[str(uuid)] = kind
    for uuid, kind in sessions.items():
        with contextlib.suppress(Missing):
            address, fields = f"report/{kind}/{_encoded(uuid)}/participants", {"include_fields": "registrant_id"}
            for answer in api.pages(address, "participants", _NEXT, size | fields):
                yield Page("participants", with_request(answer.lines, uuid=uuid, kind=kind))


def _check(response: requests.Response) -> None:
    """Stop at a daily limit, because no pause is long enough."""
    if response.status_code == 429 and response.headers.get("X-RateLimit-Type", "").lower().startswith("daily"):
        until = response.headers.get("Retry-After", "midnight GMT")[:30]
        raise LoadError(f"Zoom: the daily limit is used up until {until}; nothing was landed, run the load again then.")


def _windows(first: dt.date) -> Iterator[dict[str, str]]:
    """Windows of at most a month, up to today. They overlap by a day: Zoom does not state the time zone of a day."""
    last = dt.datetime.now(dt.UTC).date()
    while first <= last:
        until = min(first + _WINDOW, last)
        yield {"from": first.isoformat(), "to": until.isoformat()}
        if until == last:
            return
        first = until


def _encoded(identity: str) -> str:
    """An id for use in a path. Zoom requires that a UUID that begins with / or contains // is encoded twice."""
    once = quote(identity, safe="")
    return quote(once, safe="") if identity.startswith("/") or "//" in identity else once
