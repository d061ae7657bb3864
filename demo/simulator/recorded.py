"""What other systems than the record store tell of what learners did: the same in the truth and on the wire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from demo.simulator.catalog import Activity
from demo.simulator.life import Event
from demo.simulator.systems import caliper, canvas, oulad, salesforce, zoom
from demo.simulator.term import Run, Term

_EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
_ACCESSED = "http://activitystrea.ms/schema/1.0/access"


def recorded_events(term: Term) -> dict[str, list[Event]]:
    """The events of each person, by key."""
    found: dict[str, list[Event]] = defaultdict(list)
    for key, visits in canvas.visits(term).items():
        for run, at, _, action, path, _ in visits:
            # A page was seen; what was sent is a request.
            verb = _ACCESSED if action == "create" else _EXPERIENCED
            found[key].append(_event(at, verb, _canvas_activity(run, path), run))
    for key, at, item in _read(term):
        run = next(run for run in term.runs if run.number == caliper.RUN)
        verb = f"http://purl.imsglobal.org/caliper/actions/{item['action']}"
        found[key].append(_event(at, verb, item["object"]["id"], run if "group" in item else None))
    return found


def _read(term: Term) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """(whom, when, event) of the reading tool. What an application does, such as grading, is nobody's doing."""
    tool = caliper.Caliper(term)
    keys = {caliper.user_id(user): user.key for user in term.users}
    for at, item in (*tool.reader_items(), *tool.forum_items()):
        actor = item.get("actor")
        name = actor if isinstance(actor, str) else (actor or {}).get("id")
        if name in keys and "action" in item:
            yield keys[name], at, item


def registered_links(term: Term) -> list[tuple[str, str]]:
    """Who the campus knows to be whom although no two systems share an id or an address that either vouches for."""
    found = []
    for user in term.users:
        address = f"mbox:mailto:{user.email}"
        if user.role == "learner" and zoom.manner(user) == "registrant":
            found.append((f"registrant:demo_zoom|{zoom.registrant_of(user)}", address))
        if user.role == "learner" and user.number % 3 == 0:
            found.append((f"user:demo_oulad|{oulad.student_id(user)}", address))
    for account in term.accounts:
        for user in account.members:
            if salesforce.has_institution_email(user):
                found.append((f"user:demo_salesforce|{salesforce.contact_id(user)}", f"mbox:mailto:{user.email}"))
    return found


def _canvas_activity(run: Run, path: str) -> str:
    """What a page is about: the thing that Canvas keeps, or the page itself."""
    _, kind, identity, *_ = (*path.split("/"), "", "")
    kept = {"assignments": "assignment", "quizzes": "quiz", "discussion_topics": "discussion_topic"}.get(kind)
    if kept:
        return f"{kept}:demo_canvas|{identity}"
    return f"https://campus.instructure.example/courses/{canvas.course_id(run)}{path}"


def _event(at: int, verb: str, activity: str, run: Run | None) -> Event:
    course = (run.iri or run.course_code) if run else None
    return Event("", at, verb, Activity(activity, "", course), ("", ""))
