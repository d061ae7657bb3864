"""Tables in files of every kind: as the mapping says, with a clear word where that cannot be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import duckdb
import pytest
from compiled import compiled
from conftest import Warehouse

from demo.simulator.campus import Campus
from demo.simulator.run import sources_of
from demo.simulator.systems.files import TrainingExport

PEOPLE = "shape: people, key: [Id], columns: {user_id: Id, email: 'E-Mail', person_name: Name}"


def test_the_campus_export_is_what_it_says(warehouse: Warehouse) -> None:
    with TrainingExport(Campus(7, 40).term) as exhibit:
        sources, _ = sources_of([exhibit])
        done = warehouse.load(f"  fa: {json.dumps(sources['demo_files'])}\n")
        assert done.returncode == 0, done.stderr
        people = list(exhibit.participants())
    compiled().build(warehouse.database, "staging/files")
    found = warehouse.rows(
        "select user_identifier, course_key, is_completed, completed_at from pii.stg_files__completions order by all"
    )
    assert found == sorted(
        (
            f"mbox:mailto:{user.email}",
            "course:fa|first-aid",
            passed == "yes",
            dt.datetime.fromtimestamp(at // 1000, dt.UTC).replace(tzinfo=None),
        )
        for user, at, passed in people
    )
    assert warehouse.rows(
        "select distinct email, is_email_trusted, person_name from pii.stg_files__people order by all"
    ) == sorted((user.email, True, user.name) for user, _, _ in people)
    assert warehouse.rows("select course_key, course_name from staging.stg_files__courses") == [
        ("course:fa|first-aid", "First aid")
    ]


def test_every_format_says_the_same(warehouse: Warehouse, tmp_path: Path) -> None:
    records = [
        {"Id": "1", "E-Mail": "ada@example.org", "Name": "Ada"},
        {"Id": "2", "E-Mail": None, "Name": 'Bo, "B"\nC'},
    ]
    (tmp_path / "a.json").write_text(json.dumps(records, indent=1))
    (tmp_path / "n.ndjson").write_text("\ufeff" + "\n".join(map(json.dumps, records)) + "\r\n")
    (tmp_path / "c.csv").write_bytes(b'Id;E-Mail;Name\r\n1;ada@example.org;Ada\r\n2;;"Bo, ""B""\nC"\n')
    duckdb.sql(f"copy (from '{tmp_path}/a.json') to '{tmp_path}/p.parquet'")
    names = ["a.json", "n.ndjson", "c.csv", "p.parquet"]
    done = warehouse.load("".join(f"  {n[0]}: {{system: files, path: '{tmp_path / n}', {PEOPLE}}}\n" for n in names))
    assert done.returncode == 0, done.stderr
    landed = warehouse.rows(
        """select source_id, record_key, payload->>'$.Name', payload->>'$._request.person_name'
        from raw_files.people order by all"""
    )
    assert landed == [(s, k, n, n) for s in "acnp" for k, n in (("1", "Ada"), ("2", 'Bo, "B"\nC'))]


def test_broken_records_are_rejected_alone(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(
        b"Id,E-Mail,Name\r\n1,a@example.org,A\n2,b@example.org\n3,c@example.org,C,D,E\r\n4,,D\n"
    )
    (tmp_path / "y.ndjson").write_bytes(b'{"Id":5,"E-Mail":"e@example.org","Name":"E"}\n{"Id":6,\n[7]\n{}\n\xff\n')
    done = warehouse.load(f"  f: {{system: files, path: '{tmp_path}/[xy].*', {PEOPLE}}}\n")
    assert done.returncode == 0, done.stderr
    kept = warehouse.rows("select record_key from raw_files.people where payload->>'$.Id' is not null order by all")
    assert kept == [("1",), ("4",), ("5",)]
    texts = [str(text) for (text,) in warehouse.rows("select payload_text from raw_files.rejected order by all")]
    assert sorted(texts) == sorted(["2,b@example.org", "3,c@example.org,C,D,E", '{"Id":6,', "[7]", "\\xff"])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("shape: people, columns: {user_id: Number}", "t.csv: lacks the column 'Number'; it has Id, Name."),
        ("shape: people, key: [Nr], columns: {user_id: Id}", "t.csv: lacks the column 'Nr'; it has Id, Name."),
        ("shape: persons, columns: {user_id: Id}", "'shape: persons' is unknown; write one of people, enrollments"),
        ("shape: people, columns: {userid: Id}", "'columns.userid' is not a field of people; did you mean 'user_id'?"),
        ("shape: people, columns: {user_id: Id}, constants: {user_id: '1'}", "'user_id' is both"),
        ("shape: people, columns: {user_id: Id}, formats: {email: '%d'}", "'formats.email' has no column"),
    ],
)
def test_wrong_settings_say_what_to_write(settings: str, said: str, warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Id,Name\n1,Ada\n")
    done = warehouse.load(f"  f: {{system: files, path: '{tmp_path}/t.csv', {settings}}}\n")
    assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1
