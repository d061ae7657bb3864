"""The campus's reading and quizzing tool, whose sensors wrote Caliper envelopes to files."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from demo.simulator.reading import (
    BOOK,
    FORUM,
    TOOL,
    Visit,
    act_of_post,
    acts_of_attempt,
    acts_of_visit,
    attempt_id,
    attempts,
    message_id,
    posts,
    quiz_id,
    readers,
    reading_run,
    section_id,
    thread_id,
    user_id,
    visits,
)
from demo.simulator.service import Files
from demo.simulator.study import DAY, TERM
from demo.simulator.term import QuizAttempt, User

Item = dict[str, Any]
_MINUTE = 60_000
# A sensor sends the events of a day at its end. Every fifth time it gets no answer and sends all of them again.
_RESENT_AFTER = 3_600_000
_ANSWERS = ("MultipleChoiceResponse", "TrueFalseResponse", "FillinBlankResponse", "Response")


class Caliper(Files):
    """Caliper 1.2 of the reader in one gzipped file per week, and 1.1 of its forum in one document with plain IRIs."""

    system = "caliper"

    def settings(self) -> dict[str, Any]:
        return {"path": str(self.folder)}

    def write(self) -> None:
        weeks: dict[int, list[Item]] = defaultdict(list)
        for envelope in self._sent(f"{TOOL}/sensors/1", "v1p2", self.reader_items()):
            weeks[(envelope["at"] - TERM) // (7 * DAY)].append(envelope["envelope"])
        for week, envelopes in weeks.items():
            lines = "".join(json.dumps(envelope, ensure_ascii=False) + "\n" for envelope in envelopes)
            (self.folder / f"reader_{week + 10:02}.ndjson.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
        posted = [sent["envelope"] for sent in self._sent(f"{FORUM}/sensors/1", "v1p1", self.forum_items())]
        (self.folder / "forum.json").write_text(json.dumps(posted, indent=2), encoding="utf-8")

    def reader_items(self) -> Iterator[tuple[int, Item]]:
        """What the reader's sensor sends: people, sessions, readings, tests and their grades."""
        for member in readers(self.term):
            user, joined = member.user, member.history[0][0]
            # At first only the given name is known.
            yield joined, {"id": user_id(user), "type": "Person", "name": user.given_name}
            yield joined + DAY, {**person(user), "otherIdentifiers": _identifiers(user)}
        for visit in visits(self.term):
            yield from self._visit(visit)
        for attempt in attempts(self.term):
            yield from self._attempt(attempt)

    def forum_items(self) -> Iterator[tuple[int, Item]]:
        """What the forum's sensor sends: who posted what, in which thread, in reply to which message."""
        for post in posts(self.term):
            act = act_of_post(post)
            message: Item = {
                "id": act.thing,
                "type": "Message",
                "body": f"<p>{post.text}</p>",
                "dateCreated": _time(post.at),
                "isPartOf": {"id": thread_id(post.topic.id), "type": "Thread", "name": post.topic.title},
            }
            if post.parent is not None:
                message["replyTo"] = message_id(post.parent)
            yield _event(act.at, "MessageEvent", user_id(post.user), act.action, message, group=self._section["id"])

    @property
    def _section(self) -> Item:
        run = reading_run(self.term)
        assert run is not None
        return {
            "id": section_id(run),
            "type": "CourseSection",
            "name": run.name,
            "courseNumber": run.code,
            "academicSession": "Spring 2026",
            "subOrganizationOf": {
                "id": f"{TOOL}/courses/{run.course_code}",
                "type": "CourseOffering",
                "courseNumber": run.course_code,
            },
        }

    def _visit(self, visit: Visit) -> Iterator[tuple[int, Item]]:
        tool = {"id": TOOL, "type": "SoftwareApplication", "name": "Campus Reader"}
        session: Item = {
            "id": f"{TOOL}/sessions/{visit.number}",
            "type": "Session",
            "user": user_id(visit.user),
            "startedAtTime": _time(visit.began),
        }
        ended = {
            **session,
            "endedAtTime": _time(visit.ended),
            "duration": f"PT{(visit.ended - visit.began) // _MINUTE}M",
        }
        context = {"group": self._section, "session": session, "edApp": TOOL}
        actor = person(visit.user)
        for act in acts_of_visit(visit):
            match act.action:
                case "LoggedIn":
                    yield _event(act.at, "SessionEvent", actor, act.action, tool, session=session, edApp=TOOL)
                case "LoggedOut":
                    yield _event(act.at, "SessionEvent", actor, act.action, tool, session=ended, edApp=TOOL)
                case "NavigatedTo" | "Viewed":
                    kind = "NavigationEvent" if act.action == "NavigatedTo" else "ViewEvent"
                    page = {
                        "id": act.thing,
                        "type": "Page",
                        "name": f"Page {act.number}",
                        "isPartOf": {"id": BOOK, "type": "Document"},
                    }
                    yield _event(act.at, kind, actor, act.action, page, **context)
                case "Used":
                    measured = _measures(visit, session)
                    yield _event(act.at, "ToolUseEvent", actor, act.action, tool, generated=measured, **context)
                case _:
                    video = {"id": act.thing, "type": "VideoObject", "name": "A city grows", "duration": "PT5M"}
                    position = {
                        "id": f"{act.thing}#t={act.number}",
                        "type": "MediaLocation",
                        "currentTime": f"PT{act.number}S",
                    }
                    yield _event(act.at, "MediaEvent", actor, act.action, video, target=position, **context)
        if visit.end == "TimedOut":
            yield _event(visit.ended, "SessionEvent", tool, "TimedOut", ended, edApp=TOOL)

    def _attempt(self, attempt: QuizAttempt) -> Iterator[tuple[int, Item]]:
        quiz = attempt.quiz
        actor, context = person(attempt.user), {"group": self._section, "edApp": TOOL}
        assessment: Item = {
            "id": quiz_id(quiz.id),
            "type": "Assessment",
            "name": quiz.title,
            "maxScore": len(quiz.questions),
        }
        begun: Item = {
            "id": attempt_id(attempt),
            "type": "Attempt",
            "assignee": actor["id"],
            "assignable": assessment["id"],
            "count": attempt.number,
            "startedAtTime": _time(attempt.started),
        }
        done = begun
        if attempt.ended is not None:
            seconds = (attempt.ended - attempt.started) // 1000
            done = {**begun, "endedAtTime": _time(attempt.ended), "duration": f"PT{seconds // 60}M{seconds % 60}S"}
        for act in acts_of_attempt(attempt):
            if act.action == "Started":
                yield _event(act.at, "AssessmentEvent", actor, act.action, assessment, generated=begun, **context)
            elif act.action == "Submitted":
                yield _event(act.at, "AssessmentEvent", actor, act.action, assessment, generated=done, **context)
            else:
                item = {
                    "id": act.thing,
                    "type": "AssessmentItem",
                    "isPartOf": {"id": assessment["id"], "type": "Assessment"},
                }
                question, _ = quiz.questions[act.number]
                if act.action == "Completed":
                    made = {
                        "id": f"{begun['id']}/responses/{question}",
                        "type": _ANSWERS[act.number % len(_ANSWERS)],
                        "attempt": begun["id"] if act.number % 2 else begun,
                        "endedAtTime": _time(act.at),
                        "duration": "PT15S",
                    }
                else:
                    made = {"id": f"{begun['id']}/items/{question}", "type": "Attempt", "isPartOf": begun["id"]}
                yield _event(act.at, "AssessmentItemEvent", actor, act.action, item, generated=made, **context)
        if attempt.ended is None:
            return
        score = {
            "id": f"{begun['id']}/scores/1",
            "type": "Score",
            "attempt": begun["id"],
            "scoreGiven": attempt.score,
            "maxScore": len(quiz.questions),
            "scoredBy": f"{TOOL}/autograder",
        }
        grader = {"id": f"{TOOL}/autograder", "type": "SoftwareApplication"}
        yield _event(attempt.ended + _MINUTE, "GradeEvent", grader, "Graded", done, generated=score, **context)

    def _sent(self, sensor: str, version: str, items: Iterator[tuple[int, Item]]) -> Iterator[dict[str, Any]]:
        """The envelopes that were sent by `now`, with their times."""
        context = f"http://purl.imsglobal.org/ctx/caliper/{version}"
        days: dict[int, list[tuple[int, Item]]] = defaultdict(list)
        for at, item in items:
            days[(at - TERM) // DAY].append((at, {"@context": context, **item}))
        for number, (day, done) in enumerate(sorted(days.items())):
            data = [item for _, item in sorted(done, key=lambda one: one[0])]
            sent = TERM + (day + 1) * DAY
            for at in (sent, sent + _RESENT_AFTER) if number % 5 == 0 else (sent,):
                if at <= self.now:
                    envelope = {"sensor": sensor, "sendTime": _time(at), "dataVersion": context, "data": data}
                    yield {"at": at, "envelope": envelope}


def _event(at: int, kind: str, actor: Any, action: str, thing: Item, **more: Any) -> tuple[int, Item]:
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{at}/{kind}/{action}/{actor}/{thing['id']}")
    event = {"id": f"urn:uuid:{named}", "type": kind, "actor": actor, "action": action, "object": thing}
    return at, {**event, "eventTime": _time(at), **more}


def _measures(visit: Visit, session: Item) -> Item:
    measures = [
        {
            "id": f"{user_id(visit.user)}/{metric}",
            "type": "AggregateMeasure",
            "metric": metric,
            "metricValue": value,
            "startedAtTime": _time(TERM),
            "endedAtTime": _time(visit.ended),
        }
        for metric, value in (("MinutesOnTask", visit.minutes), ("WordsRead", visit.words))
    ]
    return {"id": f"{session['id']}/measures", "type": "AggregateMeasureCollection", "items": measures}


def person(user: User) -> Item:
    """A person as the actor of an event."""
    return {"id": user_id(user), "type": "Person", "name": user.name}


def _identifiers(user: User) -> list[Item]:
    return [
        {"type": "SystemIdentifier", "identifierType": kind, "identifier": identifier}
        for kind, identifier in (("SisSourcedId", user.institutional_id), ("EmailAddress", user.email))
    ]


def _time(ms: int) -> str:
    """A time as Caliper requires it: UTC, with milliseconds."""
    time = dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
