"""Identity links: a CSV file with pairs of identifiers that belong to one person although no other data says so."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from loaders.errors import LoadError
from loaders.pages import Page, Stream, lines_of

_COLUMNS = ["identifier_a", "identifier_b"]
STREAMS = {"links": Stream()}


@dataclasses.dataclass(frozen=True)
class Settings:
    """`path`: a CSV file in UTF-8 with the columns identifier_a and identifier_b.

    Identifiers have the form that the models use: mbox:mailto:…, mbox_sha1sum:…, openid:…, account:<homePage>|<name>.
    """

    path: str


def fetch(settings: Settings, cursors: Mapping[str, str]) -> Iterator[Page]:
    """Yield the links of the file in one page. Raises LoadError where it cannot be read."""
    try:
        with Path(settings.path).open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream)
            if rows.fieldnames is None or set(_COLUMNS) - set(rows.fieldnames):
                raise LoadError(f"{settings.path}: write the column names {' and '.join(_COLUMNS)} in the first line.")
            records = [msgspec.json.encode({column: row[column] for column in _COLUMNS}) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LoadError(
            f"{settings.path}: cannot be read as CSV in UTF-8 ({type(error).__name__}); check the file."
        ) from None
    yield Page("links", lines_of(records))
