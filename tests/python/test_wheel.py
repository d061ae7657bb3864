"""The built wheel in an environment of its own, without this checkout: what somebody gets who installs the loaders."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT

STATEMENT = {
    "id": "00000000-0000-4000-8000-000000000001",
    "actor": {"mbox": "mailto:ada@example.org"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
    "object": {"id": "https://example.org/page"},
    "stored": "2026-01-05T09:00:01Z",
}


def run(*command: str | Path, cwd: Path) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LEARNING_MARTS", "PYTHON"))}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with the runtime lock and the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    # A build writes beside its sources.
    shutil.copytree(ROOT / "loaders", folder / "source" / "loaders", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, folder / "source")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=folder / "source")
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    commands = folder / "venv" / "bin"
    pip = (commands / "pip", "install", "--quiet", "--no-deps")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=folder)
    run(*pip, wheel, cwd=folder)
    return commands


def test_init_load_and_status_run_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert "sources.yml: name your instances there" in run(installed / "learning-marts", "init", cwd=tmp_path)
    example = (tmp_path / "sources.yml").read_text()
    assert "system: xapi" in example
    (tmp_path / "statements.ndjson").write_text(json.dumps(STATEMENT))
    (tmp_path / "sources.yml").write_text("sources:\n  archive: {system: xapi, path: statements.ndjson}\n")
    run(installed / "learning-marts", "load", cwd=tmp_path)
    status = run(installed / "learning-marts", "status", cwd=tmp_path)
    assert "archive" in status and "statements" in status


def test_no_module_needs_another_to_be_imported_first(installed: Path, tmp_path: Path) -> None:
    modules = [path.relative_to(ROOT).with_suffix("") for path in sorted((ROOT / "loaders").rglob("*.py"))]
    names = [".".join(path.parts).removesuffix(".__init__") for path in modules if path.name != "__main__"]
    assert len(names) > 20
    for name in names:
        run(installed / "python", "-c", f"import {name}", cwd=tmp_path)


def test_users_get_no_tool_of_developers(installed: Path, tmp_path: Path) -> None:
    found = json.loads(run(installed / "pip", "list", "--format", "json", cwd=tmp_path))
    names = {package["name"] for package in found}
    assert "dbt-duckdb" in names
    assert not names & {"pytest", "pytest-xdist", "ruff", "mypy", "sqlfluff", "hypothesis", "dbt-bouncer"}
