"""One synthetic university in Canvas, Moodle and Teams (OpenEduAnalytics): the same 640 people, three times."""

from __future__ import annotations

import csv
import json
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from conftest import Warehouse

PEOPLE = "intermediate.int_people"
SYSTEMS = """
    select person.source_system, count(*), count(distinct learner_id)
    from pii.int_people__unioned as person
    join pii.learner_vault on identifier = user_identifier
    group by all order by all
"""


@pytest.fixture(scope="module")
def oea(shared: Path) -> Path:
    return shared / "oea"


def load(warehouse: Warehouse, folder: Path) -> None:
    warehouse.folder.mkdir(exist_ok=True)
    sources = "".join(
        f"  {system}: {{system: {system}, path: '{folder / system}'}}\n" for system in ("canvas", "moodle", "teams")
    )
    done = warehouse.load(sources)
    assert done.returncode == 0, done.stderr
    compiled().build(warehouse.database, "int_people", "int_learner_sources")


def of_one_institutional_id(warehouse: Warehouse, ids: dict[str, str]) -> dict[str, set[str]]:
    """The institutional ids (by what the files say) of each learner."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = warehouse.rows("select identifier, learner_id from pii.learner_vault where identifier like 'user:%'")
    for identifier, learner in rows:
        found[str(learner)].add(ids[str(identifier).removeprefix("user:")].lower())
    return found


def canvas_users(oea: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (oea / "canvas" / "users.json").read_text().splitlines()]


def moodle_users(oea: Path) -> list[dict[str, str]]:
    with (oea / "moodle" / "user.csv").open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def reports(oea: Path) -> dict[str, Any]:
    return {file.name: json.loads(file.read_text()) for file in sorted((oea / "teams").glob("*.json"))}


def institutional_ids(oea: Path) -> dict[str, str]:
    """<source>|<its own id> to the id that the institution gave, as the files contain it."""
    ids = {f"canvas|{user['id']}": user["global_canvas_id"] for user in canvas_users(oea)}
    ids |= {f"moodle|{user['id']}": user["idnumber"] for user in moodle_users(oea)}
    for report in reports(oea).values():
        for record in report["attendanceRecords"]:
            ids[f"teams|{record['identity']['id']}"] = record["identity"]["id"]
    return ids


def test_640_people_not_1880(oea: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    load(warehouse, oea)
    ids = institutional_ids(oea)
    assert len({value.lower() for value in ids.values()}) == 640
    assert warehouse.rows(f"select count(*) from {PEOPLE}") == [(640,)]
    people = {system: learners for system, _, learners in warehouse.rows(SYSTEMS)}
    assert people == {"canvas": 640, "moodle": 640, "teams": 600}
    assert all(len(owners) == 1 for owners in of_one_institutional_id(warehouse, ids).values())


def test_without_institutional_ids_nobody_is_matched_falsely(oea: Path, tmp_path: Path) -> None:
    """Only addresses are left, with another domain in each system: they match no one, rightly or falsely."""
    hidden, ids = tmp_path / "hidden", institutional_ids(oea)
    for system in ("canvas", "moodle", "teams"):
        (hidden / system).mkdir(parents=True)
        for file in (oea / system).iterdir():
            (hidden / system / file.name).symlink_to(file)
    (hidden / "canvas" / "users.json").unlink()
    (hidden / "moodle" / "user.csv").unlink()
    with (hidden / "canvas" / "users.json").open("w") as stream:
        for user in canvas_users(oea):
            stream.write(json.dumps(user | {"global_canvas_id": None}) + "\n")
    users = moodle_users(oea)
    with (hidden / "moodle" / "user.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(users[0]))
        writer.writeheader()
        writer.writerows(user | {"idnumber": ""} for user in users)
    for name, report in reports(oea).items():
        (hidden / "teams" / name).unlink()
        for record in report["attendanceRecords"]:
            own = str(uuid.uuid5(uuid.NAMESPACE_URL, record["identity"]["id"]))
            ids[f"teams|{own}"] = record["identity"]["id"]
            record["identity"]["id"] = own
        (hidden / "teams" / name).write_text(json.dumps(report))
    warehouse = Warehouse(tmp_path / "w")
    load(warehouse, hidden)
    owners = of_one_institutional_id(warehouse, ids)
    assert all(len(found) == 1 for found in owners.values()), "a false match"
    learners: dict[str, set[str]] = defaultdict(set)
    for learner, found in owners.items():
        learners[next(iter(found))].add(learner)
    matched = sum(len(tokens) == 1 for tokens in learners.values())
    print(f"{matched} of {len(learners)} people are one learner without institutional ids")
    assert len(learners) == 640
