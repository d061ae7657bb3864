"""The vocabulary seeds against the profiles that define verbs and activity types."""

from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

SEEDS = ROOT / "seeds"

CONCEPT_TYPE = {"verbs": "Verb", "activity_types": "ActivityType"}
LIMITED = {"verbs": "verb_class", "activity_types": "activity_kind"}
both = pytest.mark.parametrize("seed", ["verbs", "activity_types"])


def read_seed(seed: str) -> list[dict[str, str]]:
    """The rows of a seed, the first column under the name `iri`."""
    with (SEEDS / "vocabulary" / f"{seed}.csv").open(newline="", encoding="utf-8") as lines:
        return [{"iri": next(iter(row.values())), **row} for row in csv.DictReader(lines)]


def read_profiles(shared: Path, concept_type: str) -> dict[str, set[str]]:
    """The IRIs that each profile defines, deprecated ones too."""
    profiles: dict[str, set[str]] = {}
    for file in (shared / "xapi_profiles").glob("*.jsonld"):
        concepts = json.loads(file.read_text(encoding="utf-8"))["concepts"]
        defined = {concept["id"] for concept in concepts if concept["type"] == concept_type}
        # The profile drops a part of the IRIs that statements carry: the seeds have both.
        full = {iri.replace("://activitystrea.ms/", "://activitystrea.ms/schema/1.0/") for iri in defined}
        profiles[file.stem.replace("-", "_")] = defined | full
    return profiles


@both
def test_seeds_hold_what_the_profiles_define(shared: Path, seed: str) -> None:
    profiles = read_profiles(shared, CONCEPT_TYPE[seed])
    assert set(profiles) == {"acrossx", "activity_streams", "adl", "cmi5", "scorm", "tincan", "video"}
    defined = {(profile, iri) for profile, iris in profiles.items() for iri in iris}
    found = {(row["profile"], row["iri"]) for row in read_seed(seed)}
    missing = sorted(defined - found)
    assert not missing, f"defined by a profile, not in the seed: {missing}"
    extra = sorted((profile, iri) for profile, iri in found - defined if profile in profiles)
    assert not extra, f"in the seed, not defined by the profile it names: {extra}"


@both
def test_each_iri_occurs_once_and_in_order(seed: str) -> None:
    iris = [row["iri"] for row in read_seed(seed)]
    repeated = sorted(iri for iri, count in Counter(iris).items() if count > 1)
    assert not repeated, f"more than once: {repeated}"
    displaced = [iri for before, iri in pairwise(iris) if iri < before]
    assert not displaced, f"below a later one: {displaced}"


@both
def test_classes_and_kinds_are_accepted_values(seed: str) -> None:
    described = {one["name"]: one for one in yaml.safe_load((SEEDS / "_seeds.yml").read_text())["seeds"]}
    columns = {column["name"]: column for column in described[seed]["columns"]}
    limited = LIMITED[seed]
    accepted = columns[limited]["data_tests"][0]["accepted_values"]["arguments"]["values"]
    wrong = [(row["iri"], row[limited]) for row in read_seed(seed) if row[limited] not in accepted]
    assert not wrong, f"not one of {accepted}: {wrong}"
