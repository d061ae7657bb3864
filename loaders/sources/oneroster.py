"""OneRoster 1.1 and 1.2 (1EdTech): organizations, people, classes and results of a student information system."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from loaders.api import Api, ClientCredentials
from loaders.pages import Page, Stream
from loaders.settings import check_server, secret

_SERVICES = {
    "orgs": "orgs",
    "academic_sessions": "academicSessions",
    "users": "users",
    "courses": "courses",
    "classes": "classes",
    "enrollments": "enrollments",
    "line_items": "lineItems",
    "results": "results",
}
_GRADEBOOK = ("line_items", "results")
STREAMS = {name: Stream(("$.sourcedId",), time="$.dateLastModified") for name in _SERVICES}


@dataclasses.dataclass(frozen=True)
class Settings:
    """`url`: up to the version, such as https://sis.example.org/ims/oneroster/v1p1. 1.2 also has a `gradebook_url`."""

    url: str
    token_url: str
    client_id: str | None = None
    client_secret: str | None = secret()
    gradebook_url: str | None = None
    page_size: int = 1000

    def __post_init__(self) -> None:
        check_server(self, "client_id", "client_secret")


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield the records modified since the cursors, including those marked as to be deleted. Raises LoadError."""
    form = {"grant_type": "client_credentials", "scope": _SCOPES}
    basic = (settings.client_id or "", settings.client_secret or "")
    auth = ClientCredentials(settings.token_url, lambda: form, basic)
    for stream, service in _SERVICES.items():
        address = settings.gradebook_url if stream in _GRADEBOOK else None
        api = Api(address or settings.url, auth)
        since = {"filter": f"dateLastModified>'{cursors[stream]}'"} if stream in cursors else {}
        for answer in api.offset_pages(service, service, settings.page_size, sort="dateLastModified", **since):
            yield Page(stream, answer.lines, answer.promise())


_READ = "https://purl.imsglobal.org/spec/or/v1p1/scope"
_SCOPES = f"{_READ}/roster-core.readonly {_READ}/roster.readonly {_READ}/gradebook.readonly"
