"""The campus's Microsoft 365 with Graph: directory, calendars, online meetings and attendance reports."""

from __future__ import annotations

import base64
import re
import uuid
from typing import Any
from urllib.parse import unquote, urlencode

from demo.simulator.meetings import CAMPUS_ID, manner, report_of, reported_part
from demo.simulator.service import Request, Response, Service, answered, iso, ms_of
from demo.simulator.study import DAY, TERM
from demo.simulator.term import Meeting, Run, Stay, User

_MOST_REPORTS = 50


def identity_of(user: User) -> str:
    """The object id of a user."""
    return str(uuid.uuid5(CAMPUS_ID, f"user/{user.number}"))


class Teams(Service):
    """Graph v1.0, with client credentials."""

    system = "teams"

    def settings(self) -> dict[str, Any]:
        return {
            "url": f"{self.url}/v1.0",
            "token_url": f"{self.url}/campus-tenant/oauth2/v2.0/token",
            "client_id": "learning-marts",
            "client_secret": self.secret,
            "from_date": (iso(TERM - 14 * DAY) or "")[:10],
            "page_size": 20,
        }

    def throttled(self) -> Response:
        return _fault("TooManyRequests", "Please retry again later.", 429, Retry_After="0")

    def answer(self, request: Request) -> Response:
        if request.path == "/campus-tenant/oauth2/v2.0/token":
            return self._token(request)
        if not self.knows(request.bearer):
            return _fault("InvalidAuthenticationToken", "Access token is empty or expired.", 401)
        match [unquote(part) for part in request.path.removeprefix("/v1.0/").split("/")]:
            case ["users"]:
                return self._paged(request, [self._user(user) for user in self.term.users])
            case ["users", user, "calendarView"]:
                return self._calendar(request, user)
            case ["users", user, "onlineMeetings"]:
                return self._meeting(request, user)
            case ["users", user, "onlineMeetings", meeting, "attendanceReports"]:
                reports = [self._report(one, False) for one in self._held(user, meeting)]
                return answered({"value": reports[-_MOST_REPORTS:]})
            case ["users", user, "onlineMeetings", meeting, "attendanceReports", report]:
                expanded = request.query.get("$expand") == "attendanceRecords"
                found = [one for one in self._held(user, meeting) if report_of(one) == report]
                return answered(self._report(found[0], expanded)) if found else _absent()
        return _absent()

    def _token(self, request: Request) -> Response:
        form = request.form
        if form.get("grant_type") != "client_credentials" or form.get("scope") != f"{self.url}/.default":
            return answered({"error": "invalid_scope", "error_codes": [1002012]}, 400)
        if (form.get("client_id"), form.get("client_secret")) != ("learning-marts", self.secret):
            return answered({"error": "invalid_client", "error_codes": [7000215]}, 401)
        return self.token()

    def _user(self, user: User) -> dict[str, Any]:
        return {
            "id": identity_of(user),
            "displayName": user.name,
            "givenName": user.given_name,
            "surname": user.family_name,
            # Users without a mailbox have no address, but a principal name.
            "mail": user.email if _has_mailbox(user) else None,
            "userPrincipalName": user.email,
            "employeeId": user.institutional_id if user.role != "test" else None,
            "accountEnabled": True,
            "userType": "Member",
        }

    def _calendar(self, request: Request, identity: str) -> Response:
        user = next((user for user in self.term.users if identity_of(user) == identity), None)
        if user is None or not _has_mailbox(user):
            return _fault("MailboxNotEnabledForRESTAPI", "The mailbox is inactive or hosted on-premise.", 404)
        first, last = ms_of(request.query["startDateTime"]), ms_of(request.query["endDateTime"])
        runs = {member.run.number for member in self.term.members if member.user.key == user.key}
        events = [
            {
                "id": f"AAMk{meeting.id}",
                "subject": meeting.title,
                "isOnlineMeeting": True,
                "isOrganizer": meeting.host.key == user.key,
                "onlineMeeting": {"joinUrl": _join_url(meeting.run)},
            }
            for meeting in self.term.meetings
            if meeting.run.meets_in == "teams" and meeting.run.number in runs and first <= meeting.starts < last
        ]
        lunch = {"id": "AAMkLunch", "subject": "Lunch", "isOnlineMeeting": False, "isOrganizer": True}
        return self._paged(request, [{**lunch, "onlineMeeting": None}, *events])

    def _meeting(self, request: Request, identity: str) -> Response:
        match = re.fullmatch(r"JoinWebUrl eq '(.*)'", request.query["$filter"])
        link = match[1] if match else ""
        meeting = next((one for one in self.term.meetings if _join_url(one.run) == link), None)
        if meeting is None:
            return _absent()
        if identity_of(meeting.host) != identity:
            return _fault("Forbidden", "No access to the meeting of another organizer.", 403)
        first = min(one.starts for one in self.term.meetings if one.run is meeting.run)
        last = max(one.ends for one in self.term.meetings if one.run is meeting.run)
        record = {
            "id": meeting_id(meeting.run, meeting.host),
            "subject": meeting.run.name,
            "creationDateTime": iso(TERM - 20 * DAY),
            "startDateTime": iso(first),
            "endDateTime": iso(last),
            "joinWebUrl": link,
            "participants": {"organizer": {"identity": {"user": {"id": identity}}, "upn": meeting.host.email}},
        }
        return answered({"value": [record]})

    def _held(self, user: str, meeting: str) -> list[Meeting]:
        """The sessions of an online meeting that were over by `now`."""
        return [
            one
            for one in self.term.meetings
            if meeting_id(one.run, one.host) == meeting
            and identity_of(one.host) == user
            and max(stay.left for stay in one.stays) <= self.now
        ]

    def _report(self, meeting: Meeting, expanded: bool) -> dict[str, Any]:
        stays: dict[str, list[Stay]] = {}
        for stay in meeting.stays:
            stays.setdefault(stay.user.key, []).append(stay)
        report = {
            "id": report_of(meeting),
            "totalParticipantCount": len(stays),
            "meetingStartDateTime": _precise(min(stay.joined for stay in meeting.stays)),
            "meetingEndDateTime": _precise(max(stay.left for stay in meeting.stays)),
        }
        if expanded:
            report["attendanceRecords"] = [_record(meeting, theirs) for theirs in stays.values()]
        return report

    def _paged(self, request: Request, records: list[dict[str, Any]]) -> Response:
        size, offset = int(request.query.get("$top", 100)), int(request.query.get("$skiptoken", 0))
        if size > 999:
            return _fault("Request_UnsupportedQuery", "Invalid page size.", 400)
        page: dict[str, Any] = {"value": records[offset : offset + size]}
        if offset + size < len(records):
            query = urlencode({**request.query, "$skiptoken": offset + size})
            page["@odata.nextLink"] = f"{self.url}{request.path}?{query}"
        return answered(page)


def meeting_id(run: Run, host: User) -> str:
    """The id of the online meeting that all sessions of a run share."""
    return base64.b64encode(f"1*{identity_of(host)}*0**19:meeting_{run.code}@thread.v2".encode()).decode()


def _record(meeting: Meeting, stays: list[Stay]) -> dict[str, Any]:
    user, parts = stays[0].user, [(stay, reported_part(meeting, stay)) for stay in stays]
    how = manner("teams", user)
    if how == "name":
        identity: dict[str, Any] = {"id": None, "displayName": user.given_name, "tenantId": None}
    elif how == "email":
        identity = {"id": None, "displayName": user.name, "tenantId": None}
    else:
        identity = {"id": identity_of(user), "displayName": user.name, "tenantId": str(CAMPUS_ID)}
    address = {"name": None, "email": user.private_email}.get(how, user.email)
    return {
        "id": identity["id"] or str(uuid.uuid5(CAMPUS_ID, f"record/{meeting.id}/{user.number}")),
        "emailAddress": address,
        "totalAttendanceInSeconds": sum((one.left - one.joined) // 1000 for one, part in parts if part != "lost"),
        "role": "Organizer" if user.key == meeting.host.key else "Attendee",
        "identity": identity,
        "attendanceIntervals": [_interval(stay, part) for stay, part in parts if part != "total"],
    }


def _interval(stay: Stay, part: str) -> dict[str, Any]:
    if part == "lost":
        return {"joinDateTime": None, "leaveDateTime": None, "durationInSeconds": 0}
    seconds = (stay.left - stay.joined) // 1000
    times = {"joinDateTime": _precise(stay.joined), "leaveDateTime": _precise(stay.left)}
    return {**times, "durationInSeconds": seconds}


def _precise(ms: int) -> str:
    """A time as in reports, with seven decimals of a second."""
    return f"{(iso(ms) or '')[:-1]}.0000000Z"


def _has_mailbox(user: User) -> bool:
    return user.role != "learner" or user.number % 9 != 0


def _join_url(run: Run) -> str:
    return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{run.code}%40thread.v2/0?context=%7b%22Tid%22%7d"


def _absent() -> Response:
    return _fault("NotFound", "The resource could not be found.", 404)


def _fault(code: str, message: str, status: int, **headers: str) -> Response:
    return answered({"error": {"code": code, "message": message, "innerError": {}}}, status, **headers)
