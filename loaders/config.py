"""Reads `sources.yml`: which instances to load, with `${ENV_NAME}` for every secret."""

from __future__ import annotations

import dataclasses
import difflib
import os
import re
from pathlib import Path
from typing import Any

import yaml

from loaders.errors import LoadError
from loaders.sources import SYSTEMS

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclasses.dataclass(frozen=True)
class Source:
    """One configured instance of a system."""

    source_id: str
    system: str
    settings: Any

    def redacted(self, text: str) -> str:
        """`text` without the values of secret settings."""
        for field in dataclasses.fields(self.settings):
            value = getattr(self.settings, field.name)
            if field.metadata.get("secret") and isinstance(value, str) and len(value) > 3:
                text = text.replace(value, "***")
        return text


def read_sources(path: Path) -> list[Source]:
    """Return the configured sources of the YAML file at `path`, in its order.

    Raises LoadError, in one line, when the file is missing or not YAML, when a key is missing, unknown
    or of the wrong type, or when a named environment variable is not set.
    """
    if not path.exists():
        raise LoadError(f"{path}: no such file. Run 'python -m loaders init' and fill in sources.yml.")
    try:
        document = yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise LoadError(f"{path}: cannot be read ({error.strerror}).") from None
    except yaml.YAMLError as error:
        # Never the line itself: it may hold what should have been in the environment.
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}: {getattr(error, 'problem', '')}" if mark else ""
        raise LoadError(f"{path}: not readable as YAML{place}.") from None
    entries = document.get("sources") if isinstance(document, dict) else None
    if not isinstance(entries, dict) or not entries:
        raise LoadError(f"{path}: write at least one instance under the top-level key 'sources:'.")
    return [_source(f"{path}: sources.{name}", str(name), entry) for name, entry in entries.items()]


def _source(where: str, name: str, entry: Any) -> Source:
    if not isinstance(entry, dict) or "system" not in entry:
        raise LoadError(f"{where}: write 'system:' with one of {', '.join(sorted(SYSTEMS))}.")
    system = str(entry["system"])
    if system not in SYSTEMS:
        raise LoadError(f"{where}.system: {system!r} is unknown; write one of {', '.join(sorted(SYSTEMS))}.")
    kind = SYSTEMS[system].settings
    fields = {field.name: field for field in dataclasses.fields(kind)}
    values = {}
    for key, written in entry.items():
        if key == "system":
            continue
        if key not in fields:
            near = difflib.get_close_matches(str(key), fields, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(fields))}."
            raise LoadError(f"{where}.{key}: unknown key; {hint}")
        values[key] = _value(f"{where}.{key}", fields[key], written)
    for field in fields.values():
        is_needed = field.default is field.default_factory is dataclasses.MISSING
        if is_needed and field.name not in values:
            raise LoadError(f"{where}.{field.name}: the key is missing; write '{field.name}: ...'.")
    try:
        settings = kind(**values)
    except ValueError as error:
        raise LoadError(f"{where}: {error}") from None
    return Source(name, system, settings)


def _value(where: str, field: dataclasses.Field[Any], written: Any) -> Any:
    if field.metadata.get("secret") and not (isinstance(written, str) and _VARIABLE.fullmatch(written)):
        raise LoadError(f"{where}: write a secret as ${{ENV_NAME}} only, and export ENV_NAME=... before the load.")
    kind = str(field.type)
    if "dict" in kind:
        if not isinstance(written, dict) or not written:
            raise LoadError(f"{where}: write one 'name: value' a line below it.")
        return {str(key): _text(f"{where}.{key}", value) for key, value in written.items()}
    if "tuple" in kind:
        if not isinstance(written, list) or not written:
            raise LoadError(f"{where}: write a list, such as [first, second].")
        return tuple(_text(where, value) for value in written)
    if "int" not in kind:
        return _text(where, written)
    value = _expanded(where, written)
    if isinstance(written, str) and isinstance(value, str) and written != value and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise LoadError(f"{where}: write a whole number, without quotes.")
    return value


def _text(where: str, written: Any) -> str:
    value = _expanded(where, written)
    if not isinstance(value, str) or not value:
        raise LoadError(f"{where}: write text, in quotes where it looks like a number.")
    return value


def _expanded(where: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if not found:
            raise LoadError(f"{where}: the environment variable {match[1]} is not set; export {match[1]}=... first.")
        return found

    return _VARIABLE.sub(replace, value)
