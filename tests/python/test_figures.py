"""Real data: what marts say beside what the files say, each figure from both sides."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from compiled import compiled
from conftest import Warehouse
from figures import FUN_MOOC, OEA, OULAD, Figure

Build = Callable[[str], tuple[Warehouse, Path]]
SOURCES = {
    "fun_mooc": "  fun: {{system: xapi, path: '{data}/fun_mooc_video/statements.json.gz'}}\n",
    "oea": "".join(
        f"  {system}: {{{{system: {system}, path: '{{data}}/oea/{system}'}}}}\n"
        for system in ("canvas", "moodle", "teams")
    ),
    "oulad": "  oulad: {{system: oulad, path: '{data}/oulad'}}\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, oulad: Path, shared: Path) -> Build:
    """Gives the warehouse of a data set, built at its first use, and the folder in which the data set lies."""
    made: dict[str, tuple[Warehouse, Path]] = {}

    def build(name: str) -> tuple[Warehouse, Path]:
        if name not in made:
            warehouse = Warehouse(tmp_path_factory.mktemp(name))
            data = oulad.parent if name == "oulad" else shared
            done = warehouse.load(SOURCES[name].format(data=data))
            assert done.returncode == 0, done.stderr
            compiled().build(warehouse.database)
            made[name] = warehouse, data
        return made[name]

    return build


CASES = [
    (name, figure) for name, figures in (("fun_mooc", FUN_MOOC), ("oea", OEA), ("oulad", OULAD)) for figure in figures
]


def same(one: object, other: object) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)  # type: ignore[arg-type]
    return one == other


@pytest.mark.parametrize(("name", "figure"), CASES, ids=[f"{name}: {figure.title}" for name, figure in CASES])
def test_marts_say_what_the_files_say(name: str, figure: Figure, built: Build) -> None:
    warehouse, data = built(name)
    expected = sorted(duckdb.sql(figure.files.format(data=data)).fetchall(), key=repr)
    found = sorted(warehouse.rows(figure.mart), key=repr)
    assert expected
    print(f"{name}: {figure.title}: {len(expected)} rows in the files, {len(found)} in the mart")
    assert len(found) == len(expected)
    differ = [(row, other) for row, other in zip(expected, found, strict=True) if not all(map(same, row, other))]
    assert differ == [], "of the files, and of the mart"
