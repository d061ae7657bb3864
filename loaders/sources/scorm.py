"""SCORM Cloud (Rustici), API v2: packages, and registrations of learners with all activities and interactions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from requests.auth import HTTPBasicAuth

from loaders.api import Api, by_token
from loaders.pages import Page, Stream
from loaders.settings import check_server, secret

# A registration that is restarted is another instance.
STREAMS = {
    "courses": Stream(time="$.updated"),
    "registrations": Stream(("$.id", "$.instance"), time="$.updated"),
}
_INCLUDED = {
    "includeChildResults": "true",
    "includeInteractionsAndObjectives": "true",
    "includeRuntime": "true",
}


@dataclasses.dataclass(frozen=True)
class Settings:
    """An application of SCORM Cloud. Its id and secret key are the user name and password."""

    app_id: str | None = None
    secret_key: str | None = secret()
    url: str = "https://cloud.scorm.com/api/v2"

    def __post_init__(self) -> None:
        check_server(self, "app_id", "secret_key")


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield the records updated since the cursors (inclusive). Raises LoadError."""
    api = Api(settings.url, HTTPBasicAuth((settings.app_id or "").encode(), (settings.secret_key or "").encode()))
    for stream, included in (("courses", {}), ("registrations", _INCLUDED)):
        params = {**included, **({"since": cursors[stream]} if stream in cursors else {})}
        # The time of the first page: a record that is updated while the pages are read may be on none of them.
        through = None
        for number, answer in enumerate(api.pages(stream, stream, by_token("more", "more"), params)):
            if number == 0:
                through = answer.promise()
            yield Page(stream, answer.lines, through)
