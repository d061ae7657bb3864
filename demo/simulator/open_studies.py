"""What learners whose number is a multiple of three do in two modules of the Open University."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

from demo.simulator.study import DAY, TERM
from demo.simulator.term import END, Term, User

LENGTH = (END - TERM) // DAY
# (module, presentation). They start with the term, although the letter stands for February.
PRESENTATIONS = (("XXX", "2026B"), ("YYY", "2026B"))
SITES = ("homepage", "resource", "oucontent", "forumng", "quiz", "url", "subpage")
_DUE = (19, 40)


@dataclasses.dataclass(frozen=True)
class Essay:
    """A submission. `place` is that of the assessment; `is_banked`: the result of an earlier presentation counts."""

    place: int
    day: int
    is_banked: bool
    score: int | None


@dataclasses.dataclass(frozen=True)
class Study:
    """What a student does in a presentation. Days count from its start.

    `presentation` is the index in PRESENTATIONS. `left` None: the student stays to the end. `background` is gender,
    region, education, deprivation band, age band, earlier attempts, credits and disability. `clicks` are tuples of the
    index in SITES, the day and the number of clicks.
    """

    user: User
    presentation: int
    registered: int
    left: int | None
    result: str
    background: tuple[str | int | None, ...]
    essays: tuple[Essay, ...]
    clicks: tuple[tuple[int, int, int], ...]

    @property
    def last_day(self) -> int:
        """The day on which it is over for the student."""
        return LENGTH if self.left is None else self.left


def studies(term: Term) -> Iterator[Study]:
    """The studies of the term. Each call yields the same ones."""
    for user in term.users:
        if user.role == "learner" and user.number % 3 == 0:
            yield _study(user)


def site_id(presentation: int, place: int) -> int:
    """The number of a site of a presentation."""
    return 5000 + 100 * presentation + place


def _study(user: User) -> Study:
    rng = random.Random(f"oulad/{user.number}")
    presentation = rng.randrange(len(PRESENTATIONS))
    registered = -rng.randint(1, 30)
    left = rng.randint(5, LENGTH - 10) if rng.random() < 0.25 else None
    result = "Withdrawn" if left is not None else rng.choice(("Pass", "Pass", "Distinction", "Fail"))
    background = (
        rng.choice("FM"),
        rng.choice(("Scotland", "Wales", "London Region")),
        rng.choice(("A Level or Equivalent", "HE Qualification")),
        rng.choice(("0-10%", "10-20", "20-30%", None)),
        rng.choice(("0-35", "35-55", "55<=")),
        rng.randint(0, 2),
        rng.choice((60, 120)),
        rng.choice("NNNY"),
    )
    last = LENGTH if left is None else left
    essays = []
    for place, due in enumerate(_DUE):
        day = due - rng.randint(-2, 4)
        is_banked = rng.random() < 0.1
        score = rng.randint(20, 100) if rng.random() < 0.9 else None
        is_handed_in = rng.random() < 0.8
        if is_banked or (is_handed_in and day < last):
            essays.append(Essay(place, day, is_banked, score))
    clicks = []
    for _ in range(rng.randint(10, 40)):
        day = rng.randint(-10, last - 1)
        click = (rng.randrange(len(SITES)), day, rng.randint(1, 9))
        # Several rows of the data set may be about the same student, site and day, even with the same number.
        clicks += [click] * rng.choice((1, 1, 1, 2))
    return Study(user, presentation, registered, left, result, background, tuple(essays), tuple(clicks))
