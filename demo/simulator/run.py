"""Loads a simulated campus with the loaders and over HTTP, like real systems."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import duckdb
import yaml

from demo.simulator.campus import Campus
from demo.simulator.server import RecordStore
from demo.simulator.service import Exhibit
from demo.simulator.systems import EXHIBITS
from loaders.errors import LoadError
from loaders.landing import load_sources
from loaders.sources import SYSTEMS


def truth_beside(database: Path) -> Path:
    """The file with the truth about the campus in `database`."""
    return database.with_name(f"{database.stem}_truth.duckdb")


def run_demo(database: Path, learners: int, seed: int) -> None:
    """Load a campus of `learners` people into `database` and write the truth about it beside it.

    A second run with the same numbers lands nothing new. Raises LoadError where the warehouse contains another campus,
    and what load_sources raises.
    """
    truth = truth_beside(database)
    if database.exists() and truth.exists():
        _check_same(truth, database, learners, seed)
    campus = Campus(seed, learners)
    campus.truth.write(truth)
    with contextlib.ExitStack() as open_systems:
        folder = Path(open_systems.enter_context(tempfile.TemporaryDirectory()))
        links = folder / "links.csv"
        with links.open("w", newline="") as stream:
            csv.writer(stream).writerows([("identifier_a", "identifier_b"), *campus.identity_links()])
        exhibits: list[Exhibit] = [RecordStore(campus), *(kind(campus.term) for kind in EXHIBITS)]
        for exhibit in exhibits:
            open_systems.enter_context(exhibit)
        sources, secrets = sources_of(exhibits)
        sources["demo_registry"] = {"system": "identity", "path": str(links)}
        config = folder / "sources.yml"
        config.write_text(yaml.safe_dump({"sources": sources}, sort_keys=False))
        os.environ.update(secrets)
        try:
            load_sources(config, None, database)
        finally:
            for name in secrets:
                del os.environ[name]
    click.echo(f"{truth}: contains what really happened on the campus.")


def sources_of(exhibits: Iterable[Exhibit]) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The sources of sources.yml for the exhibits, and the environment variables with their secrets."""
    sources: dict[str, dict[str, Any]] = {}
    secrets: dict[str, str] = {}
    for exhibit in exhibits:
        entry = {"system": exhibit.system, **exhibit.settings()}
        for field in dataclasses.fields(SYSTEMS[exhibit.system].settings):
            if field.metadata.get("secret") and field.name in entry:
                name = f"LEARNING_MARTS_DEMO_{exhibit.system}_{field.name}".upper()
                secrets[name], entry[field.name] = entry[field.name], f"${{{name}}}"
        sources[f"demo_{exhibit.system}"] = entry
    return sources, secrets


def _check_same(truth: Path, database: Path, learners: int, seed: int) -> None:
    with duckdb.connect(str(truth), read_only=True) as connection:
        found = connection.execute("select seed, learners from campus").fetchone()
    if found != (seed, learners):
        raise LoadError(f"{database}: contains another campus; remove it and {truth}, or name another --database.")
