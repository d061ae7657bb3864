"""Reads `sources.yml`: which instances to load, with `${ENV_NAME}` for every secret."""

from __future__ import annotations

import dataclasses
import difflib
import os
import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from loaders.errors import LoadError
from loaders.sources import SYSTEMS

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
# What msgspec expects, and what a person is to write.
_HINTS = {
    "int": "write a whole number",
    "str": "write text, in quotes where it looks like a number",
    "array": "write a list, such as [first, second]",
    "object": "write one 'name: value' per line below it",
}


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
        raise LoadError(f"{path}: no such file. Run 'learning-marts init' and fill in sources.yml.")
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
    written = {str(key): value for key, value in entry.items() if key != "system"}
    for key, value in written.items():
        if key not in fields:
            near = difflib.get_close_matches(key, fields, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(sorted(fields))}."
            raise LoadError(f"{where}.{key}: unknown key; {hint}")
        if fields[key].metadata.get("secret") and not (isinstance(value, str) and _VARIABLE.fullmatch(value)):
            raise LoadError(f"{where}.{key}: write a secret as ${{ENV_NAME}} only, and export ENV_NAME=... first.")
        if value in ("", [], {}, None):
            raise LoadError(f"{where}.{key}: is empty; write a value or leave the key out.")
    try:
        # Not strict: the value of an environment variable is text, also where a number is wanted.
        settings = msgspec.convert(_expanded(where, written), kind, strict=False)
    except msgspec.ValidationError as error:
        raise LoadError(f"{where}{_explained(error)}") from None
    return Source(name, system, settings)


def _explained(error: msgspec.ValidationError) -> str:
    """Which setting is at fault, and what to write there. The value itself is not repeated: it may be a secret."""
    text, _, place = str(error).partition(" - at `$")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", text):
        return f".{missing[1]}: the key is missing; write '{missing[1]}: ...'."
    if expected := re.match(r"Expected `([^`|]+)", text):
        kind = expected[1].strip()
        return f"{place.rstrip('`').replace('[...]', '')}: {_HINTS.get(kind, 'write a value of type ' + kind)}."
    # What the settings themselves refuse.
    return f": {text}"


def _expanded(where: str, value: Any) -> Any:
    """The value with each `${ENV_NAME}` in its texts replaced. Raises LoadError where one is not set."""
    if isinstance(value, dict):
        return {str(key): _expanded(f"{where}.{key}", inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_expanded(where, inner) for inner in value]
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if not found:
            raise LoadError(f"{where}: the environment variable {match[1]} is not set; export {match[1]}=... first.")
        return found

    return _VARIABLE.sub(replace, value)
