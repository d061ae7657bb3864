"""TalentLMS, API v1: users, courses with their units, and the progress and test answers of each learner."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from requests.auth import HTTPBasicAuth

from loaders.api import Api
from loaders.http import Gone
from loaders.pages import Page, Stream, values, with_request
from loaders.settings import check_server, secret

STREAMS = {
    "users": Stream(),
    "user_details": Stream(),
    "courses": Stream(),
    "units": Stream(),
    "ilt_sessions": Stream(),
    "course_statuses": Stream(("$._request.course_id", "$._request.user_id")),
    "test_answers": Stream(("$.test_id", "$.user_id")),
    "groups": Stream(),
    "branches": Stream(),
}
# Each user contains a link that signs in as that user. It must not get into the warehouse.
_SIGN_IN = re.compile(rb'("login_key"\s*:\s*)"(?:[^"\\]|\\.)*"')


@dataclasses.dataclass(frozen=True)
class Settings:
    """`url`: up to the version, such as https://campus.talentlms.com/api/v1."""

    url: str
    api_key: str | None = secret()

    def __post_init__(self) -> None:
        check_server(self, "api_key")


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield everything, since the API has no filter for changes. It takes a request per learner. Raises LoadError."""
    api = Api(settings.url, HTTPBasicAuth((settings.api_key or "").encode(), b""))

    def page(stream: str, address: str, key: str | None = None, **named: str) -> Page:
        lines = _SIGN_IN.sub(rb"\1null", api.ask(address, key).lines)
        return Page(stream, with_request(lines, **named) if named else lines)

    def present(stream: str, address: str, **named: str) -> list[Page]:
        # A learner who is deleted or leaves a course during the load is not found. This must not stop the load.
        try:
            return [page(stream, address, **named)]
        except Gone:
            return []

    for stream in ("groups", "branches"):
        yield page(stream, stream)
    yield (courses := page("courses", "courses"))
    for (course,) in values(courses.lines, "id"):
        yield (units := page("units", f"courses/id:{course}", "units", course_id=course))
        for unit, kind in values(units.lines, "id", "type"):
            if kind == "Instructor-led training":
                yield page("ilt_sessions", f"getiltsessions/ilt_id:{unit}", unit_id=unit)
    yield (users := page("users", "users"))
    for (user,) in values(users.lines, "id"):
        for details in present("user_details", f"users/id:{user}"):
            yield details
            for course in _listed(details, "courses"):
                if course.get("role") == "learner":
                    yield from _progress(present, str(course.get("id")), user)


def _progress(present: Callable[..., list[Page]], course: str, user: str) -> Iterator[Page]:
    address = f"getuserstatusincourse/course_id:{course},user_id:{user}"
    for status in present("course_statuses", address, course_id=course, user_id=user):
        yield status
        for unit in _listed(status, "units"):
            if unit.get("type") == "Test" and unit.get("completed_on"):
                yield from present("test_answers", f"gettestanswers/test_id:{unit.get('id')},user_id:{user}")


def _listed(page: Page, field: str) -> Iterator[dict[str, Any]]:
    """The objects in a list field of the records of a page."""
    for (listed,) in values(page.lines, field):
        yield from (one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict))
