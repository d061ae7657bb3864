"""The simulated campus. The same seed gives the same people, the same term and the same bytes."""

from __future__ import annotations

import random

from demo.simulator import catalog
from demo.simulator.life import Event, Life
from demo.simulator.noise import spoil
from demo.simulator.people import make_person
from demo.simulator.recorded import recorded_events
from demo.simulator.registry import registered_links
from demo.simulator.study import DAY, TERM, live
from demo.simulator.term import Term
from demo.simulator.truth import Truth
from demo.simulator.writing import Statement, timestamp, write, write_group

_BLOCK = 5
_CLEAR = 7_200_000


class Campus:
    """A ten-week term of `learners` people that begins on 2026-01-12. `truth` holds the tables of what happened."""

    def __init__(self, seed: int, learners: int) -> None:
        self.seed, self.learners = seed, learners
        self.truth = Truth()
        self.term = Term(seed)
        self._links: list[tuple[str, str]] = []
        courses = catalog.courses()
        arrived: list[Statement] = []
        all_lives: list[Life] = []
        for first in range(1, learners + 1, _BLOCK):
            lives = []
            for number in range(first, min(first + _BLOCK, learners + 1)):
                rng = random.Random(f"{seed}/{number}")
                person = make_person(rng, number)
                lives.append(live(person, rng, courses))
                spoil(lives[-1], every=number <= 2)
                lives[-1].keep_clear_of_the_gap()
                if person.link:
                    self._links.append(person.link)
            for statement in _meetings(random.Random(f"{seed}/group/{first}"), lives):
                arrived.append(statement)
            for life in lives:
                arrived += write(life)
                self.term.add(life)
            all_lives += lives
        self.term.finish()
        recorded = recorded_events(self.term)
        for life in all_lives:
            self.truth.add(life, recorded[life.person.key])
        self.truth.add_term(self.term)
        # The sort is stable: statements that arrived in the same millisecond stay in the order of writing.
        arrived.sort(key=lambda statement: statement.arrived)
        self._arrived = arrived
        self.truth.finish((seed, learners, len(arrived)))

    def statements(self) -> list[tuple[str, str]]:
        """(JSON text, ISO 8601 time of arrival) in order of arrival.

        A duplicate has the same bytes as its first arrival, and so the same `stored`.
        """
        return [(statement.text, timestamp(statement.arrived)) for statement in self._arrived]

    def arrivals(self) -> list[tuple[int, bytes]]:
        """(ms since 1970 of arrival, JSON in UTF-8) in order of arrival."""
        return [(statement.arrived, statement.text.encode()) for statement in self._arrived]

    def identity_links(self) -> list[tuple[str, str]]:
        """Pairs of normalized identifiers of one person, as an administrator would configure them."""
        return self._links + registered_links(self.term)


def _meetings(rng: random.Random, lives: list[Life]) -> list[Statement]:
    """Plan for each member what study groups do on three Saturdays, and write one statement for the group."""
    written: list[Statement] = []
    for week in (1, 4, 7):
        start = TERM + (week * 7 + 5) * DAY + 9 * 3_600_000 + rng.randrange(1_800_000)
        able = [
            life
            for life in lives
            if life.courses
            and life.person.manner in ("thrive", "steady")
            and all(abs(event.at - start) > _CLEAR for event in life.events)
        ]
        if not able:
            continue
        course = rng.choice(able[0].courses)
        members = [life for life in able if course in life.courses]
        if len(members) < 2:
            continue
        forum = course.modules[week // 2].extras[1]
        for verb in ("experienced", "interacted", "commented"):
            statement_id = members[0].id()
            for life in members:
                event = Event(statement_id, start, verb, forum, life.person.actors["lms"][0], group=True)
                life.events.append(event)
                life.events.sort(key=lambda event: event.at)
            written.append(write_group(rng, event, [life.person.actors["lms"][0][0] for life in members]))
            start += rng.randint(60_000, 900_000)
    return written
