"""The systems of the campus, one module each: what each would hold of the term, and how it would tell it."""

from __future__ import annotations

from loaders.demo.service import Files, Service
from loaders.demo.systems.caliper import Caliper
from loaders.demo.systems.cmi5 import Cmi5
from loaders.demo.systems.oneroster import OneRoster

EXHIBITS: tuple[type[Service] | type[Files], ...] = (Caliper, Cmi5, OneRoster)
