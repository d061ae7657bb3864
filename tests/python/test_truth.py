"""Every measure of every mart equals what really happened on the simulated campus, value by value."""

from __future__ import annotations

import os
import re

import duckdb
import pytest
import yaml
from compiled import compiled
from conftest import ROOT, Warehouse
from oracles import COMPARED, compare, people_beside

from demo.simulator.run import run_demo, truth_beside

# Campuses of these numbers of learners, which are their seeds as well.
SIZES = [int(size) for size in os.environ.get("LEARNING_MARTS_TRUTH_LEARNERS", "200,61").split(",")]


@pytest.fixture(scope="module", params=SIZES)
def campus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The first campus is built by dbt, as its users do; others only by DuckDB."""
    warehouse = Warehouse(tmp_path_factory.mktemp("campus"), "campus")
    run_demo(warehouse.database, request.param, seed=request.param)
    if request.param == SIZES[0]:
        warehouse.build(systems="all")
    else:
        compiled("campus").build(warehouse.database)
    connection = duckdb.connect(str(warehouse.database))
    people_beside(connection, truth_beside(warehouse.database))
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
    total, missing, extra = compare(campus, mart)
    assert total > 0
    assert (missing, extra) == ([], []), f"{mart}: {total} rows expected; missing, then extra"


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


def test_every_measure_has_an_oracle() -> None:
    """What a properties file marks as a measure is asked of the mart by name in a comparison."""
    lacking = []
    for file in sorted((ROOT / "models" / "marts").glob("*/*.yml")):
        for model in yaml.safe_load(file.read_text())["models"]:
            asked = " ".join(found for name, (_, found) in COMPARED.items() if name.split()[0] == model["name"])
            lacking += [
                f"{model['name']}.{column['name']}"
                for column in model["columns"]
                if column.get("config", {}).get("meta", {}).get("measure")
                and not re.search(rf"\b{column['name']}\b", asked)
            ]
    assert lacking == []
