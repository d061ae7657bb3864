"""The systems of the campus, one module each: what each would hold of the term, and how it would tell it."""

from __future__ import annotations

from loaders.demo.service import Files, Service
from loaders.demo.systems.bamboohr import BambooHR
from loaders.demo.systems.lti import Lti
from loaders.demo.systems.oneroster import OneRoster
from loaders.demo.systems.salesforce import Salesforce

EXHIBITS: tuple[type[Service] | type[Files], ...] = (
    BambooHR,
    Lti,
    OneRoster,
    Salesforce,
)
