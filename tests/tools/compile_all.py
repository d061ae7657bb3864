"""Render every model and data test for engines that cannot be reached, and parse the SQL in each dialect.

Run with the interpreter of an environment that has the adapters (requirements.engines.lock):

    .venv-engines/bin/python tests/tools/compile_all.py [--project-dir .] [--engine spark ...] [--keep FOLDER]

Nothing connects: credentials are dummies. Incremental models are rendered twice, as a first and as a later build.
A statement is refused if dbt cannot render it, sqlglot cannot parse it, or it uses what UNSUPPORTED lists: a parser
is more lenient than an engine. Exits with 1 on any refusal.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
import tempfile
import types
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROFILES: dict[str, dict[str, Any]] = {
    "spark": {"type": "spark", "method": "session", "host": "nowhere", "schema": "marts"},
    "postgres": {
        "type": "postgres", "host": "nowhere", "port": 5432, "user": "no_user", "password": "none", "dbname": "db",
        "schema": "marts",
    },
    "bigquery": {
        "type": "bigquery", "method": "oauth-secrets", "token": "none", "project": "nowhere", "dataset": "marts",
    },
    "snowflake": {
        "type": "snowflake", "account": "nowhere", "user": "no_user", "password": "none", "database": "db",
        "warehouse": "none", "schema": "marts",
    },
    "redshift": {
        "type": "redshift", "host": "nowhere", "port": 5439, "user": "no_user", "password": "none", "dbname": "db",
        "schema": "marts",
    },
    "fabric": {
        "type": "fabric", "driver": "ODBC Driver 18 for SQL Server", "host": "nowhere", "database": "db",
        "schema": "marts", "authentication": "CLI",
    },
}  # fmt: skip
DIALECTS = {"fabric": "tsql"}

# Adapters that take no incremental strategy but these; the others take any that has a macro.
STRATEGIES = {
    "spark": {"append", "merge", "insert_overwrite", "microbatch"},
    "bigquery": {"merge", "insert_overwrite", "microbatch"},
}

# What sqlglot parses although the engine has no such thing: a name, and the engines that lack it.
# An expression is matched against the SQL as `bare` returns it.
UNSUPPORTED: list[tuple[str, str, str]] = [
    ("try_cast", r"\btry_cast\s*\(", "postgres bigquery"),
    ("exclude in select *", r"\*\s*exclude\b", "spark postgres bigquery fabric"),
    ("arg_min, arg_max", r"\barg_(min|max)\s*\(", "spark postgres bigquery snowflake redshift fabric"),
    ("max_by, min_by", r"\b(max|min)_by\s*\(", "postgres redshift fabric"),
    ("filter (where ...) after an aggregate", r"\)\s*filter\s*\(", "bigquery snowflake redshift fabric"),
    ("window clause", r"\bwindow\s+\w+\s+as\s*\(", "snowflake redshift fabric"),
    ("ignore nulls", r"\bignore\s+nulls\b", "postgres"),
    ("is distinct from", r"\bis\s+(not\s+)?distinct\s+from\b", "redshift"),
    ("split_part", r"\bsplit_part\s*\(", "bigquery fabric"),
    ("regexp_extract", r"\bregexp_extract\s*\(", "postgres snowflake redshift fabric"),
    ("regexp_matches", r"\bregexp_matches\s*\(", "spark bigquery snowflake redshift fabric"),
    ("double precision", r"\bdouble\s+precision\b", "spark bigquery"),
    ("varchar as a type", r"\bas\s+varchar\s*\)", "bigquery"),
    ("cast to json", r"\bcast\s*\([^()]*\bas\s+json\s*\)", "spark bigquery snowflake redshift fabric"),
    ("recursive common table expression by union", r"\brecursive\b(?:(?!\bunion\s+all\b).)*\bunion\b(?!\s+all)",
     "spark bigquery snowflake redshift fabric"),
    ("with inside a subquery", r"\(\s*with\b(?!\s*\w+\s+\w+\s+')", "fabric"),
    ("recursive keyword", r"\bwith\s+recursive\b", "fabric"),
    ("group by a number", r"\bgroup\s+by\s+\d", "fabric"),
    ("||", r"\|\|", "fabric"),
    ("true, false", r"\b(true|false)\b", "fabric"),
    ("boolean type", r"\bas\s+boolean\s*\)", "fabric"),
    ("comparison as a value",
     r"(?:(?:[<>]=?|=)\s*[\w.]+|\bis\s+(?:not\s+)?null)\s+as\s+\w+\s*(?:,|\bfrom\b)", "fabric"),
    ("column as a condition", r"\b(?:where|and|or|when|not)\s+(?:not\s+)?(?:\w+\.)?(?:is|has|was)_\w+"
     r"(?=\s*(?:\)|$|,|\bthen\b|\band\b|\bor\b|\bgroup\b|\border\b))", "fabric"),
    ("nulls first, last", r"\bnulls\s+(first|last)\b", "fabric"),
    ("group_concat, string_agg by DuckDB", r"\bgroup_concat\s*\(", "postgres bigquery snowflake redshift fabric"),
    ("list functions of DuckDB", r"\b(list_\w+|unnest_\w+|string_split|epoch_ms|generate_subscripts)\s*\(",
     "spark postgres bigquery snowflake redshift"),
    ("a name in double quotes, which is a text there", r'""', "spark bigquery"),
    ("groups, a reserved word", r"(?:\bfrom|\bjoin|\bwith|,)\s+groups\b", "bigquery"),
]  # fmt: skip


@dataclass
class Outcome:
    """What one engine made of the project: counts, and the first error of each refused statement."""

    engine: str
    models: int = 0
    tests: int = 0
    parsed: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def bare(sql: str, dialect: str) -> str:
    """The SQL in lower case and on one line, every literal as '', every quoted name as q, comments dropped."""
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.tokens import TokenType

    literals = {TokenType.STRING, TokenType.RAW_STRING, TokenType.NATIONAL_STRING, TokenType.BYTE_STRING}
    words = []
    for token in Dialect.get_or_raise(dialect).tokenize(sql):
        if token.token_type in literals:
            words.append('""' if sql[token.start] == '"' else "''")
        else:
            words.append("q" if token.token_type == TokenType.IDENTIFIER else token.text.lower())
    return re.sub(r" ?([.()]) ?", r"\1", " ".join(words)).replace(",", ", ")


def objections(engine: str, sql: str) -> Iterator[str]:
    """Why an engine would not take a statement; nothing if it would, as far as is known."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import ErrorLevel, SqlglotError

    dialect = DIALECTS.get(engine, engine)
    try:
        trees = sqlglot.parse(sql, dialect=dialect, error_level=ErrorLevel.RAISE)
        if any(tree is None or tree.find(exp.Command) for tree in trees):
            yield "falls back to an unparsed command"
    except SqlglotError as error:
        yield "does not parse: " + re.sub(r"\x1b\[\d+m", "", str(error)).split("\n")[0]
    text = bare(sql, dialect)
    for name, pattern, engines in UNSUPPORTED:
        if engine in engines.split() and re.search(pattern, text, flags=re.S):
            yield f"unsupported: {name}"


def stub_connections(engine: str) -> None:
    """Load the adapter of an engine without the library that it needs only to connect."""
    from dbt.adapters.factory import FACTORY

    if engine == "spark":
        sys.modules.setdefault("pyspark", types.ModuleType("pyspark"))
    FACTORY.load_plugin(engine)


def stub_relations(engine: str, *, built: bool) -> None:
    """Make the adapter answer, without a connection, that every raw table exists, and every other one if `built`."""
    from dbt.adapters.factory import FACTORY

    adapter = FACTORY.get_adapter_class_by_name(engine)

    def get_relation(self: Any, database: str, schema: str, identifier: str, *_: Any, **__: Any) -> Any:
        if not built and not schema.startswith("raw_"):
            return None
        return self.Relation.create(database=database, schema=schema, identifier=identifier, type="table")

    adapter.get_relation = get_relation  # type: ignore[method-assign]


def compile_engine(project: Path, engine: str, folder: Path) -> list[Outcome]:
    """Parse the project for an engine, render both forms (first and later build), and judge every statement."""
    from dbt.cli.main import dbtRunner

    work = folder / engine
    work.mkdir(parents=True)
    outputs = {"target": engine, "outputs": {engine: {**PROFILES[engine], "threads": 1}}}
    profile = re.search(r"^profile:\s*['\"]?([\w-]+)", (project / "dbt_project.yml").read_text(), flags=re.M)
    assert profile, "dbt_project.yml names no profile"
    (work / "profiles.yml").write_text(json.dumps({profile[1]: outputs}))
    options = [
        "--quiet", "--log-path", str(work / "logs"), "--no-partial-parse", "--no-send-anonymous-usage-stats",
        "--log-level", "none",
    ]  # fmt: skip
    places = ["--project-dir", str(project), "--profiles-dir", str(work), "--target-path", str(work / "target")]
    outcomes = []
    try:
        stub_connections(engine)
        parsed = dbtRunner().invoke([*options, "parse", *places])
        if parsed.exception or parsed.result is None:
            raise RuntimeError(str(parsed.exception))
        for built in (False, True):
            stub_relations(engine, built=built)
            chosen = ["--select", "config.materialized:incremental"] if built else []
            compiled = dbtRunner(manifest=parsed.result).invoke(
                [*options, "compile", "--no-introspect", "--no-populate-cache", *chosen, *places]
            )
            if compiled.exception or compiled.result is None:
                raise RuntimeError(str(compiled.exception))
            outcomes.append(judge(engine, compiled.result.results, built=built))
    except Exception as error:  # The table must show an engine that cannot start at all.
        outcomes.append(Outcome(engine, refused={"project": f"{type(error).__name__}: {error}"}))
    return outcomes


def judge(engine: str, results: Iterable[Any], *, built: bool) -> Outcome:
    """What an engine would say of the compiled models and tests."""
    outcome = Outcome(engine)
    for run in results:
        node = run.node
        kind = node.resource_type.value
        if kind not in ("model", "test") or (built and kind == "test"):
            continue
        name = node.name + (" (later build)" if built else "")
        outcome.models += kind == "model"
        outcome.tests += kind == "test"
        if run.status.value not in ("success", "pass"):
            outcome.refused[name] = "does not render: " + " ".join(str(run.message).split())
            continue
        found = list(objections(engine, node.compiled_code))
        strategy = node.config.get("incremental_strategy")
        if built and strategy and strategy not in STRATEGIES.get(engine, {strategy}):
            found.append(f"the adapter refuses incremental strategy {strategy}")
        if found:
            outcome.refused[name] = "; ".join(found)
        else:
            outcome.parsed += 1
    return outcome


def main() -> int:
    """Print a table of engines, then every refusal; 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--project-dir", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--engine", action="append", choices=sorted(PROFILES))
    parser.add_argument("--keep", type=Path, help="write the compiled SQL here instead of a temporary folder")
    options = parser.parse_args()
    engines = options.engine or list(PROFILES)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        # A process for each: dbt keeps one adapter and one configuration per process.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=2, mp_context=spawn, max_tasks_per_child=1) as pool:
            jobs = [pool.submit(compile_engine, options.project_dir.resolve(), engine, folder) for engine in engines]
            forms = [job.result() for job in jobs]
    refusals = 0
    print(f"{'engine':<10} {'models':>7} {'later':>6} {'tests':>6} {'parsed':>7} {'refused':>8}")
    for engine, outcomes in zip(engines, forms, strict=True):
        first, later = outcomes[0], outcomes[-1]
        refused = sum(len(outcome.refused) for outcome in outcomes)
        refusals += refused
        parsed = sum(outcome.parsed for outcome in outcomes)
        print(f"{engine:<10} {first.models:>7} {later.models:>6} {first.tests:>6} {parsed:>7} {refused:>8}")
    for engine, outcomes in zip(engines, forms, strict=True):
        for outcome in outcomes:
            for name, reason in outcome.refused.items():
                print(f"{engine}: {name}: {reason}")
    return 1 if refusals else 0


if __name__ == "__main__":
    sys.exit(main())
