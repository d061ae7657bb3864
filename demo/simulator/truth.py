"""What really happened on the campus, computed from the plans and never from statements or records of systems."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from demo.simulator import catalog, reading
from demo.simulator.catalog import Activity, Course
from demo.simulator.customers import belongs_to_parent, deleted
from demo.simulator.life import GAP, VERBS, Event, Life, View
from demo.simulator.meetings import manner, report_of, reported_part, sessions_of, trial_of, workshop_starts
from demo.simulator.open_studies import PRESENTATIONS, site_id, studies
from demo.simulator.people import SERVICE_IDENTIFIER, SERVICE_KEY
from demo.simulator.term import (
    DEPARTMENTS,
    HOUR,
    PACKAGED,
    RUNS,
    Meeting,
    Run,
    Stay,
    Term,
    User,
    package_tries,
)
from demo.simulator.unit import is_satisfied

TABLES = {
    "campus": "seed bigint, learners bigint, statements bigint",
    "people": "person_key varchar, name varchar, email varchar",
    "identifiers": "person_key varchar, identifier varchar",
    "events": "statement_id varchar, person_key varchar, verb_iri varchar, activity_iri varchar, course_id varchar, "
    "event_at timestamp, session bigint, active_seconds double, is_completion boolean",
    "plays": "person_key varchar, video_iri varchar, video_session varchar, start_seconds double, end_seconds double",
    "activities": "activity_iri varchar, parent_iri varchar, course_id varchar, kind varchar",
    "sessions": "person_key varchar, started_at timestamp, ended_at timestamp, event_count bigint, "
    "duration_seconds double",
    "video_views": "person_key varchar, video_iri varchar, course_id varchar, video_session varchar, "
    "started_at timestamp, ended_at timestamp, length_seconds double, unique_seconds double, played_seconds double, "
    "evidence varchar, events bigint, is_completed boolean",
    "attempts": "person_key varchar, assessment_iri varchar, course_id varchar, registration varchar, "
    "attempt_number bigint, started_at timestamp, ended_at timestamp, is_completed boolean, is_passed boolean, "
    "score_scaled double, score_raw double, responses bigint, correct_responses bigint",
    "item_responses": "statement_id varchar, person_key varchar, item_iri varchar, assessment_iri varchar, "
    "course_id varchar, attempt_number bigint, interaction_type varchar, is_correct boolean, score_scaled double, "
    "response_option varchar, seconds double",
    "content_registrations": "person_key varchar, registration varchar, au_iri varchar, course_id varchar, "
    "sessions bigint, is_launched boolean, is_initialized boolean, is_terminated boolean, is_completed boolean, "
    "is_passed boolean, is_failed boolean, is_waived boolean, is_abandoned boolean, is_satisfied boolean, "
    "score_scaled double, duration_seconds double, move_on varchar, mastery_score double, breaches bigint",
    "breaches": "person_key varchar, registration varchar, au_iri varchar, cmi5_session varchar, "
    "statement_id varchar, rule varchar",
    "outcomes": "person_key varchar, course_id varchar, is_completed boolean, completed_at timestamp, "
    "is_passed boolean, score_scaled double",
    "rejected": "statement_id varchar, reason varchar",
    "voided": "statement_id varchar",
    "conflicts": "statement_id varchar",
    "faults": "statement_id varchar, fault varchar",
    "unmapped_verbs": "verb_iri varchar, events bigint",
    "users": "person_key varchar, institutional_id varchar, email varchar, role varchar",
    "members": "person_key varchar, course_id varchar, run_code varchar, host varchar, role varchar, status varchar, "
    "joined_at timestamp, changed_at timestamp, changes bigint, active_at timestamp",
    "submissions": "submission bigint, person_key varchar, course_id varchar, host varchar, due_at timestamp, "
    "submitted_at timestamp, graded_at timestamp, score double, points double, is_excused boolean",
    "quiz_attempts": "attempt bigint, person_key varchar, course_id varchar, host varchar, attempt_number bigint, "
    "started_at timestamp, ended_at timestamp, score double, points double, answers bigint, correct bigint",
    "quiz_answers": "attempt bigint, question bigint, position bigint, kind varchar, is_correct boolean",
    "posts": "post bigint, person_key varchar, course_id varchar, host varchar, parent bigint, posted_at timestamp, "
    "words bigint",
    "stays": "meeting bigint, person_key varchar, course_id varchar, system varchar, is_host boolean, "
    "joined_at timestamp, left_at timestamp",
    "attendance": "meeting bigint, person_key varchar, course_id varchar, system varchar, stays bigint, "
    "joined_at timestamp, left_at timestamp, attended_seconds double, stated_seconds double, "
    "meeting_key varchar",
    "final_grades": "person_key varchar, course_id varchar, host varchar, score double, graded_at timestamp",
    "graded_work": "person_key varchar, course_id varchar, host varchar, score double, points double",
    "module_completions": "person_key varchar, course_id varchar, host varchar, module bigint, completed_at timestamp",
    "employees": "person_key varchar, department varchar, manager_key varchar, hired_on date, left_on date",
    "customers": "person_key varchar, account varchar, is_direct boolean",
    "org_units": "system varchar, kind varchar, name varchar, parent varchar",
    "pii_values": "value varchar, kind varchar",
    "runs": "course_id varchar, run_code varchar, name varchar, host varchar, starts_at timestamp, ends_at timestamp",
    "meetings": "meeting_key varchar, course_id varchar, system varchar, name varchar, starts_at timestamp, "
    "ends_at timestamp",
    "held": "activity_iri varchar, parent_iri varchar, course_id varchar, kind varchar",
    "package_tries": "person_key varchar, course_id varchar, started_at timestamp, ended_at timestamp, "
    "is_completed boolean",
    "clicks": "person_key varchar, course_id varchar, site bigint, day date, clicks bigint",
}
_EPOCH = dt.datetime(1970, 1, 1)
_REACHED = ("launched", "initialized", "terminated", "completed", "passed", "failed", "waived", "abandoned")
_NULL = "\\N"
# Types of questions with given options.
_OFFERING = ("true-false", "choice", "likert", "matching", "sequencing")
_CODES = {run.iri: run.course_code for run in RUNS if run.iri}


def moment(ms: int) -> dt.datetime:
    """Milliseconds since 1970 as a UTC timestamp without a zone."""
    return _EPOCH + dt.timedelta(milliseconds=ms)


def _moment(ms: int | None) -> dt.datetime | None:
    return None if ms is None else moment(ms)


def _seconds(result: dict[str, Any]) -> float | None:
    """The duration of an answer. In the plan it has whole seconds."""
    duration = result.get("duration")
    return None if duration is None else float(duration.removeprefix("PT").removesuffix("S"))


def union_length(intervals: Iterable[tuple[int, int]]) -> int:
    """The length of the union of intervals, in their unit."""
    total = reached = 0
    for start, end in sorted(intervals):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


class Truth:
    """The rows of all tables in TABLES, which are added learner by learner."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._unmapped: Counter[str] = Counter()
        self._personal: set[tuple[str, str]] = set()

    def add(self, life: Life, recorded: Iterable[Event] = ()) -> None:
        """Add what one learner did: the events of statements, and those that other systems `recorded`."""
        rows, person = self.rows, life.person
        rows["people"].append((person.key, person.name, person.email))
        self._add_faults(life.events)
        seen = {event.actor[1] for event in life.events if event.state not in ("lost", "rejected")}
        rows["identifiers"] += [(person.key, identifier) for identifier in sorted(seen | set(person.link or ()))]
        counted = sorted(
            [event for event in life.events if event.state == "counted"] + list(recorded), key=lambda event: event.at
        )
        if not counted:
            return
        self._personal.update(person.personal)
        sessions, active = self._add_sessions(person.key, counted)
        for event, session, gap in zip(counted, sessions, active, strict=True):
            course = event.activity.course
            rows["events"].append(
                (
                    event.id or None,
                    person.key,
                    verb := VERBS.get(event.verb, event.verb),
                    event.activity.iri,
                    course,
                    moment(event.at),
                    session,
                    gap / 1000,
                    (event.result or {}).get("completion"),
                )
            )
            if verb.startswith("https://lms.campus.example/"):
                self._unmapped[verb] += 1
        for view in life.views:
            self._add_view(person.key, view)
        self._add_attempts(life)
        self._add_registrations(life)
        rows["outcomes"] += [
            (
                person.key,
                end.event.activity.iri,
                end.is_completed,
                moment(end.event.at) if end.is_completed else None,
                end.is_passed,
                end.scaled,
            )
            for end in life.outcomes
        ]

    def finish(self, campus: tuple[int, int, int]) -> None:
        """Add what needs all learners: content, verbs and personal values."""
        rows = self.rows
        rows["campus"].append(campus)
        rows["people"].append((SERVICE_KEY, "Campus records service", None))
        rows["identifiers"].append((SERVICE_KEY, SERVICE_IDENTIFIER))
        for taught in catalog.courses():
            self._add_content(taught)
        rows["unmapped_verbs"] += sorted(self._unmapped.items())
        rows["pii_values"] += sorted((value, kind) for kind, value in self._personal)

    def _add_content(self, course: Course) -> None:
        """Add the content of a course, as it is taught."""
        home = course.activity.iri

        def add(activity: Activity, parent: str | None, kind: str) -> None:
            self.rows["activities"].append((activity.iri, parent, home, kind))

        add(course.activity, None, "course")
        for module in course.modules:
            inside = module.activity.iri
            add(module.activity, None, "module")
            handout, forum = module.extras
            # The tool does not send the module of a handout.
            add(handout, None, "file")
            add(forum, inside, "other")
            for page in module.pages:
                add(page, inside, "page")
            for video in module.videos:
                add(video.activity, inside, "video")
            for quiz in module.quizzes:
                add(quiz.activity, inside, "assessment")
                for question in quiz.questions:
                    add(question, quiz.activity.iri, "question")
            for unit in module.units:
                add(unit.activity, inside, "content_unit")

    def add_term(self, term: Term) -> None:
        """Add what happened in the term outside of the record store."""
        rows = self.rows
        for user in term.users:
            rows["users"].append((user.key, user.institutional_id, user.email, user.role))
            rows["identifiers"] += [
                (user.key, f"id:{user.institutional_id}"),
                (user.key, f"mbox:mailto:{user.email}"),
            ]
            if user.role == "learner" and "email" in (manner("zoom", user), manner("teams", user)):
                # The campus does not know who a guest is, so a guest is another person.
                rows["identifiers"].append((f"{user.key}/guest", f"mbox:mailto:{user.private_email}"))
            if user.role != "learner":
                rows["people"].append((user.key, user.name, user.email))
            self._personal.update(
                (kind, value)
                for kind, value in (
                    ("name", user.name),
                    ("email", user.email),
                    ("email", user.private_email),
                    ("institutional_id", user.institutional_id),
                )
            )
        for run in term.runs:
            rows["runs"].append((run.course_code, run.code, run.name, run.host, moment(run.starts), moment(run.ends)))
        self._add_clicks(term)
        for member in term.members:
            run, history = member.run, member.history
            rows["members"].append(
                (
                    *(member.user.key, run.course_code, run.code, run.host, member.role, history[-1][1]),
                    *(moment(history[0][0]), moment(history[-1][0]), len(history)),
                    _moment(next((at for at, what in history if what == "active"), None)),
                )
            )
        hidden = {
            (member.user, member.run) for member in term.members if member.run.host == "canvas" and member.is_removed
        }
        for submission in term.submissions:
            assignment = submission.assignment
            if (submission.user, assignment.run) in hidden:
                continue
            rows["submissions"].append(
                (
                    *(submission.id, submission.user.key, assignment.run.course_code, assignment.run.host),
                    *(moment(assignment.due), _moment(submission.submitted), _moment(submission.graded)),
                    *(submission.score, assignment.points, submission.is_excused),
                )
            )
        for attempt in term.quiz_attempts:
            run, right = attempt.quiz.run, attempt.right
            if (attempt.user, run) in hidden:
                continue
            rows["quiz_attempts"].append(
                (
                    *(attempt.id, attempt.user.key, run.course_code, run.host, attempt.number),
                    *(moment(attempt.started), _moment(attempt.ended), attempt.score, len(right)),
                    *(sum(answer is not None for answer in right), right.count(True)),
                )
            )
            rows["quiz_answers"] += [
                (attempt.id, question, place, kind, answer)
                for place, ((question, kind), answer) in enumerate(
                    zip(attempt.quiz.questions, right, strict=True), start=1
                )
            ]
        for post in term.posts:
            run = post.topic.run
            rows["posts"].append(
                (
                    post.id,
                    post.user.key,
                    run.course_code,
                    run.host,
                    post.parent,
                    moment(post.at),
                    len(post.text.split()),
                )
            )
        for meeting in term.meetings:
            if meeting.run.meets_in == "zoom":
                # Where its host dropped out, a meeting became two sessions in Zoom.
                for part in sessions_of(meeting):
                    self._add_meeting(meeting, part.stays, f"meeting:demo_zoom|{part.uuid}", part.topic)
                # Of the session in which the host was alone, Zoom sends only the time.
                trial = trial_of(meeting)
                tried = f"meeting:demo_zoom|{trial.uuid}"
                rows["meetings"].append((tried, meeting.run.course_code, "zoom", None, moment(trial.starts), None))
            else:
                key = f"meeting:demo_teams|{report_of(meeting)}"
                self._add_meeting(meeting, meeting.stays, key, meeting.run.name)
        for run in term.of_host("talentlms"):
            starts = workshop_starts(run.number)
            key, times = f"ilt_session:demo_talentlms|{run.number}900", (starts, starts + 3 * HOUR // 2)
            rows["meetings"].append((key, run.course_code, "talentlms", "Workshop", *map(moment, times)))
        for run in term.runs:
            self._add_held(term, run)
        for user, started, status, _, minutes in package_tries(term):
            ended = started + minutes * 60_000
            rows["package_tries"].append((user.key, PACKAGED, moment(started), moment(ended), status == "passed"))
        for grade in term.grades:
            run = grade.run
            rows["final_grades"].append((grade.user.key, run.course_code, run.host, grade.score, moment(grade.at)))
        work: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0, 0])
        for submission in term.submissions:
            if submission.score is not None:
                run = submission.assignment.run
                of = work[submission.user.key, run.course_code, run.host]
                of[0] += submission.score
                of[1] += submission.assignment.points
        rows["graded_work"] += [(*what, *of) for what, of in work.items()]
        for done in term.completions:
            run = done.run
            rows["module_completions"].append((done.user.key, run.course_code, run.host, done.module, moment(done.at)))
        for employee in term.employees:
            manager = employee.manager.key if employee.manager else None
            left = moment(employee.left).date() if employee.left else None
            rows["employees"].append(
                (employee.user.key, employee.department, manager, moment(employee.hired).date(), left)
            )
        names = {account.id: account.name for account in term.accounts}
        top, *parts = DEPARTMENTS
        rows["org_units"] += [
            ("bamboohr", "company", top, None),
            *(("bamboohr", "department", name, top) for name in DEPARTMENTS),
            ("canvas", "account", top, None),
            *(("canvas", "sub_account", name, top) for name in parts),
            ("moodle", "category", top, None),
            ("moodle", "category", "Spring 2026", top),
            ("oneroster", "school", top, None),
            *(("talentlms", "branch", name, None) for name in DEPARTMENTS),
            *(("talentlms", "group", f"Section {section}", None) for section in (1, 2)),
            *(
                ("salesforce", "Customer - Direct", account.name, names.get(account.parent or ""))
                for account in term.accounts
            ),
        ]
        for account in term.accounts:
            for user in account.members:
                if deleted(user) is None:
                    rows["customers"].append((user.key, account.name, True))
                    if account.parent and belongs_to_parent(user):
                        rows["customers"].append((user.key, names[account.parent], False))

    def _add_clicks(self, term: Term) -> None:
        """Add the clicks of the Open University. Their days count from the month that the presentation names."""
        clicks: Counter[tuple[str, str, int, dt.date]] = Counter()
        for study in studies(term):
            module, presentation = PRESENTATIONS[study.presentation]
            starts = dt.date(int(presentation[:4]), 2 if presentation.endswith("B") else 10, 1)
            for place, day, count in study.clicks:
                site = site_id(study.presentation, place)
                clicks[study.user.key, module.lower(), site, starts + dt.timedelta(day)] += count
        self.rows["clicks"] += [(*what, count) for what, count in sorted(clicks.items())]

    def _add_held(self, term: Term, run: Run) -> None:
        """Add the content of a run in its systems, and the content in statements that is not taught."""

        def add(activity: str, parent: str | None, kind: str) -> None:
            self.rows["held"].append((activity, parent, run.course_code, kind))

        for course in catalog.courses():
            for unit in (unit for module in course.modules for unit in module.units if course.activity.iri == run.iri):
                # A screen names its module as parent. No system sends that it is a part of the unit.
                add(unit.allowed.iri, unit.allowed.iri.rpartition("/unit-")[0], "content_unit")
                add(unit.block.iri, None, "module")
        things = [
            *(("assignment", one.id, one.id % 100) for one in term.assignments if one.run is run),
            *(("assessment", one.id, one.id % 1000) for one in term.quizzes if one.run is run),
        ]
        topics = [topic for topic in term.topics if topic.run is run]
        if run.host == "canvas":
            names = {"assignment": "assignment", "assessment": "quiz", "discussion": "discussion_topic"}
            for place in range(1, 6):
                module = f"module:demo_canvas|{run.number * 100 + place}"
                add(module, None, "module")
                item = f"module_item:demo_canvas|{run.number * 100 + place}"
                add(f"{item}01", module, "heading")
                add(f"{item}02", module, "page")
            for kind, number, place in (*things, *(("discussion", topic.id, topic.id % 10) for topic in topics)):
                add(f"{names[kind]}:demo_canvas|{number}", f"module:demo_canvas|{run.number * 100 + place}", kind)
        elif run.host == "moodle":
            names = {"assignment": "assign", "assessment": "quiz"}
            for place in range(6):
                add(f"section:demo_moodle|{run.number * 10 + place}", None, "module")
            add(f"forum:demo_moodle|{run.number}", f"section:demo_moodle|{run.number * 10}", "discussion")
            for place in range(1, 6):
                is_packaged = run.course_code == PACKAGED and place == 1
                name, kind = ("scorm", "content_unit") if is_packaged else ("page", "page")
                section = f"section:demo_moodle|{run.number * 10 + place}"
                add(f"{name}:demo_moodle|{run.number * 10 + place}", section, kind)
                if is_packaged:
                    # The only part of the package. Registrations are for the part.
                    add(
                        f"sco:demo_moodle|{run.number * 10 + place}1",
                        f"scorm:demo_moodle|{run.number * 10 + place}",
                        kind,
                    )
            for kind, number, place in things:
                add(f"{names[kind]}:demo_moodle|{number}", f"section:demo_moodle|{run.number * 10 + place}", kind)
        else:
            for place in range(1, 6):
                add(f"unit:demo_talentlms|{run.number}50{place}", None, "page")
            add(f"unit:demo_talentlms|{run.number}900", None, "meeting")
            for kind, number, _ in things:
                add(f"unit:demo_talentlms|{number}", None, kind)
        if run.number == reading.RUN:
            # In the reading tool and its forum, messages are parts of their thread, and pages are parts of their book.
            add(reading.TOOL, None, "other")
            add(reading.VIDEO, None, "video")
            add(reading.BOOK, None, "page")
            for place in range(1, 21):
                add(reading.page_id(place), reading.BOOK, "page")
            for quiz in term.quizzes:
                if quiz.run is run:
                    add(reading.quiz_id(quiz.id), None, "assessment")
                    for question, _ in quiz.questions:
                        add(reading.item_id(quiz.id, question), reading.quiz_id(quiz.id), "question")
            for topic in topics:
                add(reading.thread_id(topic.id), None, "discussion")
            for post in term.posts:
                if post.topic.run is run:
                    add(reading.message_id(post.id), reading.thread_id(post.topic.id), "discussion")

    def _add_meeting(self, meeting: Meeting, stays: tuple[Stay, ...], meeting_key: str, name: str) -> None:
        held = (moment(min(stay.joined for stay in stays)), moment(max(stay.left for stay in stays)))
        system = meeting.run.meets_in
        self.rows["meetings"].append((meeting_key, meeting.run.course_code, system, name, *held))
        where, is_zoom = (meeting.run.course_code, meeting.run.meets_in), meeting.run.meets_in == "zoom"
        together: dict[User, list[Stay]] = defaultdict(list)
        for stay in stays:
            together[stay.user].append(stay)
            self.rows["stays"].append(
                (meeting.id, stay.user.key, *where, stay.user is meeting.host, moment(stay.joined), moment(stay.left))
            )
        for user, own in together.items():
            how = manner(meeting.run.meets_in, user)
            if how == "name":
                continue
            key = f"{user.key}/guest" if how == "email" else user.key
            parts = [(stay, "all" if is_zoom else reported_part(meeting, stay)) for stay in own]
            timed = [(stay.joined, stay.left) for stay, part in parts if part == "all"]
            times = (moment(min(timed)[0]), moment(max(left for _, left in timed))) if timed else (None, None)
            attended = union_length(timed) / 1000 if timed else None
            sums = [stay.left - stay.joined for stay, part in parts if part == "total"]
            # A report without intervals counts as one stay.
            count = 1 if sums else len(own)
            stated = sum(sums) / 1000 if sums else None
            self.rows["attendance"].append((meeting.id, key, *where, count, *times, attended, stated, meeting_key))

    def write(self, database: Path) -> None:
        """Write all tables to a new DuckDB file at `database`. An existing file is replaced."""
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as connection, tempfile.TemporaryDirectory() as folder:
            connection.execute("set timezone = 'UTC'")
            for table, columns in TABLES.items():
                file = Path(folder) / f"{table}.csv"
                with file.open("w", newline="", encoding="utf-8") as stream:
                    writer = csv.writer(stream)
                    # Courses have the code that all systems use, not the IRI of statements.
                    courses = {n for n, column in enumerate(columns.split(", ")) if column == "course_id varchar"}
                    for row in self.rows[table]:
                        coded = (_CODES.get(value, value) if n in courses else value for n, value in enumerate(row))
                        writer.writerow([_NULL if value is None else value for value in coded])
                connection.execute(f"create table {table} ({columns})")
                if self.rows[table]:
                    connection.execute(
                        f"copy {table} from '{file}' (format csv, header false, nullstr '{_NULL}', auto_detect false)"
                    )

    def _add_faults(self, events: list[Event]) -> None:
        rows = self.rows
        for event in events:
            if event.state == "rejected":
                rows["rejected"].append((event.id, event.twist))
            elif event.state == "voided":
                rows["voided"].append((event.id,))
            elif event.twist == "conflict":
                rows["conflicts"].append((event.id,))
            elif event.state == "counted" and event.twist in ("score_out_of_range", "malformed_duration"):
                rows["faults"].append((event.id, event.twist))

    def _add_sessions(self, key: str, counted: list[Event]) -> tuple[list[int], list[int]]:
        """Add the sessions, and return the number of the session and the active ms of each event."""
        numbers, active, start = [], [0] * len(counted), 0
        number = -1
        for index, event in enumerate(counted):
            if index == 0 or event.at - counted[index - 1].at > GAP:
                number, start = number + 1, index
            else:
                active[index - 1] = event.at - counted[index - 1].at
            numbers.append(number)
            if index + 1 == len(counted) or counted[index + 1].at - event.at > GAP:
                first = counted[start].at
                self.rows["sessions"].append(
                    (key, moment(first), moment(event.at), index - start + 1, (event.at - first) / 1000)
                )
        return numbers, active

    def _add_view(self, key: str, view: View) -> None:
        sent = [event for event in view.events if event.state == "counted"]
        activity, video = view.video.activity, view.video
        unique, played = union_length(view.played), sum(end - start for start, end in view.played)
        evidence = "played_segments" if video.sends_segments else "paired_events"
        self.rows["video_views"].append(
            (
                key,
                activity.iri,
                activity.course,
                view.session,
                moment(sent[0].at),
                moment(sent[-1].at),
                video.length / 1000,
                unique / 1000,
                played / 1000,
                evidence,
                len(sent),
                any(event.verb == "completed" for event in sent),
            )
        )
        self.rows["plays"] += [
            (key, activity.iri, view.session, start / 1000, end / 1000) for start, end in view.played if start < end
        ]

    def _add_attempts(self, life: Life) -> None:
        numbers: Counter[str] = Counter()
        key = life.person.key
        # Attempts were planned in the order of time.
        for attempt in life.attempts:
            quiz, sent = attempt.quiz.activity, [event for event in attempt.events if event.state == "counted"]
            numbers[quiz.iri] += 1
            answers = [event for event in sent if event.verb == "answered"]
            right = sum(bool((event.result or {}).get("success")) for event in answers)
            self.rows["attempts"].append(
                (
                    key,
                    quiz.iri,
                    quiz.course,
                    attempt.registration,
                    numbers[quiz.iri],
                    moment(sent[0].at),
                    moment(sent[-1].at),
                    attempt.is_completed,
                    attempt.is_passed,
                    attempt.scaled,
                    attempt.raw,
                    len(answers),
                    right,
                )
            )
            for event in answers:
                result = event.result or {}
                self.rows["item_responses"].append(
                    (
                        event.id,
                        key,
                        event.activity.iri,
                        quiz.iri,
                        quiz.course,
                        numbers[quiz.iri],
                        event.activity.interaction,
                        result.get("success"),
                        result.get("score", {}).get("scaled"),
                        result.get("response") if event.activity.interaction in _OFFERING else None,
                        _seconds(result),
                    )
                )

    def _add_registrations(self, life: Life) -> None:
        for kept in life.registrations.values():
            unit, reached, is_launched = kept.unit, kept.reached, "launched" in kept.reached
            place = (life.person.key, kept.registration, unit.activity.iri)
            self.rows["content_registrations"].append(
                (*place, unit.activity.course, len(kept.sessions))
                + tuple(name in reached for name in _REACHED)
                + (is_satisfied(kept), kept.scaled, kept.spent / 1000 if kept.spent else None)
                + ((unit.move_on, unit.mastery) if is_launched else (None, None))
                + (len(kept.breaches),)
            )
            self.rows["breaches"] += [(*place, *breach) for breach in kept.breaches]
