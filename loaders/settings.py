"""Parts that the settings of most systems share."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from loaders.http import check_url


def secret() -> Any:
    """A setting that sources.yml writes as ${ENV_NAME} only, and that no message shows. None where it is left out."""
    return dataclasses.field(default=None, repr=False, metadata={"secret": True})


def check_server(settings: Any, *needed: str) -> None:
    """Raise ValueError unless `url` is a web address and the `needed` settings are given."""
    check_url("url", settings.url)
    for key in needed:
        if getattr(settings, key) is None:
            raise ValueError(f"'{key}:' is missing; write {key}: ${{{key.upper()}}}")


def check_server_or_files(settings: Any, *needed: str) -> None:
    """Raise ValueError unless either `url` or `path` (files) is given, and for a `url` what check_server demands."""
    if (settings.url is None) == (settings.path is None):
        raise ValueError("write either 'url:' (a server) or 'path:' (files), not both.")
    if settings.url is not None:
        check_server(settings, *needed)


def check_from_date(settings: Any) -> None:
    """Raise ValueError unless `from_date`, where it is given, is a day."""
    try:
        dt.date.fromisoformat(settings.from_date or "2026-01-12")
    except ValueError:
        raise ValueError("'from_date:' is not a day; write one such as \"2026-01-12\", in quotes.") from None


def first_day(settings: Any, cursor: str | None, kept: int) -> dt.date:
    """The first day to ask for: two before the cursor, as reports come late; else `from_date`; else `kept` days ago."""
    if cursor is not None:
        return dt.datetime.fromisoformat(cursor).date() - dt.timedelta(days=2)
    if settings.from_date is not None:
        return dt.date.fromisoformat(settings.from_date)
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=kept)
