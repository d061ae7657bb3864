"""The ten weeks of a learner: the courses, the times of study, and what is done at those times."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from functools import partial

from demo.simulator import quiz, unit, video
from demo.simulator.catalog import PORTAL, PROFILE, Activity, Course, Module
from demo.simulator.life import Life, Outcome
from demo.simulator.people import Person

DAY = 86_400_000
TERM = int(dt.datetime(2026, 1, 12, tzinfo=dt.UTC).timestamp()) * 1000
WEEKS = 10
Task = Callable[[], None]


def live(person: Person, rng: random.Random, courses: tuple[Course, ...]) -> Life:
    """Plan the term of one person. People who never come have a life without events."""
    life = Life(person, rng)
    if person.manner == "never":
        return life
    count = rng.choices((1, 2, 3), (45, 42, 13))[0]
    chosen = life.courses = rng.sample(courses, count)
    registrations = {course.activity.iri: life.id() for course in chosen}
    share = {"thrive": 0.95, "steady": 0.8, "drift": 0.65, "drop": 0.6}[person.manner]
    tasks: list[Task] = []
    is_first, week_seen = True, -1
    for week, start in _sittings(person, rng):
        if week != week_seen:
            week_seen = week
            for course in chosen:
                # At the beginning of the second half, some learners restart units under a new registration.
                if week == 5 and rng.random() < 0.1:
                    registrations[course.activity.iri] = life.id()
                module = course.modules[week // 2]
                registration = registrations[course.activity.iri]
                tasks += [task for task in _tasks(life, module, registration, week % 2 == 1) if rng.random() < share]
        _begin(life, start)
        if is_first:
            for course in chosen:
                life.say("registered", course.activity)
                life.wait(1, 20)
            is_first = False
        now, tasks = tasks[:5], tasks[5:]
        if len(now) < 2:
            revisited = rng.choice(chosen).modules[week // 2]
            now += rng.sample(list(_tasks(life, revisited, life.id(), rng.random() < 0.5)), 2)
        for task in now:
            task()
            # Some breaks are long enough to end the session.
            life.wait(*((1100, 3000) if rng.random() < 0.07 else (4, 260)))
    if person.manner in ("thrive", "steady") or (person.manner == "drift" and rng.random() < 0.3):
        for course in chosen:
            _finish(life, course)
    return life


def _begin(life: Life, start: int) -> None:
    start = max(start, life.clock + 2_700_000 + life.rng.randrange(3_600_000))
    # On Saturday mornings study groups meet, and no one studies alone.
    if is_meeting_time(start):
        start += DAY // 4
    life.clock = start
    if life.rng.random() < 0.55:
        life.say("logged-in", PORTAL)
        life.wait(1, 30)
    if life.rng.random() < 0.08:
        life.say("experienced", PROFILE)
        life.wait(2, 60)


def is_meeting_time(at: int) -> bool:
    """Whether `at` (ms) is on a Saturday between 5:00 and 12:00 UTC."""
    day, rest = divmod(at - TERM, DAY)
    return day % 7 == 5 and 5 <= rest / 3_600_000 < 12


def _sittings(person: Person, rng: random.Random) -> Iterator[tuple[int, int]]:
    """The week number and the start in ms of each time of study, in order."""
    last = rng.randint(1, 5) if person.manner == "drop" else WEEKS
    is_owl = rng.random() < 0.2
    for week in range(last):
        often = {"thrive": 2.6, "steady": 1.9, "drift": 2.4 * 0.86**week, "drop": 1.9}[person.manner]
        count = int(often + rng.random())
        starts = []
        for day in rng.sample(range(7), min(7, count)):
            hour = rng.gauss(22.6, 0.6) if is_owl else rng.gauss(15, 3.5)
            starts.append(TERM + (week * 7 + day) * DAY + int(min(23.9, max(6.0, hour)) * 3_600_000))
        for start in sorted(starts):
            yield week, start


def _tasks(life: Life, module: Module, registration: str, is_second: bool) -> Iterator[Task]:
    """The tasks of a module: reading and watching in its first week, tests in its second."""

    def read(page: Activity) -> Task:
        def task() -> None:
            for verb in ("experienced", *(("highlighted",) if life.rng.random() < 0.12 else ())):
                life.say(verb, page)
                life.wait(20, 240)

        return task

    def comment(forum: Activity) -> Task:
        def task() -> None:
            life.say("experienced", forum)
            life.wait(30, 300)
            life.say("commented", forum, result={"response": f"Greetings from {life.person.name}!"})

        return task

    if not is_second:
        yield read(module.activity)
        for page in module.pages:
            yield read(page)
        yield read(module.extras[0])
        for clip in module.videos:
            yield partial(video.watch, life, clip)
        for part in module.units[1:]:
            yield partial(unit.take, life, part, registration)
    else:
        for part in module.units[:1]:
            yield partial(unit.take, life, part, registration)
            if life.rng.random() < 0.35:
                yield partial(unit.take, life, part, registration)
        yield read(module.pages[0])
        for clip in module.videos[:1]:
            if life.rng.random() < 0.6:
                yield partial(video.watch, life, clip)
        for test in module.quizzes:
            yield partial(quiz.attempt, life, test)
            if life.rng.random() < 0.3:
                yield partial(quiz.attempt, life, test)
        yield comment(module.extras[1])


def _finish(life: Life, course: Course) -> None:
    rng, person = life.rng, life.person
    if course.outcome == "silent" or rng.random() < 0.25:
        return
    if course.outcome == "completed":
        event = life.say("completed", course.activity, result={"completion": True})
        life.outcomes.append(Outcome(event, True, None, None))
        if rng.random() < 0.2:
            life.wait(1, 30)
            life.say("celebrated", course.activity)
    elif course.outcome == "satisfied":
        event = life.say("satisfied", course.activity, "content", registration=life.id())
        life.outcomes.append(Outcome(event, True, None, None))
    else:
        scaled = round(min(1.0, max(0.0, rng.gauss(person.skill, 0.12))), 3)
        passed = scaled >= 0.6
        result = {"score": {"scaled": scaled, "raw": round(100 * scaled, 1), "min": 0, "max": 100}, "success": passed}
        # Learners who failed have not always completed the course.
        completed = True if passed or rng.random() < 0.5 else None
        if completed:
            result["completion"] = True
        event = life.say("passed" if passed else "failed", course.activity, result=result)
        life.outcomes.append(Outcome(event, completed, passed, scaled))
    life.wait(5, 40)
