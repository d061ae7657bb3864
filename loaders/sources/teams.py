"""Microsoft Teams by Graph v1.0 (client credentials), or its attendance reports in files.

- Graph does not list online meetings. It finds a meeting by its join URL, and only for its organizer.
- The join URLs come from the events of calendars. Channel meetings and instant meetings have no such event.
- Reports are available for organizers with an application access policy, for a year, and the last fifty per meeting.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urljoin

from loaders.api import Api, ClientCredentials, by_field
from loaders.errors import LoadError
from loaders.http import Missing
from loaders.pages import Page, Stream, split, values, with_request
from loaders.settings import check_from_date, check_server, first_day, secret
from loaders.tables import find_files

STREAMS = {
    "users": Stream(),
    "meetings": Stream(),
    "attendance_reports": Stream(time="$.meetingEndDateTime"),
}
_USER = "id,displayName,givenName,surname,mail,userPrincipalName,employeeId,accountEnabled,userType"
_NEXT = by_field("@odata.nextLink")
_KEPT_DAYS = 365


@dataclasses.dataclass(frozen=True)
class Settings:
    """Graph (`token_url` and credentials) or `path`: a file, folder or pattern of attendance reports.

    `token_url`: https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token. `organizers`: ids or principal names of
    the users whom the policy covers (for others, Graph answers 403); all users by default. `from_date`: the first day
    of the first load.
    """

    url: str = "https://graph.microsoft.com/v1.0"
    token_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = secret()
    organizers: tuple[str, ...] | None = None
    from_date: str | None = None
    page_size: int = 500
    path: str | None = None

    def __post_init__(self) -> None:
        if (self.token_url is None) == (self.path is None):
            raise ValueError("write either 'token_url:' (Graph) or 'path:' (files), not both.")
        if self.token_url is not None:
            check_server(self, "client_id", "client_secret")
        if not 1 <= self.page_size <= 999:
            raise ValueError("'page_size:' is out of range; write a number from 1 to 999.")
        check_from_date(self)


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield all users, and the meetings and reports since two days before the cursor. Raises LoadError.

    What does not exist is skipped: deleted meetings, and calendars of users without a mailbox.
    """
    if settings.path is not None:
        yield from _from_files(settings.path)
        return
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.client_id or "",
        "client_secret": settings.client_secret or "",
        "scope": urljoin(settings.url, "/.default"),
    }
    api = Api(settings.url, ClientCredentials(settings.token_url or "", lambda: form))
    size = {"$top": settings.page_size}
    users: list[str] = []
    for answer in api.pages("users", "value", _NEXT, {**size, "$select": _USER}):
        yield Page("users", answer.lines)
        users += [user for (user,) in values(answer.lines, "id") if user]
    since = first_day(settings, cursors.get("attendance_reports"), _KEPT_DAYS)
    for user in settings.organizers or users:
        home = f"users/{quote(user, safe='')}"
        for link in _join_links(api, home, since, size):
            with contextlib.suppress(Missing):
                found = api.ask(f"{home}/onlineMeetings", "value", params={"$filter": f"JoinWebUrl eq '{link}'"})
                yield Page("meetings", with_request(found.lines, user_id=user))
                for (meeting,) in values(found.lines, "id"):
                    yield from _reports(api, user, f"{home}/onlineMeetings", meeting, since)


def _join_links(api: Api, home: str, since: dt.date, size: dict[str, int]) -> list[str]:
    """The join URLs of the online meetings that the user organized. The meetings of a series share one URL."""
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    asked = {"startDateTime": f"{since}T00:00:00Z", "endDateTime": f"{tomorrow}T00:00:00Z"}
    fields = {"$select": "isOrganizer,onlineMeeting"}
    links: dict[str, None] = {}
    with contextlib.suppress(Missing):
        for answer in api.pages(f"{home}/calendarView", "value", _NEXT, asked | fields | size):
            for is_organizer, meeting in values(answer.lines, "isOrganizer", "onlineMeeting"):
                if is_organizer and meeting and meeting.get("joinUrl"):
                    links[meeting["joinUrl"].replace("'", "''")] = None
    return list(links)


def _reports(api: Api, user: str, meetings: str, meeting: str, since: dt.date) -> Iterator[Page]:
    address = f"{meetings}/{quote(meeting, safe='')}/attendanceReports"
    for answer in api.pages(address, "value", _NEXT):
        for report, ended in values(answer.lines, "id", "meetingEndDateTime"):
            if str(ended) >= since.isoformat():
                whole = api.ask(f"{address}/{quote(report, safe='')}", params={"$expand": "attendanceRecords"})
                lines = with_request(whole.lines, user_id=user, meeting_id=meeting)
                yield Page("attendance_reports", lines, answer.promise())


def _from_files(pattern: str) -> Iterator[Page]:
    for file in find_files(pattern, "*.json"):
        try:
            body = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
            yield Page("attendance_reports", split(body)[0])
        except (OSError, ValueError) as error:
            raise LoadError(f"{file}: cannot be read ({type(error).__name__}); check that the file is whole.") from None
