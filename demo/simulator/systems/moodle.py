"""The campus's Moodle: its courses, their members, submissions, attempts, posts and completions."""

from __future__ import annotations

from typing import Any

from demo.simulator.service import Request, Response, Service, answered
from demo.simulator.study import DAY, TERM
from demo.simulator.term import (
    HOUR,
    PACKAGED,
    Assignment,
    Member,
    QuizAttempt,
    Run,
    Submission,
    Topic,
    User,
    package_tries,
)
from loaders.sources.moodle_tables import ONLY_TABLES

_MADE = TERM - 60 * DAY
_ROLES = {
    "learner": (5, "student"),
    "test": (5, "student"),
    "teacher": (3, "editingteacher"),
    "assistant": (4, "teacher"),
}
_QUESTIONS = {"choice": "multichoice", "true-false": "truefalse", "fill-in": "shortanswer", "numeric": "numerical"}
_STATES = {True: "gradedright", False: "gradedwrong", None: "gaveup"}
_MINUTE = 60_000


class Moodle(Service):
    """Moodle 4.5, REST with JSON. Members who have withdrawn are suspended. Moodle has no invitations.

    The first module of one course is a SCORM package. Learners who completed the module passed the package.
    """

    system = "moodle"
    poison = "Evangeline"
    unshown = frozenset(ONLY_TABLES.values())

    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "token": self.secret, "page_size": 100}

    def throttled(self) -> Response:
        """Moodle has no limit of requests, so this is its answer during maintenance."""
        page = b"<!DOCTYPE html><html><body><h1>This site is undergoing maintenance</h1></body></html>"
        return Response(503, page, {"Content-Type": "text/html", "Retry-After": "0"})

    def answer(self, request: Request) -> Response:
        if request.path != "/webservice/rest/server.php":
            return Response(404, b"<html>Not found</html>", {"Content-Type": "text/html"})
        if request.form.get("wstoken") != self.secret:
            return _fault("invalidtoken", "Invalid token - token not found")
        serve = getattr(self, f"_{request.query['wsfunction']}", None)
        if serve is None or request.query["moodlewsrestformat"] != "json":
            return _fault("accessexception", "Access control exception", "webservice_access_exception")
        found = serve(request.form)
        return found if isinstance(found, Response) else answered(found)

    def _core_course_get_courses(self, form: dict[str, str]) -> list[dict[str, Any]]:
        site = {"id": 1, "shortname": "campus", "fullname": "Campus Moodle", "idnumber": "", "format": "site"}
        return [
            site | {"categoryid": 0, "startdate": 0, "enddate": 0},
            *(
                {
                    "id": run.number,
                    "shortname": run.code,
                    "categoryid": 2,
                    "fullname": run.name,
                    "displayname": run.name,
                    "idnumber": run.code,
                    "summary": f"<p>{run.name} &amp; more</p>",
                    "summaryformat": 1,
                    "format": "topics",
                    "startdate": run.starts // 1000,
                    "enddate": run.ends // 1000,
                    "visible": 1,
                    "enablecompletion": 1,
                    "timecreated": _MADE // 1000,
                    "timemodified": _MADE // 1000,
                }
                for run in self.term.of_host("moodle")
            ),
        ]

    def _core_course_get_categories(self, form: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {"id": 1, "name": "Campus", "idnumber": "", "parent": 0, "depth": 1, "path": "/1", "visible": 1},
            {
                "id": 2,
                "name": "Spring 2026",
                "idnumber": "2026s",
                "parent": 1,
                "depth": 2,
                "path": "/1/2",
                "visible": 1,
            },
        ]

    def _core_enrol_get_enrolled_users(self, form: dict[str, str]) -> list[dict[str, Any]]:
        options = {form[f"options[{n}][name]"]: form[f"options[{n}][value]"] for n in range(len(form) // 2 - 1)}
        wanted = {name for name in ("onlyactive", "onlysuspended") if options.get(name) == "1"}
        found = [
            member
            for member in self._members(self._run(form))
            if not wanted or ("onlysuspended" in wanted) == (member.status(self.now) == "withdrawn")
        ]
        found.sort(key=lambda member: member.user.number)
        start, limit = int(options.get("limitfrom", 0)), int(options.get("limitnumber", 0))
        shown = found[start : start + limit] if limit else found
        fields = {"id", "fullname", *options["userfields"].split(",")}
        return [{name: value for name, value in self._user(member).items() if name in fields} for member in shown]

    def _core_course_get_contents(self, form: dict[str, str]) -> list[dict[str, Any]]:
        run = self._run(form)
        return [
            {
                "id": run.number * 10 + section,
                "name": f"Module {section}" if section else "General",
                "visible": 1,
                "summary": "",
                "summaryformat": 1,
                "section": section,
                "hiddenbynumsections": 0,
                "uservisible": True,
                "modules": [
                    {
                        "id": _cmid(kind, instance),
                        "url": f"https://moodle.campus.example/mod/{kind}/view.php?id={_cmid(kind, instance)}",
                        "name": name,
                        "instance": instance,
                        "modname": kind,
                        "modplural": f"{kind}s",
                        "visible": 1,
                        "uservisible": True,
                        "indent": 0,
                        "completion": int(kind in ("page", "scorm")),
                    }
                    for kind, instance, name in self._modules(run, section)
                ],
            }
            for section in range(6)
        ]

    def _gradereport_user_get_grade_items(self, form: dict[str, str]) -> dict[str, Any]:
        run = self._run(form)
        # By default, the report contains only active members.
        return {
            "usergrades": [
                {
                    "courseid": run.number,
                    "courseidnumber": run.code,
                    "userid": member.user.number,
                    "userfullname": member.user.name,
                    "useridnumber": member.user.institutional_id,
                    "maxdepth": 2,
                    "gradeitems": self._grade_items(member),
                }
                for member in self._members(run)
                if _ROLES[member.role][1] == "student" and member.status(self.now) != "withdrawn"
            ],
            "warnings": [],
        }

    def _core_completion_get_activities_completion_status(self, form: dict[str, str]) -> Response | dict[str, Any]:
        run, member = self._run(form), self._member(form)
        if member.status(self.now) == "withdrawn":
            return _fault("usernotenroled", "The specified user is not enrolled in this course")
        done = {part.module: part.at for part in self.term.completions if part.run is run and part.user is member.user}
        statuses = []
        for module in range(1, 6):
            at = done.get(module)
            is_done = at is not None and at <= self.now
            kind, instance, _name = self._modules(run, module)[0]
            statuses.append(
                {
                    "cmid": _cmid(kind, instance),
                    "modname": kind,
                    "instance": instance,
                    "state": (2 if kind == "scorm" else 1) if is_done else 0,
                    "timecompleted": at // 1000 if at is not None and is_done else 0,
                    "tracking": 2 if kind == "scorm" else 1,
                }
            )
        return {"statuses": statuses, "warnings": []}

    def _core_completion_get_course_completion_status(self, form: dict[str, str]) -> Response | dict[str, Any]:
        member = self._member(form)
        if member.status(self.now) == "withdrawn":
            return _fault("usernotenroled", "The specified user is not enrolled in this course")
        at = next((at for at, what in member.history if what == "completed" and at <= self.now), None)
        criterion = {
            "type": 7,
            "title": "Manual completion by others",
            "status": "Yes" if at else "No",
            "complete": at is not None,
            "timecompleted": at // 1000 if at else None,
            "details": {"type": "Manual completion by others", "criteria": "Teacher", "requirement": "", "status": ""},
        }
        return {
            "completionstatus": {"completed": at is not None, "aggregation": 1, "completions": [criterion]},
            "warnings": [],
        }

    def _mod_quiz_get_quizzes_by_courses(self, form: dict[str, str]) -> dict[str, Any]:
        return {
            "quizzes": [
                {
                    "id": quiz.id,
                    "coursemodule": _cmid("quiz", quiz.id),
                    "course": quiz.run.number,
                    "name": quiz.title,
                    "intro": "",
                    "introformat": 1,
                    "timeopen": 0,
                    "timeclose": 0,
                    "timelimit": 0,
                    "attempts": 3,
                    "grademethod": 1,
                    "sumgrades": len(quiz.questions),
                    "grade": 10,
                    "timecreated": _MADE // 1000,
                    "timemodified": _MADE // 1000,
                }
                for quiz in self.term.quizzes
                if quiz.run.number == int(form["courseids[0]"])
            ],
            "warnings": [],
        }

    def _mod_quiz_get_user_attempts(self, form: dict[str, str]) -> dict[str, Any]:
        return {
            "attempts": [
                self._attempt(attempt)
                for attempt in self.term.quiz_attempts
                if attempt.quiz.id == int(form["quizid"])
                and attempt.user.number == int(form["userid"])
                and attempt.started <= self.now
                and (form["status"] == "all" or self._state(attempt) == "finished")
            ],
            "warnings": [],
        }

    def _mod_quiz_get_attempt_review(self, form: dict[str, str]) -> Response | dict[str, Any]:
        attempt = next(one for one in self.term.quiz_attempts if one.id == int(form["attemptid"]))
        if self._state(attempt) != "finished":
            return _fault("noreviewattempt", "You are not allowed to review this attempt")
        return {
            "grade": f"{10 * (attempt.score or 0) / len(attempt.right):.2f}",
            "attempt": self._attempt(attempt),
            "additionaldata": [],
            "questions": [
                {
                    "slot": slot,
                    "type": _QUESTIONS[kind],
                    "page": 0,
                    "html": f'<div class="que {_QUESTIONS[kind]}">…</div>',
                    "sequencecheck": 3,
                    "lastactiontime": (attempt.ended or 0) // 1000,
                    "hasautosavedstep": False,
                    "flagged": False,
                    "number": slot,
                    "state": _STATES[right],
                    "status": {True: "Correct", False: "Incorrect", None: "Not answered"}[right],
                    "blockedbyprevious": False,
                    "mark": "" if right is None else f"{int(right)}.00",
                    "maxmark": 1,
                    "settings": None,
                }
                for slot, ((_item, kind), right) in enumerate(
                    zip(attempt.quiz.questions, attempt.right, strict=True), start=1
                )
            ],
            "warnings": [],
        }

    def _mod_assign_get_assignments(self, form: dict[str, str]) -> dict[str, Any]:
        # The user of the token is in no course.
        if form.get("includenotenrolledcourses") != "1":
            return {"courses": [], "warnings": []}
        run = next(run for run in self.term.runs if run.number == int(form["courseids[0]"]))
        assignments = [
            {
                "id": assignment.id,
                "cmid": _cmid("assign", assignment.id),
                "course": run.number,
                "name": assignment.title,
                "nosubmissions": 0,
                "submissiondrafts": 1,
                "duedate": assignment.due // 1000,
                "allowsubmissionsfromdate": 0,
                "cutoffdate": 0,
                "grade": int(assignment.points),
                "timemodified": _MADE // 1000,
                "teamsubmission": 0,
                "blindmarking": 0,
                "maxattempts": -1,
                "configs": [],
            }
            for assignment in self._assignments(run)
        ]
        course = {"id": run.number, "fullname": run.name, "shortname": run.code, "timemodified": _MADE // 1000}
        return {"courses": [course | {"assignments": assignments}], "warnings": []}

    def _mod_assign_get_submissions(self, form: dict[str, str]) -> dict[str, Any]:
        assignment = int(form["assignmentids[0]"])
        records = [self._submission(one) for one in self.term.submissions if one.assignment.id == assignment]
        found = [record for record in records if record]
        if not found:
            return {"assignments": [], "warnings": [{"itemid": assignment, "warningcode": "3"}]}
        return {"assignments": [{"assignmentid": assignment, "submissions": found}], "warnings": []}

    def _mod_assign_get_grades(self, form: dict[str, str]) -> dict[str, Any]:
        assignment, grades = int(form["assignmentids[0]"]), []
        for one in self.term.submissions:
            if one.assignment.id != assignment or one.submitted is None or one.submitted > self.now:
                continue
            is_graded = one.graded is not None and one.graded <= self.now
            # Where a teacher opened the submission without grading it, the grade is -1.
            if is_graded or one.id % 5 == 0:
                at = (one.graded if is_graded else one.submitted) or 0
                grades.append(
                    {
                        "id": one.id,
                        "userid": one.user.number,
                        "attemptnumber": 0,
                        "timecreated": at // 1000,
                        "timemodified": at // 1000,
                        "grader": self._teacher(one.assignment.run).number,
                        "grade": f"{one.score if is_graded else -1:.5f}",
                    }
                )
        return {"assignments": [{"assignmentid": assignment, "grades": grades}] if grades else [], "warnings": []}

    def _mod_forum_get_forums_by_courses(self, form: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "id": run.number,
                "course": run.number,
                "type": "general",
                "name": "Discussions",
                "intro": "",
                "introformat": 1,
                "duedate": 0,
                "cutoffdate": 0,
                "grade_forum": 0,
                "timemodified": _MADE // 1000,
                "cmid": _cmid("forum", run.number),
                "numdiscussions": len(self._topics(run.number)),
            }
            for run in self.term.of_host("moodle")
            if run.number == int(form["courseids[0]"])
        ]

    def _mod_forum_get_forum_discussions(self, form: dict[str, str]) -> dict[str, Any]:
        page, size = int(form["page"]), int(form["perpage"])
        shown = self._topics(int(form["forumid"]))[page * size : (page + 1) * size]
        return {
            "discussions": [
                {
                    "id": _opening(topic),
                    "name": topic.title,
                    "discussion": topic.id,
                    "groupid": -1,
                    "timemodified": TERM // 1000,
                    "timestart": 0,
                    "timeend": 0,
                    "parent": 0,
                    "userid": self._teacher(topic.run).number,
                    "userfullname": self._teacher(topic.run).name,
                    "created": TERM // 1000,
                    "modified": TERM // 1000,
                    "subject": topic.title,
                    "message": "<p>What do you think?</p>",
                    "pinned": False,
                    "locked": False,
                }
                for topic in shown
            ],
            "warnings": [],
        }

    def _mod_forum_get_discussion_posts(self, form: dict[str, str]) -> dict[str, Any]:
        topic = next(topic for topic in self.term.topics if topic.id == int(form["discussionid"]))
        opening = (_opening(topic), self._teacher(topic.run), TERM, None, "What do you think?")
        answers = [
            (post.id, post.user, post.at, post.parent or _opening(topic), post.text)
            for post in self.term.posts
            if post.topic is topic and post.at <= self.now
        ]
        posts = [self._post(topic, *post) for post in (*answers, opening)]
        return {"posts": posts, "forumid": topic.run.number, "courseid": topic.run.number, "warnings": []}

    def _mod_scorm_get_scorms_by_courses(self, form: dict[str, str]) -> dict[str, Any]:
        return {
            "scorms": [
                {
                    "id": _instance(run, 1),
                    "coursemodule": _cmid("scorm", _instance(run, 1)),
                    "course": run.number,
                    "name": "Safety briefing",
                    "version": "SCORM_1.2",
                    "maxgrade": 100,
                    "maxattempt": 0,
                    "timemodified": _MADE // 1000,
                }
                for run in self.term.of_host("moodle")
                if run.number == int(form["courseids[0]"]) and run.course_code == PACKAGED
            ],
            "warnings": [],
        }

    def _mod_scorm_get_scorm_scoes(self, form: dict[str, str]) -> dict[str, Any]:
        scorm = int(form["scormid"])
        part = {"scorm": scorm, "manifest": "briefing", "organization": "", "parent": "/", "extradata": []}
        return {
            "scoes": [
                part | {"id": scorm * 10, "identifier": "org", "launch": "", "scormtype": "", "title": "Briefing"},
                part
                | {
                    "id": scorm * 10 + 1,
                    "identifier": "i1",
                    "launch": "index.html",
                    "scormtype": "sco",
                    "title": "Part",
                },
            ],
            "warnings": [],
        }

    def _mod_scorm_get_scorm_attempt_count(self, form: dict[str, str]) -> dict[str, Any]:
        return {"attemptscount": len(self._tries(int(form["userid"]))), "warnings": []}

    def _mod_scorm_get_scorm_sco_tracks(self, form: dict[str, str]) -> dict[str, Any]:
        user, number = int(form["userid"]), int(form["attempt"])
        started, status, score, minutes = self._tries(user)[number - 1]
        scorm = int(form["scoid"]) // 10
        values = {
            "userid": user,
            "scoid": form["scoid"],
            "scormid": scorm,
            "status": status,
            "score_raw": score,
            "total_time": f"00:{minutes:02}:00.00",
            "session_time": f"00:{minutes:02}:00.00",
            "timemodified": (started + minutes * _MINUTE) // 1000,
            "x.start.time": started // 1000,
            "cmi.core.lesson_status": status,
            "cmi.core.score.raw": score,
            "cmi.core.score.min": 0,
            "cmi.core.score.max": 100,
            "cmi.core.total_time": f"00:{minutes:02}:00.00",
        }
        tracks = [{"element": element, "value": str(value)} for element, value in values.items()]
        return {"data": {"attempt": number, "tracks": tracks}, "warnings": []}

    def _run(self, form: dict[str, str]) -> Run:
        return next(run for run in self.term.of_host("moodle") if run.number == int(form["courseid"]))

    def _member(self, form: dict[str, str]) -> Member:
        return next(one for one in self._members(self._run(form)) if one.user.number == int(form["userid"]))

    def _members(self, run: Run) -> list[Member]:
        known = ("active", "completed", "withdrawn")
        return [one for one in self.term.members if one.run is run and one.status(self.now) in known]

    def _teacher(self, run: Run) -> User:
        return next(one.user for one in self.term.members if one.run is run and one.role == "teacher")

    def _assignments(self, run: Run) -> list[Assignment]:
        return [one for one in self.term.assignments if one.run is run]

    def _topics(self, forum: int) -> list[Topic]:
        return [topic for topic in self.term.topics if topic.run.number == forum and self.now >= TERM]

    def _modules(self, run: Run, section: int) -> list[tuple[str, int, str]]:
        """(modname, instance, name) of the activities of a section, in order."""
        if section == 0:
            return [("forum", run.number, "Discussions")]
        is_packaged = run.course_code == PACKAGED and section == 1
        first = ("scorm", _instance(run, 1), "Safety briefing")
        held = [first if is_packaged else ("page", _instance(run, section), f"{run.name}, part {section}")]
        held += [("assign", one.id, one.title) for one in self._assignments(run) if one.id % 100 == section]
        held += [
            ("quiz", one.id, one.title) for one in self.term.quizzes if one.run is run and one.id % 1000 == section
        ]
        return held

    def _user(self, member: Member) -> dict[str, Any]:
        user, term = member.user, self.term
        number, shortname = _ROLES[member.role]
        times = [one.started for one in term.quiz_attempts if one.user is user and one.quiz.run is member.run]
        times += [one.at for one in term.posts if one.user is user and one.topic.run is member.run]
        group = {"id": member.run.number * 10 + member.section, "name": f"Group {member.section}"}
        return {
            "id": user.number,
            "username": user.email.partition("@")[0],
            "firstname": user.given_name,
            "lastname": user.family_name,
            "fullname": user.name,
            "email": user.email,
            "idnumber": user.institutional_id,
            "firstaccess": TERM // 1000,
            "lastaccess": 0,
            "lastcourseaccess": max((at // 1000 for at in times if at <= self.now), default=0),
            "groups": [group | {"description": "", "descriptionformat": 1}],
            "roles": [{"roleid": number, "name": "", "shortname": shortname, "sortorder": 0}],
        }

    def _grade_items(self, member: Member) -> list[dict[str, Any]]:
        run, user, items = member.run, member.user, []
        for one in self.term.submissions:
            if one.assignment.run is run and one.user is user:
                is_graded = one.graded is not None and one.graded <= self.now
                at = one.graded if is_graded else None
                score = one.score if is_graded else None
                items.append(_item("assign", one.assignment.id, one.assignment.title, score, one.assignment.points, at))
        for quiz in self.term.quizzes:
            if quiz.run is run:
                tried = [
                    (attempt.score or 0, -(attempt.ended or 0))
                    for attempt in self.term.quiz_attempts
                    if attempt.quiz is quiz and attempt.user is user and self._state(attempt) == "finished"
                ]
                best, ended = max(tried, default=(None, 0))
                score = None if best is None else round(10 * best / len(quiz.questions), 5)
                items.append(_item("quiz", quiz.id, quiz.title, score, 10, -ended or None))
        total = next(
            (one for one in self.term.grades if one.run is run and one.user is user and one.at <= self.now), None
        )
        score, at = (total.score, total.at) if total else (None, None)
        return [*items, _item(None, run.number, None, score, 100, at)]

    def _state(self, attempt: QuizAttempt) -> str:
        if attempt.ended is not None and attempt.ended <= self.now:
            return "finished"
        # The learner did not end it. Moodle does so after a week.
        return "abandoned" if attempt.ended is None and attempt.started + 7 * DAY <= self.now else "inprogress"

    def _attempt(self, attempt: QuizAttempt) -> dict[str, Any]:
        is_finished = self._state(attempt) == "finished"
        ended = (attempt.ended or 0) // 1000 if is_finished else 0
        return {
            "id": attempt.id,
            "quiz": attempt.quiz.id,
            "userid": attempt.user.number,
            "attempt": attempt.number,
            "uniqueid": attempt.id,
            "layout": ",".join(str(slot) for slot in range(1, len(attempt.right) + 1)) + ",0",
            "currentpage": 0,
            "preview": 0,
            "state": self._state(attempt),
            "timestart": attempt.started // 1000,
            "timefinish": ended,
            "timemodified": ended or attempt.started // 1000,
            "timemodifiedoffline": 0,
            "timecheckstate": None,
            "sumgrades": attempt.score if is_finished else None,
            "gradednotificationsenttime": ended or None,
        }

    def _submission(self, one: Submission) -> dict[str, Any] | None:
        """The submission, or None before it exists. It is new after a look at the form, and then a draft."""
        created = (one.submitted or one.assignment.due) - 6 * HOUR
        if created > self.now or (one.submitted is None and one.id % 3):
            return None
        is_submitted = one.submitted is not None and one.submitted <= self.now
        status = "submitted" if is_submitted else "draft" if one.submitted else "new"
        return {
            "id": one.id,
            "userid": one.user.number,
            "attemptnumber": 0,
            "timecreated": created // 1000,
            "timemodified": ((one.submitted or 0) if is_submitted else created) // 1000,
            "timestarted": None,
            "status": status,
            "groupid": 0,
            "assignment": one.assignment.id,
            "latest": 1,
            "plugins": [{"type": "file", "name": "File submissions", "fileareas": []}],
            "gradingstatus": "graded" if one.graded is not None and one.graded <= self.now else "notgraded",
        }

    def _post(self, topic: Topic, identity: int, user: User, at: int, parent: int | None, text: str) -> dict[str, Any]:
        # The second discussion does not count words.
        words = len(text.split()) if topic.id % 10 == 1 else None
        return {
            "id": identity,
            "subject": topic.title if parent is None else f"Re: {topic.title}",
            "message": f"<p>{text}</p>",
            "messageformat": 1,
            "author": {"id": user.number, "fullname": user.name, "isdeleted": False, "groups": [], "urls": {}},
            "discussionid": topic.id,
            "hasparent": parent is not None,
            "parentid": parent,
            "timecreated": at // 1000,
            "timemodified": at // 1000,
            "unread": None,
            "isdeleted": False,
            "isprivatereply": False,
            "haswordcount": words is not None,
            "wordcount": words,
            "charcount": None if words is None else len(text),
            "attachments": [],
        }

    def _tries(self, user: int) -> list[tuple[int, str, int, int]]:
        """(start, status, score, minutes) of the finished attempts of a learner at the package."""
        return [
            (started, status, score, minutes)
            for who, started, status, score, minutes in package_tries(self.term)
            if who.number == user and started + minutes * _MINUTE <= self.now
        ]


def _fault(code: str, message: str, kind: str = "moodle_exception") -> Response:
    return answered({"exception": kind, "errorcode": code, "message": message})


def _instance(run: Run, module: int) -> int:
    return run.number * 10 + module


def _cmid(kind: str, instance: int) -> int:
    return instance * 10 + ("forum", "page", "scorm", "assign", "quiz").index(kind)


def _opening(topic: Topic) -> int:
    """The id of the post that opens a discussion."""
    return topic.id * 10_000_000


def _item(
    module: str | None, instance: int, name: str | None, score: float | None, points: float, at: int | None
) -> dict[str, Any]:
    return {
        "id": instance * 10 + (1 if module else 0),
        "itemname": name,
        "itemtype": "mod" if module else "course",
        "itemmodule": module,
        "iteminstance": instance,
        "itemnumber": 0 if module else None,
        "cmid": _cmid(module, instance) if module else None,
        "graderaw": score,
        "gradedatesubmitted": None,
        "gradedategraded": at // 1000 if at else None,
        "gradeneedsupdate": False,
        "gradeishidden": False,
        "gradeislocked": False,
        "gradeisoverridden": False,
        "gradeformatted": "-" if score is None else f"{score:.2f}",
        "grademin": 0,
        "grademax": points,
        "lettergradeformatted": "-" if score is None else "ABCDF"[min(4, int((1 - score / points) * 10))],
        "feedback": "",
        "feedbackformat": 0,
    }
