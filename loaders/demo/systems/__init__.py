"""The systems of the campus, one module each: what each would hold of the term, and how it would tell it."""

from __future__ import annotations

from loaders.demo.service import Files, Service
from loaders.demo.systems.bamboohr import BambooHR
from loaders.demo.systems.caliper import Caliper
from loaders.demo.systems.canvas import Canvas
from loaders.demo.systems.cmi5 import Cmi5
from loaders.demo.systems.files import TrainingExport
from loaders.demo.systems.lti import Lti
from loaders.demo.systems.moodle import Moodle
from loaders.demo.systems.oneroster import OneRoster
from loaders.demo.systems.oulad import Oulad
from loaders.demo.systems.salesforce import Salesforce
from loaders.demo.systems.scorm import Scorm
from loaders.demo.systems.talentlms import TalentLms
from loaders.demo.systems.teams import Teams
from loaders.demo.systems.zoom import Zoom

EXHIBITS: tuple[type[Service] | type[Files], ...] = (
    BambooHR,
    Caliper,
    Canvas,
    Cmi5,
    TrainingExport,
    Lti,
    Moodle,
    OneRoster,
    Oulad,
    Salesforce,
    Scorm,
    TalentLms,
    Teams,
    Zoom,
)
