"""The content of the campus: courses with modules, pages, videos, quizzes and cmi5 units."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

ADL = "http://adlnet.gov/expapi/activities/"
CMI5 = "https://w3id.org/xapi/cmi5/context/"
COURSE_TYPE = ADL + "course"
LMS = "https://lms.campus.example/"
QUESTION_TYPES = ("true-false", "choice", "fill-in", "numeric", "matching", "sequencing", "likert", "long-fill-in")


@dataclasses.dataclass(frozen=True)
class Activity:
    """An object of statements. `json`: as sent. `context`: the contextActivities sent with it, '{}' if none."""

    iri: str
    json: str
    course: str | None = None
    context: str = "{}"
    interaction: str | None = None


@dataclasses.dataclass(frozen=True)
class Video:
    """A video. `length`: in ms. `sends_segments`: whether its player sends played-segments."""

    activity: Activity
    length: int
    sends_segments: bool


@dataclasses.dataclass(frozen=True)
class Quiz:
    """An assessment.

    `style`: 0 ends with passed or failed and then completed, 1 only with completed, 2 with scored and then terminated.
    """

    activity: Activity
    questions: tuple[Activity, ...]
    style: int
    has_registration: bool


@dataclasses.dataclass(frozen=True)
class Unit:
    """A cmi5 assignable unit in a block. `allowed`: the object of its cmi5 allowed statements."""

    activity: Activity
    allowed: Activity
    block: Activity
    move_on: str
    mastery: float | None


@dataclasses.dataclass(frozen=True)
class Module:
    """A module, which takes two weeks of the course."""

    activity: Activity
    pages: tuple[Activity, ...]
    extras: tuple[Activity, ...]
    videos: tuple[Video, ...]
    quizzes: tuple[Quiz, ...]
    units: tuple[Unit, ...]


@dataclasses.dataclass(frozen=True)
class Course:
    """A course. `outcome`: how it reports its end (completed, graded, satisfied or silent)."""

    activity: Activity
    modules: tuple[Module, ...]
    outcome: str


def activity_json(iri: str, kind: str | None, name: dict[str, str] | None, **more: Any) -> str:
    """An xAPI activity as JSON text, with a definition unless `kind` is None."""
    if kind is None:
        return json.dumps({"id": iri})
    definition = {"name": name, "type": kind, **more}
    return json.dumps({"objectType": "Activity", "id": iri, "definition": definition}, ensure_ascii=False)


def _context(parents: list[str], groupings: list[str], categories: list[str] | None = None) -> str:
    lists = [("parent", parents), ("grouping", groupings), ("category", categories or [])]
    return "{" + ",".join(f'"{name}":[{",".join(items)}]' for name, items in lists if items) + "}"


PORTAL = Activity(LMS, activity_json(LMS, "http://activitystrea.ms/schema/1.0/application", {"en": "Campus portal"}))
PROFILE = Activity(LMS + "user/me", activity_json(LMS + "user/me", ADL + "profile", {"en": "My profile"}))
_PROGRAM = activity_json(LMS + "programs/first-year", "https://lms.campus.example/types/program", {"en": "First year"})
_CROSS_LISTED = activity_json(LMS + "courses/sts-150x", COURSE_TYPE, {"en-US": "Statistics for society"})
_CMI5 = json.dumps({"id": CMI5 + "categories/cmi5"})
_MOVE_ON = json.dumps({"id": CMI5 + "categories/moveon"})

_COURSES = (
    ("https://lms.campus.example/courses/bio-110", "Cell biology", "Zellbiologie", "completed"),
    ("https://lms.campus.example/courses/sta-150", "Statistics in practice", "Statistik in der Praxis", "graded"),
    # This is a valid IRI: a scheme may contain letters, digits, plus, minus and dots.
    ("course-v1:Campus+SAF100+2026", "Laboratory safety", "Sicherheit im Labor", "satisfied"),
    ("https://lms.campus.example/courses/his-200", "Cities in history", "Städte in der Geschichte", "silent"),
)
_TOPICS = ("foundations", "methods", "cases", "practice", "synthesis")
_MOVE_ONS = ("Passed", "CompletedAndPassed", "Completed", "CompletedOrPassed", "NotApplicable")


def defined(context: str, moves_on: bool) -> str:
    """The context activities of a cmi5 defined statement, with its categories."""
    categories = _CMI5 + ("," + _MOVE_ON if moves_on else "")
    return f'{context[:-1]},"category":[{categories}]}}'


def courses() -> tuple[Course, ...]:
    """The four courses that send statements. They are the same in every campus."""
    return tuple(_course(number, *facts) for number, facts in enumerate(_COURSES))


def _course(number: int, iri: str, english: str, german: str, outcome: str) -> Course:
    course = activity_json(iri, COURSE_TYPE, {"de": german, "en-US": english})
    modules = tuple(_module(number, iri, course, english, week) for week in range(len(_TOPICS)))
    return Course(Activity(iri, course, iri), modules, outcome)


def _module(number: int, course_iri: str, course: str, english: str, index: int) -> Module:
    base = f"https://content.campus.example/{('bio', 'sta', 'saf', 'his')[number]}/m{index + 1}"
    topic = f"{english}: {_TOPICS[index]}"
    module = activity_json(base, ADL + "module", {"en": topic})
    # The course is sent as parent or as grouping: alone, after a program, or before a cross-listed course.
    groupings = [_PROGRAM, course] if number == 3 else [course, _CROSS_LISTED] if number == 1 else [course]
    inside = _context([module, course], [_PROGRAM]) if number == 0 and index % 2 else _context([module], groupings)

    def within(path: str, kind: str, name: str, language: str = "en-US", **more: Any) -> Activity:
        iri = f"{base}/{path}"
        return Activity(iri, activity_json(iri, kind, {language: name}, **more), course_iri, inside)

    def quiz(place: int) -> Quiz:
        made = within(f"quiz-{place}", ADL + "assessment", f"Quiz {place}: {topic}")
        asked = _context([json.dumps({"id": made.iri})], groupings)
        questions = []
        for position in range(4 + (index + place) % 3):
            kind = QUESTION_TYPES[(position + 2 * index + place + number) % len(QUESTION_TYPES)]
            iri = f"{made.iri}/q{position + 1}"
            text = activity_json(
                iri, ADL + "cmi.interaction", {"en-US": f"Question {position + 1}"}, interactionType=kind
            )
            questions.append(Activity(iri, text, course_iri, asked, kind))
        return Quiz(made, tuple(questions), (number + index + place) % 3, (index + place + number) % 2 == 0)

    def video(place: int) -> Video:
        made = within(f"video-{place}", "https://w3id.org/xapi/video/activity-type/video", f"Lecture {place}: {topic}")
        length = 1000 * (180 + (137 * (number * 10 + index * 2 + place)) % 420)
        return Video(made, length + 500 * (place % 2), (number + index + place) % 2 == 0)

    def unit(place: int) -> Unit:
        application = "http://activitystrea.ms/schema/1.0/application"
        made = within(f"unit-{place}", application, f"Unit {place}: {topic}", "en")
        move_on = _MOVE_ONS[(index + place + number) % len(_MOVE_ONS)]
        block_iri = f"{LMS}blocks/{number}-{index}-{place}"
        kind = "https://w3id.org/xapi/cmi5/activitytype/block"
        block = activity_json(block_iri, kind, {"en": f"Block {place}: {topic}"})
        sent = _context([], [json.dumps({"id": made.iri}), course])
        return Unit(
            made,
            within(f"unit-{place}/screen", ADL + "media", f"Screen: {topic}"),
            Activity(block_iri, block, course_iri, sent),
            move_on,
            0.7 if "Pass" in move_on else None,
        )

    page, file = "http://activitystrea.ms/schema/1.0/page", "http://activitystrea.ms/schema/1.0/file"
    iri = f"{base}/handout.pdf"
    # An older tool sends files with a single object where others send a list.
    handout = Activity(
        iri, activity_json(iri, file, {"en-GB": f"Handout: {topic}"}), course_iri, f'{{"grouping":{course}}}'
    )
    only_units = number == 2
    return Module(
        Activity(base, module, course_iri, f'{{"grouping":[{course}]}}'),
        tuple(within(f"page-{place}", page, f"Page {place}: {topic}") for place in (1, 2, 3)),
        (handout, within("forum", "https://lms.campus.example/types/forum", f"Forum: {topic}")),
        () if only_units else tuple(video(place) for place in range(1, 2 + index % 2)),
        () if only_units else (quiz(1),),
        tuple(unit(place) for place in ((1, 2, 3) if only_units else (1,) if index % 2 == 0 else ())),
    )
