"""The course structures of the campus's cmi5 units: one in a package, one as a separate file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from demo.simulator.catalog import Activity, Course, Unit, courses
from demo.simulator.service import Files

_NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_OBJECTIVES = (
    "https://content.campus.example/saf/objectives/hazards",
    "https://content.campus.example/saf/objectives/aid",
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Cmi5(Files):
    """Laboratory safety as a zip package with its modules as blocks, and Cell biology as XML with units only."""

    system = "cmi5"
    is_timeless = True

    def settings(self) -> dict[str, Any]:
        return {"path": str(self.folder)}

    def write(self) -> None:
        biology, _, safety, _ = courses()
        with zipfile.ZipFile(self.folder / "saf-100.zip", "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("cmi5.xml", packaged(safety))
            for unit in units(safety):
                package.writestr(_path(unit), "<!doctype html><title>A unit</title>")
        (self.folder / "bio-110.xml").write_text(standing_alone(biology), encoding="utf-8")


def units(course: Course) -> Iterator[Unit]:
    """The assignable units of a course, in order."""
    return (unit for module in course.modules for unit in module.units)


def packaged(course: Course) -> str:
    """The structure of a course in its package: one block per module. URLs are files of the package."""
    objectives = "".join(
        f"<objective id={quoteattr(iri)}>{_described({'en': f'Objective {place}'})}</objective>"
        for place, iri in enumerate(_OBJECTIVES, start=1)
    )
    blocks = (
        f"<block id={quoteattr(module.activity.iri)}>{_named(module.activity)}"
        + "".join(_unit(unit, f"{_path(unit)}?lang=en", place == 0) for place, unit in enumerate(module.units))
        + "</block>"
        for module in course.modules
    )
    return _structure(course, [f"<objectives>{objectives}</objectives>", *blocks])


def standing_alone(course: Course) -> str:
    """The structure of a course without blocks. Its units are on a server."""
    return _structure(course, (_unit(unit, f"{unit.activity.iri}/index.html", False) for unit in units(course)))


def _structure(course: Course, members: Iterable[str]) -> str:
    head = f"<course id={quoteattr(course.activity.iri)}>{_named(course.activity)}</course>"
    return f'{_DECLARATION}<courseStructure xmlns="{_NAMESPACE}">{head}{"".join(members)}</courseStructure>'


def _unit(unit: Unit, url: str, has_objectives: bool) -> str:
    score = "" if unit.mastery is None else f' masteryScore="{unit.mastery}"'
    # Authoring tools omit defaults.
    move_on = "" if unit.move_on == "NotApplicable" else f' moveOn="{unit.move_on}"'
    references = "".join(f"<objective idref={quoteattr(iri)}/>" for iri in _OBJECTIVES) if has_objectives else ""
    return (
        f'<au id={quoteattr(unit.activity.iri)} launchMethod="OwnWindow"{move_on}{score}>{_named(unit.activity)}'
        + (f"<objectives>{references}</objectives>" if references else "")
        + f"<url>{escape(url)}</url></au>"
    )


def _path(unit: Unit) -> str:
    module, place = unit.activity.iri.rsplit("/", 2)[1:]
    return f"{module}/{place}/index.html"


def _named(activity: Activity) -> str:
    return _described(json.loads(activity.json)["definition"]["name"])


def _described(names: dict[str, str]) -> str:
    texts = "".join(f'<langstring lang="{language}">{escape(name)}</langstring>' for language, name in names.items())
    return f"<title>{texts}</title><description>{texts}</description>"
