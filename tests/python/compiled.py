"""A project as dbt compiled it, built by DuckDB alone: in seconds, where dbt takes most of a minute.

What dbt itself does (materializations, incremental builds, contracts, selection) is tested where dbt runs.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
from conftest import SESSION, Warehouse

from loaders.landing import open_database, prepare

Node = dict[str, Any]


class Compiled:
    """The nodes of a compiled project by their unique ids, in the order in which they are built."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        order = TopologicalSorter({name: node["depends_on"].get("nodes", ()) for name, node in nodes.items()})
        self.nodes = {name: nodes[name] for name in order.static_order() if name in nodes}

    def with_parents(self, wanted: Iterable[str]) -> set[str]:
        """The unique ids of the models and seeds that are `wanted`, and of all that they read.

        A wanted word is the name of a model or the beginning of its path below models/; without words, all are.
        """
        words = list(wanted)
        chosen = {
            name
            for name, node in self.nodes.items()
            if node["resource_type"] in ("model", "seed")
            and (not words or node["name"] in words or below_models(node).startswith(tuple(f"{w}/" for w in words)))
        }
        assert chosen, f"no model is named {words}"
        for name in reversed(self.nodes):
            if name in chosen:
                chosen.update(parent for parent in parents(self.nodes[name]) if parent in self.nodes)
        return chosen

    def build(self, database: Path, *wanted: str) -> None:
        """Make the wanted models and what they read, as a first build does, and run the data tests that this allows.

        Raises AssertionError with the first test that finds a row, and duckdb.Error.
        """
        chosen = self.with_parents(wanted)
        with duckdb.connect(str(database)) as connection:
            connection.execute("set timezone = 'UTC'")
            for name, node in self.nodes.items():
                if name in chosen:
                    make(connection, node)
            for node in self.tests_of(chosen):
                assert passes(connection, node), f"data test {node['name']} fails"

    def tests_of(self, chosen: set[str]) -> list[Node]:
        """The data tests that read something of the chosen nodes, and nothing else."""
        return [
            node
            for node in self.nodes.values()
            if node["resource_type"] == "test" and parents(node) and all(parent in chosen for parent in parents(node))
        ]


def parents(node: Node) -> list[str]:
    """The unique ids of the models and seeds that the node reads."""
    return [name for name in node["depends_on"].get("nodes", ()) if not name.startswith("source.")]


def below_models(node: Node) -> str:
    """The path of a model from models/ on."""
    return str(node["original_file_path"]).removeprefix("models/")


def make(connection: duckdb.DuckDBPyConnection, node: Node, code: str | None = None) -> None:
    """Create the seed, table or view of a node, of other `code` where it is given. A contract gives the types."""
    schema, _, _ = node["relation_name"].rpartition(".")
    connection.execute(f"create schema if not exists {schema}")
    query = code or node.get("compiled_code") or ""
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    if node["resource_type"] == "seed":
        types = node["config"]["column_types"]
        file = Path(node["root_path"]) / node["original_file_path"]
        columns = [name for name, *_ in connection.execute(f"describe from {read_csv(file)}").fetchall()]
        query = f"select {', '.join(cast(name, types.get(name, 'varchar')) for name in columns)} from {read_csv(file)}"
    elif node["contract"]["enforced"] and kind == "table":
        columns = [cast(name, column["data_type"]) for name, column in node["columns"].items()]
        query = f"select {', '.join(columns)} from ({query})"
    connection.execute(f"create or replace {kind} {node['relation_name']} as {query}")


def read_csv(file: Path) -> str:
    """What reads a seed's file, every value a text."""
    return f"read_csv('{file}', header = true, all_varchar = true)"


def cast(column: str, type_name: str) -> str:
    """The column in a type."""
    return f'cast("{column}" as {type_name}) as "{column}"'


def passes(connection: duckdb.DuckDBPyConnection, test: Node) -> bool:
    """Whether a data test finds no row."""
    return not connection.execute(f"select 1 from ({test['compiled_code']}) limit 1").fetchall()


@functools.cache
def compiled(project: str = "package", variables: str = "{}") -> Compiled:
    """What dbt compiles of the package, or of its consumer, the `campus`, with variables as JSON.

    It is compiled once for all workers of a test run.
    """
    digest = hashlib.sha1(repr((project, variables)).encode()).hexdigest()
    file = SESSION / f"compiled_{digest}.json"
    if not file.exists():
        folder = SESSION / f"{digest}_{os.getpid()}"
        folder.mkdir()
        warehouse = Warehouse(folder, project)
        with open_database(warehouse.database) as connection:
            prepare(connection)
        dbt = str(Path(sys.executable).with_name("dbt"))
        done = warehouse.dbt("all", dbt, "compile", "--quiet", "--full-refresh", "--vars", variables)
        assert done.returncode == 0, done.stdout + done.stderr
        nodes = json.loads((folder / "target" / "manifest.json").read_text())["nodes"]
        kept = {name: node for name, node in nodes.items() if node["resource_type"] in ("model", "seed", "test")}
        for node in kept.values():
            # A seed's path is relative to the project that it is in.
            node["root_path"] = node.get("root_path") or str(warehouse.root_of(node["package_name"]))
        written = folder / "nodes.json"
        written.write_text(json.dumps(kept))
        written.replace(file)
    return Compiled(json.loads(file.read_text()))
