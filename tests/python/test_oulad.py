"""OULAD: the campus's data set against its rows, the forms of the files, and the published data."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from compiled import compiled
from conftest import Warehouse

from demo.simulator.campus import Campus
from demo.simulator.open_studies import LENGTH
from demo.simulator.study import DAY, TERM
from demo.simulator.systems.oulad import Oulad

START = dt.datetime(2026, 2, 1)
HALFWAY = TERM + 35 * DAY


def day(number: int | None) -> dt.datetime | None:
    return None if number is None else START + dt.timedelta(days=number)


@pytest.fixture(scope="module")
def exhibit() -> Iterator[Oulad]:
    with Oulad(Campus(7, 40).term) as files:
        yield files


@pytest.fixture(scope="module")
def campus(exhibit: Oulad, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Loaded at half time, and again at the end."""
    warehouse = Warehouse(tmp_path_factory.mktemp("oulad"))
    later = exhibit.now
    for now in (HALFWAY, later):
        exhibit.now = now
        exhibit.write()
        done = warehouse.load(f"  ou: {{system: oulad, path: '{exhibit.folder}'}}\n")
        assert done.returncode == 0, done.stderr
    compiled().build(warehouse.database, "staging/oulad")
    yield warehouse


def test_enrollments_are_those_of_each_time(campus: Warehouse, exhibit: Oulad) -> None:
    later, expected = exhibit.now, []
    seen: dict[int, Any] = {}
    for load, now in ((1, HALFWAY), (2, later)):
        exhibit.now = now
        tables = exhibit.tables()
        results = {row[2]: row[-1] for row in tables["studentInfo"]}
        for *run, student, registered, left in tables["studentRegistration"]:
            status = "withdrawn" if left is not None else "active" if results[student] is None else "completed"
            ends = day(left) if status == "withdrawn" else day(LENGTH)
            changed = {"withdrawn": day(left), "active": day(registered), "completed": None}[status]
            version = (f"user:ou|{student}", f"course:ou|{'-'.join(run)}", status, day(registered), ends, changed)
            if seen.get(student) != version:
                expected.append((load, *version))
            seen[student] = version
    exhibit.now = later
    found = campus.rows(
        """select load_id, user_identifier, course_key, status, starts_at, ends_at, changed_at
        from pii.stg_oulad__enrollment_versions"""
    )
    assert sorted(found) == sorted(expected)
    assert {row[3] for row in found} == {"active", "completed", "withdrawn"}


def test_every_click_counts_though_rows_are_alike(campus: Warehouse, exhibit: Oulad) -> None:
    rows = exhibit.tables()["studentVle"]
    assert max(Counter(rows).values()) > 1
    expected: dict[tuple[Any, ...], int] = defaultdict(int)
    for module, presentation, student, site, number, clicks in rows:
        date = (START + dt.timedelta(days=number)).date()
        expected[f"user:ou|{student}", f"course:ou|{module}-{presentation}", f"site:ou|{site}", date] += clicks
    found = campus.rows(
        "select user_identifier, course_key, activity_key, click_date, clicks from pii.stg_oulad__daily_clicks"
    )
    assert sorted(found) == sorted((*key, clicks) for key, clicks in expected.items())


def test_submissions_grades_people_and_activities(campus: Warehouse, exhibit: Oulad) -> None:
    tables = exhibit.tables()
    due = {row[2]: day(row[4]) for row in tables["assessments"]}
    assert sorted(
        campus.rows(
            """select user_identifier, activity_key, submitted_at, due_at, score_raw, score_max, is_banked, status
            from pii.stg_oulad__submissions"""
        ),
        key=repr,
    ) == sorted(
        (
            (
                *(f"user:ou|{student}", f"assessment:ou|{item}", day(at), due[item], score, 100.0, banked == 1),
                "submitted" if score is None else "graded",
            )
            for item, student, at, banked, score in tables["studentAssessment"]
        ),
        key=repr,
    )
    info = tables["studentInfo"]
    assert campus.rows(
        "select user_identifier, grade_text from pii.stg_oulad__grades where activity_key is null order by all"
    ) == sorted((f"user:ou|{row[2]}", row[-1]) for row in info if row[-1] != "Withdrawn")
    assert campus.rows("select distinct user_identifier from pii.stg_oulad__people order by all") == sorted(
        (f"user:ou|{row[2]}",) for row in info
    )
    bands = Counter("10-20%" if row[6] == "10-20" else row[6] for row in info)
    assert dict(campus.rows("select imd_band, count(*) from pii.stg_oulad__student_info group by 1")) == bands
    found = campus.rows("select activity_key, activity_type, due_at, weight from staging.stg_oulad__activities")
    assert sorted(found, key=repr) == sorted(
        [(f"site:ou|{row[0]}", row[3], None, None) for row in tables["vle"]]
        + [(f"assessment:ou|{row[2]}", row[3], day(row[4]), float(row[5])) for row in tables["assessments"]],
        key=repr,
    )


def test_csv_zip_and_parquet_say_the_same(exhibit: Oulad, warehouse: Warehouse, tmp_path: Path) -> None:
    exhibit.write()
    parquet = tmp_path / "parquet"
    parquet.mkdir()
    for file in exhibit.folder.glob("*.csv"):
        # As in the shared data: whole numbers as 268.0, nothing as NULL.
        duckdb.sql(f"from read_csv('{file}', nullstr = '?')").write_parquet(str(parquet / f"{file.stem}.parquet"))
        text = duckdb.sql(f"describe from '{parquet / file.stem}.parquet'").fetchall()
        columns = ", ".join(f"{n}::double as {n}" if t == "BIGINT" else n for n, t, *_ in text)
        duckdb.sql(f"copy (select {columns} from '{parquet / file.stem}.parquet') to '{parquet / file.stem}2.parquet'")
        (parquet / f"{file.stem}2.parquet").rename(parquet / f"{file.stem}.parquet")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", exhibit.folder.parent, exhibit.folder.name)
    places = {"csv": exhibit.folder, "zip": packed, "parquet": parquet}
    done = warehouse.load("".join(f"  {name}: {{system: oulad, path: '{place}'}}\n" for name, place in places.items()))
    assert done.returncode == 0, done.stderr
    for stream in ("courses", "assessments", "vle", "student_info", "student_registration", "student_vle"):
        rows = warehouse.rows(f"select source_id, record_key, payload_hash from raw_oulad.{stream} order by all")
        held = {name: [row[1:] for row in rows if row[0] == name] for name in places}
        assert held["csv"] and held["csv"] == held["zip"] == held["parquet"], stream


def test_broken_rows_are_rejected_alone(exhibit: Oulad, warehouse: Warehouse, tmp_path: Path) -> None:
    exhibit.write()
    folder = Path(shutil.copytree(exhibit.folder, tmp_path / "broken"))
    with (folder / "studentVle.csv").open("ab") as stream:
        stream.write(b'"XXX","2026B","1"\n"XXX","2026B","1","2","3","4","5","6"\n"XXX","2027J","1","2","3","4"\n')
    done = warehouse.load(f"  ou: {{system: oulad, path: '{folder}'}}\n")
    assert done.returncode == 0, done.stderr
    assert warehouse.rows("select payload_text from raw_oulad.rejected order by all") == [
        ('"XXX","2026B","1"',),
        ('"XXX","2026B","1","2","3","4","5","6"',),
    ]
    (count,) = warehouse.rows("select count(*) from raw_oulad.student_vle")
    assert count == (len(exhibit.tables()["studentVle"]) + 1,)


def test_what_is_missing_is_named(exhibit: Oulad, warehouse: Warehouse, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(exhibit.folder, tmp_path / "missing"))
    (folder / "vle.csv").write_text('"id_site","code_module"\n')
    done = warehouse.load(f"  ou: {{system: oulad, path: '{folder}'}}\n")
    assert "vle.csv: lacks the column 'code_presentation'; it has id_site, code_module." in done.stderr
    (folder / "vle.csv").unlink()
    done = warehouse.load(f"  ou: {{system: oulad, path: '{folder}'}}\n")
    assert "lacks vle.csv" in done.stderr


def test_the_published_data(oulad: Path, warehouse: Warehouse) -> None:
    folder = oulad
    done = warehouse.load(f"  ou: {{system: oulad, path: '{folder}'}}\n")
    assert done.returncode == 0, done.stderr
    compiled().build(warehouse.database, "staging/oulad")
    info, registered = f"'{folder}/studentInfo.parquet'", f"'{folder}/studentRegistration.parquet'"
    expected = duckdb.sql(
        f"""select case when date_unregistration is not null or final_result = 'Withdrawn' then 'withdrawn'
            else 'completed' end, final_result, count(*)
        from {info} join {registered} using (code_module, code_presentation, id_student) group by all"""
    ).fetchall()
    found = warehouse.rows(
        """select status, final_result, count(*) from pii.stg_oulad__enrollment_versions
        join pii.stg_oulad__student_info using (user_identifier, course_key) group by all"""
    )
    assert sorted(found) == sorted(expected)
    clicks = duckdb.sql(
        f"""select code_module || '-' || code_presentation, id_student, sum(sum_click)
        from '{folder}/studentVle.parquet' group by all order by all"""
    ).fetchall()
    assert clicks == warehouse.rows(
        """select split_part(course_key, '|', 2), cast(split_part(user_identifier, '|', 2) as integer), sum(clicks)
        from pii.stg_oulad__daily_clicks group by all order by all"""
    )
    if os.environ.get("LEARNING_MARTS_OULAD"):
        assert sum(row[2] for row in found) == 21_333
        assert sum(row[2] for row in clicks) == 25_804_801
