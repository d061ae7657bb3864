"""A few of the deliberate faults of `make mutants`: the suite fails on each."""

from __future__ import annotations

import os
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "tools"))

from mutants import MUTANTS, run

SHARE = int(os.environ.get("LEARNING_MARTS_MUTANTS", "4"))


def test_the_suite_fails_on_a_fault() -> None:
    chosen = MUTANTS[:: len(MUTANTS) // SHARE][:SHARE]
    survived = [mutant for mutant, fault in run(chosen) if fault is None]
    if survived:
        pytest.fail("\n".join(map(str, survived)), pytrace=False)
