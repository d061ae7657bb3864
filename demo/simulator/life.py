"""The plan of one learner's term: what the learner did and when, before it is written as statements."""

from __future__ import annotations

import dataclasses
import random
import uuid
from typing import Any

from demo.simulator.catalog import Activity, Course, Quiz, Unit, Video
from demo.simulator.people import Person

ADL_VERB = "http://adlnet.gov/expapi/verbs/"
VIDEO_VERB = "https://w3id.org/xapi/video/verbs/"
CMI5_VERB = "https://w3id.org/xapi/adl/verbs/"
_ADL_NAMES = (
    "answered attempted commented completed experienced failed initialized interacted launched passed registered "
    "scored suspended terminated voided"
)
VERBS = {
    **{name: ADL_VERB + name for name in _ADL_NAMES.split()},
    **{name: VIDEO_VERB + name for name in ("paused", "played", "seeked")},
    **{name: CMI5_VERB + name for name in ("abandoned", "logged-in", "satisfied", "waived")},
    # These two are in no vocabulary.
    "highlighted": "https://lms.campus.example/verbs/highlighted",
    "celebrated": "https://lms.campus.example/verbs/celebrated",
}
GAP = 30 * 60_000


@dataclasses.dataclass(slots=True)
class Event:
    """A planned event. Times are ms since 1970, UTC.

    `state`: counted, voided, lost (never sent), rejected, or aside (sent, but not a record of something done).
    `twist`: another error of it, or the reason why it is rejected.
    """

    id: str
    at: int
    verb: str
    activity: Activity
    actor: tuple[str, str]
    result: dict[str, Any] | None = None
    registration: str | None = None
    extensions: dict[str, Any] | None = None
    context: str | None = None
    state: str = "counted"
    twist: str | None = None
    group: bool = False


@dataclasses.dataclass(slots=True)
class View:
    """A viewing session with the intervals that were really played, in ms."""

    video: Video
    session: str
    events: list[Event]
    played: list[tuple[int, int]]


@dataclasses.dataclass(slots=True)
class Attempt:
    """An attempt at a quiz with its results. None: unknown."""

    quiz: Quiz
    registration: str | None
    events: list[Event]
    is_completed: bool | None = None
    is_passed: bool | None = None
    scaled: float | None = None
    raw: float | None = None


@dataclasses.dataclass(slots=True)
class Registration:
    """A cmi5 registration for a unit: its sessions, verbs that were sent, time spent (ms) and broken rules."""

    unit: Unit
    registration: str
    sessions: list[str] = dataclasses.field(default_factory=list)
    reached: set[str] = dataclasses.field(default_factory=set)
    scaled: float | None = None
    spent: int = 0
    breaches: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)
    is_reported: bool = False


@dataclasses.dataclass(slots=True)
class Outcome:
    """The end of a course, as far as it was reported."""

    event: Event
    is_completed: bool | None
    is_passed: bool | None
    scaled: float | None


class Life:
    """The clock and the plan of a learner. Each event is later than the previous one."""

    def __init__(self, person: Person, rng: random.Random) -> None:
        self.person, self.rng = person, rng
        self.clock = 0
        self.courses: list[Course] = []
        self.events: list[Event] = []
        self.views: list[View] = []
        self.attempts: list[Attempt] = []
        self.registrations: dict[tuple[str, str], Registration] = {}
        self.outcomes: list[Outcome] = []

    def id(self) -> str:
        """A new random UUID."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def wait(self, least: float, most: float) -> None:
        """Let `least` to `most` seconds pass, at least 1 ms."""
        self.clock += max(1, int(self.rng.uniform(least, most) * 1000))

    def say(self, verb: str, activity: Activity, system: str = "lms", **more: Any) -> Event:
        """Plan an event at the current time. The clock moves on by 1 ms, so that no two events have the same time."""
        event = Event(self.id(), self.clock, verb, activity, self.rng.choice(self.person.actors[system]), **more)
        self.events.append(event)
        self.clock += 1
        return event

    def keep_clear_of_the_gap(self) -> None:
        """Move the events after a gap of nearly 30 minutes, so that rounding does not decide where a session ends."""
        before, shift = None, 0
        for event in self.events:
            event.at += shift
            if event.state != "counted":
                continue
            if before is not None and abs(event.at - before - GAP) < 2000:
                event.at += 5000
                shift += 5000
            before = event.at
