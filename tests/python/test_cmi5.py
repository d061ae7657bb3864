"""cmi5 course structures from the file to staging: the campus's own, a conformance suite's, and newer versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from compiled import compiled
from conftest import Warehouse
from test_cmi5_packages import AU, COURSE, INVALID, TEXT, VALID, package, structure

from demo.simulator.catalog import Course, courses
from demo.simulator.systems.cmi5 import Cmi5, units
from demo.simulator.term import Term


def other(unit: str, course: str = "urn:x:course", number: str = "1") -> bytes:
    """A structure of one unit in a block."""
    named = TEXT.replace(">T<", f">T{number}<")
    au = f'<au id="{unit}">{named}<url>https://example.com/{number}</url></au>'
    document = structure(f'{COURSE}<block id="urn:x:block">{TEXT}{au}</block>')
    return document.replace(b"urn:x:course", course.encode())


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The campus's structures (once an invalid one lies beside them), the suite's, and a course in two versions."""
    warehouse = Warehouse(tmp_path_factory.mktemp("cmi5"))
    suite, versions = warehouse.folder / "suite", warehouse.folder / "versions"
    suite.mkdir()
    versions.mkdir()
    for file in (shared / "cmi5_packages").glob("*.xml"):
        document = file.read_bytes()
        if file.name.endswith(".cmi5.xml"):
            package(suite / f"{file.name.removesuffix('.cmi5.xml')}.zip", document)
        else:
            (suite / file.name).write_bytes(document)
    with Cmi5(Term.empty()) as exhibit:
        (exhibit.folder / "wrong.xml").write_bytes(structure(COURSE + AU.replace("urn:x:au", "unit 1")))
        sources = "".join(
            f"  {name}: {{system: cmi5, path: '{folder}'}}\n"
            for name, folder in (("campus", exhibit.folder), ("suite", suite), ("versions", versions))
        )
        (versions / "a.xml").write_bytes(structure())
        (versions / "b.xml").write_bytes(other("urn:x:au", course="urn:x:second"))
        assert warehouse.load(sources).returncode == 0
        (versions / "a.xml").write_bytes(other("urn:x:new"))
        assert warehouse.load(sources).returncode == 0
    compiled().build(warehouse.database, "staging/cmi5")
    yield warehouse


def test_every_structure_lands_or_is_rejected_with_its_reason(built: Warehouse) -> None:
    counts = built.rows("""
        select source_id, sum(received)::int, sum(landed)::int, sum(unchanged)::int, sum(rejected)::int
        from ops.loads where source_id <> 'versions' group by source_id, load_id order by load_id
    """)
    suite_records = VALID + 8 + 1035
    assert counts == [
        ("campus", 28, 27, 0, 1),
        ("suite", suite_records + len(INVALID), suite_records, 0, len(INVALID)),
        ("campus", 28, 0, 27, 1),
        ("suite", suite_records + len(INVALID), 0, suite_records, len(INVALID)),
    ]
    reasons = built.rows("select distinct reason from raw_cmi5.rejected where source_id = 'suite'")
    expected = [reason.format(name) for name, reason in INVALID.items()]
    assert len(reasons) == len(expected)
    assert all(any(str(reason).startswith(start) for (reason,) in reasons) for start in expected)
    assert built.rows("""
        select distinct stream, reason, starts_with(payload_text, '<courseStructure')
        from raw_cmi5.rejected where source_id = 'campus'
    """) == [("courses", "invalid_iri: wrong.xml: au 'unit 1' in line 1: id 'unit 1' is not an IRI", True)]


def english(activity_json: str) -> str:
    names = json.loads(activity_json)["definition"]["name"]
    return str(names.get("en-US") or names["en"])


def test_campus_courses_are_staged_as_they_are_taught(built: Warehouse) -> None:
    biology, _, safety, _ = courses()
    assert built.rows("""
        select course_key, course_name, publisher_id from staging.stg_cmi5__courses
        where source_id = 'campus' order by publisher_id
    """) == sorted(
        (
            (f"course:campus|{course.activity.iri}", english(course.activity.json), course.activity.iri)
            for course in (biology, safety)
        ),
        key=lambda row: row[2],
    )
    found = built.rows("""
        select publisher_id, activity_key, course_key, parent_activity_key, activity_name, activity_kind, position
        from staging.stg_cmi5__activities where source_id = 'campus'
    """)
    expected = [
        *(unit_row(safety, unit.activity.iri, english(unit.activity.json), module.activity.iri, place)
          for module in safety.modules for place, unit in enumerate(module.units, start=1)),
        *(unit_row(biology, unit.activity.iri, english(unit.activity.json), None, place)
          for place, unit in enumerate(units(biology), start=1)),
        *((module.activity.iri, module.activity.iri, f"course:campus|{safety.activity.iri}", None,
           english(module.activity.json), "module", place) for place, module in enumerate(safety.modules, start=1)),
    ]  # fmt: skip
    assert sorted(found, key=str) == sorted(expected, key=str)


def unit_row(course: Course, iri: str, name: str, block: str | None, place: int) -> tuple[object, ...]:
    course_key = f"course:campus|{course.activity.iri}"
    return (iri, iri, course_key, block, name, "content_unit", place)


def test_units_tell_what_satisfies_them(built: Warehouse) -> None:
    biology, _, safety, _ = courses()
    found = built.rows("""
        select publisher_id, move_on, mastery_score, launch_method, url, objectives is not null and objectives <> '[]'
        from staging.stg_cmi5__units where source_id = 'campus'
    """)
    expected = [
        (unit.activity.iri, unit.move_on, unit.mastery, "OwnWindow",
         f"{'/'.join(unit.activity.iri.split('/')[-2:])}/index.html?lang=en", place == 0)
        for module in safety.modules for place, unit in enumerate(module.units)
    ] + [
        (unit.activity.iri, unit.move_on, unit.mastery, "OwnWindow", f"{unit.activity.iri}/index.html", False)
        for unit in units(biology)
    ]  # fmt: skip
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert built.rows("""
        select position, objective_name from staging.stg_cmi5__objectives where source_id = 'campus' order by position
    """) == [(1, "Objective 1"), (2, "Objective 2")]


def test_what_a_newer_version_leaves_out_is_gone(built: Warehouse) -> None:
    assert built.rows("""
        select publisher_id, course_key, parent_activity_key, activity_name from staging.stg_cmi5__activities
        where source_id = 'versions' and activity_kind = 'content_unit' order by publisher_id
    """) == [
        ("urn:x:au", "course:versions|urn:x:second", "urn:x:block", "T1"),
        ("urn:x:new", "course:versions|urn:x:course", "urn:x:block", "T1"),
    ]
    raw = built.rows("select distinct record_key from raw_cmi5.aus where source_id = 'versions' order by 1")
    assert raw == [("urn:x:course/urn:x:au",), ("urn:x:course/urn:x:new",), ("urn:x:second/urn:x:au",)]
    # A block that two courses hold is one activity, and a unit of each.
    assert built.rows("select count(*) from staging.base_cmi5__parts where publisher_id = 'urn:x:block'") == [(2,)]
