"""Every engine difference has an implementation for every engine, and what compiles for them is what they take."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.tools.compile_all import PROFILES, objections

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ["duckdb", *PROFILES]
MACROS = sorted((ROOT / "macros").glob("*/*.sql"))
DISPATCHED = re.compile(r"adapter\.dispatch\('(\w+)', 'learning_marts'\)")

# For one engine only by design: DuckDB has a single-pass form that needs no parsed document.
WITHOUT_DUCKDB = {"json_document", "json_text_at", "json_kind_at"}


@pytest.mark.parametrize("path", MACROS, ids=lambda path: path.stem)
def test_each_dispatched_macro_serves_every_engine(path: Path) -> None:
    """By a common form (`default__`, ANSI), or by one of its own; where no form is common, the default raises."""
    text = path.read_text()
    for name in DISPATCHED.findall(text):
        default = re.search(rf"macro default__{name}\(.*?endmacro", text, flags=re.S)
        assert default, f"{name} has no default"
        own = [engine for engine in ENGINES if f"{{% macro {engine}__{name}(" in text]
        if "raise_compiler_error" in default[0]:
            lacking = set(ENGINES) - set(own) - ({"duckdb"} if name in WITHOUT_DUCKDB else set())
            assert not lacking, f"{name} lacks {', '.join(sorted(lacking))}"
        # dbt lets Redshift inherit what PostgreSQL has.
        assert "postgres" not in own or "redshift" in own, f"{name}: on Redshift it is PostgreSQL's by accident"


@pytest.mark.parametrize(
    ("engine", "sql", "reason"),
    [
        ("postgres", "select try_cast(a as integer) from t", "try_cast"),
        ("spark", "select * exclude (a) from t", "exclude"),
        ("spark", 'select "a" from t', "double quotes"),
        ("redshift", "select max(a) filter (where b) from t", "filter"),
        ("snowflake", "select sum(a) over w from t window w as (order by b)", "window clause"),
        ("fabric", "select a, count(*) as n from t group by 1", "group by a number"),
        ("fabric", "select a > 0 as b from t", "comparison as a value"),
        ("bigquery", "selec a from t", "does not parse"),
        ("bigquery", "select cast(a as double precision) from t", "double precision"),
    ],
)
def test_what_an_engine_lacks_is_refused(engine: str, sql: str, reason: str) -> None:
    assert any(reason in objection for objection in objections(engine, sql))


@pytest.mark.parametrize("engine", PROFILES)
def test_plain_sql_and_words_in_literals_are_taken(engine: str) -> None:
    sql = "select a, count(*) as n from t where b = 'true || try_cast(c) -- \\\\' group by a -- group by 1"
    assert list(objections(engine, sql)) == []


def test_every_model_and_test_compiles_for_every_engine() -> None:
    python = ROOT / ".venv-engines" / "bin" / "python"
    if not python.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no .venv-engines: make it first")
    script = ROOT / "tests" / "tools" / "compile_all.py"
    done = subprocess.run([str(python), str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
