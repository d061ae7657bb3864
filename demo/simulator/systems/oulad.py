"""Two presentations of modules in the format of the data set of the Open University."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from demo.simulator.open_studies import LENGTH, PRESENTATIONS, SITES, Study, site_id, studies
from demo.simulator.service import Files
from demo.simulator.study import DAY, TERM
from demo.simulator.term import User

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
    """The seven CSV files. `?` stands for unknown values."""

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
        """The rows of each file at `now`. Days count from the start of the term."""
        today = min((self.now - TERM) // DAY, 10_000)
        found: dict[str, list[Sequence[Any]]] = {table: [] for table in _COLUMNS}
        if not self.term.runs:
            return found
        for number, (module, presentation) in enumerate(PRESENTATIONS):
            found["courses"].append((module, presentation, LENGTH))
            for place, (kind, day, weight) in enumerate(_ASSESSMENTS):
                found["assessments"].append((module, presentation, 9000 + 10 * number + place, kind, day, weight))
            for place, kind in enumerate(SITES):
                weeks = (place, place + 1) if kind == "resource" else (None, None)
                found["vle"].append((site_id(number, place), module, presentation, kind, *weeks))
        for study in studies(self.term):
            for table, row in self._student(study, today):
                found[table].append(row)
        return found

    def _student(self, study: Study, today: int) -> Iterator[tuple[str, Sequence[Any]]]:
        if today < study.registered:
            return
        student, number = student_id(study.user), study.presentation
        run = PRESENTATIONS[number]
        result = study.result if today >= study.last_day else None
        yield "studentInfo", (*run, student, *study.background, result)
        left = study.left if study.left is not None and today >= study.left else None
        yield "studentRegistration", (*run, student, study.registered, left)
        for essay in study.essays:
            if essay.is_banked or essay.day <= today:
                handed_in = (-1, 1) if essay.is_banked else (essay.day, 0)
                yield "studentAssessment", (9000 + 10 * number + essay.place, student, *handed_in, essay.score)
        for place, day, clicks in study.clicks:
            if day <= today:
                yield "studentVle", (*run, student, site_id(number, place), day, clicks)


def student_id(user: User) -> int:
    """The number of a student in the data set."""
    return 100_000 + user.number
