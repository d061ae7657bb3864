"""The plan of the same term outside of the record store: enrollments, submissions, tests, posts, meetings and grades.

The plan does not depend on any system. Each service in `demo/simulator/systems` renders the part that its system would
store, in the form of that system, and `demo/simulator/truth.py` stores the whole. Times are ms since 1970, UTC. Times
of the plan are whole seconds.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

from demo.simulator.life import Life
from demo.simulator.people import Person
from demo.simulator.study import DAY, TERM, WEEKS

HOUR = 3_600_000
END = TERM + WEEKS * 7 * DAY
_GRADERS_PACE = 3 * DAY


@dataclasses.dataclass(frozen=True)
class User:
    """A person in administrative systems. `role`: learner, teacher, assistant, manager or test.

    `email`: the institution's address. `private_email`: another one, which only meetings and customer systems know.
    """

    key: str
    number: int
    given_name: str
    family_name: str
    institutional_id: str
    email: str
    private_email: str
    role: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclasses.dataclass(frozen=True)
class Run:
    """A course run of this term. `host`: the LMS of the run. `meets_in`: zoom, teams or None."""

    number: int
    code: str
    course_code: str
    name: str
    host: str
    meets_in: str | None = None
    iri: str | None = None
    starts: int = TERM
    ends: int = END


@dataclasses.dataclass(frozen=True)
class Member:
    """An enrollment in a run. `history`: (time, status), which is invited, active, completed or withdrawn."""

    id: int
    user: User
    run: Run
    role: str
    section: int
    history: tuple[tuple[int, str], ...]

    def status(self, now: int) -> str | None:
        """The status at `now`. None before the enrollment exists."""
        return next((what for at, what in reversed(self.history) if at <= now), None)

    @property
    def is_removed(self) -> bool:
        """Whether the registrar removes the enrollment after a withdrawal. Its work is then not visible any more."""
        return self.history[-1][1] == "withdrawn" and self.user.number % 4 == 0


@dataclasses.dataclass(frozen=True)
class Assignment:
    """An essay, which is due at `due`."""

    id: int
    run: Run
    title: str
    due: int
    points: float


@dataclasses.dataclass(frozen=True)
class Submission:
    """A learner's work on an assignment. `submitted` None: not submitted. `score` None: not graded."""

    id: int
    assignment: Assignment
    user: User
    submitted: int | None
    graded: int | None
    score: float | None
    is_excused: bool


@dataclasses.dataclass(frozen=True)
class Quiz:
    """A test of the LMS itself, which does not send xAPI. Each question is worth one point."""

    id: int
    run: Run
    title: str
    questions: tuple[tuple[int, str], ...]


@dataclasses.dataclass(frozen=True)
class QuizAttempt:
    """An attempt at a test. `ended` None: never ended. `right`: True, False or None (not answered) per question."""

    id: int
    quiz: Quiz
    user: User
    number: int
    started: int
    ended: int | None
    right: tuple[bool | None, ...]

    @property
    def score(self) -> int | None:
        """The points. None while it is open."""
        return None if self.ended is None else sum(answer is True for answer in self.right)


@dataclasses.dataclass(frozen=True)
class Topic:
    """A discussion of a run."""

    id: int
    run: Run
    title: str


@dataclasses.dataclass(frozen=True)
class Post:
    """A contribution. `parent`: the id of the post that it answers."""

    id: int
    topic: Topic
    user: User
    at: int
    parent: int | None
    text: str


@dataclasses.dataclass(frozen=True)
class Stay:
    """A stay in a meeting, from joining to leaving. Rejoining makes another stay. Stays on two devices may overlap."""

    user: User
    joined: int
    left: int


@dataclasses.dataclass(frozen=True)
class Meeting:
    """One meeting of a run, with its stays."""

    id: int
    run: Run
    title: str
    starts: int
    ends: int
    host: User
    stays: tuple[Stay, ...]


@dataclasses.dataclass(frozen=True)
class Grade:
    """The final grade of a run, from 0 to 100."""

    id: int
    user: User
    run: Run
    score: float
    at: int


@dataclasses.dataclass(frozen=True)
class Completion:
    """The completion of a module (1 to 5) of a run by a learner."""

    user: User
    run: Run
    module: int
    at: int


@dataclasses.dataclass(frozen=True)
class Employee:
    """An employee of the institution: department, manager (None at the top), and days of hire and leave."""

    user: User
    department: str
    manager: User | None
    hired: int
    left: int | None


@dataclasses.dataclass(frozen=True)
class Account:
    """A customer of the campus, with the learners who belong to it."""

    id: str
    name: str
    parent: str | None
    members: tuple[User, ...]


_COURSES = (
    ("bio-110", "Cell biology", "canvas", "zoom", "https://lms.campus.example/courses/bio-110"),
    ("sta-150", "Statistics in practice", "canvas", None, "https://lms.campus.example/courses/sta-150"),
    ("saf-100", "Laboratory safety", "moodle", None, "course-v1:Campus+SAF100+2026"),
    ("his-200", "Cities in history", "moodle", "teams", "https://lms.campus.example/courses/his-200"),
    ("dat-010", "Data protection at work", "talentlms", None, None),
    ("led-020", "Leading a team", "talentlms", None, None),
)
RUNS = tuple(
    Run(number, f"{code}-2026s", code, name, host, meets_in, iri)
    for number, (code, name, host, meets_in, iri) in enumerate(_COURSES, start=1)
)
_STAFF = (
    ("Aurelia", "Fontaine", "teacher"),
    ("Bartholomew", "Okafor", "teacher"),
    ("Clementine", "Varga", "teacher"),
    ("Desmond", "Hallström", "teacher"),
    ("Evangeline", "Brandt", "assistant"),
    ("Ferdinand", "Mwangi", "manager"),
    ("Test", "Student", "test"),
)
# The first module of this course is a SCORM package: learners who completed the module passed it.
PACKAGED = "saf-100"
DEPARTMENTS = ("Campus", "Laboratories", "Library", "Administration")
_KINDS = ("choice", "true-false", "fill-in", "numeric")


class Term:
    """The plan for the people of a campus, who are added by their numbers. The same seed gives the same plan."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.runs = RUNS
        self.users: list[User] = []
        self.members: list[Member] = []
        self.assignments = [
            Assignment(
                run.number * 100 + place, run, f"{run.name}: essay {place}", _due(place), (20.0, 50.0, 100.0)[place - 1]
            )
            for run in self.runs
            for place in (1, 2, 3)
        ]
        self.quizzes = [
            Quiz(
                run.number * 1000 + place,
                run,
                f"{run.name}: test {place}",
                tuple((run.number * 10_000 + place * 100 + spot, _KINDS[spot % 4]) for spot in range(4 + place)),
            )
            for run in self.runs
            for place in (1, 2)
        ]
        self.topics = [
            Topic(run.number * 10 + place, run, f"{run.name}: discussion {place}")
            for run in self.runs
            for place in (1, 2)
        ]
        self.submissions: list[Submission] = []
        self.quiz_attempts: list[QuizAttempt] = []
        self.posts: list[Post] = []
        self.meetings: list[Meeting] = []
        self.grades: list[Grade] = []
        self.completions: list[Completion] = []
        self.employees: list[Employee] = []
        self.accounts: list[Account] = []
        self._stays: dict[int, list[Stay]] = {}
        self._staff()

    def add(self, life: Life) -> None:
        """Plan the term of one learner."""
        rng = random.Random(f"{self._seed}/{life.person.number}/term")
        user = _user(life.person)
        self.users.append(user)
        for run in self._chosen(life, rng):
            self._take_part(user, run, life.person.manner, life.person.skill, rng)
        if user.number % 4 == 0:
            self._employ(user, rng)

    def finish(self) -> None:
        """Add what depends on all learners: meetings and accounts."""
        for run in self.runs:
            if run.meets_in:
                self._meet(run)
        learners = [user for user in self.users if user.role == "learner"]
        for place, name in enumerate(("Northwind Foods", "Northwind Bakeries", "Harbor Clinics"), start=1):
            members = tuple(user for user in learners if user.number % 6 == place)
            self.accounts.append(Account(f"ACC{place:04d}", name, "ACC0001" if place == 2 else None, members))

    @classmethod
    def empty(cls) -> Term:
        """A term without people, runs and events."""
        term = cls(0)
        term.runs = ()
        for plans in vars(term).values():
            if isinstance(plans, list):
                plans.clear()
        return term

    def of_host(self, host: str) -> list[Run]:
        """The runs that an LMS hosts."""
        return [run for run in self.runs if run.host == host]

    def _staff(self) -> None:
        for place, (given, family, role) in enumerate(_STAFF, start=1):
            local = f"{given}.{family}".lower().replace("ö", "o")
            user = User(
                f"staff-{place:03d}",
                900_000 + place,
                given,
                family,
                f"emp-{place:03d}",
                f"{local}@staff.campus.example",
                f"{local}@private.example",
                role,
            )
            self.users.append(user)
            chief = next((employee.user for employee in self.employees if employee.manager is None), None)
            if role == "manager":
                self.employees.insert(0, Employee(user, DEPARTMENTS[0], None, TERM - 2000 * DAY, None))
                self.employees = [
                    dataclasses.replace(one, manager=user) if one.user is not user else one for one in self.employees
                ]
            elif role != "test":
                self.employees.append(Employee(user, DEPARTMENTS[1 + place % 3], chief, TERM - 1000 * DAY, None))
            for run in self.runs:
                if role in ("assistant", "test") or (role == "teacher" and run.number % 4 == place % 4):
                    self._join(user, run, role, ((TERM - 20 * DAY, "active"),))

    def _join(self, user: User, run: Run, role: str, history: tuple[tuple[int, str], ...]) -> None:
        self.members.append(
            Member(run.number * 10_000_000 + user.number, user, run, role, 1 + user.number % 2, history)
        )

    def _chosen(self, life: Life, rng: random.Random) -> Iterator[Run]:
        if life.person.manner == "never":
            yield rng.choice(self.runs[:4])
        taken = {course.activity.iri for course in life.courses}
        for run in self.runs:
            if run.iri in taken or (run.iri is None and rng.random() < 0.2):
                yield run

    def _take_part(self, user: User, run: Run, manner: str, skill: float, rng: random.Random) -> None:
        joined = TERM - rng.randint(1, 10) * DAY + _seconds(rng, 86_400)
        history = [(joined, "active")]
        if rng.random() < 0.3:
            history.insert(0, (joined - 2 * DAY, "invited"))
        last = END
        if manner == "drop":
            # On any working day, so that some learners leave on a class day.
            last = TERM + (rng.randint(2, 6) * 7 + user.number % 5) * DAY + _seconds(rng, 86_400)
            if rng.random() < 0.7:
                history.append((last, "withdrawn"))
        elif manner in ("thrive", "steady"):
            history.append((END - rng.randint(0, 5) * DAY - _seconds(rng, 86_400), "completed"))
        self._join(user, run, "learner", tuple(history))
        if manner == "never":
            last = TERM
        diligence = {"thrive": 0.96, "steady": 0.85, "drift": 0.6, "drop": 0.7, "never": 0.0}[manner]
        for assignment in self.assignments:
            if assignment.run is run:
                self._hand_in(user, assignment, diligence, skill, last, rng)
        for quiz in self.quizzes:
            if quiz.run is run and _due(1 + quiz.id % 2) < last and rng.random() < diligence:
                self._attempt(user, quiz, skill, rng)
        for topic in self.topics:
            if topic.run is run and rng.random() < 0.5 * diligence:
                self._post(user, topic, last, rng)
        for module in range(1, 6):
            at = TERM + (module * 14 - rng.randint(0, 6)) * DAY - _seconds(rng, 86_400)
            if at < last and rng.random() < diligence:
                self.completions.append(Completion(user, run, module, at))
        if run.meets_in:
            self._attend(user, run, diligence, last, rng)
        if history[-1][1] == "completed":
            score = round(100 * min(1.0, max(0.0, rng.gauss(skill, 0.08))), 1)
            self.grades.append(
                Grade(
                    run.number * 10_000_000 + user.number, user, run, score, history[-1][0] + DAY + _seconds(rng, 3600)
                )
            )

    def _hand_in(
        self, user: User, assignment: Assignment, diligence: float, skill: float, last: int, rng: random.Random
    ) -> None:
        is_excused = rng.random() < 0.04
        submitted = assignment.due - int(rng.gauss(1.2, 1.0) * DAY) // 1000 * 1000
        if user.number % 9 == assignment.run.number:  # exactly when it is due, or whole days before or after
            submitted = assignment.due - round((assignment.due - submitted) / DAY) * DAY
        graded = score = None
        if is_excused or submitted >= last or rng.random() > diligence:
            submitted = 0
        elif rng.random() < 0.93:
            graded = submitted + _GRADERS_PACE + _seconds(rng, 172_800)
            score = round(assignment.points * min(1.0, max(0.0, rng.gauss(skill, 0.12))), 1)
        number = assignment.id * 1_000_000 + user.number
        self.submissions.append(Submission(number, assignment, user, submitted or None, graded, score, is_excused))

    def _attempt(self, user: User, quiz: Quiz, skill: float, rng: random.Random) -> None:
        started = _due(1 + quiz.id % 2) - rng.randint(1, 6) * DAY - _seconds(rng, 40_000)
        for number in range(1, rng.choice((2, 2, 3))):
            is_open = rng.random() < 0.05
            right = tuple(
                None if (is_open and rng.random() < 0.6) or rng.random() < 0.03 else rng.random() < _chance(one, skill)
                for one, _ in quiz.questions
            )
            ended = None if is_open else started + 240_000 + _seconds(rng, 1500)
            identity = (quiz.id * 1_000_000 + user.number) * 10 + number
            self.quiz_attempts.append(QuizAttempt(identity, quiz, user, number, started, ended, right))
            started += 6 * HOUR + _seconds(rng, 3600)

    def _post(self, user: User, topic: Topic, last: int, rng: random.Random) -> None:
        for number in range(rng.choice((1, 1, 2, 3))):
            at = TERM + rng.randint(3, 60) * DAY + _seconds(rng, 86_400)
            if at >= last:
                continue
            earlier = [
                post for post in self.posts[-40:] if post.topic is topic and post.at < at and post.parent is None
            ]
            parent = rng.choice(earlier).id if earlier and rng.random() < 0.5 else None
            words = " ".join(
                rng.choices(("walls", "rivers", "cells", "samples", "trade", "proof", "doubt"), k=rng.randint(3, 30))
            )
            identity = (topic.id * 1_000_000 + user.number) * 10 + number
            self.posts.append(Post(identity, topic, user, at, parent, f"{words} ({user.given_name})"))

    def _attend(self, user: User, run: Run, diligence: float, last: int, rng: random.Random) -> None:
        for week in range(WEEKS):
            starts = _meeting_starts(run, week)
            if starts >= last or rng.random() > diligence:
                continue
            joined = starts + _seconds(rng, 900) - 300_000
            left = starts + HOUR - 600_000 + _seconds(rng, 900)
            stays = [Stay(user, joined, left)]
            kind = rng.random()
            if kind < 0.1:  # the learner leaves and rejoins
                stays = [Stay(user, joined, joined + 1_200_000), Stay(user, joined + 1_500_000, left)]
            elif kind < 0.15:  # a second device joins for a part of the time
                stays.append(Stay(user, joined + 600_000, left - 300_000))
            self._stays.setdefault(run.number * 100 + week, []).extend(stays)

    def _meet(self, run: Run) -> None:
        host = next(member.user for member in self.members if member.run is run and member.role == "teacher")
        for week in range(WEEKS):
            starts = _meeting_starts(run, week)
            identity = run.number * 100 + week
            stays = (Stay(host, starts - 600_000, starts + HOUR + 300_000), *self._stays.get(identity, ()))
            title = f"{run.name}, week {week + 1}"
            self.meetings.append(Meeting(identity, run, title, starts, starts + HOUR, host, stays))

    def _employ(self, user: User, rng: random.Random) -> None:
        chiefs = [employee for employee in self.employees if employee.user.number >= 900_000]
        chief = rng.choice(chiefs)
        hired = TERM - rng.randint(30, 900) * DAY
        left = TERM + rng.randint(10, 60) * DAY if rng.random() < 0.1 else None
        self.employees.append(Employee(user, chief.department, chief.user, hired, left))


def package_tries(term: Term) -> Iterator[tuple[User, int, str, int, int]]:
    """(user, start, status, score, minutes) of the attempts at the package. Every fifth learner needed two."""
    for part in term.completions:
        if part.run.course_code == PACKAGED and part.module == 1:
            user = part.user
            rng = random.Random(f"{user.number}/scorm")
            minutes = rng.randint(5, 50)
            if user.number % 5 == 0:
                yield user, part.at - DAY, "incomplete", rng.randint(10, 60), rng.randint(2, 9)
            yield user, part.at - minutes * 60_000, "passed", rng.randint(70, 100), minutes


def _user(person: Person) -> User:
    given, family = person.name.split(" ", 1)
    local = person.local
    return User(
        person.key,
        person.number,
        given,
        family,
        person.institutional_id,
        f"{local}@mail.campus.example",
        f"{local}@private.example",
        "learner",
    )


def _chance(question: int, skill: float) -> float:
    """The probability of a right answer. In second tests all learners know the first question, and few the last one."""
    return {200: 1.0, 205: skill / 6}.get(question % 1000, skill)


def _due(place: int) -> int:
    """The time (midnight) at which the essay or test number `place` is due."""
    return TERM + place * 20 * DAY


def _meeting_starts(run: Run, week: int) -> int:
    return TERM + (week * 7 + 1 + run.number % 4) * DAY + 10 * HOUR


def _seconds(rng: random.Random, below: int) -> int:
    """A random time of whole seconds, in ms."""
    return rng.randrange(below) * 1000
