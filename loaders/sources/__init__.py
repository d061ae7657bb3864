"""One module per system: what to fetch, how to page, and the keys and cursors of its records."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from loaders.pages import Page, Stream, Table
from loaders.sources import (
    bamboohr,
    caliper,
    canvas,
    cmi5,
    files,
    identity,
    lti,
    moodle,
    oneroster,
    oulad,
    salesforce,
    scorm,
    talentlms,
    teams,
    xapi,
    zoom,
)


@dataclasses.dataclass(frozen=True)
class System:
    """A kind of source: its settings, its streams, and how to fetch pages since each stream's cursor."""

    settings: type[Any]
    streams: Mapping[str, Stream]
    fetch: Callable[[Any, Mapping[str, str]], Iterator[Page | Table]]


SYSTEMS: dict[str, System] = {
    name: System(module.Settings, module.STREAMS, module.fetch)
    for name, module in {
        "bamboohr": bamboohr,
        "caliper": caliper,
        "canvas": canvas,
        "cmi5": cmi5,
        "files": files,
        "identity": identity,
        "lti": lti,
        "moodle": moodle,
        "oneroster": oneroster,
        "oulad": oulad,
        "salesforce": salesforce,
        "scorm": scorm,
        "talentlms": talentlms,
        "teams": teams,
        "xapi": xapi,
        "zoom": zoom,
    }.items()
}
