"""Zoom as staged against the plan, loaded in mid-term and at the end: every shape value by value; and Zoom's ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from conftest import Warehouse, at
from test_sources import HALFWAY, latest, load, query

from demo.simulator.meetings import manner, sessions_of
from demo.simulator.service import LATER, Request, Response, answered
from demo.simulator.study import DAY
from demo.simulator.systems.zoom import Zoom, address_of, identity_of, registrant_of
from demo.simulator.term import Meeting, Stay, Term, User
from loaders.errors import LoadError
from loaders.sources.zoom import Settings

# So many learners has the campus of these tests.
LEARNERS = 100
SOURCE = "demo_zoom"


@pytest.fixture(scope="module")
def built(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("zoom"))
    with Zoom(term) as service:
        for service.now in (HALFWAY, LATER):
            load(service, warehouse.database)
    compiled().build(warehouse.database, "staging/zoom")
    return warehouse


def identifier(user: User) -> str | None:
    return {
        "account": f"user:{SOURCE}|{identity_of(user)}",
        "registrant": f"registrant:{SOURCE}|{registrant_of(user)}",
        "email": f"mbox:mailto:{user.private_email}",
        "name": None,
    }[manner("zoom", user)]


def meetings(term: Term) -> list[Meeting]:
    return [meeting for meeting in term.meetings if meeting.run.meets_in == "zoom"]


def parts(meeting: Meeting) -> Iterator[tuple[str, tuple[Stay, ...]]]:
    """The UUID and the stays of each session: the fifth meeting broke off for a minute after half an hour."""
    sessions = sessions_of(meeting)
    if len(sessions) == 1:
        yield sessions[0].uuid, meeting.stays
        return
    first, second = sessions
    broke = meeting.starts + 1_800_000
    before = [Stay(one.user, one.joined, min(one.left, broke)) for one in meeting.stays if one.joined < broke]
    after = [Stay(one.user, max(one.joined, broke + 60_000), one.left) for one in meeting.stays]
    yield first.uuid, tuple(before)
    yield second.uuid, tuple(one for one in after if one.left > one.joined)


def test_people_are_accounts_and_guests_who_can_be_told_apart(term: Term, built: Warehouse) -> None:
    members = {member.user.key: member for member in term.members if member.run.meets_in == "zoom"}
    expected: set[tuple[object, ...]] = set()
    for user in term.users:
        has_account = user.role != "learner" or (user.key in members and manner("zoom", user) == "account")
        if user.role == "test" or not has_account:
            continue
        institutional_id = user.institutional_id if user.number % 6 else None
        states = {True}
        if user.role == "learner":
            states = {members[user.key].status(now) != "withdrawn" for now in (HALFWAY, LATER)}
        known = (identifier(user), institutional_id, user.email, True, user.name)
        expected |= {(*known, is_active) for is_active in states}
    guests = {stay.user.key: stay.user for meeting in meetings(term) for stay in meeting.stays}
    for user in guests.values():
        if manner("zoom", user) in ("registrant", "email"):
            expected.add((identifier(user), None, address_of(user), False, user.name, None))
    rows = built.rows("""
        select user_identifier, institutional_id, email, is_email_trusted, person_name, is_active
        from pii.stg_zoom__people
    """)
    assert set(rows) == expected
    assert {manner("zoom", user) for user in guests.values()} == {"account", "registrant", "email", "name"}
    assert built.rows("select count(*) from pii.stg_zoom__people where person_role is not null") == [(0,)]
    present = """select user_identifier, is_active from pii.stg_zoom__people
        qualify row_number() over (partition by user_identifier order by load_id desc, record_number desc) = 1"""
    withdrawn = {
        identifier(member.user)
        for member in members.values()
        if member.role == "learner" and member.status(LATER) == "withdrawn" and manner("zoom", member.user) == "account"
    }
    assert withdrawn and {who for who, is_active in built.rows(present) if is_active is False} == withdrawn


def test_meetings_are_sessions_of_a_series(term: Term, built: Warehouse) -> None:
    expected: dict[str, tuple[object, ...]] = {}
    for meeting in meetings(term):
        series = "85000000011" if meeting.id % 100 == 9 else "85000000010"
        for uuid, stays in parts(meeting):
            starts, ends = min(stay.joined for stay in stays), max(stay.left for stay in stays)
            row = (f"series:{SOURCE}|{series}", meeting.title, at(starts), at(ends))
            expected[f"meeting:{SOURCE}|{uuid}"] = row
    rows = built.rows(
        "select meeting_key, series_key, meeting_name, starts_at, ends_at from staging.stg_zoom__meetings"
    )
    reported = {row[0]: row[1:] for row in rows if row[2] is not None}
    assert reported == expected and len(expected) == len(meetings(term)) + 1
    # Rooms that the host tried alone are instances which no report lists.
    alone = {row[3] for row in rows if row[2] is None}
    assert alone == {at(meeting.starts - DAY) for meeting in meetings(term)}
    assert {row[4] for row in rows if row[2] is None} == {None}


def test_every_stay_is_a_row_whoever_it_was(term: Term, built: Warehouse) -> None:
    expected = sorted(
        (
            f"meeting:{SOURCE}|{uuid}",
            identifier(stay.user) or "",
            "host" if stay.user.key == meeting.host.key else "attendee",
            at(stay.joined),
            at(stay.left),
            (stay.left - stay.joined) / 1000,
        )
        for meeting in meetings(term)
        for uuid, stays in parts(meeting)
        for stay in stays
    )
    rows = built.rows("""
        select meeting_key, coalesce(user_identifier, ''), attendee_role, joined_at, left_at, stated_seconds
        from pii.stg_zoom__attendance order by all
    """)
    assert rows == expected
    assert any(not who for _, who, *_ in rows)


def test_uuids_with_slashes_are_encoded_twice(term: Term, tmp_path: Path) -> None:
    with Zoom(term) as service:
        load(service, tmp_path / "w.duckdb")
        asked = [request.path.split("/")[-2] for request in service.requests if request.path.endswith("/participants")]
    slashed = [
        uuid for uuid in (uuid for m in meetings(term) for uuid, _ in parts(m)) if uuid[0] == "/" or "//" in uuid
    ]
    assert len(slashed) >= 2 and sum("%252F" in segment for segment in asked) >= len(slashed)
    # A number stands for the last session only.
    assert not [segment for segment in asked if segment.isdecimal()]
    landed = query(tmp_path / "w.duckdb", "select distinct payload->'_request'->>'uuid' from raw_zoom.participants")
    assert {uuid for (uuid,) in landed} >= set(slashed)


def test_a_page_that_expired_is_asked_for_anew_from_the_first(term: Term, tmp_path: Path) -> None:
    expired: set[str] = set()

    def too_late(request: Request, response: Response) -> Response:
        token = request.query.get("next_page_token")
        if token and request.path not in expired:
            expired.add(request.path)
            return answered({"code": 300, "message": "The next page token is invalid or expired."}, 400)
        return response

    with Zoom(term) as service:
        load(service, tmp_path / "whole.duckdb")
        service.tamper = too_late
        load(service, tmp_path / "w.duckdb", page_size=5)
    assert expired and latest("zoom", tmp_path / "w.duckdb") == latest("zoom", tmp_path / "whole.duckdb")


def refusing(path: str, response: Response) -> Callable[[Request, Response], Response]:
    return lambda request, usual: response if path in request.path else usual


def test_the_daily_limit_ends_a_load_at_once(term: Term, tmp_path: Path) -> None:
    limit = {"X_RateLimit_Type": "Daily-limit", "Retry_After": "2026-01-13T00:00:00Z"}
    with Zoom(term) as service, pytest.raises(LoadError, match="daily limit is used up until 2026-01-13T00:00:00Z"):
        service.tamper = refusing("/report/", answered({"code": 429, "message": "You have reached it."}, 429, **limit))
        load(service, tmp_path / "w.duckdb")
    assert sum("/report/" in request.path for request in service.requests) == 1


def test_a_meeting_that_was_deleted_ends_no_load(term: Term, tmp_path: Path) -> None:
    with Zoom(term) as service:
        service.tamper = refusing("/past_meetings/", answered({"code": 3001, "message": "It does not exist."}, 404))
        load(service, tmp_path / "w.duckdb")
    found = latest("zoom", tmp_path / "w.duckdb")
    assert len(found["meetings"]) == len(meetings(term)) + 1 and found["participants"]


def test_reports_are_asked_for_a_month_at_a_time_from_the_cursor_on(term: Term, tmp_path: Path) -> None:
    def days(service: Zoom) -> list[tuple[dt.date, dt.date]]:
        asked = [request.query for request in service.requests if request.path.endswith("/meetings")]
        service.requests.clear()
        return [(dt.date.fromisoformat(one["from"]), dt.date.fromisoformat(one["to"])) for one in asked]

    with Zoom(term) as service:
        service.now = HALFWAY
        load(service, tmp_path / "w.duckdb")
        first = days(service)
        load(service, tmp_path / "w.duckdb")
        second = days(service)
    assert all(dt.timedelta(0) <= last - start <= dt.timedelta(days=29) for start, last in first)
    assert min(first)[0] == dt.date.fromisoformat(service.settings()["from_date"])
    ended = max(stay.left for m in meetings(term) for _, stays in parts(m) for stay in stays if stay.left <= HALFWAY)
    assert min(second)[0] == at(ended).date() - dt.timedelta(days=2)


def test_only_hosts_that_are_named_are_asked_for(term: Term, tmp_path: Path) -> None:
    host = meetings(term)[0].host
    with Zoom(term) as service:
        load(service, tmp_path / "w.duckdb", hosts=[identity_of(host)])
        asked = {request.path.split("/")[4] for request in service.requests if request.path.endswith("/meetings")}
    assert asked == {identity_of(host)} and len(latest("zoom", tmp_path / "w.duckdb")["meetings"]) > len(meetings(term))


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"page_size": 301}, "1 to 300"), ({"from_date": "last week"}, "from_date"), ({"account_id": None}, "account_id")],
)
def test_settings_that_do_not_fit_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Settings(**{"account_id": "a", "client_id": "b", "client_secret": "c", **changed})
