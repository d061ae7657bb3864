"""Moodle's web services (REST, 4.0 and later), or a folder with tables of its database as CSV.

A load takes 2 requests and these:

- per course: 8, and 1 per 100 members (the active and the suspended are counted separately)
- per assignment 2, per forum 1 and 1 per 100 of its discussions, per discussion 1, per SCORM package 1
- per learner of a course: 2 (where it tracks completion), 1 per quiz, 1 per finished attempt, 1 per package, and 1 per
  attempt at each part of a package

No function returns only changes, so every load reads everything. Unchanged records do not land again.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import requests

from loaders.api import Api
from loaders.errors import LoadError
from loaders.http import Busy
from loaders.pages import Page, Stream, Table, split, values, with_request
from loaders.settings import check_server_or_files, secret
from loaders.sources.moodle_tables import TABLES, tables

_OWN = (
    *("courses", "categories", "contents", "quizzes", "quiz_attempts", "assignments", "submissions"),
    *("assignment_grades", "forums", "discussions", "posts", "scorms", "scorm_scoes"),
)
_LEARNER = ("$._request.course_id", "$._request.user_id")
STREAMS = {
    **{name: Stream() for name in (*_OWN, *TABLES.values())},
    "enrollments": Stream(("$._request.course_id", "$.id")),
    "activity_completions": Stream(("$._request.user_id", "$.cmid")),
    "course_completions": Stream(_LEARNER),
    "grade_items": Stream(("$.courseid", "$.userid")),
    "quiz_reviews": Stream(("$.attempt.id",)),
    "scorm_tracks": Stream(("$._request.sco_id", "$._request.user_id", "$.data.attempt")),
}
_STAFF = {"manager", "coursecreator", "editingteacher", "teacher"}
_FIELDS = "username,firstname,lastname,fullname,email,idnumber,roles,groups,lastcourseaccess"
Call = Callable[..., bytes]


@dataclasses.dataclass(frozen=True)
class Settings:
    """`url`: the site, such as https://moodle.example.org, with a `token`; or `path`: a folder of <table>.csv."""

    url: str | None = None
    token: str | None = secret()
    path: str | None = None
    page_size: int = 100

    def __post_init__(self) -> None:
        check_server_or_files(self, "token")


class _Missing(LoadError):
    """The resource does not exist, or not for this learner. There is nothing to land."""


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page | Table]:
    """Yield everything that the token may read, or every known table. Raises LoadError."""
    if settings.path is not None:
        yield from tables(Path(settings.path).expanduser())
        return
    api = Api(settings.url or "", check=_check)

    def call(function: str, key: str | None = None, **named: Any) -> bytes:
        asked = {"wsfunction": function, "moodlewsrestformat": "json"}
        form = {"wstoken": settings.token, **named}
        try:
            return api.ask("webservice/rest/server.php", key, "POST", params=asked, data=form).lines
        except _Missing:
            return b""

    courses = call("core_course_get_courses")
    yield Page("courses", courses)
    yield Page("categories", call("core_course_get_categories"))
    for course, layout, has_completion in values(courses, "id", "format", "enablecompletion"):
        if layout != "site":
            learners: list[int] = []
            yield from _enrollments(call, course, settings.page_size, learners)
            yield from _course(call, course, learners if has_completion else [])
            yield from _quizzes(call, course, learners)
            yield from _assignments(call, course)
            yield from _forums(call, course, settings.page_size)
            yield from _scorms(call, course, learners)


def _enrollments(call: Call, course: int, size: int, learners: list[int]) -> Iterator[Page]:
    """All members of the course. Those who are not staff are added to `learners`."""
    # The active members come last, so that they count: a Moodle without the option `onlysuspended` returns all members.
    for option in ("onlysuspended", "onlyactive"):
        ask = functools.partial(call, "core_enrol_get_enrolled_users", courseid=course)
        chosen = {option: 1, "userfields": _FIELDS, "sortby": "id", "limitnumber": size}
        start = 0
        while lines := ask(**_options({**chosen, "limitfrom": start})):
            yield Page("enrollments", with_request(lines, course_id=course, is_active=option == "onlyactive"))
            for user, roles in values(lines, "id", "roles"):
                held = {role.get("shortname") for role in roles or ()}
                if user not in learners and not (held and held <= _STAFF):
                    learners.append(user)
            # A page omits members whom the token may not see, so a page that is not full need not be the last one.
            start += size


def _course(call: Call, course: int, learners: list[int]) -> Iterator[Page]:
    lines = call("core_course_get_contents", courseid=course, **_options({"excludecontents": 1}))
    yield Page("contents", with_request(lines, course_id=course))
    yield Page("grade_items", call("gradereport_user_get_grade_items", "usergrades", courseid=course))
    for user in learners:
        ids = {"course_id": course, "user_id": user}
        lines = call("core_completion_get_activities_completion_status", "statuses", courseid=course, userid=user)
        yield Page("activity_completions", with_request(lines, **ids))
        lines = call("core_completion_get_course_completion_status", courseid=course, userid=user)
        yield Page("course_completions", with_request(lines, **ids))


def _quizzes(call: Call, course: int, learners: list[int]) -> Iterator[Page]:
    quizzes = call("mod_quiz_get_quizzes_by_courses", "quizzes", **{"courseids[0]": course})
    yield Page("quizzes", quizzes)
    for (quiz,) in values(quizzes, "id"):
        for user in learners:
            attempts = call("mod_quiz_get_user_attempts", "attempts", quizid=quiz, userid=user, status="all")
            yield Page("quiz_attempts", attempts)
            for attempt, state in values(attempts, "id", "state"):
                if state == "finished":
                    yield Page("quiz_reviews", call("mod_quiz_get_attempt_review", attemptid=attempt))


def _assignments(call: Call, course: int) -> Iterator[Page]:
    # Without includenotenrolledcourses, a user who is not in the course gets no assignments.
    asked = {"courseids[0]": course, "includenotenrolledcourses": 1}
    assignments = _inner(call("mod_assign_get_assignments", "courses", **asked), "assignments")
    yield Page("assignments", assignments)
    for (assignment,) in values(assignments, "id"):
        for stream, name in (("submissions", "submissions"), ("assignment_grades", "grades")):
            found = call(f"mod_assign_get_{name}", "assignments", **{"assignmentids[0]": assignment})
            yield Page(stream, with_request(_inner(found, name), assignment_id=assignment))


def _forums(call: Call, course: int, size: int) -> Iterator[Page]:
    forums = call("mod_forum_get_forums_by_courses", **{"courseids[0]": course})
    yield Page("forums", forums)
    for (forum,) in values(forums, "id"):
        page = 0
        # By creation (4): new discussions come last, so that none moves to another page.
        ask = functools.partial(call, "mod_forum_get_forum_discussions", "discussions", forumid=forum, sortorder=4)
        while discussions := ask(page=page, perpage=size):
            page += 1
            yield Page("discussions", with_request(discussions, forum_id=forum))
            for (discussion,) in values(discussions, "discussion"):
                posts = call("mod_forum_get_discussion_posts", "posts", discussionid=discussion)
                yield Page("posts", with_request(posts, forum_id=forum))


def _scorms(call: Call, course: int, learners: list[int]) -> Iterator[Page]:
    scorms = call("mod_scorm_get_scorms_by_courses", "scorms", **{"courseids[0]": course})
    yield Page("scorms", scorms)
    for (scorm,) in values(scorms, "id"):
        scoes = call("mod_scorm_get_scorm_scoes", "scoes", scormid=scorm)
        yield Page("scorm_scoes", scoes)
        for user in learners:
            counted = call("mod_scorm_get_scorm_attempt_count", scormid=scorm, userid=user)
            # For a closed package Moodle does not return a number of attempts. Attempt 0 is the last one.
            tried = [attempt for (count,) in values(counted, "attemptscount") for attempt in range(1, count + 1)]
            for sco, kind in values(scoes, "id", "scormtype"):
                for attempt in (tried if counted else [0]) if kind == "sco" else []:
                    lines = call("mod_scorm_get_scorm_sco_tracks", scoid=sco, userid=user, attempt=attempt)
                    yield Page("scorm_tracks", with_request(lines, scorm_id=scorm, sco_id=sco, user_id=user))


def _options(named: Mapping[str, Any]) -> dict[str, Any]:
    """Options as Moodle reads them: options[0][name]=…&options[0][value]=…"""
    return {
        f"options[{place}][{part}]": said
        for place, pair in enumerate(named.items())
        for part, said in zip(("name", "value"), pair, strict=True)
    }


def _inner(lines: bytes, key: str) -> bytes:
    """The array `key` of the only record."""
    return split(lines, key)[0] if lines else b""


# A learner who has left, an activity that was removed meanwhile, or a course without completion criteria.
_NOT_THERE = {
    *("invalidrecord", "invalidrecordunknown", "invalidcoursemodule", "invaliduser", "userdeleted", "usernotconfirmed"),
    *("usernotenroled", "guestsarenotallowed", "nocriteriaset", "noreviewattempt", "notopenyet", "expired"),
}
_PASSING = {"sitemaintenance", "upgraderunning", "dbconnectionfailed", "dmlreadexception", "dmlwriteexception"}


def _check(response: requests.Response) -> None:
    """Moodle reports errors with status 200: {"exception": class, "errorcode": word, "message": sentence}."""
    try:
        body = response.content
    except requests.RequestException as error:
        raise Busy(f"sent no complete answer ({type(error).__name__})") from None
    if not body.startswith(b'{"exception":'):
        return
    try:
        fault = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        raise Busy("sent an incomplete error message") from None
    code = str(fault.get("errorcode"))
    parts = urlsplit(response.url)
    function = parse_qs(parts.query).get("wsfunction", ["?"])[0]
    where = f"{parts.scheme}://{parts.netloc}{parts.path}: {function} answered {code}"
    if code in _PASSING:
        raise Busy(f"answered {code}")
    if code in _NOT_THERE:
        raise _Missing(where)
    if code == "invalidtoken":
        raise LoadError(f"{where}; check the credentials in sources.yml: the site does not know this token.")
    if code == "accessexception":
        raise LoadError(f"{where}; the credentials have expired, or the token's service lacks this function: add it.")
    said = " ".join(str(fault.get("message")).split())[:200]
    raise LoadError(f"{where} ({said}); check what the token's user may do.")
