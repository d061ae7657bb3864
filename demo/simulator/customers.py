"""What the sales department knows of the learners whom customers send."""

from __future__ import annotations

import random

from demo.simulator.study import DAY, TERM
from demo.simulator.term import User


def created(user: User) -> int:
    """The time at which sales entered the contact."""
    return TERM + random.Random(f"{user.number}/contact").randint(-30, 45) * DAY


def deleted(user: User) -> int | None:
    """The time at which sales deleted the contact. None for most."""
    return created(user) + 20 * DAY if user.number % 14 == 1 else None


def has_institution_email(user: User) -> bool:
    """Whether sales knows the institution's address. If not, it knows a private one and the learner's id."""
    return user.number % 2 == 0


def belongs_to_parent(user: User) -> bool:
    """Whether the learner also belongs to the parent of their account, if it has one."""
    return user.number % 4 == 0
