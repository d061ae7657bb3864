"""The campus's LMS as an LTI 1.3 Advantage platform, with one course that uses a tool."""

from __future__ import annotations

import functools
import json
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from demo.simulator.service import Request, Response, Service, answered, iso
from demo.simulator.term import Member, Quiz, Run, Term, User

_COURSE = "/api/lti/courses/150"
# Ids are addresses under the main name of the platform, wherever the request was sent.
_NAME = f"https://lms.campus.example{_COURSE}"
_CLIENT = "10000000000042"
_MOST = 50
_VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_ROLES = {
    "learner": (f"{_VOCABULARY}#Learner",),
    "teacher": (f"{_VOCABULARY}#Instructor",),
    "assistant": (f"{_VOCABULARY}#Instructor", f"{_VOCABULARY}/Instructor#TeachingAssistant"),
    "test": (f"{_VOCABULARY}#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"),
}
# The status of a member in the roster. Members who are invited or have withdrawn are listed as inactive.
_STATUSES = {"active": "Active", "completed": "Active", "invited": "Inactive", "withdrawn": "Inactive"}
_MEDIA = {
    "names_and_roles": ("application/vnd.ims.lti-nrps.v2.membershipcontainer+json", "contextmembership.readonly"),
    "line_items": ("application/vnd.ims.lis.v2.lineitemcontainer+json", "lineitem.readonly"),
    "results": ("application/vnd.ims.lis.v2.resultcontainer+json", "result.readonly"),
}


def guid(user: User) -> str:
    """The id of a person for tools."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://lms.campus.example/users/{user.key}"))


def context_id(run: Run | None) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"course/{run.code if run else ''}").hex


def line_item_id(quiz: Quiz) -> str:
    """The id of a line item, which is its address."""
    return f"{_NAME}/line_items/{quiz.id}?type_id=7"


def shared_run(term: Term) -> Run | None:
    """The run that uses the tool."""
    return next((run for run in term.runs if run.course_code == "sta-150"), None)


@functools.cache
def _key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Lti(Service):
    """A platform that issues tokens for signed assertions. Each `secret` has another key of the tool."""

    system = "lti"
    poison = "Bartholomew"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.run = shared_run(self.term)
        self._seen: set[str] = set()
        self._scopes: dict[str, str] = {}

    def settings(self) -> dict[str, Any]:
        pem = _key(self.secret).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return {
            "token_url": f"{self.url}/login/oauth2/token",
            "client_id": _CLIENT,
            "key_id": "learning-marts-1",
            "private_key": pem.decode(),
            "memberships_urls": {context_id(self.run): f"{self.url}{_COURSE}/names_and_roles"},
            "line_items_urls": {context_id(self.run): f"{self.url}{_COURSE}/line_items?type_id=7"},
            "page_size": 20,
        }

    def answer(self, request: Request) -> Response:
        if request.path == "/login/oauth2/token":
            return self._grant(request.form)
        if not self.knows(request.bearer):
            return Response(401, b"", {"WWW-Authenticate": 'Bearer realm="lti"'})
        parts = request.path.removeprefix(f"{_COURSE}/").split("/")
        media, scope = _MEDIA.get(parts[-1], ("", ""))
        if not media:
            return Response(404)
        if scope not in self._scopes[request.bearer or ""]:
            return Response(403)
        if request.headers.get("accept") != media:
            return Response(406)
        page, size = int(request.query.get("page", 1)), min(int(request.query.get("limit", 10)), _MOST)
        if parts == ["names_and_roles"]:
            response = self._roster(request, page, size)
        elif request.query.get("type_id") != "7":
            return Response(404)
        elif parts == ["line_items"]:
            response = self.linked(request, [self._line_item(quiz) for quiz in self._quizzes()], page, size)
        else:
            (quiz,) = (quiz for quiz in self._quizzes() if str(quiz.id) == parts[1])
            response = self.linked(request, self._results(quiz), page, size)
        return Response(200, response.body, {**response.headers, "Content-Type": media})

    def _grant(self, form: dict[str, str]) -> Response:
        """A token for an assertion that the tool signed for this address, and that is current and was never used."""
        try:
            claims = jwt.decode(
                form["client_assertion"],
                _key(self.secret).public_key(),
                ["RS256"],
                audience=f"{self.url}/login/oauth2/token",
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
            )
            fault = claims["iss"] != _CLIENT or claims["sub"] != _CLIENT or claims["jti"] in self._seen
            fault = fault or jwt.get_unverified_header(form["client_assertion"]).get("kid") != "learning-marts-1"
        except jwt.InvalidTokenError:
            fault = True
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        if fault or form["client_assertion_type"] != kind or form["grant_type"] != "client_credentials":
            return answered({"error": "invalid_client", "error_description": "the assertion is not valid"}, 400)
        self._seen.add(claims["jti"])
        response = self.token()
        document = {**json.loads(response.body), "scope": form["scope"]}
        self._scopes[document["access_token"]] = form["scope"]
        return answered(document)

    def _roster(self, request: Request, page: int, size: int) -> Response:
        members = [
            member for member in self.term.members if member.run is self.run and member.status(self.now) is not None
        ]
        shown = self.linked(request, [self._member(member) for member in members], page, size)
        here = f"{self.url}{_COURSE}/names_and_roles"
        context = {"id": context_id(self.run)}
        if self.run:
            context |= {"label": self.run.course_code, "title": self.run.name}
        document = {"id": here, "context": context, "members": json.loads(shown.body)}
        links = f'{shown.headers["Link"]},<{here}?since=672638473>; rel="differences"'
        return answered(document, Link=links)

    def _member(self, member: Member) -> dict[str, Any]:
        user = member.user
        record = {
            "status": _STATUSES[member.status(self.now) or "invited"],
            "name": user.name,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "email": user.email,
            "user_id": guid(user),
            "lis_person_sourcedid": user.institutional_id,
            "roles": list(_ROLES[member.role]),
        }
        if member.role == "test":
            del record["email"], record["lis_person_sourcedid"]
        return record

    def _quizzes(self) -> list[Quiz]:
        return [quiz for quiz in self.term.quizzes if quiz.run is self.run]

    def _line_item(self, quiz: Quiz) -> dict[str, Any]:
        return {
            "id": line_item_id(quiz),
            "scoreMaximum": float(len(quiz.questions)),
            "label": quiz.title,
            "resourceId": str(quiz.id),
            "tag": "",
            "resourceLinkId": uuid.uuid5(uuid.NAMESPACE_URL, f"link/{quiz.id}").hex,
            "startDateTime": iso(quiz.run.starts),
            "endDateTime": iso(quiz.run.ends),
        }

    def _results(self, quiz: Quiz) -> list[dict[str, Any]]:
        """The best scores of learners, or none before an attempt ends. In quizzes with odd ids they are from 0 to 1."""
        found: dict[str, dict[str, Any]] = {}
        for attempt in self.term.quiz_attempts:
            if attempt.quiz is not quiz or attempt.started > self.now:
                continue
            number = f"{quiz.id}-{attempt.user.number}"
            address = f"{_NAME}/line_items/{quiz.id}/results/{number}?type_id=7"
            result = found.setdefault(
                number, {"id": address, "scoreOf": line_item_id(quiz), "userId": guid(attempt.user)}
            )
            if attempt.ended is None or attempt.ended > self.now or attempt.score is None:
                continue
            if quiz.id % 2:
                score = round(attempt.score / len(quiz.questions), 6)
            else:
                score = float(attempt.score)
                result["resultMaximum"] = float(len(quiz.questions))
            result["resultScore"] = max(score, result.get("resultScore", 0.0))
        return list(found.values())
