"""The campus's student information system: all people, all classes, and the final results."""

from __future__ import annotations

from typing import Any

from demo.simulator.service import Request, Response, Service, answered, iso, ms_of
from demo.simulator.study import DAY, TERM
from demo.simulator.term import END

_BEFORE = TERM - 40 * DAY
_ROLES = {
    "learner": "student",
    "teacher": "teacher",
    "assistant": "aide",
    "manager": "administrator",
    "test": "student",
}


class OneRoster(Service):
    """OneRoster 1.1, with client credentials."""

    system = "oneroster"

    def settings(self) -> dict[str, Any]:
        return {
            "url": f"{self.url}/ims/oneroster/v1p1",
            "token_url": f"{self.url}/token",
            "client_id": "learning-marts",
            "client_secret": self.secret,
            "page_size": 200,
        }

    def answer(self, request: Request) -> Response:
        if request.path == "/token":
            if request.basic != ("learning-marts", self.secret) or request.form["grant_type"] != "client_credentials":
                return answered({"error": "invalid_client"}, 401)
            return self.token()
        if not self.knows(request.bearer):
            return answered({"imsx_codeMajor": "failure", "imsx_severity": "error"}, 401)
        service = request.path.removeprefix("/ims/oneroster/v1p1/")
        records = self.records().get(service)
        if records is None:
            return answered({"imsx_codeMajor": "failure"}, 404)
        if condition := request.query.get("filter"):
            field, _, value = condition.partition(">")
            since = ms_of(value.strip("'"))
            records = [record for record in records if ms_of(record[field]) > since]
        offset, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", 100))
        return answered({service: records[offset : offset + limit]}, X_Total_Count=str(len(records)))

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The records of all services at `now`, the latest last."""
        term, org = self.term, {"sourcedId": "campus", "type": "org"}
        found: dict[str, list[dict[str, Any]]] = {
            "orgs": [self._record("campus", _BEFORE, name="Campus", type="school", identifier="CAMPUS")],
            "academicSessions": [
                self._record(
                    "2026s",
                    _BEFORE,
                    title="Spring 2026",
                    type="term",
                    schoolYear="2026",
                    startDate=(iso(TERM) or "")[:10],
                    endDate=(iso(END) or "")[:10],
                )
            ],
            "users": [
                self._record(
                    f"u-{user.institutional_id}",
                    _BEFORE,
                    enabledUser="true",
                    username=user.institutional_id,
                    givenName=user.given_name,
                    familyName=user.family_name,
                    role=_ROLES[user.role],
                    identifier=user.institutional_id,
                    email=user.email,
                    orgs=[org],
                )
                for user in term.users
                if user.role != "test"
            ],
            "courses": [
                self._record(run.course_code, _BEFORE, title=run.name, courseCode=run.course_code, org=org)
                for run in term.runs
            ],
            "classes": [
                self._record(
                    run.code,
                    _BEFORE,
                    title=f"{run.name}, spring 2026",
                    classCode=run.code,
                    classType="scheduled",
                    course={"sourcedId": run.course_code, "type": "course"},
                    school=org,
                    terms=[{"sourcedId": "2026s", "type": "academicSession"}],
                )
                for run in term.runs
            ],
            "lineItems": [
                self._record(
                    f"final-{run.code}",
                    _BEFORE,
                    title="Final grade",
                    resultValueMin=0.0,
                    resultValueMax=100.0,
                    assignDate=iso(TERM),
                    dueDate=iso(END),
                    **{"class": {"sourcedId": run.code, "type": "class"}},
                    category={"sourcedId": "final", "type": "category"},
                )
                for run in term.runs
            ],
            "enrollments": [],
            "results": [
                self._record(
                    f"res-{grade.id}",
                    grade.at,
                    scoreStatus="fully graded",
                    score=grade.score,
                    scoreDate=(iso(grade.at) or "")[:10],
                    lineItem={"sourcedId": f"final-{grade.run.code}", "type": "lineItem"},
                    student={"sourcedId": f"u-{grade.user.institutional_id}", "type": "user"},
                )
                for grade in term.grades
                if grade.at <= self.now
            ],
        }
        for member in term.members:
            status = member.status(self.now)
            if status is None or member.role == "test":
                continue
            changed = max(at for at, _ in member.history if at <= self.now)
            record = self._record(
                f"e-{member.id}",
                changed,
                role=_ROLES[member.role],
                primary="false",
                beginDate=(iso(member.history[0][0]) or "")[:10],
                user={"sourcedId": f"u-{member.user.institutional_id}", "type": "user"},
                school=org,
                **{"class": {"sourcedId": member.run.code, "type": "class"}},
            )
            # OneRoster marks a withdrawal as to be deleted.
            if status == "withdrawn":
                record["status"] = "tobedeleted"
            found["enrollments"].append(record)
        for records in found.values():
            records.sort(key=lambda record: str(record["dateLastModified"]))
        return found

    def _record(self, identity: str, changed: int, **fields: Any) -> dict[str, Any]:
        return {"sourcedId": identity, "status": "active", "dateLastModified": iso(changed), **fields}
