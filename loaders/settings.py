"""What the settings of most systems have in common."""

from __future__ import annotations

import dataclasses
from typing import Any

from loaders.http import check_url


def secret() -> Any:
    """A setting that sources.yml names by ${ENV_NAME} only, and that no message shows. None where it is not given."""
    return dataclasses.field(default=None, repr=False, metadata={"secret": True})


def check_server(settings: Any, *needed: str) -> None:
    """Raise ValueError unless `url` is a web address and the `needed` settings are given."""
    check_url("url", settings.url)
    for key in needed:
        if getattr(settings, key) is None:
            raise ValueError(f"'{key}:' is missing; write {key}: ${{{key.upper()}}}")


def check_server_or_files(settings: Any, *needed: str) -> None:
    """The same where `url` is given; raise ValueError unless either `url` or `path` (files) is."""
    if (settings.url is None) == (settings.path is None):
        raise ValueError("write either 'url:' (a server) or 'path:' (files), not both.")
    if settings.url is not None:
        check_server(settings, *needed)
