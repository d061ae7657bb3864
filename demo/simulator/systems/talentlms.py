"""The campus's TalentLMS with API v1: the trainings of its staff and of some learners."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from demo.simulator.meetings import workshop_starts
from demo.simulator.service import Request, Response, Service, answered
from demo.simulator.study import DAY, TERM
from demo.simulator.term import DEPARTMENTS, Member, QuizAttempt, Run, Term, User

PASS_MARK = 50.0
_PORTAL = "https://campus.talentlms.example"
_BEFORE = TERM - 40 * DAY
_KINDS = {
    "choice": "Multiple choice",
    "true-false": "Multiple choice",
    "fill-in": "Fill the gap",
    "numeric": "Free text",
}
_USER_TYPES = {"teacher": "Trainer-Type", "assistant": "Trainer-Type", "manager": "Admin-Type"}


class TalentLms(Service):
    """TalentLMS, API v1: the API key is the user name, and all ids, numbers and times are texts."""

    system = "talentlms"
    # Only the descriptions of groups contain it.
    poison = "Whoever"

    def __init__(self, term: Term) -> None:
        super().__init__(term)
        hosted = term.of_host("talentlms")
        self._members = [member for member in term.members if member.run in hosted]
        taking = {member.user.number for member in self._members}
        # All people who are or will be in one of its courses.
        self.users = {user.number: user for user in term.users if user.number in taking}
        self._modules = {(one.run.number, one.user.number, one.module): one.at for one in term.completions}
        self._essays = {(one.assignment.id, one.user.number): one for one in term.submissions}
        self._attempts: dict[tuple[int, int], list[QuizAttempt]] = {}
        for attempt in term.quiz_attempts:
            self._attempts.setdefault((attempt.quiz.id, attempt.user.number), []).append(attempt)

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/api/v1", "api_key": self.secret}

    def throttled(self) -> Response:
        return _error("Too many requests", 429)

    def answer(self, request: Request) -> Response:
        if request.basic != (self.secret, ""):
            return _error("Authentication failed", 401)
        action, _, arguments = request.path.removeprefix("/api/v1/").partition("/")
        named = dict(re.findall(r"(\w+):([^,]+)", arguments))
        found = getattr(self, f"_{action}")(**named) if action in _ACTIONS else None
        return _error("The requested resource does not exist", 404) if found is None else answered(found)

    def members(self, user: int | None = None) -> list[Member]:
        """The members of courses at `now`, without those who are only invited or have left."""
        return [
            member
            for member in self._members
            if user in (None, member.user.number) and member.status(self.now) in ("active", "completed")
        ]

    def attempt(self, test: int, user: int) -> QuizAttempt | None:
        """The last attempt that has ended. The API returns no other."""
        attempts = self._attempts.get((test, user), ())
        ended = [attempt for attempt in attempts if attempt.ended is not None and attempt.ended <= self.now]
        return max(ended, key=lambda attempt: attempt.number, default=None)

    def department(self, user: User) -> str | None:
        """The department of the user at `now`."""
        for employee in self.term.employees:
            if employee.user is user and employee.hired <= self.now < (employee.left or self.now + 1):
                return employee.department
        return None

    def units(self, run: Run) -> Iterator[tuple[int, str, str]]:
        """(id, type, name) of the units of a course, in order."""
        first = run.number * 1000
        for module in range(1, 6):
            yield first + 500 + module, "Content", f"{run.name}: part {module}"
        yield first + 900, "Instructor-led training", f"{run.name}: workshop"
        for assignment in self.term.assignments:
            if assignment.run is run:
                yield assignment.id, "Assignment", assignment.title
        for quiz in self.term.quizzes:
            if quiz.run is run:
                yield quiz.id, "Test", quiz.title

    def progress(self, run: Run, user: User) -> dict[int, tuple[str, int | None, float | None, int]]:
        """(status, time of completion, score in percent, seconds) by unit."""
        found: dict[int, tuple[str, int | None, float | None, int]] = {}
        for unit, kind, _name in self.units(run):
            found[unit] = ("Not attempted", None, None, 0)
            if kind == "Content":
                at = self._modules.get((run.number, user.number, unit % 10))
                if at is not None and at <= self.now:
                    found[unit] = ("Completed", at, None, 600 + unit % 7 * 60)
            elif kind == "Assignment" and (essay := self._essays.get((unit, user.number))):
                if essay.graded and essay.graded <= self.now and essay.score is not None:
                    percent = round(100 * essay.score / essay.assignment.points, 2)
                    found[unit] = ("Completed", essay.graded, percent, 1800)
                elif essay.submitted and essay.submitted <= self.now:
                    found[unit] = ("Pending", None, None, 1800)
            elif kind == "Test" and (attempt := self.attempt(unit, user.number)):
                percent = percent_of(attempt)
                status = "Completed" if percent >= PASS_MARK else "Failed"
                found[unit] = (status, attempt.ended, percent, ((attempt.ended or 0) - attempt.started) // 1000)
        return found

    def share(self, member: Member) -> int:
        """The percentage of a course that a learner has completed."""
        if member.status(self.now) == "completed":
            return 100
        states = [status for status, *_ in self.progress(member.run, member.user).values()]
        return min(99, 100 * states.count("Completed") // len(states))

    def _users(self, id: str | None = None) -> Any:
        if id is None:
            return [self._user(user) for user in self.users.values()]
        user = self.users.get(int(id))
        if user is None:
            return None
        department, section = self.department(user), 1 + user.number % 2
        return {
            **self._user(user),
            "courses": [
                {"id": str(member.run.number), "name": member.run.name, **self._enrollment(member)}
                for member in self.members(user.number)
            ],
            "branches": [{"id": str(1 + DEPARTMENTS.index(department)), "name": department}] if department else [],
            "groups": [{"id": str(section), "name": f"Section {section}"}],
            "certifications": [],
            "badges": [],
        }

    def _user(self, user: User) -> dict[str, Any]:
        return {
            "id": str(user.number),
            "login": user.email.partition("@")[0],
            "first_name": user.given_name,
            "last_name": user.family_name,
            "email": user.email,
            "restrict_email": "0",
            "user_type": _USER_TYPES.get(user.role, "Learner-Type"),
            "timezone": "(GMT+00:00) Casablanca, Dublin, Edinburgh, Lisbon, London",
            "language": "English",
            "status": "active",
            "deactivation_date": "",
            "level": "1",
            "points": "0",
            **_times("created_on", _BEFORE),
            **_times("last_updated", _BEFORE),
            "avatar": f"{_PORTAL}/avatars/{user.number}.png",
            "bio": None,
            "login_key": f"{_PORTAL}/index/autologin/key:{user.number:032x}",
            "custom_field_1": user.institutional_id,
        }

    def _enrollment(self, member: Member) -> dict[str, Any]:
        joined = next(at for at, what in member.history if what == "active")
        done = next((at for at, what in member.history if what == "completed" and at <= self.now), None)
        if member.role not in ("learner", "test"):
            return {"role": "instructor", **_times("enrolled_on", joined), **_NOTHING_DONE}
        share = self.share(member)
        seconds = sum(seconds for *_, seconds in self.progress(member.run, member.user).values())
        word = "completed" if done else "incomplete" if seconds else "not_attempted"
        return {
            "role": "learner",
            **_times("enrolled_on", joined),
            **_times("completed_on", done),
            "completion_status": word,
            "completion_status_formatted": word.replace("_", " ").capitalize(),
            "completion_percentage": str(share),
            **_times("expired_on", None),
            "total_time": _clock(seconds) if seconds else None,
            "total_time_seconds": seconds or None,
        }

    def _courses(self, id: str | None = None) -> Any:
        runs = self.term.of_host("talentlms")
        if id is None:
            return [self._course(run) for run in runs]
        run = next((run for run in runs if run.number == int(id)), None)
        if run is None:
            return None
        return {
            **self._course(run),
            "users": [
                {"id": str(member.user.number), "name": member.user.name, **self._enrollment(member)}
                for member in self.members()
                if member.run is run
            ],
            "units": [
                {"id": str(unit), "type": kind, "name": name, "url": f"{_PORTAL}/unit/view/id:{unit}"}
                for unit, kind, name in self.units(run)
            ],
            "rules": ["All units must be completed"],
            "prerequisites": [],
        }

    def _course(self, run: Run) -> dict[str, Any]:
        return {
            "id": str(run.number),
            "name": run.name,
            "code": run.code,
            "category_id": None,
            "description": f"{run.name}, spring 2026",
            "price": "&#36;0.00",
            "status": "active",
            "creation_date": _clock_time(_BEFORE),
            "last_update_on": _clock_time(_BEFORE),
            "creator_id": "1",
            "hide_from_catalog": "0",
            "time_limit": "0",
            "level": None,
            "shared": "0",
            "shared_url": "",
            "certification": None,
            "certification_duration": None,
        }

    def _getuserstatusincourse(self, course_id: str, user_id: str) -> Any:
        enrolled = self.members(int(user_id))
        member = next((member for member in enrolled if str(member.run.number) == course_id), None)
        if member is None:
            return None
        progress = self.progress(member.run, member.user)
        return {
            **self._enrollment(member),
            "units": [
                {
                    "id": str(unit),
                    "name": name,
                    "type": kind,
                    "completion_status": progress[unit][0],
                    **_times("completed_on", progress[unit][1]),
                    "score": "" if progress[unit][2] is None else f"{progress[unit][2]:.2f}",
                    "total_time": _clock(progress[unit][3]) if progress[unit][3] else None,
                    "total_time_seconds": progress[unit][3] or None,
                }
                for unit, kind, name in self.units(member.run)
            ],
        }

    def _gettestanswers(self, test_id: str, user_id: str) -> Any:
        attempt = self.attempt(int(test_id), int(user_id))
        if attempt is None or attempt.ended is None:
            return None
        percent = percent_of(attempt)
        return {
            "test_id": test_id,
            "test_name": attempt.quiz.title,
            "user_id": user_id,
            "user_name": attempt.user.name,
            "score": f"{percent:.2f}",
            "completion_status": "Completed" if percent >= PASS_MARK else "Failed",
            **_times("completed_on", attempt.ended),
            "total_time": _clock((attempt.ended - attempt.started) // 1000),
            "questions": [
                {
                    "id": str(question),
                    "text": f"Question {question}",
                    "type": _KINDS[kind],
                    "weight": "1",
                    "correct": "1" if right else "0",
                    "answers": {"1": "This", "2": "That"},
                    "correct_answers": {"1": "This"},
                    # PHP writes an empty map as a list.
                    "user_answers": [] if right is None else {"1": "This"} if right else {"2": "That"},
                }
                for (question, kind), right in zip(attempt.quiz.questions, attempt.right, strict=True)
            ],
        }

    def _getiltsessions(self, ilt_id: str) -> Any:
        starts = workshop_starts(int(ilt_id) // 1000)
        return [
            {
                "id": ilt_id,
                "name": "Workshop",
                "multiname": None,
                "linked_to": None,
                "type": "classroom",
                "owner_id": "1",
                "instructor_id": "1",
                "description": "",
                "location": "Room 12",
                "start_timestamp": str(starts // 1000),
                "start_date": _clock_time(starts),
                "capacity": "20",
                "duration_minutes": "90",
            }
        ]

    def _groups(self) -> Any:
        return [
            {
                "id": str(section),
                "name": f"Section {section}",
                "description": f"{self.poison} begins in section {section}",
                "key": f"section-{section}",
                "price": "&#36;0.00",
                "owner_id": "1",
                "belongs_to_branch": None,
                "max_redemptions": None,
                "redemptions_sofar": None,
            }
            for section in (1, 2)
        ]

    def _branches(self) -> Any:
        return [
            {
                "id": str(number),
                "name": name,
                "description": "",
                "timezone": None,
                "language": "en",
                "users_limit": None,
            }
            for number, name in enumerate(DEPARTMENTS, start=1)
        ]


_ACTIONS = ("users", "courses", "groups", "branches", "getuserstatusincourse", "gettestanswers", "getiltsessions")


def percent_of(attempt: QuizAttempt) -> float:
    """The score of an attempt, from 0 to 100."""
    return round(100 * (attempt.score or 0) / len(attempt.right), 2)


def _error(message: str, status: int) -> Response:
    return answered({"error": {"type": "invalid_request_error", "message": message}}, status)


def _times(name: str, at: int | None) -> dict[str, Any]:
    """A time in two fields, as TalentLMS sends it: in the format of the portal, and in seconds since 1970."""
    if at is None:
        return {name: "", f"{name}_timestamp": None}
    return {name: _clock_time(at), f"{name}_timestamp": str(at // 1000)}


def _clock_time(at: int) -> str:
    return dt.datetime.fromtimestamp(at / 1000, dt.UTC).strftime("%d/%m/%Y, %H:%M:%S")


def _clock(seconds: int) -> str:
    """A duration as TalentLMS writes it, such as 1h 2m 3s."""
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


_NOTHING_DONE = {
    **_times("completed_on", None),
    "completion_status": "not_attempted",
    "completion_status_formatted": "Not attempted",
    "completion_percentage": "0",
    **_times("expired_on", None),
    "total_time": None,
    "total_time_seconds": None,
}
