"""How people came to the meetings of the term, and what became of each meeting in Zoom, Teams and TalentLMS.

A meeting of the plan is one session in Zoom, except the fifth of a run: its host dropped out after half an hour, and
the meeting went on as a second session a minute later. The last meeting of a run is a webinar. The host tried each room
alone on the day before.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import uuid

from demo.simulator.study import DAY, TERM
from demo.simulator.term import HOUR, Meeting, Run, Stay, User

CAMPUS_ID = uuid.uuid5(uuid.NAMESPACE_DNS, "campus.example")


@dataclasses.dataclass(frozen=True)
class Session:
    """One stretch of a meeting in Zoom, which has a UUID of its own, with the stays in it."""

    uuid: str
    run: Run
    topic: str
    host: User
    stays: tuple[Stay, ...]
    is_webinar: bool

    @property
    def starts(self) -> int:
        return min(stay.joined for stay in self.stays)

    @property
    def ends(self) -> int:
        return max(stay.left for stay in self.stays)

    @property
    def number(self) -> int:
        """The id of its series, which all sessions of a room share."""
        return 85_000_000_000 + self.run.number * 10 + self.is_webinar


def manner(system: str | None, user: User) -> str:
    """How a person comes to a meeting in `system` (zoom or teams).

    account: signed in. registrant: by a registration (Zoom only). email: as a guest with an address of their own, which
    the campus does not know. name: with a name only.
    """
    if user.role != "learner":
        return "account"
    others = {1: "registrant", 2: "email", 3: "name"} if system == "zoom" else {2: "name", 4: "email"}
    return others.get(user.number % 7, "account")


def sessions_of(meeting: Meeting) -> tuple[Session, ...]:
    """The sessions in Zoom that a meeting of the plan became."""
    week = meeting.id % 100
    if week != 4:
        stays, is_webinar = meeting.stays, week == 9
        return (Session(_session_uuid(meeting.id), meeting.run, meeting.title, meeting.host, stays, is_webinar),)
    dropped = meeting.starts + HOUR // 2
    parts = (_within(meeting.stays, 0, dropped), _within(meeting.stays, dropped + 60_000, 2 * meeting.ends))
    return tuple(
        Session(_session_uuid(meeting.id + 1000 * place), meeting.run, meeting.title, meeting.host, stays, False)
        for place, stays in enumerate(parts)
    )


def trial_of(meeting: Meeting) -> Session:
    """The session in Zoom in which the host tried the room of a meeting alone."""
    stay = Stay(meeting.host, meeting.starts - DAY, meeting.starts - DAY + 240_000)
    return Session(_session_uuid(meeting.id + 5000), meeting.run, meeting.title, meeting.host, (stay,), False)


def report_of(meeting: Meeting) -> str:
    """The id of the attendance report that Teams wrote about a meeting."""
    return str(uuid.uuid5(CAMPUS_ID, f"report/{meeting.id}"))


def reported_part(meeting: Meeting, stay: Stay) -> str:
    """What the attendance report of Teams contains of a stay.

    all: the stay. lost: a stay without times and with 0 seconds. total: only the sum of the seconds, without intervals.
    """
    if stay.user.role == "learner" and (meeting.id + stay.user.number) % 11 == 0:
        return "lost"
    return "total" if stay.user.role == "learner" and (meeting.id + stay.user.number) % 13 == 0 else "all"


def workshop_starts(run_number: int) -> int:
    """The time at which the workshop of a course in TalentLMS begins."""
    return TERM + (7 + run_number) * DAY + 9 * HOUR


def hash_text(text: str, length: int) -> str:
    """Base64 of the first bytes of a hash of `text`: the ids of Zoom."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()[:length]).decode()


def _within(stays: tuple[Stay, ...], first: int, last: int) -> tuple[Stay, ...]:
    cut = (Stay(stay.user, max(stay.joined, first), min(stay.left, last)) for stay in stays)
    return tuple(stay for stay in cut if stay.joined < stay.left)


def _session_uuid(number: int) -> str:
    """Base64 of 16 bytes, which may contain slashes: UUIDs of the second week begin with one, of the third have two."""
    code = hash_text(f"session/{number}", 16)
    return {1: "/" + code[1:], 2: code[:5] + "//" + code[7:]}.get(number % 100, code)
