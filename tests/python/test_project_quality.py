"""Rules that no reader should have to check by eye. Each failure says what, where, and what to do.

A small warehouse is built and documented once for all of them, apart from the one in use.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Warehouse
from dbt.jsonschemas.jsonschemas import CustomDraft7Validator, project_schema, resources_schema

from tests.tools.mart_table import readme

PACKAGE = "learning_marts"
PRIVACY = {"direct_identifier", "quasi_identifier", "sensitive", "none"}
# A field, a cast or a JSON macro: what only staging may do to a payload.
JSON_USE = re.compile(r"\bjson_\w+\s*\(|->>|\bfrom_json\b|\bread_json\w*\b|\bjson_fields\b", re.IGNORECASE)
COMMENTS = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)
# Columns of a name that says less here than in the model that is read: (model, column).
CLASS_ENDS = {
    # Rows that add up several learners.
    ("enrollment_days", "status"),
    ("item_analysis", "correct_responses"),
    ("item_analysis", "responses"),
    ("meeting_attendance", "attended_seconds"),
}
STATEMENT = {
    "id": "00000000-0000-4000-8000-000000000001",
    "actor": {"mbox": "mailto:ada@example.org"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
    "object": {
        "id": "https://example.org/course",
        "definition": {"type": "http://adlnet.gov/expapi/activities/course"},
    },
    "timestamp": "2026-01-05T09:00:00Z",
    "stored": "2026-01-05T09:00:01Z",
}

Node = dict[str, Any]


def tool(name: str) -> str:
    """The command of that name beside this Python."""
    return str(Path(sys.executable).parent / name)


def run(*command: str, env: dict[str, str] | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)


def nothing(found: Iterable[str], remedy: str) -> None:
    """Fail with the list of what was found and what to do about it."""
    lines = sorted(found)
    if lines:
        pytest.fail(f"{len(lines)} found. {remedy}\n  " + "\n  ".join(lines), pytrace=False)


def passes(done: subprocess.CompletedProcess[str], remedy: str) -> None:
    if done.returncode:
        pytest.fail(f"{remedy}\n{done.stdout[-20000:]}\n{done.stderr[-4000:]}", pytrace=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse of one statement, with manifest.json and catalog.json in <folder>/target."""
    warehouse = Warehouse(tmp_path_factory.mktemp("quality"))
    statements = warehouse.folder / "statements.json"
    statements.write_text(json.dumps(STATEMENT))
    warehouse.land(statements)
    warehouse.build(systems="all")
    unit_tests = (tool("dbt"), "test", "--quiet", "--select", "test_type:unit")
    passes(warehouse.dbt("all", *unit_tests), "A unit test fails.")
    docs = (tool("dbt"), "docs", "generate", "--quiet", "--no-compile")
    passes(warehouse.dbt("all", *docs), "dbt docs generate failed.")
    return warehouse


@pytest.fixture(scope="module")
def manifest(built: Warehouse) -> dict[str, Any]:
    return json.loads((built.folder / "target" / "manifest.json").read_text())


@pytest.fixture(scope="module")
def catalog(built: Warehouse) -> dict[str, set[str]]:
    """The columns that each model and seed has in the database, by unique id."""
    nodes = json.loads((built.folder / "target" / "catalog.json").read_text())["nodes"]
    return {unique_id: {column.lower() for column in node["columns"]} for unique_id, node in nodes.items()}


def own(manifest: dict[str, Any], *kinds: str) -> Iterator[Node]:
    """This project's nodes and sources of those resource types."""
    for node in [*manifest["nodes"].values(), *manifest["sources"].values()]:
        if node["package_name"] == PACKAGE and node["resource_type"] in kinds:
            yield node


def marts(manifest: dict[str, Any]) -> list[Node]:
    return [node for node in own(manifest, "model") if node["original_file_path"].startswith("models/marts/")]


def place(node: Node) -> str:
    return f"{node['original_file_path']}: {node['name']}"


def test_json_ends_in_staging(manifest: dict[str, Any]) -> None:
    def uses(path: str, code: str) -> Iterator[str]:
        for number, line in enumerate(COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), code).splitlines(), 1):
            if match := JSON_USE.search(line):
                yield f"{path}:{number}: {match[0]}"

    found = []
    for model in own(manifest, "model"):
        path = model["original_file_path"]
        if not path.startswith("models/staging/"):
            found += uses(path, (ROOT / path).read_text())
    for file in (ROOT / "macros").rglob("*.sql"):
        path = file.relative_to(ROOT).as_posix()
        if not path.startswith(("macros/json/", "macros/records/")):
            found += uses(path, file.read_text())
    nothing(found, "Take the field in models/staging by json_fields, or put the function into macros/json.")


def test_every_resource_is_described(manifest: dict[str, Any]) -> None:
    found = [place(node) for node in own(manifest, "model", "seed", "source") if not node["description"].strip()]
    found += [f"{source['original_file_path']}: source {source['source_name']}"
              for source in own(manifest, "source") if not source["source_description"].strip()]  # fmt: skip
    found += [place(group) for group in manifest["groups"].values() if not (group["description"] or "").strip()]
    nothing(found, "Write a description in the folder's properties file (_<folder>__models.yml or the like).")


def test_marts_say_what_a_row_is(manifest: dict[str, Any]) -> None:
    found = [
        place(mart)
        for mart in marts(manifest)
        if "One row per " not in mart["description"] or not mart["config"]["meta"].get("grain")
    ]
    nothing(found, "Write the question, 'One row per ...' and the rules, and the grain in config.meta.")


def test_readme_lists_the_marts() -> None:
    text = (ROOT / "README.md").read_text()
    assert text == readme(text), "Run python tests/tools/mart_table.py."


def test_text_is_plain_english() -> None:
    words = re.compile(
        r"\b(?:te" r"lls?|to" r"ld|no" r"body|one row an? |(?<!there )is n" r"o (?!longer|more))\b", re.IGNORECASE
    )
    tracked = run("git", "ls-files", "*.md", "*.sql", "*.yml", "*.py", "*.toml", "Makefile").stdout.split()
    found = [
        f"{file}:{number}: {match[0]}"
        for file in tracked
        if file != "CONTRIBUTING.md"  # It lists the words.
        for number, line in enumerate((ROOT / file).read_text().splitlines(), start=1)
        if (match := words.search(line))
    ]
    nothing(found, "CONTRIBUTING says how to write: systems send, report, store or contain; 'One row per ...'.")


def test_every_macro_is_described(manifest: dict[str, Any]) -> None:
    found = [
        place(macro)
        for macro in manifest["macros"].values()
        # An engine's implementation is described by the macro that dispatches to it.
        if macro["package_name"] == PACKAGE and "__" not in macro["name"] and not macro["description"].strip()
    ]
    nothing(found, "Describe the macro in a properties file of macros/ (macros: [{name, description, arguments}]).")


def test_every_column_is_described(manifest: dict[str, Any], catalog: dict[str, set[str]]) -> None:
    found = []
    for node in own(manifest, "model", "seed", "source"):
        stated = {name.lower(): column for name, column in node["columns"].items()}
        real = catalog.get(node["unique_id"], set(stated))
        found += [f"{place(node)}.{name} is not stated" for name in real - set(stated)]
        found += [f"{place(node)}.{name} is stated but not built" for name in set(stated) - real]
        found += [f"{place(node)}.{name} has no description"
                  for name, column in stated.items() if not column["description"].strip()]  # fmt: skip
    nothing(found, "State every column, and only those, with a description in the folder's properties file.")


def test_every_model_and_seed_was_built(manifest: dict[str, Any], catalog: dict[str, set[str]]) -> None:
    found = [
        place(node)
        for node in own(manifest, "model", "seed")
        if node["unique_id"] not in catalog and node["config"]["materialized"] != "ephemeral"
    ]
    nothing(found, "The catalog lacks it, so its columns went unchecked: find out why dbt build did not build it.")


def privacy(column: Node) -> str:
    """The privacy class of a column: `none` where it states none."""
    return str(column["config"]["meta"].get("privacy", "none"))


def test_privacy_classes_are_known(manifest: dict[str, Any]) -> None:
    found = [
        f"{place(node)}.{name}: {privacy(column)}"
        for node in own(manifest, "model", "seed", "source")
        for name, column in node["columns"].items()
        if privacy(column) not in PRIVACY
    ]
    found += [
        f"{place(source)}: {source['config']['meta'].get('privacy')}"
        for source in own(manifest, "source")
        if source["config"]["meta"].get("privacy") not in PRIVACY
    ]
    nothing(found, f"Set config: {{meta: {{privacy: ...}}}} to one of {', '.join(sorted(PRIVACY))}.")


def test_privacy_classes_follow_columns(manifest: dict[str, Any]) -> None:
    """A column that is read under its own name keeps the class that it has there, or states a stricter one."""
    strictness = ["none", "quasi_identifier", "sensitive", "direct_identifier"]
    nodes, found = manifest["nodes"], []
    for node in own(manifest, "model"):
        for name, column in node["columns"].items():
            for parent in map(nodes.get, node["depends_on"]["nodes"]):
                if parent is None or name not in parent["columns"]:
                    continue
                inherited = privacy(parent["columns"][name])
                if (
                    strictness.index(privacy(column)) < strictness.index(inherited)
                    and (node["name"], name) not in CLASS_ENDS
                ):
                    found.append(f"{place(node)}.{name}: {privacy(column)}, but {inherited} in {parent['name']}")
    nothing(found, "State the class of the column, or list it in CLASS_ENDS with the reason.")


def test_direct_identifiers_stay_in_pii(manifest: dict[str, Any]) -> None:
    found = []
    for node in own(manifest, "model", "seed"):
        if node["schema"] == "pii":
            continue
        for name, column in node["columns"].items():
            if privacy(column) == "direct_identifier":
                found.append(f"{place(node)}.{name} in schema {node['schema']}")
    nothing(found, "Drop the column, or move the model into schema pii and carry learner_id onward.")


def test_marts_are_promises(manifest: dict[str, Any]) -> None:
    uniquely_tested = {
        test["attached_node"]
        for test in own(manifest, "test")
        if (test.get("test_metadata") or {}).get("name", "").startswith("unique")
    }
    owners = {group["name"]: group["owner"] for group in manifest["groups"].values()}
    # A consumer says what its marts are used for: the demo does.
    exposures = yaml.safe_load((ROOT / "demo" / "models" / "_exposures.yml").read_text())["exposures"]
    exposed = {reference for exposure in exposures for reference in exposure["depends_on"]}
    found = [
        f"exposure {exposure['name']} lacks an owner with name and email, or a description"
        for exposure in exposures
        if not (exposure["owner"]["name"] and exposure["owner"]["email"] and exposure["description"].strip())
    ]
    for mart in marts(manifest):
        owner = owners.get(mart["group"], {})
        lacks = {
            "a uniqueness test on its key (unique, or unique_... over several columns)": mart["unique_id"]
            in uniquely_tested,
            "an enforced contract (config: {contract: {enforced: true}})": mart["contract"]["enforced"],
            "a group (config: {group: ...})": bool(mart["group"]),
            "an owner with name and email in its group (models/_groups.yml)": bool(
                owner.get("name") and owner.get("email")
            ),
            "an exposure that names it (demo/models/_exposures.yml)": f"ref('{mart['name']}')" in exposed,
        }
        found += [f"{place(mart)} lacks {what}" for what, has in lacks.items() if not has]
    nothing(found, "Give each mart what it lacks; people outside build on it.")


def test_tests_fail_on_the_first_bad_row(manifest: dict[str, Any]) -> None:
    found = [
        f"{place(test)}: {test['config']['severity']}, error_if {test['config']['error_if']}"
        for test in own(manifest, "test")
        if test["config"]["severity"].lower() != "error" or test["config"]["error_if"] != "!= 0"
    ]
    nothing(found, "A test that lets some rows pass finds nothing: let it fail on one.")


def test_property_files_lie_where_readers_look() -> None:
    found = []
    for file in sorted((ROOT / "models").rglob("*.yml")):
        stated = yaml.safe_load(file.read_text()) or {}
        place = file.relative_to(ROOT).as_posix()
        if "marts" in file.parts and "models" in stated:
            names = [model["name"] for model in stated["models"]]
            if names != [file.stem] or not file.with_suffix(".sql").exists():
                found.append(f"{place}: states {', '.join(names)}")
            continue
        for kind in ("models", "sources"):
            expected = f"_{file.parent.name}__{kind}.yml"
            if kind in stated and file.name != expected:
                found.append(f"{place}: states {kind}, so it should be {file.parent.name}/{expected}")
    nothing(
        found,
        "A mart has a properties file of its own beside it; other folders have one for models and one for sources.",
    )


def faults_of(file: Path) -> Iterator[str]:
    """Where a file departs from dbt's own JSON schema, the deepest cause first."""
    schema = project_schema() if file.name == "dbt_project.yml" else resources_schema()
    for error in CustomDraft7Validator(schema).iter_errors(yaml.safe_load(file.read_text())):
        cause = max(error.context, key=lambda inner: len(inner.absolute_path)) if error.context else error
        # dbt renders a template first, and then looks at what it gives.
        if "{{" in str(cause.instance) and isinstance(cause.instance, str):
            continue
        where = ".".join(str(part) for part in cause.absolute_path)
        yield f"{file.relative_to(ROOT)}: {where}: {cause.message[:300]}"


def test_yaml_meets_the_schemas_of_dbt() -> None:
    files = [ROOT / "dbt_project.yml"]
    for folder in ("models", "seeds", "macros", "snapshots", "tests"):
        files += [file for file in (ROOT / folder).rglob("*.y*ml") if "python" not in file.parts]
    files += [*sorted((ROOT / "demo").glob("*/*.y*ml")), ROOT / "demo" / "dbt_project.yml"]
    nothing(
        (fault for file in files for fault in faults_of(file)),
        "dbt warns of these on other engines and later versions refuse them: mostly a key that belongs under config.",
    )


def test_nothing_is_deprecated(built: Warehouse, tmp_path: Path) -> None:
    done = run(
        tool("dbt"), "parse", "--no-partial-parse", "--show-all-deprecations",
        "--warn-error-options", '{"error": ["Deprecations"]}',
        env=built.env | {"DBT_TARGET_PATH": str(tmp_path)},
    )  # fmt: skip
    passes(done, "dbt parse warns of a deprecation: write it as the message says.")


def test_layers_and_names(built: Warehouse) -> None:
    # The copy lies beside the artifacts of this build, so that those are the ones that it reads.
    shutil.copy(ROOT / "dbt-bouncer.yml", built.folder)
    report = built.folder / "bouncer.json"
    command = [tool("dbt-bouncer"), "run", "--config-file", str(built.folder / "dbt-bouncer.yml")]
    done = run(*command, "--output-file", str(report), cwd=built.folder)
    assert report.is_file(), done.stdout + done.stderr
    nothing(
        (
            f"{result['check_run_id'].split(':')[0]}: {result['failure_message']}"
            for result in json.loads(report.read_text())
            if result["outcome"] == "failed"
        ),
        "dbt-bouncer.yml states these rules: layers, names, descriptions, promises of marts.",
    )


def test_sql_is_formatted() -> None:
    done = run(tool("sqlfluff"), "lint", "--processes", "2", "--disable-progress-bar", "models", "tests")
    passes(done, "sqlfluff lint failed: run sqlfluff fix models tests, and mend by hand what it leaves.")


@pytest.mark.parametrize("command", ["ruff check .", "ruff format --check .", "mypy --strict loaders"])
def test_python_is_clean(command: str) -> None:
    name, *options = command.split()
    passes(run(tool(name), *options), f"{command} failed: ruff check --fix and ruff format mend most of it.")
