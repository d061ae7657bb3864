"""Every measure of every mart equals what really happened on the simulated campus, value by value."""

from __future__ import annotations

import os

import duckdb
import pytest
from conftest import Warehouse
from oracles import COMPARED

from loaders.demo.run import run_demo, truth_beside

SIZES = [int(size) for size in os.environ.get("LEARNING_MARTS_TRUTH_LEARNERS", "200").split(",")]


@pytest.fixture(scope="module", params=SIZES)
def campus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    warehouse = Warehouse(tmp_path_factory.mktemp("campus"))
    run_demo(warehouse.database, request.param, seed=request.param)
    warehouse.build()
    connection = duckdb.connect(str(warehouse.database))
    connection.execute(f"attach '{truth_beside(warehouse.database)}' as truth (read_only)")
    # Learners of the vault beside the people of the truth: exactly one person each, or the join below doubles rows.
    connection.execute(
        """create temp table people as
        select distinct learner_id, person_key from pii.learner_vault
        join truth.main.identifiers using (identifier)"""
    )
    return connection


def test_a_learner_is_one_person_and_a_person_one_learner(campus: duckdb.DuckDBPyConnection) -> None:
    counts = "select count(*), count(distinct learner_id), count(distinct person_key) from people"
    rows, learners, persons = campus.execute(counts).fetchall()[0]
    assert rows == learners == persons > 0
    unknown = """
        select identifier from pii.learner_vault
        where identifier not in (select identifier from truth.identifiers)
            and identifier not like 'user:%' and identifier not like 'registrant:%'
    """
    assert campus.execute(unknown).fetchall() == []
    # Every account of every system has found its person.
    nameless = "select * from core.dim_learner where learner_id not in (select learner_id from people)"
    assert campus.execute(nameless).fetchall() == []


def test_one_learner_has_many_systems(campus: duckdb.DuckDBPyConnection) -> None:
    events = "select count(distinct source_system) as systems from core.fct_learning_events group by learner_id"
    most = campus.execute(f"select max(source_systems), (select max(systems) from ({events})) from core.dim_learner")
    systems, systems_of_events = most.fetchall()[0]
    assert systems >= 9 and systems_of_events >= 2


def test_staff_and_test_users_are_no_learners(campus: duckdb.DuckDBPyConnection) -> None:
    kinds = campus.execute(
        """select role, person_kind, count(*) from truth.users
        join people using (person_key) join intermediate.int_people using (learner_id)
        where role <> 'learner' group by all order by all"""
    ).fetchall()
    assert [(role, kind) for role, kind, _ in kinds] == [
        ("assistant", "staff"),
        ("manager", "staff"),
        ("teacher", "staff"),
        ("test", "test"),
    ]


@pytest.mark.parametrize("mart", COMPARED)
def test_marts_equal_the_truth(mart: str, campus: duckdb.DuckDBPyConnection) -> None:
    truth, marts = COMPARED[mart]
    campus.execute("use truth")
    campus.execute(f"create or replace temp table expected as {truth}")
    campus.execute("use warehouse")
    campus.execute(f"create or replace temp table found as {marts}")
    missing = campus.execute("select * from expected except all select * from found order by all limit 5").fetchall()
    extra = campus.execute("select * from found except all select * from expected order by all limit 5").fetchall()
    total = campus.execute("select count(*) from expected").fetchone()
    assert total and total[0] > 0
    assert (missing, extra) == ([], []), f"{mart}: {total[0]} rows expected; missing, then extra"


def test_no_personal_value_in_any_mart(campus: duckdb.DuckDBPyConnection) -> None:
    schemas = "('core', 'engagement', 'outcomes', 'content', 'organization', 'staging', 'intermediate', 'vocabulary')"
    columns = campus.execute(
        f"""select table_schema || '.' || table_name, column_name from information_schema.columns
        where table_catalog = 'warehouse' and table_schema in {schemas} and data_type in ('VARCHAR', 'JSON')"""
    ).fetchall()
    assert len({table for table, _ in columns}) > 20
    values = campus.execute("select count(*) from truth.pii_values").fetchone()
    assert values and values[0] > 100
    campus.execute("create or replace temp table texts (place varchar, value varchar)")
    for table, column in columns:
        place = f"{table}.{column}"
        campus.execute(f"insert into texts select distinct '{place}', lower(\"{column}\") from {table}")
    found = campus.execute(
        """select distinct place, kind from texts join truth.pii_values as secret
        on contains(texts.value, lower(secret.value))"""
    ).fetchall()
    assert found == []
