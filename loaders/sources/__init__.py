"""One module a system: what to fetch, how it pages, what its keys and cursors are."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from loaders.sources import identity, xapi
from loaders.sources.page import Page


@dataclasses.dataclass(frozen=True)
class Stream:
    """One kind of record: JSON paths of its key and of the time by which the server can be asked for news."""

    key_path: str = "$.id"
    time_path: str | None = None


@dataclasses.dataclass(frozen=True)
class System:
    """A kind of source: its settings, its streams, and how to fetch pages since each stream's cursor."""

    settings: type[Any]
    streams: Mapping[str, Stream]
    fetch: Callable[[Any, Mapping[str, str]], Iterator[Page]]
    has_cursor: Callable[[Any], bool]


SYSTEMS: dict[str, System] = {
    "identity": System(identity.Settings, {"links": Stream()}, identity.fetch, identity.has_cursor),
    "xapi": System(xapi.Settings, {"statements": Stream("$.id", "$.stored")}, xapi.fetch, xapi.has_cursor),
}
