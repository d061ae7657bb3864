"""What a source yields."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of records as sent.

    `body` is a JSON array (UTF-8), or lines of JSON where `is_lines`. `consistent_through` is the time up to
    which the server promises that nothing will still appear (ISO 8601), None where it promises nothing.
    """

    body: bytes
    is_lines: bool = False
    consistent_through: str | None = None
