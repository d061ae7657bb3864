"""What really happened beside what the marts of organization say."""

from __future__ import annotations

COMPARED: dict[str, tuple[str, str]] = {}
