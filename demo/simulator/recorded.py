"""What learners did as other systems than the record store recorded it, in the form of events."""

from __future__ import annotations

from collections import defaultdict

from demo.simulator import reading
from demo.simulator.browsing import SITE, PageVisit, course_id, page_visits
from demo.simulator.catalog import Activity
from demo.simulator.life import Event
from demo.simulator.term import Run, Term

_EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
_ACCESSED = "http://activitystrea.ms/schema/1.0/access"


def recorded_events(term: Term) -> dict[str, list[Event]]:
    """The events of each person, by key."""
    found: dict[str, list[Event]] = defaultdict(list)
    for key, visits in page_visits(term).items():
        for visit in visits:
            # The page was seen. A request that sends something is only an access.
            verb = _ACCESSED if visit.is_sent else _EXPERIENCED
            found[key].append(_event(visit.at, verb, _page(visit), visit.run))
    run = reading.reading_run(term)
    for act in reading.acts(term):
        verb = f"http://purl.imsglobal.org/caliper/actions/{act.action}"
        found[act.user.key].append(_event(act.at, verb, act.thing, run if act.is_in_run else None))
    return found


def _page(visit: PageVisit) -> str:
    """The activity that a page is about: what Canvas holds under an id, or the page of the course."""
    if visit.kind:
        return f"{visit.kind}:demo_canvas|{visit.id}"
    return f"{SITE}/courses/{course_id(visit.run)}"


def _event(at: int, verb: str, activity: str, run: Run | None) -> Event:
    course = (run.iri or run.course_code) if run else None
    return Event("", at, verb, Activity(activity, "", course), ("", ""))
