"""The package as others use it: from a project of their own, with its own systems, seeds, schemas and variables."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, Warehouse

from loaders.landing import open_database, prepare

DBT = str(Path(sys.executable).with_name("dbt"))
STATEMENT = {
    "id": "00000000-0000-4000-8000-000000000001",
    "actor": {"account": {"homePage": "https://lms.example.org", "name": "00481516"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
    "object": {"id": "https://example.org/page"},
    "context": {
        "contextActivities": {
            "grouping": [
                {
                    "id": "https://example.org/course",
                    "definition": {"type": "http://adlnet.gov/expapi/activities/course"},
                }
            ]
        }
    },
    "timestamp": "2026-01-05T09:00:00Z",
    "stored": "2026-01-05T09:00:01Z",
}
# A person whom the project's own system knows, by the id that the institution gave.
OWN_PEOPLE = """
select
    'hr' as source_id,
    'user:hr|7' as user_identifier,
    '00481516' as institutional_id,
    cast(null as varchar) as email,
    cast(null as boolean) as is_email_trusted,
    'Ada' as person_name,
    'learner' as person_role,
    true as is_active,
    cast(1 as bigint) as load_id,
    cast(1 as bigint) as record_number
"""
PROJECT = {
    "name": "university",
    "version": "1.0.0",
    "config-version": 2,
    "profile": "university",
    "model-paths": ["models"],
    "seed-paths": ["seeds"],
    "vars": {
        "learning_marts": {
            "systems": ["xapi", "files"],
            "own_systems": {"sap": ["people"]},
            "raw_database": "landed",
            "raw_schemas": {"xapi": "record_store"},
            "schema_prefix": "la_",
            "seeds": {"account_home_pages": "our_home_pages", "course_codes": "our_codes"},
        }
    },
    "models": {"learning_marts": {"marts": {"content": {"+enabled": False}, "organization": {"+enabled": False}}}},
    "seeds": {"university": {"our_codes": {"+column_types": {"run_code": "varchar", "course_code": "varchar"}}}},
}
Rows = Callable[[str], list[tuple[object, ...]]]


def made(folder: Path, project: dict[str, object], database: Path, **attached: Path) -> Path:
    """A dbt project that uses the package as its README says."""
    for part in ("models", "seeds"):
        (folder / part).mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(project))
    (folder / "packages.yml").write_text(yaml.safe_dump({"packages": [{"local": str(ROOT)}]}))
    target = {
        "type": "duckdb", "path": str(database), "threads": 2, "settings": {"TimeZone": "UTC"},
        "attach": [{"path": str(file), "alias": alias} for alias, file in attached.items()],
    }  # fmt: skip
    profile = {str(project["profile"]): {"target": "dev", "outputs": {"dev": target}}}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile))
    return folder


def dbt(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([DBT, *command, "--profiles-dir", "."], cwd=folder, capture_output=True, text=True)
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A built project of a university, and what dbt printed."""
    folder = tmp_path_factory.mktemp("university")
    landed = folder / "landed.duckdb"
    with open_database(landed) as connection:
        prepare(connection)
        connection.execute(
            "create schema record_store; create table record_store.statements as from raw_xapi.statements"
        )
        connection.execute(
            "insert into record_store.statements select 'lrs', $1, $2, 'hash', timestamptz '2026-01-06', 1, 1",
            [STATEMENT["id"], json.dumps(STATEMENT)],
        )
    project = made(folder / "project", PROJECT, folder / "university.duckdb", landed=landed)
    (project / "models" / "stg_sap__people.sql").write_text(OWN_PEOPLE)
    (project / "seeds" / "our_home_pages.csv").write_text(
        "home_page,names_are\nhttps://lms.example.org,institutional_id\n"
    )
    (project / "seeds" / "our_codes.csv").write_text(
        "native_course,run_code,course_code\nhttps://example.org/course,0042,0041\n"
    )
    printed = ""
    for command in ("deps", "build"):
        options = ("--exclude-resource-type", "unit_test") if command == "build" else ()
        done = dbt(project, command, *options)
        printed += done.stdout
        assert done.returncode == 0, done.stdout[-8000:]
    return folder / "university.duckdb", printed


@pytest.fixture
def rows(built: tuple[Path, str]) -> Rows:
    def ask(query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(built[0]), read_only=True) as connection:
            # Staging models are views of what lies there.
            connection.execute(f"attach '{built[0].with_name('landed.duckdb')}' (read_only)")
            return connection.execute(query).fetchall()

    return ask


def test_raw_tables_may_lie_in_another_database_and_schema(rows: Rows) -> None:
    assert rows("select statement_id from la_core.fct_learning_events") == [(STATEMENT["id"],)]


def test_output_schemas_take_a_prefix(rows: Rows) -> None:
    found = {
        schema
        for (schema,) in rows("select distinct schema_name from duckdb_tables() where database_name = 'university'")
    }
    # The project's own seeds are not the package's, and go where the project wants them.
    assert found - {"main"} == {
        f"la_{name}" for name in ("catalog", "core", "engagement", "intermediate", "mapping", "outcomes", "pii",
                                  "staging", "vocabulary")
    }  # fmt: skip


def test_a_seed_of_ones_own_takes_the_place_of_an_empty_one(rows: Rows, built: tuple[Path, str]) -> None:
    # The codes keep their zeros, and nothing warns that dbt will look elsewhere for the seed one day.
    assert rows("select course_run_id, course_id from la_core.dim_course_run") == [("0042", "0041")]
    assert "WARN" not in built[1].replace("WARN=0", "")


def test_a_system_of_ones_own_joins_the_others(rows: Rows) -> None:
    people = "select source_system, institutional_id from la_pii.int_people__unioned"
    assert rows(people) == [("sap", "00481516")]
    # The own system's person and the record store's account are one learner.
    assert rows("select sources, events from la_core.dim_learner") == [(2, 1)]


def test_only_chosen_systems_are_staged(rows: Rows) -> None:
    staged = (
        "select distinct split_part(view_name, '__', 1) from duckdb_views() where view_name like 'stg\\_%' escape '\\'"
    )
    assert {str(name) for (name,) in rows(staged)} == {
        "stg_files", "stg_identity", "stg_sap", "stg_xapi",
    }  # fmt: skip


def test_what_is_not_needed_is_disabled_without_an_error(rows: Rows) -> None:
    assert rows("from duckdb_schemas() where schema_name in ('la_content', 'la_organization')") == []


@pytest.mark.parametrize(("environment", "variables"), [("xapi, canvas", {}), ("all", {"systems": ["canvas"]})])
def test_systems_are_names_or_a_list(environment: str, variables: dict[str, object], warehouse: Warehouse) -> None:
    found = warehouse.dbt(environment, DBT, "ls", "--quiet", "--select", "staging", "--vars", json.dumps(variables))
    staged = {line.split(".")[2] for line in found.stdout.split() if "stg_" in line}
    assert staged == {"canvas", "identity", "xapi"}, found.stdout


def test_an_unknown_system_is_refused(warehouse: Warehouse) -> None:
    done = warehouse.dbt("xapi,canvass", DBT, "parse", "--quiet")
    assert done.returncode != 0 and "'canvass' is unknown; write some of bamboohr, caliper, canvas" in done.stdout


def test_a_fresh_clone_builds_empty_marts(warehouse: Warehouse) -> None:
    """`dbt build` by hand, unit tests included, before any loader ran."""
    done = warehouse.dbt("all", DBT, "build")
    assert done.returncode == 0, done.stdout[-8000:]
    assert "106 raw tables do not exist and count as empty" in done.stdout
    assert warehouse.rows("select count(*) from core.fct_learning_events") == [(0,)]
    assert warehouse.rows("select count(*) from mapping.course_codes") == [(0,)]


def test_every_variable_may_differ_from_its_default(warehouse: Warehouse) -> None:
    """Models build, and unit tests hold, whatever an organization configures: each fixes the variables it rests on."""
    changed = {
        "systems": ["xapi", "canvas", "files"], "own_systems": {}, "raw_database": "warehouse",
        "raw_schemas": {"canvas": "canvas_landed"}, "schema_prefix": "la_", "seeds": {"grade_bands": "grade_bands"},
        "salesforce_learner_id_field": "Student_Number__c", "session_gap_minutes": 10, "time_zone": "America/Chicago",
        "languages": ["de", "fr"], "video_watched_share": 0.5, "active_day_minimum_events": 1,
        "as_of_date": "2026-06-30", "chronic_absence_share": 0.5, "chronic_absence_minimum_days": 2, "early_hours": 1,
        "item_lowest_difficulty": 0.4, "item_highest_difficulty": 0.6, "item_lowest_discrimination": 0.4,
        "item_minimum_responses": 3, "certification_warning_days": 7, "calendar_start": "2024-01-01",
        "calendar_end": "2028-01-01",
    }  # fmt: skip
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text())
    assert changed.keys() == project["vars"].keys()
    assert [name for name in changed if changed[name] == project["vars"][name]] == ["own_systems"]
    file = warehouse.project() / "dbt_project.yml"
    file.unlink()
    file.write_text(yaml.safe_dump(project | {"vars": changed}))
    done = warehouse.dbt("all", DBT, "build", "--quiet", "--no-partial-parse")
    assert done.returncode == 0, done.stdout[-8000:]
