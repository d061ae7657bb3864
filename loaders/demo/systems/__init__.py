"""The systems of the campus, one module each: what each would hold of the term, and how it would tell it."""

from __future__ import annotations

from loaders.demo.service import Files, Service
from loaders.demo.systems.files import TrainingExport
from loaders.demo.systems.oneroster import OneRoster
from loaders.demo.systems.oulad import Oulad

EXHIBITS: tuple[type[Service] | type[Files], ...] = (OneRoster, Oulad, TrainingExport)
