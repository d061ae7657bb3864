"""Two presentations of modules as the Open University publishes its data set: whose number is a multiple of three."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from typing import Any

from demo.simulator.service import Files
from demo.simulator.study import DAY, TERM
from demo.simulator.term import END, User

LENGTH = (END - TERM) // DAY
# The presentation's start is that of the term, whatever the letter says.
_RUNS = (("XXX", "2026B"), ("YYY", "2026B"))
_PLACES = ("homepage", "resource", "oucontent", "forumng", "quiz", "url", "subpage")
_ASSESSMENTS = (("TMA", 19, 40), ("CMA", 40, 60), ("Exam", None, 100))
_COLUMNS = {
    "courses": ("code_module", "code_presentation", "module_presentation_length"),
    "assessments": ("code_module", "code_presentation", "id_assessment", "assessment_type", "date", "weight"),
    "vle": ("id_site", "code_module", "code_presentation", "activity_type", "week_from", "week_to"),
    "studentInfo": (
        "code_module",
        "code_presentation",
        "id_student",
        "gender",
        "region",
        "highest_education",
        "imd_band",
        "age_band",
        "num_of_prev_attempts",
        "studied_credits",
        "disability",
        "final_result",
    ),
    "studentRegistration": (
        "code_module",
        "code_presentation",
        "id_student",
        "date_registration",
        "date_unregistration",
    ),
    "studentAssessment": ("id_assessment", "id_student", "date_submitted", "is_banked", "score"),
    "studentVle": ("code_module", "code_presentation", "id_student", "id_site", "date", "sum_click"),
}


class Oulad(Files):
    """The seven CSV files, `?` for what is not known."""

    system = "oulad"

    def settings(self) -> dict[str, Any]:
        return {"path": str(self.folder)}

    def write(self) -> None:
        for table, rows in self.tables().items():
            with (self.folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as stream:
                writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
                writer.writerow(_COLUMNS[table])
                writer.writerows(["?" if value is None else value for value in row] for row in rows)

    def tables(self) -> dict[str, list[Sequence[Any]]]:
        """The rows of each file as of `now`; days count from the start of the term."""
        today = min((self.now - TERM) // DAY, 10_000)
        students = [user for user in self.term.users if user.role == "learner" and user.number % 3 == 0]
        found: dict[str, list[Sequence[Any]]] = {table: [] for table in _COLUMNS}
        if not self.term.runs:
            return found
        for number, (module, presentation) in enumerate(_RUNS):
            found["courses"].append((module, presentation, LENGTH))
            for place, (kind, day, weight) in enumerate(_ASSESSMENTS):
                found["assessments"].append((module, presentation, 9000 + 10 * number + place, kind, day, weight))
            for place, kind in enumerate(_PLACES):
                weeks = (place, place + 1) if kind == "resource" else (None, None)
                found["vle"].append((5000 + 100 * number + place, module, presentation, kind, *weeks))
        for user in students:
            for table, row in self._student(user, today):
                found[table].append(row)
        return found

    def _student(self, user: User, today: int) -> Iterator[tuple[str, Sequence[Any]]]:
        rng = random.Random(f"oulad/{user.number}")
        student = student_id(user)
        number = rng.randrange(len(_RUNS))
        run = _RUNS[number]
        registered = -rng.randint(1, 30)
        left = rng.randint(5, LENGTH - 10) if rng.random() < 0.25 else None
        result = "Withdrawn" if left is not None else rng.choice(("Pass", "Pass", "Distinction", "Fail"))
        if today < registered:
            return
        last = LENGTH if left is None else left
        told = result if today >= (LENGTH if left is None else left) else None
        yield (
            "studentInfo",
            (
                *run,
                student,
                rng.choice("FM"),
                rng.choice(("Scotland", "Wales", "London Region")),
                rng.choice(("A Level or Equivalent", "HE Qualification")),
                rng.choice(("0-10%", "10-20", "20-30%", None)),
                rng.choice(("0-35", "35-55", "55<=")),
                rng.randint(0, 2),
                rng.choice((60, 120)),
                rng.choice("NNNY"),
                told,
            ),
        )
        yield (
            "studentRegistration",
            (*run, student, registered, left if left is not None and today >= left else None),
        )
        for place, day in enumerate((19, 40)):
            submitted = day - rng.randint(-2, 4)
            is_banked = rng.random() < 0.1
            score = rng.randint(20, 100) if rng.random() < 0.9 else None
            is_handed_in = rng.random() < 0.8
            if is_banked or (is_handed_in and submitted < last and submitted <= today):
                handed_in = (-1, 1) if is_banked else (submitted, 0)
                yield "studentAssessment", (9000 + 10 * number + place, student, *handed_in, score)
        for _ in range(rng.randint(10, 40)):
            day = rng.randint(-10, last - 1)
            site = 5000 + 100 * number + rng.randrange(len(_PLACES))
            row = (*run, student, site, day, rng.randint(1, 9))
            # Several rows may tell of the same, even with the same number.
            for _ in range(rng.choice((1, 1, 1, 2))):
                if day <= today:
                    yield "studentVle", row


def student_id(user: User) -> int:
    """The number by which the data set knows a student."""
    return 100_000 + user.number
