"""`python -m demo`: load the simulated campus."""

from __future__ import annotations

from pathlib import Path

import click

from demo.simulator.run import run_demo
from loaders.errors import LoadError


@click.command()
@click.option(
    "--database",
    envvar="LEARNING_MARTS_DB",
    default="demo.duckdb",
    show_default=True,
    type=click.Path(path_type=Path),
)
@click.option("--learners", default=300, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True)
def main(database: Path, learners: int, seed: int) -> None:
    """Load a simulated campus, and write what really happened on it beside the warehouse."""
    try:
        run_demo(database, learners, seed)
    except LoadError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main(prog_name="python -m demo")
