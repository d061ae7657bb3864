"""A whole term in one load, in many, and in many that are shuffled: the same marts.

LEARNING_MARTS_LOADS is how many loads the term comes in; `make arrival` takes twenty.
"""

from __future__ import annotations

import itertools
import os
import random

import pytest
from compiled import compiled
from conftest import Marts, Warehouse, assert_same_marts, marts

from demo.simulator.campus import Campus

LEARNERS, SEED = 60, 3


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """In order of arrival, which is not that of the events."""
    return [text for text, _ in Campus(SEED, LEARNERS).statements()]


@pytest.fixture(scope="module")
def at_once(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Marts:
    warehouse = Warehouse(tmp_path_factory.mktemp("at_once"))
    file = warehouse.folder / "statements.ndjson"
    file.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    warehouse.land(file)
    compiled().build(warehouse.database)
    return marts(warehouse)


@pytest.mark.parametrize("order", ["in_order", "shuffled"])
def test_many_loads_give_the_marts_of_one(order: str, texts: list[str], at_once: Marts, warehouse: Warehouse) -> None:
    count = int(os.environ.get("LEARNING_MARTS_LOADS", "4"))
    if order == "shuffled":
        # Voidings before their target, names before what they name, duplicates and conflicts either way around.
        texts = random.Random(SEED).sample(texts, len(texts))
    cuts = [len(texts) * number // count for number in range(count + 1)]
    warehouse.arrive(texts[start:end] for start, end in itertools.pairwise(cuts))
    assert warehouse.rows("select count(distinct load_id) from raw_xapi.statements") == [(count,)]
    assert_same_marts(marts(warehouse), at_once)
