"""The command `learning-marts`, or `python -m loaders`: init, load, status, marts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click

from loaders.errors import LoadError
from loaders.landing import load_sources, open_database, prepare

_DATABASE = click.option(
    "--database",
    envvar="LEARNING_MARTS_DB",
    default="warehouse.duckdb",
    show_default=True,
    type=click.Path(path_type=Path),
)
_CONFIG = click.option("--config", default="sources.yml", show_default=True, type=click.Path(path_type=Path))


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except LoadError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Commands)
def main() -> None:
    """Land raw records of learning systems in the warehouse."""


@main.command()
@_DATABASE
@_CONFIG
def init(database: Path, config: Path) -> None:
    """Write sources.yml from its example and create the raw tables."""
    if not config.exists():
        shutil.copy(Path(__file__).with_name("sources.example.yml"), config)
    with open_database(database) as connection:
        prepare(connection)
    click.echo(f"{config}: name your instances there, then run 'learning-marts load'.")


@main.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@_DATABASE
@_CONFIG
def load(names: tuple[str, ...], database: Path, config: Path) -> None:
    """Load the named sources, or all."""
    load_sources(config, names, database)


@main.command()
@_DATABASE
def status(database: Path) -> None:
    """Show each source's last load and its cursor."""
    if not database.exists():
        raise LoadError(f"{database}: no such warehouse; run 'learning-marts init' first.")
    with open_database(database) as connection:
        prepare(connection)
        rows = connection.execute(
            """
            select source_id, stream, load_id, strftime(finished_at, '%Y-%m-%d %H:%M:%S'), received, landed,
                unchanged, rejected, coalesce(cursor_value, '-'), coalesce(note, '')
            from ops.loads left join (select source_id, stream, cursor_value from ops.cursors) using (source_id, stream)
            qualify row_number() over (partition by source_id, stream order by loads.load_id desc) = 1
            order by source_id, stream
            """
        ).fetchall()
    heads = ("source", "stream", "load", "finished (UTC)", "received", "landed", "unchanged", "rejected", "cursor", "")
    _show_table(heads, rows)


@main.command()
@_DATABASE
def marts(database: Path) -> None:
    """List the marts that dbt built, with their rows, and how to query them."""
    if not database.exists():
        raise LoadError(f"{database}: no such warehouse; run 'make demo', or 'make build' after 'learning-marts init'.")
    with open_database(database) as connection:
        names = connection.execute(
            """
            select table_schema || '.' || table_name from information_schema.tables
            where regexp_matches(table_schema, '(^|_)(core|engagement|outcomes|content|organization)$')
            order by 1
            """
        ).fetchall()
        rows = [(name, connection.execute(f"select count(*) from {name}").fetchone()[0]) for (name,) in names]  # type: ignore[index]
    if not rows:
        raise LoadError(f"{database}: holds no marts yet; run 'dbt build'.")
    _show_table(("mart", "rows"), rows)
    query = "select course_id, week_start_date, active_learners from engagement.course_weeks order by all"
    click.echo(
        f"""
Ask them, for example:
  duckdb {database.name} "{query}"
  .venv/bin/python -c "import duckdb; print(duckdb.connect('{database.name}').sql('{query}'))"
  make docs    # every mart and column explained, in target/static_index.html"""
    )


def _show_table(heads: tuple[str, ...], rows: list[Any]) -> None:
    table = [heads, *(tuple(f"{x:,}" if isinstance(x, int) else str(x) for x in row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main(prog_name="learning-marts")
