"""The campus's reading and quizzing tool, whose sensors wrote Caliper envelopes into files."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from demo.simulator.service import Files
from demo.simulator.study import DAY, TERM
from demo.simulator.term import END, Member, Post, QuizAttempt, Run, User

Item = dict[str, Any]
_TOOL = "https://reader.campus.example"
_FORUM = "https://forum.campus.example"
RUN = 4
_SECOND, _MINUTE = 1000, 60_000
# A sensor sends what a day brought at its end; every fifth time it gets no answer, and sends all of it again.
_RESENT_AFTER = 3_600_000
_ANSWERS = ("MultipleChoiceResponse", "TrueFalseResponse", "FillinBlankResponse", "Response")


@dataclasses.dataclass(frozen=True)
class Visit:
    """A session in the tool. `end`: LoggedOut or TimedOut; `minutes` and `words` are the totals up to its end."""

    number: int
    user: User
    began: int
    ended: int
    end: str
    pages: int
    has_video: bool
    minutes: int
    words: int


class Caliper(Files):
    """Caliper 1.2 of the reader, a gzipped file a week, and 1.1 of its forum, in one document with bare IRIs."""

    system = "caliper"

    def settings(self) -> dict[str, Any]:
        return {"path": str(self.folder)}

    def write(self) -> None:
        weeks: dict[int, list[Item]] = defaultdict(list)
        for envelope in self._sent(f"{_TOOL}/sensors/1", "v1p2", self.reader_items()):
            weeks[(envelope["at"] - TERM) // (7 * DAY)].append(envelope["envelope"])
        for week, envelopes in weeks.items():
            lines = "".join(json.dumps(envelope, ensure_ascii=False) + "\n" for envelope in envelopes)
            (self.folder / f"reader_{week + 10:02}.ndjson.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
        posted = [sent["envelope"] for sent in self._sent(f"{_FORUM}/sensors/1", "v1p1", self.forum_items())]
        (self.folder / "forum.json").write_text(json.dumps(posted, indent=2), encoding="utf-8")

    @property
    def run(self) -> Run | None:
        """The run that reads with the tool. None in an empty term."""
        return next((run for run in self.term.runs if run.number == RUN), None)

    @property
    def members(self) -> list[Member]:
        """The learners of the run."""
        return [member for member in self.term.members if member.run is self.run and member.role == "learner"]

    @property
    def attempts(self) -> list[QuizAttempt]:
        """Attempts at the tests of the run."""
        return [attempt for attempt in self.term.quiz_attempts if attempt.quiz.run is self.run]

    @property
    def posts(self) -> list[Post]:
        """Contributions to the run's discussions."""
        return [post for post in self.term.posts if post.topic.run is self.run]

    def visits(self) -> Iterator[Visit]:
        """Every session in the tool, the same in every telling."""
        for member in self.members:
            rng = random.Random(f"caliper/{member.id}")
            until = next((at for at, what in member.history if what == "withdrawn"), END)
            began, minutes, words = TERM + rng.randrange(5 * DAY // 1000) * 1000, 0, 0
            for number in range(rng.randint(1, 5)):
                length = rng.randint(12, 50)
                if began + length * _MINUTE >= until:
                    break
                pages = rng.randint(1, 4)
                minutes, words = minutes + length, words + 250 * pages
                end = "TimedOut" if rng.random() < 0.2 else "LoggedOut"
                yield Visit(
                    member.user.number * 10 + number,
                    member.user,
                    began,
                    began + length * _MINUTE,
                    end,
                    pages,
                    rng.random() < 0.5,
                    minutes,
                    words,
                )
                began += rng.randint(2, 14) * DAY + rng.randrange(DAY // 1000) * 1000

    def reader_items(self) -> Iterator[tuple[int, Item]]:
        """What the reader's sensor tells: people, sessions, readings, tests and their grades."""
        for member in self.members:
            user, joined = member.user, member.history[0][0]
            # At first only the given name was known.
            yield joined, {"id": user_id(user), "type": "Person", "name": user.given_name}
            yield joined + DAY, {**person(user), "otherIdentifiers": _identifiers(user)}
        for visit in self.visits():
            yield from self._visit(visit)
        for attempt in self.attempts:
            yield from self._attempt(attempt)

    def forum_items(self) -> Iterator[tuple[int, Item]]:
        """What the forum's sensor tells: who posted what, in which thread, in reply to which message."""
        for post in self.posts:
            message: Item = {
                "id": message_id(post.id),
                "type": "Message",
                "body": f"<p>{post.text}</p>",
                "dateCreated": _time(post.at),
                "isPartOf": {"id": thread_id(post.topic.id), "type": "Thread", "name": post.topic.title},
            }
            if post.parent is not None:
                message["replyTo"] = message_id(post.parent)
            yield self._event(post.at, "MessageEvent", user_id(post.user), "Posted", message, group=self._section["id"])

    @property
    def _section(self) -> Item:
        run = self.run
        assert run is not None
        return {
            "id": section_id(run),
            "type": "CourseSection",
            "name": run.name,
            "courseNumber": run.code,
            "academicSession": "Spring 2026",
            "subOrganizationOf": {
                "id": f"{_TOOL}/courses/{run.course_code}",
                "type": "CourseOffering",
                "courseNumber": run.course_code,
            },
        }

    def _visit(self, visit: Visit) -> Iterator[tuple[int, Item]]:
        tool = {"id": _TOOL, "type": "SoftwareApplication", "name": "Campus Reader"}
        session: Item = {
            "id": f"{_TOOL}/sessions/{visit.number}",
            "type": "Session",
            "user": user_id(visit.user),
            "startedAtTime": _time(visit.began),
        }
        ended = {
            **session,
            "endedAtTime": _time(visit.ended),
            "duration": f"PT{(visit.ended - visit.began) // _MINUTE}M",
        }
        told = {"group": self._section, "session": session, "edApp": _TOOL}
        actor = person(visit.user)
        yield self._event(visit.began, "SessionEvent", actor, "LoggedIn", tool, session=session, edApp=_TOOL)
        at = visit.began + 10 * _SECOND
        for place in range(1, visit.pages + 1):
            page = {
                "id": f"{_TOOL}/books/1/pages/{visit.number % 10 * 4 + place}",
                "type": "Page",
                "name": f"Page {visit.number % 10 * 4 + place}",
                "isPartOf": {"id": f"{_TOOL}/books/1", "type": "Document"},
            }
            yield self._event(at, "NavigationEvent", actor, "NavigatedTo", page, **told)
            yield self._event(at + 2 * _SECOND, "ViewEvent", actor, "Viewed", page, **told)
            at += 60 * _SECOND
        if visit.has_video:
            video = {"id": f"{_TOOL}/videos/1", "type": "VideoObject", "name": "A city grows", "duration": "PT5M"}
            for action, seconds in (("Started", 0), ("Paused", 75), ("Resumed", 75), ("Ended", 300)):
                moment = {
                    "id": f"{_TOOL}/videos/1#t={seconds}",
                    "type": "MediaLocation",
                    "currentTime": f"PT{seconds}S",
                }
                yield self._event(at, "MediaEvent", actor, action, video, target=moment, **told)
                at += 80 * _SECOND
        measures = [
            {
                "id": f"{_TOOL}/users/{visit.user.institutional_id}/{metric}",
                "type": "AggregateMeasure",
                "metric": metric,
                "metricValue": value,
                "startedAtTime": _time(TERM),
                "endedAtTime": _time(visit.ended),
            }
            for metric, value in (("MinutesOnTask", visit.minutes), ("WordsRead", visit.words))
        ]
        measured = {"id": f"{session['id']}/measures", "type": "AggregateMeasureCollection", "items": measures}
        yield self._event(visit.ended - _SECOND, "ToolUseEvent", actor, "Used", tool, generated=measured, **told)
        if visit.end == "TimedOut":
            yield self._event(visit.ended, "SessionEvent", tool, "TimedOut", ended, edApp=_TOOL)
        else:
            yield self._event(visit.ended, "SessionEvent", actor, "LoggedOut", tool, session=ended, edApp=_TOOL)

    def _attempt(self, attempt: QuizAttempt) -> Iterator[tuple[int, Item]]:
        quiz = attempt.quiz
        actor, told = person(attempt.user), {"group": self._section, "edApp": _TOOL}
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
        yield self._event(attempt.started, "AssessmentEvent", actor, "Started", assessment, generated=begun, **told)
        for place, ((question, _), right) in enumerate(zip(quiz.questions, attempt.right, strict=True)):
            at = attempt.started + (place + 1) * 20 * _SECOND
            item = {
                "id": f"{assessment['id']}/items/{question}",
                "type": "AssessmentItem",
                "isPartOf": {"id": assessment["id"], "type": "Assessment"},
            }
            if right is not None:
                response = {
                    "id": f"{begun['id']}/responses/{question}",
                    "type": _ANSWERS[place % len(_ANSWERS)],
                    "attempt": begun["id"] if place % 2 else begun,
                    "endedAtTime": _time(at),
                    "duration": "PT15S",
                }
                yield self._event(at, "AssessmentItemEvent", actor, "Completed", item, generated=response, **told)
            elif attempt.ended is not None:
                skipped = {"id": f"{begun['id']}/items/{question}", "type": "Attempt", "isPartOf": begun["id"]}
                yield self._event(at, "AssessmentItemEvent", actor, "Skipped", item, generated=skipped, **told)
        if attempt.ended is None:
            return
        seconds = (attempt.ended - attempt.started) // 1000
        done = {**begun, "endedAtTime": _time(attempt.ended), "duration": f"PT{seconds // 60}M{seconds % 60}S"}
        yield self._event(attempt.ended, "AssessmentEvent", actor, "Submitted", assessment, generated=done, **told)
        score = {
            "id": f"{begun['id']}/scores/1",
            "type": "Score",
            "attempt": begun["id"],
            "scoreGiven": attempt.score,
            "maxScore": len(quiz.questions),
            "scoredBy": f"{_TOOL}/autograder",
        }
        grader = {"id": f"{_TOOL}/autograder", "type": "SoftwareApplication"}
        yield self._event(attempt.ended + _MINUTE, "GradeEvent", grader, "Graded", done, generated=score, **told)

    def _event(self, at: int, kind: str, actor: Any, action: str, thing: Item, **more: Any) -> tuple[int, Item]:
        named = uuid.uuid5(uuid.NAMESPACE_URL, f"{at}/{kind}/{action}/{actor}/{thing['id']}")
        event = {"id": f"urn:uuid:{named}", "type": kind, "actor": actor, "action": action, "object": thing}
        return at, {**event, "eventTime": _time(at), **more}

    def _sent(self, sensor: str, version: str, items: Iterator[tuple[int, Item]]) -> Iterator[dict[str, Any]]:
        """The envelopes that were sent by `now`, with the times of sending."""
        context = f"http://purl.imsglobal.org/ctx/caliper/{version}"
        days: dict[int, list[tuple[int, Item]]] = defaultdict(list)
        for at, item in items:
            days[(at - TERM) // DAY].append((at, {"@context": context, **item}))
        for number, (day, told) in enumerate(sorted(days.items())):
            data = [item for _, item in sorted(told, key=lambda one: one[0])]
            sent = TERM + (day + 1) * DAY
            for at in (sent, sent + _RESENT_AFTER) if number % 5 == 0 else (sent,):
                if at <= self.now:
                    envelope = {"sensor": sensor, "sendTime": _time(at), "dataVersion": context, "data": data}
                    yield {"at": at, "envelope": envelope}


def user_id(user: User) -> str:
    """The IRI of a person."""
    return f"{_TOOL}/users/{user.institutional_id}"


def section_id(run: Run) -> str:
    """The IRI of a run."""
    return f"{_TOOL}/sections/{run.code}"


def quiz_id(quiz: int) -> str:
    """The IRI of a test."""
    return f"{_TOOL}/quizzes/{quiz}"


def attempt_id(attempt: QuizAttempt) -> str:
    """The IRI of an attempt."""
    return f"{quiz_id(attempt.quiz.id)}/attempts/{attempt.id}"


def thread_id(topic: int) -> str:
    """The IRI of a discussion."""
    return f"{_FORUM}/threads/{topic}"


def message_id(post: int) -> str:
    """The IRI of a contribution."""
    return f"{_FORUM}/messages/{post}"


def person(user: User) -> Item:
    """Someone as events name an actor."""
    return {"id": user_id(user), "type": "Person", "name": user.name}


def _identifiers(user: User) -> list[Item]:
    return [
        {"type": "SystemIdentifier", "identifierType": kind, "identifier": identifier}
        for kind, identifier in (("SisSourcedId", user.institutional_id), ("EmailAddress", user.email))
    ]


def _time(ms: int) -> str:
    """A time as Caliper wants it: UTC, with milliseconds."""
    told = dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
    return told.isoformat(timespec="milliseconds").replace("+00:00", "Z")
