"""Canvas LMS (REST API): courses, people, work, discussions and page views of an account; or exports of its tables."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import requests
import requests.auth

from loaders.api import Answer, Api
from loaders.errors import LoadError
from loaders.http import Busy, Gone
from loaders.pages import Page, Stream, values, with_request
from loaders.settings import check_server_or_files, secret

_STATES = ("active", "invited", "creation_pending", "deleted", "rejected", "completed", "inactive")
# Streams that one request returns for a whole course: the address below the course, and parameters beyond the defaults.
_OF_COURSE: dict[str, tuple[str, dict[str, Any]]] = {
    "sections": ("sections", {}),
    "enrollments": ("enrollments", {"state[]": _STATES}),
    "modules": ("modules", {}),
    "assignments": ("assignments", {"include[]": "overrides", "override_assignment_dates": "false"}),
    # The history contains earlier attempts at quizzes and the answers to their questions.
    "submissions": ("students/submissions", {"student_ids[]": "all", "include[]": "submission_history"}),
    "quizzes": ("quizzes", {}),
    "discussion_topics": ("discussion_topics", {}),
    "course_progress": ("bulk_user_progress", {}),
}
# Streams below an item of a course: the stream, the part of the address, the key of the records, the field for the id.
_OF_ITEM = {
    "modules": (("module_items", "items", None, "module_id"),),
    "quizzes": (
        ("quiz_questions", "questions", None, "quiz_id"),
        ("quiz_submissions", "submissions", "quiz_submissions", "quiz_id"),
    ),
    "discussion_topics": (("discussion_entries", "entries", None, "topic_id"),),
}
# Files of a table export whose names differ from those of their streams.
_TABLES = {
    "enrollment_terms": "terms",
    "course_sections": "sections",
    "context_modules": "modules",
    "content_tags": "module_items",
}
_SUFFIXES = (".json", ".jsonl", ".ndjson")
_FILE_PAGE_BYTES = 4 * 1024 * 1024
STREAMS = {
    **{name: Stream() for name in ("terms", "accounts", "courses", "users", *_OF_COURSE)},
    **{stream: Stream() for below in _OF_ITEM.values() for stream, *_ in below},
    # A person's attempts at a quiz share one id.
    "quiz_submissions": Stream(("$.id", "$.attempt")),
    "course_progress": Stream(("$._request.course_id", "$.id")),
    "page_views": Stream(time="$.created_at"),
}


@dataclasses.dataclass(frozen=True)
class Settings:
    """A Canvas (`url`, and a `token` of an administrator of the root account), or its tables as JSON lines (`path`)."""

    url: str | None = None
    token: str | None = secret()
    account_id: str = "self"
    page_size: int = 100
    path: str | None = None

    def __post_init__(self) -> None:
        check_server_or_files(self, "token")


class _Token(requests.auth.AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield all records of the account and its courses, and page views since the cursor. Raises LoadError.

    A course in which a tool is disabled (404, or a 403 that says so) has no records of that tool. Answers to the
    questions of quizzes come with the history of submissions: one request per page instead of one per attempt.
    """
    if settings.path is not None:
        yield from _from_files(Path(settings.path))
        return
    api = _Canvas(settings)
    account = f"accounts/{settings.account_id}"
    for answer in api.all(f"{account}/terms", "enrollment_terms", {"workflow_state[]": "all"}):
        yield Page("terms", answer.lines)
    for address in (account, f"{account}/sub_accounts?recursive=true"):
        for answer in api.all(address):
            yield Page("accounts", answer.lines)
    people, courses = [], []
    for answer in api.all(f"{account}/users", None, {"include[]": "email"}):
        yield Page("users", answer.lines)
        people += [user for (user,) in values(answer.lines, "id") if user]
    for answer in api.all(f"{account}/courses", None, {"include[]": "term"}):
        yield Page("courses", answer.lines)
        courses += [course for (course,) in values(answer.lines, "id") if course]
    for course in courses:
        yield from _from_course(api, course)
    since = {"start_time": cursors["page_views"]} if "page_views" in cursors else {}
    for person in people:
        for answer in api.if_there(f"users/{person}/page_views", None, since):
            # Canvas writes page views some time after the requests that they record.
            yield Page("page_views", with_request(answer.lines, user_id=person), answer.promise(minutes=240))


class _Canvas:
    """The API with its page size and its own way of reporting errors."""

    def __init__(self, settings: Settings) -> None:
        headers = {"Accept": "application/json+canvas-string-ids"}
        self._api = Api(f"{settings.url}/api/v1", _Token(settings.token or ""), headers, _check)
        self._size = {"per_page": settings.page_size}

    def all(self, address: str, key: str | None = None, params: Mapping[str, Any] | None = None) -> Iterator[Answer]:
        """All pages."""
        return self._api.pages(address, key, params={**self._size, **(params or {})})

    def if_there(self, address: str, key: str | None, params: Mapping[str, Any] | None = None) -> Iterator[Answer]:
        """All pages. No pages where the server does not have the resource."""
        with contextlib.suppress(Gone):
            yield from self.all(address, key, params)


def _from_course(api: _Canvas, course: Any) -> Iterator[Page]:
    for stream, (part, params) in _OF_COURSE.items():
        items: list[Any] = []
        for answer in api.if_there(f"courses/{course}/{part}", None, params):
            yield Page(stream, with_request(answer.lines, course_id=course))
            if stream in _OF_ITEM:
                items += [item for (item,) in values(answer.lines, "id") if item]
        for below, child, key, named in _OF_ITEM.get(stream, ()):
            for item in items:
                address = f"courses/{course}/{part}/{item}/{child}"
                for answer in api.if_there(address, key):
                    yield Page(below, with_request(answer.lines, course_id=course, **{named: item}))
                    if below == "discussion_entries":
                        yield from _replies(api, address, answer.lines, course_id=course, topic_id=item)


def _replies(api: _Canvas, address: str, entries: bytes, **named: Any) -> Iterator[Page]:
    # An entry contains only its ten latest replies.
    for entry, replies in values(entries, "id", "recent_replies"):
        if entry and replies:
            for answer in api.if_there(f"{address}/{entry}/replies", None):
                yield Page("discussion_entries", with_request(answer.lines, **named, entry_id=entry))


def _check(response: requests.Response) -> None:
    if response.status_code != 403:
        return
    try:
        said = response.text
    except requests.RequestException:
        raise Busy("sent no complete answer with a 403") from None
    with contextlib.suppress(ValueError):
        if "Rate Limit Exceeded" in said or float(response.headers.get("X-Rate-Limit-Remaining", "")) < 1:
            raise Busy("answered 403 (Rate Limit Exceeded)")
    if "disabled" in said:
        raise Gone(f"{response.url.partition('?')[0]}: answered 403; the tool is disabled in Canvas.")


def _from_files(folder: Path) -> Iterator[Page]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    tables = [(_TABLES.get(file.stem, file.stem), file) for file in files if file.suffix in _SUFFIXES]
    tables = [(stream, file) for stream, file in tables if stream in STREAMS]
    if not tables:
        raise LoadError(f"{folder}: contains no tables; write a folder with files such as courses.json in 'path:'.")
    for stream, file in tables:
        try:
            with file.open("rb") as lines:
                while some := lines.read(_FILE_PAGE_BYTES):
                    yield Page(stream, some + lines.readline())
        except OSError as error:
            raise LoadError(f"{file}: cannot be read ({error.strerror}); check that the file is whole.") from None
