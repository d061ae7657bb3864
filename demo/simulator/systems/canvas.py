"""The campus's Canvas: the two runs that it hosts, their members, and what they did there."""

from __future__ import annotations

import base64
import collections
import dataclasses
import functools
import random
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from demo.simulator.browsing import SITE, PageVisit, course_id, page_visits
from demo.simulator.service import Request, Response, Service, answered, iso
from demo.simulator.study import DAY, TERM
from demo.simulator.term import DEPARTMENTS, END, Member, QuizAttempt, Run, Submission, Term, User

_BEFORE = TERM - 40 * DAY
_SHARD = 10_000_000_000_000
_TYPES = {
    "learner": "StudentEnrollment",
    "teacher": "TeacherEnrollment",
    "assistant": "TaEnrollment",
    "test": "StudentViewEnrollment",
}
_QUESTION_TYPES = {
    "choice": "multiple_choice_question",
    "true-false": "true_false_question",
    "fill-in": "short_answer_question",
    "numeric": "numerical_question",
}
_QUIZ_ASSIGNMENT = 9_000_000
Records = list[dict[str, Any]]
# By kind of page: controller, address below that of the course, type of asset.
_PAGES = {
    None: ("courses", "", None),
    "assignment": ("assignments", "/assignments/{}", "Assignment"),
    "quiz": ("quizzes/quizzes", "/quizzes/{}", "Quizzes::Quiz"),
    "discussion_topic": ("discussion_topics", "/discussion_topics/{}", "DiscussionTopic"),
}


def user_id(user: User) -> int:
    """The id of a user. One of eleven users is from another institution and has a global id above 2^53."""
    return user.number + (1065 * _SHARD if user.number % 11 == 0 else 0)


def enrollment_state(member: Member, now: int) -> str | None:
    """The state of an enrollment. After a withdrawal it is deactivated, or deleted by the import of the registrar."""
    status = member.status(now)
    if status == "withdrawn":
        return "deleted" if member.is_removed else "inactive"
    return status


class Canvas(Service):
    """The REST API with a bearer token, Link headers, string ids on request, and the old kind of throttle."""

    system = "canvas"
    poison = "essay 2"

    def __init__(self, term: Term) -> None:
        super().__init__(term)
        self._answers: dict[tuple[Any, ...], Records | dict[str, Any] | None] = {}

    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "token": self.secret, "page_size": 100}

    def throttled(self) -> Response:
        body = b"403 Forbidden (Rate Limit Exceeded)\n"
        return Response(403, body, {"Content-Type": "text/plain; charset=utf-8", "X-Rate-Limit-Remaining": "0.0"})

    def answer(self, request: Request) -> Response:
        if request.bearer != self.secret:
            return answered({"errors": [{"message": "Invalid access token."}]}, 401)
        asked = {name: value for name, value in request.query.items() if name not in ("page", "per_page")}
        key = (self.now, request.path, *sorted(asked.items()))
        if key not in self._answers:
            self._answers[key] = self._found(request)
        found = self._answers[key]
        if found is None:
            return answered({"errors": [{"message": "The specified resource does not exist."}]}, 404)
        as_text = "canvas-string-ids" in request.headers.get("accept", "")
        if isinstance(found, list):
            return self._page(request, _with_text_ids(found) if as_text else found)
        return answered(_with_text_ids(found) if as_text else found, X_Rate_Limit_Remaining="597.2")

    def _page(self, request: Request, records: Records) -> Response:
        """Page with bookmarks, as for large collections. The Link header then contains no last page."""
        size = min(int(request.query.get("per_page", 10)), 100)
        bookmark = request.query.get("page", "").removeprefix("bookmark:")
        start = int(base64.urlsafe_b64decode(bookmark)) if bookmark else 0
        key = {"terms": "enrollment_terms", "submissions": "quiz_submissions"}.get(request.path.rpartition("/")[2])
        if "/students/" in request.path:
            key = None
        links = [f'<{self.url}{request.path}?{urlencode(request.query)}>; rel="current"']
        if start + size < len(records):
            following = "bookmark:" + base64.urlsafe_b64encode(str(start + size).encode()).decode()
            query = urlencode({**request.query, "page": following})
            links.append(f'<{self.url}{request.path}?{query}>; rel="next"')
        shown = records[start : start + size]
        return answered({key: shown} if key else shown, link=",".join(links), X_Rate_Limit_Remaining="597.2")

    def _found(self, request: Request) -> Records | dict[str, Any] | None:
        """The records at an address. None where it does not exist."""
        parts = request.path.removeprefix("/api/v1/").split("/")
        match parts:
            case ["accounts", "self"]:
                return self._accounts()[0]
            case ["accounts", "self", "sub_accounts"]:
                return self._accounts()[1:]
            case ["accounts", "self", "terms"]:
                return [
                    _record(1, name="Default Term", start_at=None, end_at=None, sis_term_id=None),
                    self._term(),
                ]
            case ["accounts", "self", "users"]:
                return self._users("email" in request.query.get("include[]", ""))
            case ["accounts", "self", "courses"]:
                return [self._course(run) for run in self.term.of_host("canvas")]
            case ["users", person, "page_views"]:
                return self._page_views(int(person), request.query.get("start_time", ""))
            case ["courses", course, *rest]:
                run = next((run for run in self.term.of_host("canvas") if str(course_id(run)) == course), None)
                return self._of_course(run, rest, request) if run else None
        return None

    def _of_course(self, run: Run, rest: list[str], request: Request) -> Records | None:
        match rest:
            case ["sections"]:
                return [
                    _record(run.number * 10 + place, name=f"{run.code} {name}", course_id=course_id(run))
                    for place, name in ((1, "A"), (2, "B"))
                ]
            case ["enrollments"]:
                return self._enrollments(run, with_all="state[]" in request.query)
            case ["modules"]:
                return [
                    _record(run.number * 100 + place, name=f"Module {place}", position=place, published=True)
                    for place in range(1, 6)
                ]
            case ["modules", module, "items"]:
                return self._items(run, int(module))
            case ["assignments"]:
                return self._assignments(run)
            case ["students", "submissions"]:
                return [*self._submissions(run), *self._quiz_assignment_submissions(run)]
            case ["quizzes"]:
                return self._quizzes(run)
            case ["quizzes", quiz, "questions"]:
                return self._questions(int(quiz))
            case ["quizzes", quiz, "submissions"]:
                return self._quiz_submissions(run, int(quiz))
            case ["discussion_topics"]:
                return [
                    _record(topic.id, title=topic.title, posted_at=iso(TERM), assignment_id=None, published=True)
                    for topic in self.term.topics
                    if topic.run is run
                ]
            case ["discussion_topics", topic, "entries"]:
                return self._posts(int(topic), None)
            case ["discussion_topics", topic, "entries", entry, "replies"]:
                return self._posts(int(topic), int(entry))
            case ["bulk_user_progress"]:
                return self._progress(run)
        return None

    def _accounts(self) -> Records:
        return [
            _record(place, name=name, workflow_state="active", parent_account_id=1 if place > 1 else None)
            for place, name in enumerate(DEPARTMENTS, start=1)
        ]

    def _term(self) -> dict[str, Any]:
        return _record(7, name="Spring 2026", start_at=iso(TERM), end_at=iso(END), sis_term_id="2026s")

    def _members(self, run: Run, *roles: str) -> list[tuple[Member, str]]:
        """The members of a course at `now`, with the states of their enrollments."""
        states = [(member, enrollment_state(member, self.now)) for member in self.term.members if member.run is run]
        return [(member, state) for member, state in states if state and (not roles or member.role in roles)]

    def _at_work(self, run: Run) -> set[int]:
        """The learners whose work Canvas shows. It hides the work of deleted enrollments."""
        return {member.user.number for member, state in self._members(run, "learner", "test") if state != "deleted"}

    def _users(self, has_email: bool) -> Records:
        here = {member.user.key: member.user for member in self.term.members if member.run.host == "canvas"}
        # The student of the test view has no login, so the account does not list it.
        return [
            {**_user(user), **({"email": user.email if user.number % 7 else None} if has_email else {})}
            for user in here.values()
            if user.role != "test"
        ]

    def _course(self, run: Run) -> dict[str, Any]:
        return _record(
            course_id(run),
            name=run.name,
            course_code=run.course_code,
            sis_course_id=run.code,
            account_id=2,
            root_account_id=1,
            enrollment_term_id=7,
            start_at=None,
            end_at=None,
            workflow_state="available",
            term=self._term(),
        )

    def _enrollments(self, run: Run, with_all: bool) -> Records:
        return [
            self._enrollment(member, state)
            for member, state in self._members(run)
            if with_all or state in ("active", "invited")
        ]

    def _enrollment(self, member: Member, state: str) -> dict[str, Any]:
        kind = _TYPES[member.role]
        grades = {"grades": self._grades(member)} if member.role in ("learner", "test") else {}
        return _record(
            member.id,
            type=kind,
            role=kind,
            user_id=user_id(member.user),
            course_id=course_id(member.run),
            sis_course_id=member.run.code,
            course_section_id=member.run.number * 10 + member.section,
            enrollment_state=state,
            start_at=None,
            end_at=None,
            created_at=iso(member.history[0][0]),
            updated_at=iso(max(at for at, _ in member.history if at <= self.now)),
            user=_user(member.user),
            **grades,
        )

    def _grades(self, member: Member) -> dict[str, Any]:
        """The share of points in the work graded so far, or the final grade of the plan once it exists."""
        mine = self._work.get((member.user.key, member.run.number), [])
        done = [one for one in mine if one.graded and one.graded <= self.now]
        points = sum(one.assignment.points for one in done)
        whole = sum(one.points for one in self.term.assignments if one.run is member.run)
        reached = sum(one.score or 0 for one in done)
        current, final = (round(100 * reached / of, 2) if of else None for of in (points, whole))
        for grade in self.term.grades:
            if grade.user is member.user and grade.run is member.run and grade.at <= self.now:
                current = final = grade.score
        return {"current_score": current, "current_grade": None, "final_score": final, "final_grade": None}

    @functools.cached_property
    def _work(self) -> dict[tuple[str, int], list[Submission]]:
        found = collections.defaultdict(list)
        for one in self.term.submissions:
            found[one.user.key, one.assignment.run.number].append(one)
        return found

    def _items(self, run: Run, module: int) -> Records:
        """The items of a module: a heading, a page, and the tasks."""
        place = module % 100
        items: list[tuple[str, str, int | None]] = [
            ("SubHeader", "Read and do", None),
            ("Page", f"Reading {place}", None),
        ]
        for kind, things in (
            ("Assignment", self.term.assignments),
            ("Quiz", self.term.quizzes),
            ("Discussion", self.term.topics),
        ):
            mine = [thing for thing in things if thing.run is run]
            items += [(kind, thing.title, thing.id) for thing in mine[place - 1 : place]]
        return [
            _record(
                module * 100 + number,
                title=title,
                type=kind,
                position=number,
                module_id=module,
                **({"content_id": content} if content else {}),
            )
            for number, (kind, title, content) in enumerate(items, start=1)
        ]

    def _assignments(self, run: Run) -> Records:
        essays = [
            _record(
                one.id,
                name=one.title,
                course_id=course_id(run),
                points_possible=one.points,
                due_at=iso(one.due),
                submission_types=["online_text_entry"],
                published=True,
                overrides=[],
            )
            for one in self.term.assignments
            if one.run is run
        ]
        quizzes = [
            _record(
                _QUIZ_ASSIGNMENT + quiz.id,
                name=quiz.title,
                course_id=course_id(run),
                points_possible=float(len(quiz.questions)),
                due_at=None,
                submission_types=["online_quiz"],
                is_quiz_assignment=True,
                quiz_id=quiz.id,
                published=True,
                overrides=[],
            )
            for quiz in self.term.quizzes
            if quiz.run is run
        ]
        return essays + quizzes

    def _submissions(self, run: Run) -> Iterator[dict[str, Any]]:
        at_work = self._at_work(run)
        for one in self.term.submissions:
            if one.assignment.run is run and one.user.number in at_work:
                record = self._submission(one)
                yield {**record, "submission_history": [record]}

    def _submission(self, one: Submission) -> dict[str, Any]:
        """The record of a submission. An excused one counts as graded, without a score."""
        submitted = one.submitted if one.submitted and one.submitted <= self.now else None
        graded = one.graded if one.graded and one.graded <= self.now else None
        seconds_late = max(0, (submitted or min(self.now, END)) - one.assignment.due) // 1000
        state = "graded" if graded or one.is_excused else "submitted" if submitted else "unsubmitted"
        return _record(
            one.id,
            user_id=user_id(one.user),
            assignment_id=one.assignment.id,
            attempt=1 if submitted else None,
            submission_type="online_text_entry" if submitted else None,
            body=f"<p>What I, {one.user.given_name}, think of it.</p>" if submitted else None,
            submitted_at=iso(submitted),
            graded_at=iso(graded),
            score=one.score if graded else None,
            grade=str(one.score) if graded else None,
            workflow_state=state,
            excused=one.is_excused or None,
            late=bool(submitted and seconds_late),
            missing=not submitted and seconds_late > 0 and not one.is_excused,
            seconds_late=seconds_late if submitted or not one.is_excused else 0,
            cached_due_date=iso(one.assignment.due),
            late_policy_status=None,
            points_deducted=None,
        )

    def _attempts(self, run: Run) -> dict[tuple[int, int], list[QuizAttempt]]:
        """The attempts that had begun, by quiz id and number of the learner."""
        found: dict[tuple[int, int], list[QuizAttempt]] = {}
        at_work = self._at_work(run)
        for attempt in self.term.quiz_attempts:
            if attempt.quiz.run is run and attempt.started <= self.now and attempt.user.number in at_work:
                found.setdefault((attempt.quiz.id, attempt.user.number), []).append(attempt)
        return found

    def _seen(self, attempt: QuizAttempt) -> QuizAttempt:
        """The attempt as it is at `now`."""
        is_open = attempt.ended is None or attempt.ended > self.now
        return dataclasses.replace(attempt, ended=None) if is_open else attempt

    def _quiz_assignment_submissions(self, run: Run) -> Iterator[dict[str, Any]]:
        """One per learner and quiz. The attempts are in its history, the latest first."""
        attempts = self._attempts(run)
        for quiz in self.term.quizzes:
            if quiz.run is not run:
                continue
            assignment = _QUIZ_ASSIGNMENT + quiz.id
            for member, state in self._members(run, "learner"):
                if state == "deleted":
                    continue
                mine = [self._seen(one) for one in attempts.get((quiz.id, member.user.number), [])]
                ended = [one for one in mine if one.ended]
                record = _record(
                    assignment * 1_000_000 + member.user.number,
                    user_id=user_id(member.user),
                    assignment_id=assignment,
                    attempt=ended[-1].number if ended else None,
                    submission_type="online_quiz" if ended else None,
                    body=None,
                    submitted_at=iso(ended[-1].ended) if ended else None,
                    graded_at=iso(ended[-1].ended) if ended else None,
                    score=max((one.score or 0 for one in ended), default=None),
                    grade=None,
                    workflow_state="graded" if ended else "unsubmitted",
                    excused=None,
                    late=False,
                    missing=False,
                    cached_due_date=None,
                )
                history = [self._version(record, one) for one in reversed(mine)]
                yield {**record, "submission_history": history or [record]}

    def _version(self, submission: dict[str, Any], attempt: QuizAttempt) -> dict[str, Any]:
        """An attempt in the fields of its submission. Before it ends, its answers are the fields of the form."""
        data: Any = {f"question_{question}": "" for question, _ in attempt.quiz.questions}
        if attempt.ended:
            data = [
                {
                    "correct": right is True,
                    "points": float(right is True),
                    "question_id": question,
                    "text": "" if right is None else f"answer {int(right)}",
                    **({} if right is None else {"answer_id": question * 10 + right}),
                }
                for (question, _), right in zip(attempt.quiz.questions, attempt.right, strict=True)
            ]
        return {
            **submission,
            "id": attempt.quiz.id * 1_000_000 + attempt.user.number,
            "attempt": attempt.number,
            # The values of a version replace those of the submission only where they exist.
            "score": submission["score"] if attempt.score is None else attempt.score,
            "workflow_state": "complete" if attempt.ended else "untaken",
            "submitted_at": iso(attempt.ended),
            "graded_at": iso(attempt.ended),
            "submission_data": data,
        }

    def _quizzes(self, run: Run) -> Records:
        return [
            _record(
                quiz.id,
                title=quiz.title,
                quiz_type="assignment",
                assignment_id=_QUIZ_ASSIGNMENT + quiz.id,
                points_possible=float(len(quiz.questions)),
                question_count=len(quiz.questions),
                allowed_attempts=2,
                due_at=None,
                published=True,
            )
            for quiz in self.term.quizzes
            if quiz.run is run
        ]

    def _questions(self, quiz_id: int) -> Records:
        return [
            _record(
                number,
                quiz_id=quiz_id,
                position=place,
                question_name=f"Question {place}",
                question_type=_QUESTION_TYPES[kind],
                question_text="<p>Which one?</p>",
                points_possible=1.0,
            )
            for quiz in self.term.quizzes
            if quiz.id == quiz_id
            for place, (number, kind) in enumerate(quiz.questions, start=1)
        ]

    def _quiz_submissions(self, run: Run, quiz_id: int) -> Records:
        """One record per learner: the latest attempt."""
        latest = [self._seen(found[-1]) for (quiz, _), found in self._attempts(run).items() if quiz == quiz_id]
        return [
            _record(
                one.quiz.id * 1_000_000 + one.user.number,
                quiz_id=one.quiz.id,
                user_id=user_id(one.user),
                submission_id=(_QUIZ_ASSIGNMENT + one.quiz.id) * 1_000_000 + one.user.number,
                attempt=one.number,
                started_at=iso(one.started),
                finished_at=iso(one.ended),
                end_at=None,
                time_spent=(one.ended - one.started) // 1000 if one.ended else None,
                score=one.score,
                kept_score=one.score,
                quiz_points_possible=float(len(one.quiz.questions)),
                workflow_state="complete" if one.ended else "untaken",
            )
            for one in latest
        ]

    def _posts(self, topic: int, parent: int | None) -> Records:
        """The posts, the newest first, each with its latest replies."""
        seen = [post for post in self.term.posts if post.topic.id == topic and post.at <= self.now]
        records = []
        for post in sorted(seen, key=lambda post: -post.at):
            if post.parent != parent:
                continue
            record = _record(
                post.id,
                user_id=user_id(post.user),
                user_name=post.user.name,
                parent_id=post.parent,
                message=f"<p>{post.text}</p>",
                created_at=iso(post.at),
                updated_at=iso(post.at),
                read_state="unread",
            )
            if replies := self._posts(topic, post.id) if parent is None else []:
                record |= {"recent_replies": replies[:10], "has_more_replies": len(replies) > 10}
            records.append(record)
        return records

    def _progress(self, run: Run) -> Records:
        """The progress of learners. Each of the five modules has one requirement."""
        records = []
        for member, state in self._members(run, "learner"):
            if state not in ("active", "completed"):
                continue
            done = [
                one.at
                for one in self.term.completions
                if one.user is member.user and one.run is run and one.at <= self.now
            ]
            progress = {
                "requirement_count": 5,
                "requirement_completed_count": len(done),
                "next_requirement_url": None,
                "completed_at": iso(max(done)) if len(done) == 5 else None,
            }
            records.append(_record(user_id(member.user), display_name=member.user.name, progress=progress))
        return records

    def _page_views(self, person: int, since: str) -> Records | None:
        """The page views of a person, the newest first. Submissions also left a request that sent them."""
        user = next((user for user in self.term.users if user_id(user) == person), None)
        if user is None:
            return None
        views = [
            self._view(user, visit)
            for visit in self._visits.get(user.key, [])
            if visit.at <= self.now and (iso(visit.at) or "") >= since
        ]
        return sorted(views, key=lambda view: str(view["created_at"]), reverse=True)

    @functools.cached_property
    def _visits(self) -> dict[str, list[PageVisit]]:
        return page_visits(self.term)

    def _view(self, user: User, visit: PageVisit) -> dict[str, Any]:
        run, at, is_sent = visit.run, visit.at, visit.is_sent
        controller, address, asset = _PAGES[visit.kind]
        path, action = address.format(visit.id), "show"
        if is_sent:
            controller, path, action = "submissions", f"{path}/submissions", "create"
        rng = random.Random(f"{user.key}/{run.number}/{at}/{action}")
        query = "?module_item_id=30101" if rng.random() < 0.4 and not is_sent else ""
        return {
            "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "url": f"{SITE}/courses/{course_id(run)}{path}{query}",
            "context_type": "Course",
            "asset_type": asset,
            "controller": controller,
            "action": action,
            "interaction_seconds": None if is_sent else round(rng.uniform(5, 300), 2),
            "created_at": iso(at),
            "user_request": rng.choice((True, True, None)),
            "render_time": round(rng.uniform(0.1, 0.9), 3),
            "user_agent": "Mozilla/5.0",
            "participated": is_sent,
            "http_method": "POST" if is_sent else "GET",
            "remote_ip": "192.0.2.17",
            # Their names do not end in id, so they stay numbers.
            "links": {"user": user_id(user), "context": course_id(run), "account": 1, "real_user": None},
        }


def _record(identity: int, **fields: Any) -> dict[str, Any]:
    return {"id": identity, "created_at": iso(_BEFORE), **fields}


def _user(user: User) -> dict[str, Any]:
    named = {
        "id": user_id(user),
        "name": user.name,
        "sortable_name": f"{user.family_name}, {user.given_name}",
        "short_name": user.name,
        "created_at": iso(_BEFORE),
    }
    if user.role == "test":
        return named
    return {
        **named,
        "sis_user_id": user.institutional_id,
        "integration_id": None,
        "login_id": user.email.partition("@")[0],
    }


def _with_text_ids(value: Any) -> Any:
    """The value with ids as texts, as Canvas sends them on request. Ids are recognized by their names."""
    if isinstance(value, list):
        return [_with_text_ids(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: str(one) if isinstance(one, int) and re.search(r"(^|_)id$", key) else _with_text_ids(one)
        for key, one in value.items()
    }
