"""What the learners of one course run did in its reading and quizzing tool and in the forum of the tool."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

from demo.simulator.study import DAY, TERM
from demo.simulator.term import END, Member, Post, QuizAttempt, Run, Term, User

TOOL = "https://reader.campus.example"
FORUM = "https://forum.campus.example"
BOOK = f"{TOOL}/books/1"
VIDEO = f"{TOOL}/videos/1"
RUN = 4
_SECOND, _MINUTE = 1000, 60_000


@dataclasses.dataclass(frozen=True)
class Visit:
    """A session in the tool. `end`: LoggedOut or TimedOut. `minutes` and `words`: the learner's totals at its end."""

    number: int
    user: User
    began: int
    ended: int
    end: str
    pages: int
    has_video: bool
    minutes: int
    words: int


@dataclasses.dataclass(frozen=True)
class Act:
    """Something that a learner did at a time. `thing` is the IRI of what it was done with.

    `number`: of a page its number, of a video the position in seconds, of a question its place in the test (from 0).
    `is_in_run`: whether the tool knows for which course run it was done.
    """

    at: int
    user: User
    action: str
    thing: str
    number: int = 0
    is_in_run: bool = True


def reading_run(term: Term) -> Run | None:
    """The run that reads with the tool. None in an empty term."""
    return next((run for run in term.runs if run.number == RUN), None)


def readers(term: Term) -> list[Member]:
    """The learners of the run."""
    run = reading_run(term)
    return [member for member in term.members if member.run is run and member.role == "learner"]


def attempts(term: Term) -> list[QuizAttempt]:
    """The attempts at the tests of the run."""
    run = reading_run(term)
    return [attempt for attempt in term.quiz_attempts if attempt.quiz.run is run]


def posts(term: Term) -> list[Post]:
    """The contributions to the discussions of the run."""
    run = reading_run(term)
    return [post for post in term.posts if post.topic.run is run]


def visits(term: Term) -> Iterator[Visit]:
    """Every session in the tool. Each call yields the same ones."""
    for member in readers(term):
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


def acts(term: Term) -> Iterator[Act]:
    """Everything that the learners did in the tool and in its forum."""
    for visit in visits(term):
        yield from acts_of_visit(visit)
    for attempt in attempts(term):
        yield from acts_of_attempt(attempt)
    for post in posts(term):
        yield act_of_post(post)


def acts_of_visit(visit: Visit) -> Iterator[Act]:
    """What a learner did in a session. A session that timed out ends without an act."""
    user, at = visit.user, visit.began + 10 * _SECOND
    yield Act(visit.began, user, "LoggedIn", TOOL, is_in_run=False)
    for place in range(1, visit.pages + 1):
        number = visit.number % 10 * 4 + place
        yield Act(at, user, "NavigatedTo", page_id(number), number)
        yield Act(at + 2 * _SECOND, user, "Viewed", page_id(number), number)
        at += 60 * _SECOND
    if visit.has_video:
        for action, seconds in (("Started", 0), ("Paused", 75), ("Resumed", 75), ("Ended", 300)):
            yield Act(at, user, action, VIDEO, seconds)
            at += 80 * _SECOND
    yield Act(visit.ended - _SECOND, user, "Used", TOOL)
    if visit.end == "LoggedOut":
        yield Act(visit.ended, user, "LoggedOut", TOOL, is_in_run=False)


def acts_of_attempt(attempt: QuizAttempt) -> Iterator[Act]:
    """What a learner did in an attempt. Only an attempt that has ended shows which questions were skipped."""
    quiz, user = attempt.quiz, attempt.user
    yield Act(attempt.started, user, "Started", quiz_id(quiz.id))
    for place, ((question, _), right) in enumerate(zip(quiz.questions, attempt.right, strict=True)):
        if right is not None or attempt.ended is not None:
            at, action = attempt.started + (place + 1) * 20 * _SECOND, "Skipped" if right is None else "Completed"
            yield Act(at, user, action, item_id(quiz.id, question), place)
    if attempt.ended is not None:
        yield Act(attempt.ended, user, "Submitted", quiz_id(quiz.id))


def act_of_post(post: Post) -> Act:
    """The writing of a contribution."""
    return Act(post.at, post.user, "Posted", message_id(post.id))


def user_id(user: User) -> str:
    """The IRI of a person."""
    return f"{TOOL}/users/{user.institutional_id}"


def section_id(run: Run) -> str:
    """The IRI of a run."""
    return f"{TOOL}/sections/{run.code}"


def page_id(number: int) -> str:
    """The IRI of a page of the book."""
    return f"{BOOK}/pages/{number}"


def quiz_id(quiz: int) -> str:
    """The IRI of a test."""
    return f"{TOOL}/quizzes/{quiz}"


def item_id(quiz: int, question: int) -> str:
    """The IRI of a question of a test."""
    return f"{quiz_id(quiz)}/items/{question}"


def attempt_id(attempt: QuizAttempt) -> str:
    """The IRI of an attempt."""
    return f"{quiz_id(attempt.quiz.id)}/attempts/{attempt.id}"


def thread_id(topic: int) -> str:
    """The IRI of a discussion."""
    return f"{FORUM}/threads/{topic}"


def message_id(post: int) -> str:
    """The IRI of a contribution."""
    return f"{FORUM}/messages/{post}"
