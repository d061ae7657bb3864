"""Caliper from envelopes to staging: every kind of event, every form of file, and the campus's own tool."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from conftest import ROOT, Warehouse

from demo.simulator.campus import Campus
from demo.simulator.reading import (
    attempt_id,
    attempts,
    message_id,
    posts,
    quiz_id,
    readers,
    reading_run,
    section_id,
    thread_id,
    user_id,
    visits,
)
from demo.simulator.service import LATER
from demo.simulator.study import DAY, TERM
from demo.simulator.systems.caliper import Caliper
from loaders.errors import LoadError
from loaders.sources import caliper

Item = dict[str, Any]
VOCABULARY = "http://purl.imsglobal.org/caliper/"
SENT = "2026-03-01T12:00:00.000Z"
AT = "2026-03-01T10:15:00.250Z"
READ = dt.datetime(2026, 3, 1, 10, 15, 0, 250_000)

# Of each type of event in the specifications: the type of its object, what it generates, its actions.
EVENTS = {
    "AnnotationEvent": ("Page", "HighlightAnnotation", "Bookmarked Highlighted Shared Tagged"),
    "AssessmentEvent": ("Assessment", "Attempt", "Started Paused Resumed Restarted Reset Submitted"),
    "AssessmentItemEvent": ("AssessmentItem", "FillinBlankResponse", "Started Skipped Completed"),
    "AssignableEvent": ("AssignableDigitalResource", "Attempt", "Activated Deactivated Started Completed Submitted "
                        "Reviewed Abandoned Hid Showed"),
    "Event": ("Entity", None, "Accepted Added Attached Classified Commented Declined Described Disliked Identified "
              "Liked Linked Questioned Ranked Recommended Removed Rewound Sent"),
    "FeedbackEvent": ("DigitalResource", "Rating", "Commented Ranked"),
    "ForumEvent": ("Forum", None, "Subscribed Unsubscribed"),
    "GradeEvent": ("Attempt", "Score", "Graded"),
    "LibraryEvent": ("LibraryResource", None, "Borrowed Returned Attended"),
    "MediaEvent": ("VideoObject", None, "Started Ended Paused Resumed Restarted ForwardedTo JumpedTo "
                   "ChangedResolution ChangedSize ChangedSpeed ChangedVolume EnabledClosedCaptioning "
                   "DisabledClosedCaptioning EnteredFullScreen ExitedFullScreen Muted Unmuted OpenedPopout "
                   "ClosedPopout"),
    "MessageEvent": ("Message", None, "MarkedAsRead MarkedAsUnread Posted"),
    "NavigationEvent": ("WebPage", None, "NavigatedTo"),
    "NotificationEvent": ("Notification", None, "Notified Viewed Dismissed"),
    "QuestionnaireEvent": ("Questionnaire", "Attempt", "Started Submitted"),
    "QuestionnaireItemEvent": ("QuestionnaireItem", "RatingScaleResponse", "Started Skipped Completed"),
    "ResourceManagementEvent": ("Document", None, "Archived Copied Created Deleted Downloaded Modified Printed "
                                "Published Restored Retrieved Saved Unpublished Uploaded Described"),
    "SearchEvent": ("DigitalResource", "SearchResponse", "Searched"),
    "SessionEvent": ("SoftwareApplication", None, "LoggedIn LoggedOut TimedOut"),
    "SurveyEvent": ("Survey", None, "OptedIn OptedOut"),
    "SurveyInvitationEvent": ("SurveyInvitation", None, "Accepted Declined Sent"),
    "ThreadEvent": ("Thread", None, "MarkedAsRead MarkedAsUnread"),
    "ToolLaunchEvent": ("SoftwareApplication", "DigitalResource", "Launched Returned"),
    "ToolUseEvent": ("SoftwareApplication", "AggregateMeasureCollection", "Used"),
    "ViewEvent": ("Page", None, "Viewed"),
}  # fmt: skip


def event(name: str, **changed: Any) -> Item:
    made = {
        "id": f"urn:uuid:{name}",
        "type": "ViewEvent",
        "actor": {"id": "https://example.edu/users/1", "type": "Person"},
        "action": "Viewed",
        "object": {"id": f"https://example.edu/things/{name}", "type": "Page"},
        "eventTime": AT,
        "group": {"id": "https://example.edu/sections/1", "type": "CourseSection"},
        **changed,
    }
    return {key: value for key, value in made.items() if value is not None}


def envelope(*data: Any, sent: str = SENT, version: str = "v1p2") -> Item:
    context = f"http://purl.imsglobal.org/ctx/caliper/{version}"
    return {"sensor": "https://example.edu/sensors/1", "sendTime": sent, "dataVersion": context, "data": list(data)}


def every_event() -> Iterator[Item]:
    for kind, (thing, made, actions) in EVENTS.items():
        for action in actions.split():
            name = f"{kind}.{action}"
            generated = {"id": f"https://example.edu/made/{name}", "type": made} if made else None
            by_tool = {"actor": {"id": "https://example.edu/tool", "type": "SoftwareApplication"}}
            yield event(
                name,
                type=kind,
                action=action,
                object={"id": f"https://example.edu/things/{name}", "type": thing},
                generated=generated,
                **(by_tool if action in ("TimedOut", "Graded") else {}),
            )


PERSON = {"id": "https://example.edu/users/2", "type": "Person"}
ATTEMPT = {"id": "https://example.edu/attempts/9", "type": "Attempt", "count": 2, "duration": "PT1M30S",
           "assignee": "https://example.edu/users/2", "assignable": "https://example.edu/quizzes/9"}  # fmt: skip
SPECIAL = [
    envelope(
        # Every entity as its IRI alone; terms written out as IRIs of older vocabularies.
        event("bare", actor="https://example.edu/users/3", object="https://example.edu/page", group="urn:section:2",
              action="http://purl.imsglobal.org/vocab/caliper/v1/action#Viewed"),
        event("anonymous", actor={"id": f"{VOCABULARY}Person", "type": "Person"},
              group={"id": f"{VOCABULARY}CourseSection", "type": "CourseSection"}),
        event("lab", group={"id": "https://example.edu/labs/1", "type": "Group",
                            "subOrganizationOf": {"id": "https://example.edu/sections/1", "type": "CourseSection",
                                                  "name": "Section 1", "academicSession": "Fall"}}),
        event("department", group={"id": "https://example.edu/departments/1", "type": "Organization"}),
        # The attempt comes as an entity, and its grade contains only its id.
        ATTEMPT,
        event("graded", type="GradeEvent", action="Graded", actor="https://example.edu/autograder",
              object=ATTEMPT["id"], generated={"id": "https://example.edu/scores/9", "type": "Score",
                                               "scoreGiven": 7.5, "maxScore": 10}),
        event("graded again", type="GradeEvent", action="Graded", actor={**PERSON, "id": "https://example.edu/t"},
              object=ATTEMPT, eventTime="2026-03-02T10:15:00.000Z",
              generated={"id": "https://example.edu/scores/10", "type": "Score", "scoreGiven": 8, "maxScore": 10}),
        event("item attempt", type="AssessmentItemEvent", action="Skipped", actor=PERSON,
              object={"id": "https://example.edu/items/1", "type": "AssessmentItem"},
              generated={"id": "https://example.edu/attempts/9/items/1", "type": "Attempt", "isPartOf": ATTEMPT}),
        # What two well-known systems put into extensions.
        event("canvas", actor={"id": "urn:instructure:canvas:user:4", "type": "Person",
                               "extensions": {"com.instructure.canvas": {"user_sis_id": "sis-4"}}}),
        event("blackboard", actor={"id": "https://example.edu/users/5", "type": "Person",
                                   "extensions": {"bb:user.externalId": "batch-5"}}),
        event("post", type="MessageEvent", action="Posted",
              object={"id": "https://example.edu/messages/1", "type": "Message", "replyTo": "https://example.edu/m/0",
                      "body": "<p>Two  words,</p><p>and <b>three</b> more.</p>\n"}),
        event("unposted", type="ResourceManagementEvent", action="Deleted",
              object={"id": "https://example.edu/messages/1", "type": "Message"}),
        event("measure", type="ToolUseEvent", action="Used", object="https://example.edu/tool", generated={
            "id": "urn:measures", "type": "AggregateMeasureCollection",
            "items": ["urn:measures:0", {"id": "urn:measures:1", "type": "AggregateMeasure", "metric": "UnitsCompleted",
                                         "metricValue": 12, "maxMetricValue": 25}]}),
    ),
    # The same event three times, the second time before the first: the first that was sent counts.
    envelope(event("again", object={"id": "https://example.edu/late", "type": "Page"})),
    envelope(event("again", object={"id": "https://example.edu/early", "type": "Page"}), sent="2026-03-01T11:00:00Z"),
    envelope(event("again", action=None), sent="2026-03-01T10:30:00.000Z"),
    # A person who is described again.
    envelope({**PERSON, "name": "New Name"}, sent="2026-03-03T00:00:00.000Z"),
    envelope({**PERSON, "name": "Old Name", "otherIdentifiers": [
        {"type": "SystemIdentifier", "identifierType": "EmailAddress", "identifier": "two@example.edu"},
        {"type": "SystemIdentifier", "identifierType": "LisSourcedId", "identifier": "lis-2"}]}),
]  # fmt: skip
FAULTY = {
    "no_id": event("no_id", id=None),
    "no_type": event("no_type", type=None),
    "no_actor": event("no_actor", actor={"type": "Person"}),
    "no_action": event("no_action", action=None),
    "no_object": event("no_object", object=None),
    "no_time": event("no_time", eventTime=None),
    "unreadable_time": event("unreadable_time", eventTime="yesterday"),
    "no_action,no_time": event("neither", action=None, eventTime=None),
}


@pytest.fixture(scope="module")
def exhibit() -> Iterator[Caliper]:
    with Caliper(Campus(7, 40).term) as opened:
        yield opened


@pytest.fixture(scope="module")
def built(exhibit: Caliper, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The campus's files at mid-term and at the end, and events of every kind."""
    warehouse = Warehouse(tmp_path_factory.mktemp("caliper"))
    files = warehouse.folder / "files"
    files.mkdir()
    (files / "all.json").write_text(json.dumps(envelope(*every_event()), indent=1))
    broken = ["{", json.dumps(envelope("https://example.edu/users/1")), "[]"]
    lines = [*map(json.dumps, SPECIAL), *broken, json.dumps(envelope(*FAULTY.values()))]
    (files / "special.ndjson").write_text("\n".join(lines))
    sources = (
        f"  campus: {{system: caliper, path: '{exhibit.folder}'}}\n  files: {{system: caliper, path: '{files}'}}\n"
    )
    for now in (TERM + 35 * DAY, LATER):
        exhibit.now = now
        exhibit.write()
        assert warehouse.load(sources).returncode == 0
    compiled().build(warehouse.database, "staging/caliper", "verbs")
    return warehouse


def staged(built: Warehouse, name: str, columns: str = "*") -> dict[str, tuple[object, ...]]:
    """Columns of staged events, by the names given here."""
    return {
        str(row[0]): row[1:]
        for row in built.rows(f"""
            select replace(event_key, 'event:files|urn:uuid:', ''), {columns} from pii.{name} where source_id = 'files'
        """)
    }


def test_every_kind_of_event_is_staged(built: Warehouse) -> None:
    found = staged(
        built, "stg_caliper__events", "verb_id, activity_id, activity_type_id, user_identifier, event_at, course_key"
    )
    for one in every_event():
        name, action = one["id"].removeprefix("urn:uuid:"), one["action"]
        is_anonymous = action in ("TimedOut", "Graded")
        assert found[name] == (
            f"{VOCABULARY}actions/{action}",
            one["object"]["id"],
            VOCABULARY + one["object"]["type"],
            None if is_anonymous else "user:files|https://example.edu/users/1",
            READ,
            "course:files|https://example.edu/sections/1",
        )
    verbs = built.rows("select count(*) from pii.stg_caliper__events anti join vocabulary.verbs "
                       "on verb_id = verb_iri")  # fmt: skip
    assert verbs == [(0,)]


def test_seed_holds_every_action() -> None:
    with (ROOT / "seeds" / "vocabulary" / "verbs.csv").open(newline="") as lines:
        terms = {row["verb_iri"].removeprefix(f"{VOCABULARY}actions/") for row in csv.DictReader(lines)
                 if row["profile"] == "caliper"}  # fmt: skip
    assert terms == {action for _, _, actions in EVENTS.values() for action in actions.split()}


def test_nothing_is_lost(built: Warehouse) -> None:
    for received, landed, unchanged, rejected in built.rows("""
        select sum(received)::int, sum(landed)::int, sum(unchanged)::int, sum(rejected)::int
        from ops.loads group by source_id, load_id
    """):
        assert received == landed + unchanged + rejected
    every = len(list(every_event()))
    sent = every + sum(len(one["data"]) for one in SPECIAL) + len(FAULTY)
    assert built.rows("""
        select sum(landed)::int, sum(rejected)::int from ops.loads where source_id = 'files' group by load_id order by 1
    """) == [(0, 3), (sent, 3)]
    assert built.rows("""
        select distinct payload_text, reason from raw_caliper.rejected order by 1
    """) == [
        ('"https://example.edu/users/1"', "neither an event nor an entity"),
        ("[]", "no envelope: not a JSON object"),
        ("{", "no envelope: not JSON in UTF-8"),
    ]
    assert built.rows("""
        select
            (select count(*) from raw_caliper.events)
            - (select sum(deliveries) from pii.base_caliper__events),
            (select count(*) from pii.base_caliper__events)
            - (select count(*) from pii.stg_caliper__events) - (select count(*) from pii.stg_caliper__rejected_events)
    """) == [(0, 0)]


def test_faulty_events_are_rejected_with_reasons(built: Warehouse) -> None:
    found = staged(built, "stg_caliper__rejected_events", "rejection_reasons")
    assert sorted(reasons for (reasons,) in found.values()) == sorted(FAULTY)
    assert found["no_actor"] == ("no_actor",) and found["neither"] == ("no_action,no_time",)


def test_peculiar_forms_are_understood(built: Warehouse) -> None:
    columns = "user_identifier, course_key, activity_id, verb_id"
    found = staged(built, "stg_caliper__events", columns)
    viewed = f"{VOCABULARY}actions/Viewed"
    assert found["bare"] == (
        "user:files|https://example.edu/users/3", "course:files|urn:section:2", "https://example.edu/page", viewed
    )  # fmt: skip
    assert found["anonymous"] == (None, None, "https://example.edu/things/anonymous", viewed)
    assert found["lab"][1] == "course:files|https://example.edu/sections/1" and found["department"][1] is None
    assert found["again"][2] == "https://example.edu/early"
    assert staged(built, "base_caliper__events", "deliveries")["again"] == (3,)
    # A grade by an application has no person as actor; a teacher's grade has the teacher. Both are about the quiz.
    assert found["graded"][0] is None and found["graded again"][0] == "user:files|https://example.edu/t"
    assert found["graded"][2] == found["graded again"][2] == "https://example.edu/quizzes/9"
    assert built.rows("""
        select course_name, term_name from staging.stg_caliper__courses
        where course_key = 'course:files|https://example.edu/sections/1'
    """) == [("Section 1", "Fall")]


def test_people_posts_grades_and_measures(built: Warehouse) -> None:
    people = built.rows("""
        select user_identifier, institutional_id, email, person_name from pii.stg_caliper__people
        where source_id = 'files' and coalesce(institutional_id, email) is not null order by 1
    """)
    assert people == [
        ("user:files|https://example.edu/users/2", "lis-2", "two@example.edu", "New Name"),
        ("user:files|https://example.edu/users/5", "batch-5", None, None),
        ("user:files|urn:instructure:canvas:user:4", "sis-4", None, None),
    ]
    assert built.rows("""
        select parent_post_key, words, is_deleted from pii.stg_caliper__posts
        where post_key = 'post:files|https://example.edu/messages/1'
    """) == [("post:files|https://example.edu/m/0", 5, True)]
    two, nine = "user:files|https://example.edu/users/2", "https://example.edu/quizzes/9"
    assert built.rows("""
        select user_identifier, activity_key, score_raw, score_max from pii.stg_caliper__grades
        where source_id = 'files' and score_raw is not null order by graded_at
    """) == [(two, nine, 7.5, 10.0), (two, nine, 8.0, 10.0)]
    assert built.rows("""
        select attempt_key, user_identifier from pii.stg_caliper__item_responses
        where item_key = 'https://example.edu/items/1'
    """) == [("attempt:files|https://example.edu/attempts/9", two)]
    assert built.rows("""
        select position, metric, metric_value, max_metric_value from pii.stg_caliper__aggregate_measures
        where source_id = 'files' order by position
    """) == [(1, None, None, None), (2, "UnitsCompleted", 12.0, 25.0)]


def utc(ms: int | None) -> dt.datetime | None:
    return None if ms is None else dt.datetime.fromtimestamp(ms / 1000, dt.UTC).replace(tzinfo=None)


def bare(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(
        (tuple(value.split("|", 1)[-1] if isinstance(value, str) else value for value in row) for row in rows), key=str
    )


def test_campus_is_staged_as_planned(built: Warehouse, exhibit: Caliper) -> None:
    run = reading_run(exhibit.term)
    assert run is not None and attempts(exhibit.term) and posts(exhibit.term)
    section = section_id(run)

    def shown(table: str, columns: str) -> list[tuple[object, ...]]:
        return bare(built.rows(f"select {columns} from {table} where source_id = 'campus'"))

    assert shown("pii.stg_caliper__people", "user_identifier, institutional_id, email, person_name") == bare(
        [(user_id(m.user), m.user.institutional_id, m.user.email, m.user.name) for m in readers(exhibit.term)]
    )
    assert shown("staging.stg_caliper__courses", "course_key, run_code, course_code, course_name") == [
        (section, run.code, run.course_code, run.name)
    ]
    keys = "attempt_key, user_identifier, course_key, activity_key, attempt_number, started_at, ended_at"
    facts = "score_raw, score_max, is_completed, duration_seconds"
    assert shown("pii.stg_caliper__attempts", f"{keys}, {facts}") == bare(
        [
            (attempt_id(a), user_id(a.user), section, quiz_id(a.quiz.id), a.number, utc(a.started), utc(a.ended),
             None if a.score is None else float(a.score), None if a.ended is None else float(len(a.right)),
             a.ended is not None, None if a.ended is None else (a.ended - a.started) / 1000)
            for a in attempts(exhibit.term)
        ]
    )  # fmt: skip
    assert shown("pii.stg_caliper__grades", "user_identifier, activity_key, score_raw, score_max, graded_at") == bare(
        [(user_id(a.user), quiz_id(a.quiz.id), float(a.score), float(len(a.right)), utc((a.ended or 0) + 60_000))
         for a in attempts(exhibit.term) if a.score is not None]
    )  # fmt: skip
    answers = shown("pii.stg_caliper__item_responses", "attempt_key, item_key, responded_at is not null")
    assert answers == bare(
        [(attempt_id(a), f"{quiz_id(a.quiz.id)}/items/{question}", right is not None)
         for a in attempts(exhibit.term) for (question, _), right in zip(a.quiz.questions, a.right, strict=True)
         if a.ended is not None or right is not None]
    )  # fmt: skip
    columns = "post_key, user_identifier, course_key, activity_key, parent_post_key, posted_at, words"
    assert shown("pii.stg_caliper__posts", columns) == bare(
        [(message_id(p.id), user_id(p.user), section, thread_id(p.topic.id),
          None if p.parent is None else message_id(p.parent), utc(p.at), len(p.text.split()))
         for p in posts(exhibit.term)]
    )  # fmt: skip


def test_visits_of_the_campus_are_staged(built: Warehouse, exhibit: Caliper) -> None:
    expected: Counter[tuple[str | None, str]] = Counter()
    totals = {}
    for visit in visits(exhibit.term):
        who = user_id(visit.user)
        expected.update({(who, "LoggedIn"): 1, (who, "NavigatedTo"): visit.pages, (who, "Viewed"): visit.pages})
        expected[who, "Used"] += 1
        expected[None if visit.end == "TimedOut" else who, visit.end] += 1
        if visit.has_video:
            expected.update({(who, action): 1 for action in ("Paused", "Resumed", "Ended")})
        totals[who] = (visit.minutes, visit.words)
    found = built.rows("""
        select split_part(user_identifier, '|', 2), split_part(verb_id, '/', 6), count(*) from pii.stg_caliper__events
        where source_id = 'campus' and split_part(verb_id, '/', 6) not in
            ('Started', 'Completed', 'Skipped', 'Submitted', 'Graded', 'Posted')
        group by all
    """)
    assert {(who, action): number for who, action, number in found} == expected
    # The last of the running totals counts.
    assert {
        who: (minutes, words)
        for who, minutes, words in built.rows("""
            select split_part(user_identifier, '|', 2),
                max_by(metric_value, used_at) filter (where metric = 'MinutesOnTask')::int,
                max_by(metric_value, used_at) filter (where metric = 'WordsRead')::int
            from pii.stg_caliper__aggregate_measures where source_id = 'campus' group by all
        """)
    } == totals
    ended = built.rows("""
        select event_at, duration_seconds::int from pii.stg_caliper__events
        where source_id = 'campus' and (verb_id like '%/LoggedOut' or verb_id like '%/TimedOut') order by all
    """)
    assert ended == sorted((utc(v.ended), (v.ended - v.began) // 1000) for v in visits(exhibit.term))


def read(path: Path) -> tuple[dict[str, list[Item]], list[tuple[str, str]]]:
    records: dict[str, list[Item]] = {stream: [] for stream in caliper.STREAMS}
    rejected: list[tuple[str, str]] = []
    for page in caliper.fetch(caliper.Settings(str(path)), {}):
        records[page.stream] += map(json.loads, page.lines.splitlines())
        rejected += page.rejected
    return records, rejected


@pytest.mark.parametrize(
    "write",
    [
        lambda envelopes: "\n".join(map(json.dumps, envelopes)).encode(),
        lambda envelopes: "\ufeff\r\n".encode() + b"\r\n".join(json.dumps(one).encode() for one in envelopes),
        lambda envelopes: json.dumps(envelopes).encode(),
        lambda envelopes: json.dumps(envelopes, indent=4, ensure_ascii=False).encode(),
        lambda envelopes: gzip.compress("\n".join(map(json.dumps, envelopes)).encode()),
        lambda envelopes: gzip.compress(json.dumps(envelopes, indent=1).encode()),
    ],
    ids=["lines", "lines of Windows", "array", "pretty array", "packed lines", "packed array"],
)
def test_every_form_of_file_is_read(write: Any, tmp_path: Path) -> None:
    made = [envelope(event("ü\n", n=1.5), PERSON), envelope(event("2"), version="v1p1"), envelope()]
    (tmp_path / "x.json").write_bytes(write(made))
    records, rejected = read(tmp_path)
    fields = {key: value for key, value in made[0].items() if key != "data"}
    assert records["events"][0] == {"_request": {**fields, "position": 1}, **event("ü\n", n=1.5)}
    assert records["entities"] == [{"_request": {**fields, "position": 2}, **PERSON}]
    assert records["events"][1]["_request"]["dataVersion"].endswith("v1p1")
    assert len(records["events"]) == 2 and not rejected


def test_one_pretty_document_that_is_cut_off_is_rejected_once(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(envelope(event("1")), indent=1))
    (tmp_path / "b.json").write_text(json.dumps(envelope(event("2")), indent=1)[:-9])
    (tmp_path / "c.json").write_bytes(json.dumps(envelope(event("3"))).encode().replace(b"Viewed", b"\xff\x00"))
    records, rejected = read(tmp_path)
    assert [one["id"] for one in records["events"]] == ["urn:uuid:1"]
    assert [reason for _, reason in rejected] == ["no envelope: not JSON in UTF-8"] * 2


def test_many_lines_are_read_in_pages(tmp_path: Path) -> None:
    line = json.dumps(envelope(*(event(f"{number}", note="x" * 4000) for number in range(100))))
    (tmp_path / "x.ndjson").write_text("\n".join([line] * 30))
    pages = list(caliper.fetch(caliper.Settings(str(tmp_path / "x.ndjson")), {}))
    assert len(pages) > 3 and sum(page.lines.count(b"\n") + 1 for page in pages) == 3000


def test_a_packed_file_that_is_cut_off_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.json.gz").write_bytes(gzip.compress(json.dumps([envelope(event("1"))]).encode())[:-12])
    with pytest.raises(LoadError, match=r"x\.json\.gz: cannot be read"):
        read(tmp_path)
