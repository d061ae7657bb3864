"""A provider's export of the participants of its course in first aid, as one CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from demo.simulator.service import Files
from demo.simulator.study import DAY, TERM
from demo.simulator.term import HOUR, User
from loaders.sources.files import STREAMS


class TrainingExport(Files):
    """Employees by their email address, with dates in the format of the provider."""

    system = "files"
    unshown = frozenset(STREAMS) - {"completions"}

    def settings(self) -> dict[str, Any]:
        return {
            "path": str(self.folder / "first-aid.csv"),
            "shape": "completions",
            "key": ["Certificate"],
            "columns": {
                "email": "E-mail",
                "person_name": "Participant",
                "is_completed": "Passed",
                "completed_at": "Date",
            },
            "constants": {"course_id": "first-aid", "course_name": "First aid", "is_email_trusted": "true"},
            "formats": {"completed_at": "%d/%m/%Y %H:%M"},
        }

    def write(self) -> None:
        with (self.folder / "first-aid.csv").open("w", newline="", encoding="utf-8-sig") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(("Certificate", "Participant", "E-mail", "Date", "Passed", "Trainer"))
            for user, taken, passed in self.participants():
                date = dt.datetime.fromtimestamp(taken / 1000, dt.UTC).strftime("%d/%m/%Y %H:%M")
                writer.writerow((f"FA-{user.number}", user.name, user.email, date, passed, ""))

    def participants(self) -> Iterator[tuple[User, int, str]]:
        """Participants by `now`: the user, the time (ms), and whether they passed (yes or no)."""
        for employee in self.term.employees:
            rng = random.Random(f"first-aid/{employee.user.number}")
            taken = TERM + rng.randint(0, 69) * DAY + 9 * HOUR
            if taken <= self.now:
                yield employee.user, taken, rng.choice(("yes", "yes", "yes", "no"))
