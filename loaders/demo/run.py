"""Loads a simulated campus through the same loader, over the same HTTP, as a real record store."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

import click
import duckdb

from loaders.demo.campus import Campus
from loaders.demo.server import RecordStore
from loaders.errors import LoadError
from loaders.landing import load_sources

_SECRET = "LEARNING_MARTS_DEMO_PASSWORD"


def truth_beside(database: Path) -> Path:
    """Where the truth about the campus in `database` is kept."""
    return database.with_name(f"{database.stem}_truth.duckdb")


def run_demo(database: Path, learners: int, seed: int) -> None:
    """Load a campus of `learners` people into `database` and write the truth about it beside it.

    A second run with the same numbers finds nothing new. Raises LoadError where the warehouse holds another
    campus, and what load_sources raises.
    """
    truth = truth_beside(database)
    if database.exists() and truth.exists():
        _check_same(truth, database, learners, seed)
    campus = Campus(seed, learners)
    campus.truth.write(truth)
    with RecordStore(campus) as store, tempfile.TemporaryDirectory() as folder:
        config, links = Path(folder) / "sources.yml", Path(folder) / "links.csv"
        with links.open("w", newline="") as stream:
            csv.writer(stream).writerows([("identifier_a", "identifier_b"), *campus.identity_links()])
        config.write_text(
            f"sources:\n  demo_campus:\n    system: xapi\n    url: {store.url}\n    username: {store.username}\n"
            f"    password: ${{{_SECRET}}}\n    page_size: 1000\n"
            f"  demo_registry:\n    system: identity\n    path: {links}\n"
        )
        os.environ[_SECRET] = store.password
        try:
            load_sources(config, None, database)
        finally:
            del os.environ[_SECRET]
    click.echo(f"{truth}: what really happened.")


def _check_same(truth: Path, database: Path, learners: int, seed: int) -> None:
    with duckdb.connect(str(truth), read_only=True) as connection:
        held = connection.execute("select seed, learners from campus").fetchone()
    if held != (seed, learners):
        raise LoadError(f"{database}: holds another campus; remove it and {truth}, or name another --database.")
