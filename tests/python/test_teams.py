"""Teams as staged against the plan and against real reports in files, value by value; and Graph's ways."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from conftest import Warehouse, at
from test_sources import HALFWAY, latest, load

from demo.simulator.meetings import manner, report_of, reported_part
from demo.simulator.service import LATER, Request, Response, answered
from demo.simulator.systems.teams import Teams, identity_of, meeting_id
from demo.simulator.term import Meeting, Stay, Term, User
from loaders.errors import LoadError
from loaders.sources.teams import Settings

# So many learners has the campus of these tests.
LEARNERS = 100
SOURCE = "demo_teams"


@pytest.fixture(scope="module")
def built(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("teams"))
    with Teams(term) as service:
        for service.now in (HALFWAY, LATER):
            load(service, warehouse.database)
    compiled().build(warehouse.database, "staging/teams")
    return warehouse


def identifier(user: User) -> str | None:
    how = manner("teams", user)
    if how == "name":
        return None
    return f"mbox:mailto:{user.private_email}" if how == "email" else f"user:{SOURCE}|{identity_of(user)}"


def meetings(term: Term) -> list[Meeting]:
    return [meeting for meeting in term.meetings if meeting.run.meets_in == "teams"]


def test_people_are_the_directory_and_guests_with_an_address(term: Term, built: Warehouse) -> None:
    expected: set[tuple[object, ...]] = set()
    for user in term.users:
        institutional_id = None if user.role == "test" else user.institutional_id
        mail = None if user.role == "learner" and user.number % 9 == 0 else user.email
        expected.add((f"user:{SOURCE}|{identity_of(user)}", institutional_id, mail, True, user.name, True))
    for user in (stay.user for meeting in meetings(term) for stay in meeting.stays):
        if manner("teams", user) == "email":
            expected.add((identifier(user), None, user.private_email, False, user.name, None))
    rows = built.rows("""
        select user_identifier, institutional_id, email, is_email_trusted, person_name, is_active
        from pii.stg_teams__people
    """)
    assert set(rows) == expected and any(row[3] is False for row in rows)


def test_every_session_is_a_meeting_of_its_series(term: Term, built: Warehouse) -> None:
    expected = {
        f"meeting:{SOURCE}|{report_of(meeting)}": (
            f"series:{SOURCE}|{meeting_id(meeting.run, meeting.host)}",
            meeting.run.name,
            at(min(stay.joined for stay in meeting.stays)),
            at(max(stay.left for stay in meeting.stays)),
        )
        for meeting in meetings(term)
    }
    rows = built.rows(
        "select meeting_key, series_key, meeting_name, starts_at, ends_at from staging.stg_teams__meetings"
    )
    assert {row[0]: row[1:] for row in rows} == expected and len(rows) == len(expected)


def test_every_stay_is_a_row_and_what_was_lost_is_unknown(term: Term, built: Warehouse) -> None:
    expected: list[tuple[object, ...]] = []
    ways = set()
    for meeting in meetings(term):
        stays: dict[str, list[Stay]] = defaultdict(list)
        for stay in meeting.stays:
            stays[stay.user.key].append(stay)
        for theirs in stays.values():
            user, how = theirs[0].user, reported_part(meeting, theirs[0])
            ways.add(how)
            role = "host" if user.key == meeting.host.key else "attendee"
            known = (f"meeting:{SOURCE}|{report_of(meeting)}", identifier(user), role)
            seconds = [(stay.left - stay.joined) / 1000 for stay in theirs]
            if how == "total":
                expected.append((*known, None, None, sum(seconds)))
            elif how == "lost":
                expected += [(*known, None, None, None)] * len(theirs)
            else:
                expected += [(*known, at(one.joined), at(one.left), s) for one, s in zip(theirs, seconds, strict=True)]
    rows = built.rows("""
        select meeting_key, user_identifier, attendee_role, joined_at, left_at, stated_seconds
        from pii.stg_teams__attendance
    """)
    assert sorted(map(repr, rows)) == sorted(map(repr, expected))
    assert ways == {"all", "lost", "total"} and any(row[1] is None for row in rows)


def test_only_organizers_are_asked_whom_a_policy_covers(term: Term, tmp_path: Path) -> None:
    host = identity_of(meetings(term)[0].host)
    with Teams(term) as service:
        load(service, tmp_path / "all.duckdb")
        service.requests.clear()
        load(service, tmp_path / "w.duckdb", organizers=[host])
        asked = {request.path.split("/")[3] for request in service.requests if request.path.startswith("/v1.0/users/")}
    assert asked == {host}
    # The meeting and its reports name the organizer as asked for.
    assert latest("teams", tmp_path / "w.duckdb") == latest("teams", tmp_path / "all.duckdb")


def test_graph_that_forbids_says_which_rights_to_check(term: Term, tmp_path: Path) -> None:
    def forbidden(request: Request, response: Response) -> Response:
        error = {"error": {"code": "Forbidden", "message": "No application access policy found for this app."}}
        return answered(error, 403) if request.path.endswith("/onlineMeetings") else response

    with Teams(term) as service, pytest.raises(LoadError, match=r"answered 403; check the credentials .* rights"):
        service.tamper = forbidden
        load(service, tmp_path / "w.duckdb")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"path": "reports"}, "not both"),
        ({"token_url": None}, "either"),
        ({"page_size": 1000}, "1 to 999"),
        ({"from_date": "2026-02-30"}, "from_date"),
        ({"client_id": None}, "client_id"),
    ],
)
def test_settings_that_do_not_fit_are_refused(changed: dict[str, Any], said: str) -> None:
    usual = {"token_url": "https://login.example.org/token", "client_id": "a", "client_secret": "b"}
    with pytest.raises(ValueError, match=said):
        Settings(**{**usual, **changed})


def moment(text: str) -> dt.datetime:
    year, month, day, hour, minute, second = (int(part) for part in re.findall(r"\d+", text)[:6])
    return dt.datetime(year, month, day, hour, minute, second)


def test_every_real_report_and_record_is_accounted_for(shared: Path, warehouse: Warehouse) -> None:
    folder = shared / "oea" / "teams"
    reports = [json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))]
    done = warehouse.load(f"  reports: {{system: teams, path: '{folder}'}}\n")
    assert done.returncode == 0, done.stderr
    compiled().build(warehouse.database, "staging/teams")

    assert len(reports) == 261
    assert warehouse.rows("select count(*) from raw_teams.attendance_reports") == [(261,)]
    expected_meetings = {
        f"meeting:reports|{report['id']}": (
            moment(report["meetingStartDateTime"]),
            moment(report["meetingEndDateTime"]),
            sum(record["totalAttendanceInSeconds"] for record in report["attendanceRecords"]),
        )
        for report in reports
    }
    rows = warehouse.rows("""
        select meeting_key, any_value(starts_at), any_value(ends_at), sum(stated_seconds)
        from staging.stg_teams__meetings join pii.stg_teams__attendance using (meeting_key) group by 1
    """)
    assert {row[0]: row[1:] for row in rows} == expected_meetings

    expected = [
        (
            f"meeting:reports|{report['id']}",
            f"user:reports|{record['identity']['id']}",
            moment(interval["joinDateTime"]),
            moment(interval["leaveDateTime"]),
            float(interval["durationInSeconds"]),
        )
        for report in reports
        for record in report["attendanceRecords"]
        for interval in record["attendanceIntervals"]
    ]
    rows = warehouse.rows("""
        select meeting_key, user_identifier, joined_at, left_at, stated_seconds from pii.stg_teams__attendance
    """)
    assert len(rows) == 10170 and sorted(rows) == sorted(expected)
    conflicts = sum((row[3] - row[2]).total_seconds() != row[4] for row in expected)  # type: ignore[operator]
    found = warehouse.rows("""select count(*) from pii.stg_teams__attendance
        where date_diff('second', joined_at, left_at) <> stated_seconds""")
    assert found == [(conflicts,)]
    print(f"stays whose seconds are not what lies between joining and leaving: {conflicts}")

    # The object id is the id that the institution's other systems hold.
    people = {who for (who,) in warehouse.rows("select institutional_id from pii.stg_teams__people")}
    assert people == {record["identity"]["id"] for report in reports for record in report["attendanceRecords"]}
    with (shared / "oea" / "moodle" / "user.csv").open(newline="") as lines:
        held = {row["idnumber"] for row in csv.DictReader(lines)}
    assert len(people) == 600 and people <= held


def test_odd_times_are_read_and_no_record_is_lost(warehouse: Warehouse, tmp_path: Path) -> None:
    times = {
        "2022-1-5T9:3:7Z": dt.datetime(2022, 1, 5, 9, 3, 7),
        "2022-01-05T09:03:07.1234567Z": dt.datetime(2022, 1, 5, 9, 3, 7, 123456),
        "2022-1-5T9:03:07.5+01:00": dt.datetime(2022, 1, 5, 8, 3, 7, 500000),
        "2022-12-31T23:59:59": dt.datetime(2022, 12, 31, 23, 59, 59),
        "2022-13-1T0:0:0Z": None,
        "yesterday": None,
        None: None,
    }
    records = [
        {"identity": None, "emailAddress": "A.B@Campus.Example", "attendanceIntervals": [{"joinDateTime": text}]}
        for text in times
    ]
    records += [{"identity": {"id": "x"}, "totalAttendanceInSeconds": 60, "attendanceIntervals": None}]  # type: ignore[list-item]
    (tmp_path / "reports.json").write_text(json.dumps([{"id": "r", "attendanceRecords": records}, {"id": "empty"}]))
    done = warehouse.load(f"  reports: {{system: teams, path: '{tmp_path}/*.json'}}\n")
    assert done.returncode == 0, done.stderr
    compiled().build(warehouse.database, "staging/teams")
    rows = warehouse.rows("""
        select user_identifier, joined_at, stated_seconds from pii.stg_teams__attendance
        order by cast(split_part(attendance_key, '/', 2) as integer)
    """)
    assert rows == [("mbox:mailto:A.B@campus.example", read, None) for read in times.values()] + [
        ("user:reports|x", None, 60.0)
    ]
    assert warehouse.rows("select count(*) from staging.stg_teams__meetings") == [(2,)]


def test_a_file_that_is_cut_off_is_one_line(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text('{"id": "r", "attendanceRecords": [')
    done = warehouse.load(f"  reports: {{system: teams, path: '{tmp_path}'}}\n")
    assert done.returncode != 0 and "cut.json: cannot be read" in done.stderr
