"""The campus's SCORM Cloud: two packages, one in SCORM 1.2 and one in SCORM 2004, which two courses use.

The plan of the term has no packages, so `registrations` derives from it what learners do in them, always the same.
"""

from __future__ import annotations

import base64
import dataclasses
import random
from collections.abc import Callable
from functools import partial
from typing import Any

from demo.simulator.service import Request, Response, Service, answered, iso, ms_of
from demo.simulator.study import DAY, TERM
from demo.simulator.term import END, Member

_BEFORE = TERM - 40 * DAY
_PAGE = 15
_TYPES = ("choice", "true-false", "fill-in", "matching", "sequencing", "numeric", "likert", "performance")
_LATER_TYPES = (*_TYPES, "long-fill-in")
_WORDS = {True: "COMPLETED", False: "INCOMPLETE", None: "UNKNOWN"}
_VERDICTS = {True: "PASSED", False: "FAILED", None: "UNKNOWN"}


@dataclasses.dataclass(frozen=True)
class Package:
    """A package. `lessons`: the titles of its SCOs. The last one is the test."""

    id: str
    title: str
    standard: str
    course_code: str
    lessons: tuple[str, ...]

    @property
    def is_scorm_12(self) -> bool:
        return self.standard == "SCORM12"


@dataclasses.dataclass(frozen=True)
class Interaction:
    """The answer to a question of the test. `result`: correct, incorrect (1.2: wrong), neutral or a number."""

    id: str
    type: str
    result: str
    weighting: float
    seconds: float
    at: int


@dataclasses.dataclass(frozen=True)
class Launch:
    """A launch, and the state at its end. `score`: from 0 to 100. `interactions`: the answers in the test so far."""

    started: int
    seconds: int
    is_completed: bool | None
    is_passed: bool | None
    score: float | None
    interactions: tuple[Interaction, ...]

    @property
    def ended(self) -> int:
        return self.started + self.seconds * 1000


@dataclasses.dataclass(frozen=True)
class Registration:
    """A registration of a learner for a package, with its launches. `learner_id`: as the course sent it."""

    id: str
    member: Member
    package: Package
    learner_id: str
    created: int
    launches: tuple[Launch, ...]

    def until(self, now: int) -> tuple[Launch, ...]:
        """The launches that had ended by `now`."""
        return tuple(launch for launch in self.launches if launch.ended <= now)

    def updated(self, now: int) -> int:
        """The time of the last change by `now`."""
        launches = self.until(now)
        return launches[-1].ended if launches else self.created


PACKAGES = (
    Package("fire-safety-12", "Fire safety", "SCORM12", "saf-100", ("Alarms", "Extinguishers", "Fire safety test")),
    Package("microscopy-2004", "Microscopy", "SCORM20044THEDITION", "bio-110", ("Lenses", "Staining", "Final test")),
)


# The time of the last update of a record, its id, and the record.
_Entry = tuple[int, str, Callable[[], dict[str, Any]]]


class Scorm(Service):
    """SCORM Cloud, API v2, with the id and the secret key of an application."""

    system = "scorm"
    poison = "Fire safety"

    _planned: list[Registration] | None = None

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/api/v2", "app_id": "CAMPUS", "secret_key": self.secret}

    def throttled(self) -> Response:
        return answered({"message": "Too many requests"}, 429)

    def answer(self, request: Request) -> Response:
        if request.basic != ("CAMPUS", self.secret):
            return answered({"error": "Authorization Required."}, 401)
        stream = request.path.removeprefix("/api/v2/")
        if stream not in ("courses", "registrations"):
            return answered({"message": "not found"}, 404)
        entries = self._courses() if stream == "courses" else self._registrations()
        since = ms_of(request.query["since"]) if "since" in request.query else 0
        entries = [entry for entry in entries if entry[0] >= since]
        offset = int(base64.b64decode(request.query["more"])) if "more" in request.query else 0
        shown = [record() for _, _, record in entries[offset : offset + _PAGE]]
        for record in shown if stream == "registrations" else ():
            _leave_out(record, request.query)
        after = offset + _PAGE
        more = {"more": base64.b64encode(str(after).encode()).decode()} if after < len(entries) else {}
        return answered({stream: shown, **more})

    def packages(self) -> list[Package]:
        """The packages whose course has a run in this term."""
        codes = {run.course_code for run in self.term.runs}
        return [package for package in PACKAGES if package.course_code in codes]

    def registrations(self) -> list[Registration]:
        """What happens in the packages in the term: one registration per learner of the two courses."""
        if self._planned is None:
            self._planned = [
                _registration(member, package)
                for package in self.packages()
                for member in self.term.members
                if member.role == "learner" and member.run.course_code == package.course_code
            ]
        return self._planned

    def _courses(self) -> list[_Entry]:
        return [(_BEFORE, package.id, partial(self._course, package)) for package in self.packages()]

    def _course(self, package: Package) -> dict[str, Any]:
        return {
            "id": package.id,
            "title": package.title,
            "created": iso(_BEFORE),
            "updated": iso(_BEFORE),
            "version": 0,
            "activityId": f"{package.id}-root",
            "courseLearningStandard": package.standard,
            "tags": [],
            "dispatched": False,
        }

    def _registrations(self) -> list[_Entry]:
        created = [one for one in self.registrations() if one.created <= self.now]
        entries = [(one.updated(self.now), one.id, partial(self._record, one)) for one in created]
        return sorted(entries, key=lambda entry: entry[:2])

    def _record(self, registration: Registration) -> dict[str, Any]:
        package, user = registration.package, registration.member.user
        launches = registration.until(self.now)
        last = launches[-1] if launches else None
        completed = next((launch.ended for launch in launches if launch.is_completed), None)
        completion, success = (last.is_completed, last.is_passed) if last else (None, None)
        # SCORM Cloud reports the completion of a failed lesson of SCORM 1.2 as unknown.
        if package.is_scorm_12 and success is False:
            completion = None
        record: dict[str, Any] = {
            "id": registration.id,
            "instance": 0,
            "updated": iso(registration.updated(self.now)),
            "registrationCompletion": _WORDS[completion],
            "registrationCompletionAmount": 1.0 if completion else 0.0,
            "registrationSuccess": _VERDICTS[success],
            **({"score": {"scaled": last.score}} if last and last.score is not None else {}),
            "totalSecondsTracked": float(sum(launch.seconds for launch in launches)),
            "firstAccessDate": iso(launches[0].started) if launches else None,
            "lastAccessDate": iso(last.started) if last else None,
            "completedDate": iso(completed),
            "createdDate": iso(registration.created),
            "course": {"id": package.id, "title": package.title, "version": 0},
            "learner": {"id": registration.learner_id, "firstName": user.given_name, "lastName": user.family_name},
            "tags": [],
            "globalObjectives": [],
            "activityDetails": _activity(registration, launches, completion, success),
        }
        return {key: value for key, value in record.items() if value is not None}


def _registration(member: Member, package: Package) -> Registration:
    rng = random.Random(f"scorm/{member.id}")
    joined = next(at for at, what in member.history if what == "active")
    until = next((at for at, what in member.history if what == "withdrawn"), END)
    # The course registers its learners when it reaches the package.
    created = max(joined, TERM) + rng.randrange(50 * DAY) // 1000 * 1000
    if created >= until:
        created = joined
    learner_id = member.user.institutional_id if member.user.number % 2 else member.user.email
    launches: list[Launch] = []
    at = created + rng.randrange(DAY) // 1000 * 1000
    for number in range(rng.choice((0, 1, 1, 2, 3))):
        seconds = rng.randint(120, 5000)
        if at + seconds * 1000 >= until:
            break
        launches.append(_launch(rng, package, at, seconds, number))
        if launches[-1].is_passed:
            break
        at += rng.randint(1, 10) * DAY + rng.randrange(DAY) // 1000 * 1000
    return Registration(f"reg-{member.id}", member, package, learner_id, created, tuple(launches))


def _launch(rng: random.Random, package: Package, at: int, seconds: int, number: int) -> Launch:
    if rng.random() < 0.3:
        return Launch(at, seconds, False, None, None, ())
    if rng.random() < 0.15:
        return Launch(at, seconds, True, None, None, ())
    interactions = []
    when = at
    for place, kind in enumerate(_TYPES if package.is_scorm_12 else _LATER_TYPES, start=1):
        latency = rng.randint(100, 1200) / 100
        when += int(latency) * 1000
        wrong = "wrong" if package.is_scorm_12 else "incorrect"
        result = (
            "neutral"
            if kind == "likert"
            else "0.5"
            if rng.random() < 0.1
            else rng.choice(("correct", "correct", wrong))
        )
        interactions.append(Interaction(f"q{place}", kind, result, float(1 + place % 2), latency, when))
    right = sum(one.weighting for one in interactions if one.result == "correct")
    score = round(100 * right / sum(one.weighting for one in interactions), 1)
    # In SCORM 1.2 passing and failing complete a lesson. In 2004 a learner may fail without completing it.
    is_completed = True if package.is_scorm_12 or score >= 50 else number % 2 == 0
    return Launch(at, seconds, is_completed, score >= 50, score, tuple(interactions))


def _activity(
    registration: Registration, launches: tuple[Launch, ...], completion: bool | None, success: bool | None
) -> dict[str, Any]:
    """The tree of activities: the package, one module, its lessons. For simplicity, all time is spent in the test."""
    package, last = registration.package, launches[-1] if launches else None
    seconds = sum(launch.seconds for launch in launches)
    shared = {"attempts": int(bool(launches)), "activityCompletion": _WORDS[completion]}
    tracked = _timespan(seconds)
    lessons = [
        {
            "id": f"{package.id}-{place}",
            "title": title,
            **shared,
            "activitySuccess": "UNKNOWN",
            "timeTracked": _timespan(0),
        }
        for place, title in enumerate(package.lessons[:-1], start=1)
    ]
    test: dict[str, Any] = {
        "id": f"{package.id}-test",
        "title": package.lessons[-1],
        **shared,
        "activitySuccess": _VERDICTS[success],
        "timeTracked": tracked,
    }
    if last and last.score is not None:
        test["score"] = {"scaled": last.score}
    if last:
        test["runtime"] = _runtime(package, last, seconds)
    parent = {**shared, "activitySuccess": _VERDICTS[success], "timeTracked": tracked, "suspended": False}
    module = {"id": f"{package.id}-module", "title": f"{package.title}: module", **parent}
    for lesson in (*lessons, test):
        lesson.update(suspended=False, children=[])
    return {
        "id": f"{package.id}-root",
        "title": package.title,
        **parent,
        "children": [{**module, "children": [*lessons, test]}],
    }


def _runtime(package: Package, last: Launch, seconds: int) -> dict[str, Any]:
    status = "completed" if last.is_completed else "incomplete"
    if package.is_scorm_12 and last.is_passed is not None:
        status = "passed" if last.is_passed else "failed"
    duration = _timespan if package.is_scorm_12 else _iso_duration
    return {
        "completionStatus": status,
        "credit": "credit",
        "entry": "resume",
        "exit": "suspend",
        "mode": "normal",
        "scoreRaw": "" if last.score is None else str(last.score),
        "scoreMin": "0",
        "scoreMax": "100",
        "totalTime": duration(seconds),
        "timeTracked": _timespan(seconds),
        "runtimeSuccessStatus": _VERDICTS[last.is_passed],
        "suspendData": "page=3",
        "runtimeInteractions": [
            {
                "id": one.id,
                "type": one.type,
                "objectives": [],
                "timestamp": (iso(one.at) or "")[11:19] if package.is_scorm_12 else iso(one.at),
                **({} if package.is_scorm_12 else {"timestampUtc": iso(one.at)}),
                "correctResponses": ["a"],
                "weighting": str(one.weighting),
                "learnerResponse": "a" if one.result == "correct" else "b",
                "result": one.result,
                "latency": duration(one.seconds),
                "description": "",
            }
            for one in last.interactions
        ],
        "runtimeObjectives": [],
    }


def _leave_out(record: dict[str, Any], query: dict[str, str]) -> None:
    """Remove the parts of activities that the request does not ask for."""
    for activity in _with_children(record["activityDetails"]):
        if query.get("includeRuntime") != "true":
            activity.pop("runtime", None)
        elif query.get("includeInteractionsAndObjectives") != "true" and "runtime" in activity:
            activity["runtime"].pop("runtimeInteractions", None)
            activity["runtime"].pop("runtimeObjectives", None)
    if query.get("includeChildResults") != "true":
        record["activityDetails"]["children"] = []


def _with_children(activity: dict[str, Any]) -> list[dict[str, Any]]:
    found = [activity]
    for child in activity["children"]:
        found += _with_children(child)
    return found


def _timespan(seconds: float) -> str:
    """A duration in SCORM 1.2: HHHH:MM:SS.SS."""
    whole = int(seconds)
    return f"{whole // 3600:04d}:{whole // 60 % 60:02d}:{seconds % 60:05.2f}"


def _iso_duration(seconds: float) -> str:
    """A duration in SCORM 2004: ISO 8601."""
    whole = int(seconds)
    return f"PT{whole // 3600}H{whole // 60 % 60}M{round(seconds % 60, 2):g}S"
