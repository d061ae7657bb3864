"""Tables that Airbyte landed give the staging models that our own loaders give."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml
from compiled import compiled
from conftest import ROOT, Warehouse

from demo.simulator.campus import Campus
from demo.simulator.run import sources_of
from demo.simulator.systems.oneroster import OneRoster
from loaders.landing import load_sources
from loaders.sources import SYSTEMS

STAGED = ("people", "courses", "enrollment_versions", "activities", "grades", "org_units")
# Airbyte counts neither loads nor records.
BOOKKEEPING = "extracted_at, load_id, record_number"


def test_airbyte_gives_the_same_staging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, airbyte = (Warehouse(tmp_path / name) for name in ("own", "airbyte"))
    for warehouse in (own, airbyte):
        warehouse.folder.mkdir()
    with OneRoster(Campus(3, 12).term) as service:
        sources, secrets = sources_of([service])
        for name, value in secrets.items():
            monkeypatch.setenv(name, value)
        config = tmp_path / "sources.yml"
        config.write_text(yaml.safe_dump({"sources": sources}))
        load_sources(config, None, own.database)
    with duckdb.connect(str(airbyte.database)) as connection:
        connection.execute(f"attach '{own.database}' as own (read_only); create schema raw_oneroster")
        for stream in SYSTEMS["oneroster"].streams:
            # Two syncs: the first brought each record in another form.
            connection.execute(f"""
                create table raw_oneroster.{stream} as
                select uuid() as _airbyte_raw_id, sync.data::json as _airbyte_data, sync.at as _airbyte_extracted_at
                from own.raw_oneroster.{stream}, lateral (
                    select json_merge_patch(payload, '{{"status": "tobedeleted", "title": "old"}}') as data,
                        timestamptz '2026-01-01 00:00:00+00' as at
                    union all select payload, timestamptz '2026-01-02 00:00:00+00'
                ) as sync
            """)
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".*", "target", "logs", "*.duckdb*", "dbt_packages"))
    file = project / "models" / "staging" / "oneroster" / "_oneroster__sources.yml"
    document = yaml.safe_load(file.read_text())
    declared = {"landed_by": "airbyte", "source_id": "demo_oneroster", "key": ["sourcedId"]}
    document["sources"][0]["config"] = {"meta": declared}
    file.write_text(yaml.safe_dump(document))
    compiled().build(own.database, "staging/oneroster")
    airbyte.build("-s", "staging.oneroster", "--project-dir", str(project))
    for shape in STAGED:
        schema = "pii" if shape in ("people", "enrollment_versions", "grades") else "staging"
        # Of the history both have the present: Airbyte's has the first sync as well.
        keeps = f"exclude ({BOOKKEEPING})" if shape == "enrollment_versions" else ""
        keeps = "exclude (load_id, record_number)" if shape == "people" else keeps
        when = "where load_id = (select max(load_id) from {table})" if keeps else ""
        table = f"{schema}.stg_oneroster__{shape}"
        query = f"select * {keeps} from {table} {when.format(table=table)} order by all"
        expected = own.rows(query)
        assert expected and airbyte.rows(query) == expected, shape
