"""Two queries for each mart that give the same rows: over the truth about the campus, and over the warehouse.

Seconds are compared to the millisecond. `people` has the person behind each learner_id.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from oracles import content, core, engagement, organization, outcomes

COMPARED = {
    **core.COMPARED,
    **engagement.COMPARED,
    **outcomes.COMPARED,
    **content.COMPARED,
    **organization.COMPARED,
}
Rows = list[tuple[Any, ...]]


def people_beside(connection: duckdb.DuckDBPyConnection, truth: Path) -> None:
    """Attach the truth to a warehouse, and find who of it is who."""
    connection.execute(f"attach '{truth}' as truth (read_only)")
    # Learners of the vault beside the people of the truth: exactly one person each, or the join below doubles rows.
    connection.execute(
        """create temp table people as
        select distinct learner_id, person_key from pii.learner_vault
        join truth.main.identifiers using (identifier)"""
    )


def compare(connection: duckdb.DuckDBPyConnection, mart: str) -> tuple[int, Rows, Rows]:
    """How many rows are expected, and the first of those that are missing and of those that are too many."""
    warehouse = connection.execute("select current_database()").fetchall()[0][0]
    truth, found = COMPARED[mart]
    connection.execute("use truth")
    connection.execute(f"create or replace temp table expected as {truth}")
    connection.execute(f"use {warehouse}")
    connection.execute(f"create or replace temp table found as {found}")
    missing, extra = (
        connection.execute(f"select * from {one} except all select * from {other} order by all limit 5").fetchall()
        for one, other in (("expected", "found"), ("found", "expected"))
    )
    return connection.execute("select count(*) from expected").fetchall()[0][0], missing, extra


def differences(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Rows, Rows]]:
    """The marts that differ from the truth, each with rows that are missing and rows that are too many."""
    for mart in COMPARED:
        _, missing, extra = compare(connection, mart)
        if missing or extra:
            yield mart, missing, extra
