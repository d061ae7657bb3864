"""Which pages of Canvas people opened and what they sent there."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from demo.simulator.term import HOUR, Run, Term, User

SITE = "https://campus.instructure.example"


@dataclasses.dataclass(frozen=True)
class PageVisit:
    """A request for a page of a run. `kind`: assignment, quiz or discussion_topic; None is the page of the course.

    `is_sent`: the request sent an essay instead of asking for the page.
    """

    run: Run
    at: int
    kind: str | None = None
    id: int = 0
    is_sent: bool = False


def page_visits(term: Term) -> dict[str, list[PageVisit]]:
    """The visits of the term by the person's key."""
    found: dict[str, list[PageVisit]] = defaultdict(list)

    def add(user: User, visit: PageVisit) -> None:
        if visit.run.host == "canvas":
            found[user.key].append(visit)

    for member in term.members:
        add(member.user, PageVisit(member.run, member.history[0][0] + HOUR))
    for one in term.submissions:
        if one.submitted:
            run, essay = one.assignment.run, one.assignment.id
            add(one.user, PageVisit(run, one.submitted - 600_000, "assignment", essay))
            add(one.user, PageVisit(run, one.submitted, "assignment", essay, is_sent=True))
    for attempt in term.quiz_attempts:
        add(attempt.user, PageVisit(attempt.quiz.run, attempt.started - 60_000, "quiz", attempt.quiz.id))
    for post in term.posts:
        add(post.user, PageVisit(post.topic.run, post.at - 300_000, "discussion_topic", post.topic.id))
    return found


def course_id(run: Run) -> int:
    """The id that Canvas gave to a run."""
    return 4000 + run.number
