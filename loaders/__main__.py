"""`python -m loaders`: init, load, status."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import duckdb

from loaders.config import read_sources
from loaders.errors import LoadError
from loaders.landing import land, prepare

_DATABASE = click.option(
    "--database",
    envvar="LEARNING_MARTS_DB",
    default="warehouse.duckdb",
    show_default=True,
    type=click.Path(path_type=Path),
)
_CONFIG = click.option("--config", default="sources.yml", show_default=True, type=click.Path(path_type=Path))


@click.group()
def main() -> None:
    """Land raw records of learning systems in the warehouse."""


@main.command()
@_DATABASE
@_CONFIG
def init(database: Path, config: Path) -> None:
    """Write sources.yml from its example and create the raw tables."""
    if not config.exists():
        shutil.copy(Path(__file__).parent.parent / "sources.example.yml", config)
    with duckdb.connect(str(database)) as connection:
        prepare(connection)
    click.echo(f"{config}: name your instances there, then run 'python -m loaders load'.")


@main.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@_DATABASE
@_CONFIG
def load(names: tuple[str, ...], database: Path, config: Path) -> None:
    """Load the named sources, or all."""
    failed = []
    try:
        sources = read_sources(config)
        known = {source.source_id for source in sources}
        for name in names:
            if name not in known:
                raise LoadError(f"{config}: no source {name!r}; there are {', '.join(sorted(known))}.")
        with duckdb.connect(str(database)) as connection:
            prepare(connection)
            connection.execute("set timezone = 'UTC'")
            for source in sources:
                if names and source.source_id not in names:
                    continue
                try:
                    counts = land(connection, source)
                except LoadError as error:
                    failed.append(f"{source.source_id}: {error}")
                    continue
                click.echo(f"{source.source_id}: " + ", ".join(f"{value:,} {key}" for key, value in counts.items()))
    except (LoadError, duckdb.IOException) as error:
        failed.append(" ".join(str(error).split()))
    if failed:
        raise click.ClickException("\n".join(failed))


@main.command()
@_DATABASE
def status(database: Path) -> None:
    """Show each source's last load and its cursor."""
    with duckdb.connect(str(database)) as connection:
        prepare(connection)
        connection.sql(
            """
            select source_id, load_id, finished_at, received, landed, unchanged, rejected, cursor_value, note
            from ops.loads left join (select source_id, stream, cursor_value from ops.cursors) using (source_id, stream)
            qualify row_number() over (partition by source_id, stream order by load_id desc) = 1 order by source_id
            """
        ).show(max_width=200)


if __name__ == "__main__":
    main(prog_name="python -m loaders")
