"""What dbt gives to templates and sqlfluff's own imitation of dbt lacks: every public name here is a template name.

sqlfluff then renders each model with this project's own macros for DuckDB, without starting dbt.
"""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from jinja2 import pass_context
from jinja2.runtime import Context

_PROJECT = yaml.safe_load((Path(__file__).resolve().parents[3] / "dbt_project.yml").read_text())


class _Adapter:
    """Dispatches as dbt-duckdb does."""

    @pass_context
    def dispatch(self, context: Context, macro_name: str, macro_namespace: str | None = None) -> Callable[..., Any]:
        """The macro duckdb__<macro_name>, else default__<macro_name>; KeyError where neither exists."""
        for prefix in ("duckdb", "default"):
            if f"{prefix}__{macro_name}" in context:
                macro: Callable[..., Any] = context[f"{prefix}__{macro_name}"]
                return macro
        raise KeyError(f"no macro duckdb__{macro_name}")

    @staticmethod
    def type() -> str:
        """The engine's name, as dbt gives it."""
        return "duckdb"

    @staticmethod
    def get_relation(database: str, schema: str, identifier: str) -> str:
        """Any relation is there."""
        return f"{schema}.{identifier}"


class _Dbt:
    """The type macros of dbt itself, for DuckDB."""

    type_string = staticmethod(lambda: "varchar")
    type_int = staticmethod(lambda: "integer")
    type_bigint = staticmethod(lambda: "bigint")
    type_float = staticmethod(lambda: "double")
    type_boolean = staticmethod(lambda: "boolean")
    type_timestamp = staticmethod(lambda: "timestamp")
    concat = staticmethod(lambda fields: " || ".join(fields))
    dateadd = staticmethod(lambda part, number, date: f"{date} + {number} * interval 1 {part}")
    datediff = staticmethod(lambda start, end, part: f"date_diff('{part}', {start}, {end})")
    position = staticmethod(lambda part, text: f"position({part} in {text})")
    date_trunc = staticmethod(lambda part, date: f"date_trunc('{part}', {date})")


def var(name: str, default: Any = None) -> Any:
    """A variable's value in dbt_project.yml, else the default."""
    return _PROJECT["vars"].get(name, default)


def env_var(name: str, default: str = "") -> str:
    """The default: what is rendered does not depend on where."""
    return default


adapter = _Adapter()
target = SimpleNamespace(type="duckdb")
execute = True
project_name = "learning_marts"
graph = SimpleNamespace(sources={})
dbt = _Dbt()
