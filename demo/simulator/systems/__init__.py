"""The fake systems of the campus. Each module renders what its system would store about the term."""

from __future__ import annotations

from demo.simulator.service import Files, Service
from demo.simulator.systems.bamboohr import BambooHR
from demo.simulator.systems.caliper import Caliper
from demo.simulator.systems.canvas import Canvas
from demo.simulator.systems.cmi5 import Cmi5
from demo.simulator.systems.files import TrainingExport
from demo.simulator.systems.lti import Lti
from demo.simulator.systems.moodle import Moodle
from demo.simulator.systems.oneroster import OneRoster
from demo.simulator.systems.oulad import Oulad
from demo.simulator.systems.salesforce import Salesforce
from demo.simulator.systems.scorm import Scorm
from demo.simulator.systems.talentlms import TalentLms
from demo.simulator.systems.teams import Teams
from demo.simulator.systems.zoom import Zoom

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
