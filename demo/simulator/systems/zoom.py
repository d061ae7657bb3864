"""The campus's Zoom account: its users, and the meetings of the runs that meet there with their participants."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from demo.simulator.meetings import Session, hash_text, manner, sessions_of, trial_of
from demo.simulator.service import Request, Response, Service, answered, iso, ms_of
from demo.simulator.study import DAY, TERM
from demo.simulator.term import User

_LONGEST = 31 * DAY
_MEETING, _WEBINAR = 8, 9  # recurring at a fixed time


def identity_of(user: User) -> str:
    """The id of a user's account."""
    return hash_text(f"user/{user.number}", 16).rstrip("=").replace("/", "_").replace("+", "-")


def registrant_of(user: User) -> str:
    """The id of a registrant."""
    return hash_text(f"registrant/{user.number}", 16).rstrip("=").replace("/", "_").replace("+", "-")


def address_of(user: User) -> str:
    """The address that a guest enters. Some write its domain in capitals."""
    local, _, domain = user.private_email.partition("@")
    return f"{local}@{domain.upper() if user.number % 2 else domain}"


class Zoom(Service):
    """Zoom REST API v2, with server-to-server OAuth."""

    system = "zoom"
    # Not Aurelia: she hosts the meetings, and other requests depend on her records.
    poison = "Evangeline"

    def settings(self) -> dict[str, Any]:
        return {
            "url": f"{self.url}/v2",
            "token_url": f"{self.url}/oauth/token",
            "account_id": "campus-account",
            "client_id": "learning-marts",
            "client_secret": self.secret,
            "from_date": (iso(TERM - 14 * DAY) or "")[:10],
            "page_size": 200,
        }

    def throttled(self) -> Response:
        message = "You have reached the maximum per-second rate limit for this API. Try again later."
        named = {"X_RateLimit_Category": "Heavy", "X_RateLimit_Type": "QPS", "Retry_After": "0"}
        return answered({"code": 429, "message": message}, 429, **named)

    def answer(self, request: Request) -> Response:
        if request.path == "/oauth/token":
            return self._token(request)
        if not self.knows(request.bearer):
            return answered({"code": 124, "message": "Invalid access token."}, 401)
        match [unquote(part) for part in request.path.removeprefix("/v2/").split("/")]:
            case ["users"]:
                status = request.query.get("status", "active")
                return self._paged(request, "users", [user for user in self.users() if user["status"] == status])
            case ["report", "users", user, "meetings"]:
                return self._report(request, user)
            case ["past_meetings" | "past_webinars" as kind, number, "instances"]:
                return self._instances(kind.removeprefix("past_"), number)
            case ["report", "meetings" | "webinars" as kind, uuid, "participants"]:
                return self._participants(request, kind, uuid)
        return answered({"code": 2300, "message": "This API endpoint is not recognized."}, 404)

    def users(self) -> list[dict[str, Any]]:
        """The accounts at `now`: staff, and most members of runs that meet in Zoom."""
        meeting = {member.user.key: member for member in self.term.members if member.run.meets_in == "zoom"}
        shown = []
        for user in self.term.users:
            is_learner = user.role == "learner"
            if user.role == "test" or (is_learner and (user.key not in meeting or manner("zoom", user) != "account")):
                continue
            has_left = is_learner and meeting[user.key].status(self.now) == "withdrawn"
            record = {
                "id": identity_of(user),
                "first_name": user.given_name,
                "last_name": user.family_name,
                "display_name": user.name,
                "email": user.email,
                "type": 1 if is_learner else 2,
                "status": "inactive" if has_left else "active",
                "verified": 1,
                "dept": "",
                "language": "en-US",
                "timezone": "Europe/Zurich",
                "created_at": iso(TERM - 30 * DAY),
                "user_created_at": iso(TERM - 30 * DAY),
                "role_id": "2" if is_learner else "1",
            }
            if user.number % 6:  # some accounts do not sign in through the institution
                record["employee_unique_id"] = user.institutional_id
            shown.append(record)
        return shown

    def sessions(self) -> Iterator[Session]:
        """The sessions that were over by `now`, including those in which the host was alone."""
        for meeting in self.term.meetings:
            if meeting.run.meets_in != "zoom":
                continue
            sessions = (trial_of(meeting), *sessions_of(meeting))
            yield from (session for session in sessions if session.ends <= self.now)

    def _token(self, request: Request) -> Response:
        asked = request.query | request.form
        if asked.get("grant_type") != "account_credentials":
            return answered({"reason": "unsupported grant type", "error": "unsupported_grant_type"}, 400)
        if request.basic != ("learning-marts", self.secret) or asked.get("account_id") != "campus-account":
            return answered({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, 400)
        return self.token()

    def _report(self, request: Request, user: str) -> Response:
        if user not in [record["id"] for record in self.users()]:
            return _absent(1001, f"User does not exist: {user}.")
        first, last = ms_of(request.query["from"]), ms_of(request.query["to"]) + DAY
        if last - first > _LONGEST:
            return answered({"code": 300, "message": "The date range must be one month at most."}, 400)
        records = [
            {
                "uuid": session.uuid,
                "id": session.number,
                "type": _WEBINAR if session.is_webinar else _MEETING,
                "topic": session.topic,
                "user_name": session.host.name.split()[0],
                "user_email": session.host.email,
                "start_time": iso(session.starts),
                "end_time": iso(session.ends),
                "duration": (session.ends - session.starts) // 60_000,
                "total_minutes": sum(stay.left - stay.joined for stay in session.stays) // 60_000,
                "participants_count": len({stay.user.key for stay in session.stays}),
                "source": "Zoom",
            }
            for session in self.sessions()
            if identity_of(session.host) == user and first <= session.starts < last and _is_reported(session)
        ]
        return self._paged(request, "meetings", records)

    def _instances(self, kind: str, number: str) -> Response:
        found = [
            {"uuid": session.uuid, "start_time": iso(session.starts)}
            for session in self.sessions()
            if str(session.number) == number and session.is_webinar == (kind == "webinars")
        ]
        return answered({kind: found}) if found else _absent(3001, f"Meeting does not exist: {number}.")

    def _participants(self, request: Request, kind: str, uuid: str) -> Response:
        # The path was decoded once. A UUID that was encoded only once would lose a first slash or a double slash.
        if uuid.startswith("/") or "//" in uuid:
            return _absent(3001, f"Meeting does not exist: {uuid}.")
        uuid = unquote(uuid)
        asked = [one for one in self.sessions() if uuid in (one.uuid, str(one.number)) and _is_reported(one)]
        if not asked or asked[-1].is_webinar != (kind == "webinars"):
            return _absent(3001, f"Meeting does not exist: {uuid}.")
        with_registrants = request.query.get("include_fields") == "registrant_id"
        return self._paged(request, "participants", list(_rows(asked[-1], with_registrants)))

    def _paged(self, request: Request, key: str, records: list[dict[str, Any]]) -> Response:
        size, token = int(request.query.get("page_size", 30)), request.query.get("next_page_token", "")
        if size > 300:
            return answered({"code": 300, "message": "page_size must be 300 at most."}, 400)
        offset = int(base64.b32decode(token.upper()).decode()) if token else 0
        following = ""
        if offset + size < len(records):
            following = base64.b32encode(str(offset + size).encode()).decode().lower()
        page = {"page_size": size, "total_records": len(records), "next_page_token": following}
        return answered({**page, key: records[offset : offset + size]})


def _rows(session: Session, with_registrants: bool) -> Iterator[dict[str, Any]]:
    for place, stay in enumerate(sorted(session.stays, key=lambda stay: (stay.joined, stay.user.number, stay.left))):
        user, how = stay.user, manner("zoom", stay.user)
        row = {
            "id": identity_of(user) if how == "account" else "",
            "user_id": str(16_778_240 + place * 1024),
            "participant_user_id": identity_of(user) if how == "account" else "",
            "name": user.name,
            "user_email": {"account": user.email, "name": ""}.get(how, address_of(user)),
            "customer_key": "",
            "failover": False,
        }
        if with_registrants:
            row["registrant_id"] = registrant_of(user) if how == "registrant" else ""
        if user.number % 5 == 0:
            yield {**row, **_times(stay.joined - 45_000, stay.joined), "status": "in_waiting_room"}
        yield {**row, **_times(stay.joined, stay.left), "status": "in_meeting"}


def _times(joined: int, left: int) -> dict[str, Any]:
    return {"join_time": iso(joined), "leave_time": iso(left), "duration": (left - joined) // 1000}


def _is_reported(session: Session) -> bool:
    """Whether a report contains the session, which takes two participants."""
    return len({stay.user.key for stay in session.stays}) > 1


def _absent(code: int, message: str) -> Response:
    return answered({"code": code, "message": message}, 404)
