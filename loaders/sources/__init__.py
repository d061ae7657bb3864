"""One module a system: what to fetch, how it pages, what its key and cursor are."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from loaders.sources import xapi
from loaders.sources.page import Page


@dataclasses.dataclass(frozen=True)
class System:
    """A kind of source: its settings, streams' key and time, and how to fetch pages since a cursor."""

    settings: type[Any]
    stream: str
    key_path: str
    stored_path: str
    has_cursor: Callable[[Any], bool]
    fetch: Callable[[Any, str | None], Iterator[Page]]


SYSTEMS: dict[str, System] = {
    "xapi": System(xapi.Settings, "statements", "$.id", "$.stored", xapi.has_cursor, xapi.fetch),
}
