"""What other systems than the record store tell of what learners did: the same in the truth and on the wire."""

from __future__ import annotations

from collections import defaultdict

from loaders.demo.catalog import Activity
from loaders.demo.life import Event
from loaders.demo.systems import canvas
from loaders.demo.term import Run, Term

_EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
_ACCESSED = "http://activitystrea.ms/schema/1.0/access"


def recorded_events(term: Term) -> dict[str, list[Event]]:
    """The events of each person, by key."""
    found: dict[str, list[Event]] = defaultdict(list)
    for key, visits in canvas.visits(term).items():
        for run, at, _, action, path, _ in visits:
            # A page was seen; what was sent is a request.
            verb = _ACCESSED if action == "create" else _EXPERIENCED
            place = f"https://campus.instructure.example/courses/{canvas.course_id(run)}{path}"
            found[key].append(_event(at, verb, place, run))
    return found


def _event(at: int, verb: str, activity: str, run: Run) -> Event:
    return Event("", at, verb, Activity(activity, "", run.iri or run.course_code), ("", ""))
