"""Writes a plan as xAPI statements with their times of arrival at the record store."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import NamedTuple

from demo.simulator.life import VERBS, Event, Life
from demo.simulator.people import SERVICE_ACTOR

_AUTHORITY = '{"account":{"homePage":"https://lms.campus.example","name":"collector"},"objectType":"Agent"}'
_DISPLAY = {name: f'{{"id":"{iri}","display":{{"en-US":"{name.replace("-", " ")}"}}}}' for name, iri in VERBS.items()}
_EPOCH = dt.datetime(1970, 1, 1)
_DAY_TEXT: dict[int, str] = {}


class Statement(NamedTuple):
    """A statement as it arrived: the time of arrival (ms since 1970) and the JSON text."""

    arrived: int
    text: str


def timestamp(ms: int, hours: int = 0) -> str:
    """A time in ISO 8601 with ms, as UTC (Z) or with an offset of whole hours."""
    days, rest = divmod(ms + hours * 3_600_000, 86_400_000)
    day = _DAY_TEXT.get(days)
    if day is None:
        day = _DAY_TEXT[days] = (_EPOCH + dt.timedelta(days=days)).date().isoformat()
    seconds, ms = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    zone = "Z" if hours == 0 else f"{hours:+03}:00"
    return f"{day}T{minutes // 60:02}:{minutes % 60:02}:{second:02}.{ms:03}{zone}"


def write(life: Life) -> list[Statement]:
    """All statements of a plan, including duplicates and voiding statements, in no order."""
    rng = life.rng
    written: list[Statement] = []

    def put(arrived: int, text: str) -> None:
        written.append(Statement(arrived, text))

    for event in life.events:
        if event.state == "lost" or event.group:
            continue
        arrived = event.at + _delay(rng)
        voided_at = 0
        if event.state == "voided":
            # One of four voiding statements arrives before the statement that it voids.
            voided_at = event.at + rng.randint(60_000, 3_000_000)
            if rng.random() < 0.25:
                arrived = voided_at + rng.randint(60_000, 80_000_000)
        text = _text(life, event, arrived)
        put(arrived, text)
        if voided_at:
            voiding = life.id()
            put(voided_at, _voiding(voiding, event.id, voided_at))
            if event.twist == "void_of_voiding":
                put(voided_at + 5000, _voiding(life.id(), voiding, voided_at + 5000))
        if event.twist == "void_unknown":
            put(arrived + 1, _voiding(life.id(), life.id(), arrived + 1))
        if event.twist == "conflict":
            later = arrived + rng.randint(1000, 200_000_000)
            put(later, _text(life, event, later, shift=90_000))
        chance = rng.random()
        if chance < 0.02:
            put(arrived + rng.randint(10, 300_000_000), text)
        elif chance < 0.022:
            put(arrived + rng.randint(10, 300_000), text.replace(event.id, event.id.upper(), 1))
    return written


def write_group(rng: random.Random, event: Event, members: list[str]) -> Statement:
    """A statement of a group. `members`: the actors as JSON. Some groups have an identifier."""
    arrived = event.at + rng.randint(20, 900)
    own = ',"account":{"homePage":"https://lms.campus.example","name":"study-group"}' if rng.random() < 0.4 else ""
    actor = f'{{"objectType":"Group","name":"Study group"{own},"member":[{",".join(members)}]}}'
    return Statement(
        arrived,
        f'{{"id":"{event.id}","actor":{actor},"verb":{_DISPLAY[event.verb]},"object":{event.activity.json},'
        f'"context":{{"contextActivities":{event.activity.context}}},"timestamp":"{timestamp(event.at)}",'
        f'"stored":"{timestamp(arrived)}","authority":{_AUTHORITY},"version":"1.0.3"}}',
    )


def _delay(rng: random.Random) -> int:
    """The delay of a statement: most arrive at once, some within two minutes, and a few after days offline."""
    chance = rng.random()
    if chance < 0.9:
        return rng.randint(20, 900)
    if chance < 0.985:
        return rng.randint(1000, 120_000)
    return rng.randint(3_600_000, 260_000_000)


def _text(life: Life, event: Event, stored: int, shift: int = 0) -> str:
    """The statement as JSON text. `shift` (ms): a later time, which makes another body under the same id."""
    twist, rng = event.twist, life.rng
    hours = rng.choice((2, -5)) if rng.random() < 0.15 else 0
    time = "yesterday at noon" if twist == "unreadable_time" else timestamp(event.at + shift, hours)
    parts = [f'"id":"{event.id}"']
    actor, verb, thing = event.actor[0], _DISPLAY[event.verb], event.activity.json
    if twist == "no_identifiable_actor":
        actor = json.dumps({"objectType": "Agent", "name": life.person.name}, ensure_ascii=False)
    elif twist == "sub_statement":
        thing = f'{{"objectType":"SubStatement","actor":{actor},"verb":{verb},"object":{thing}}}'
    elif twist == "statement_ref":
        thing = f'{{"objectType":"StatementRef","id":"{life.id()}"}}'
    parts.append(f'"actor":{actor}')
    if twist != "no_verb":
        parts.append(f'"verb":{verb}')
    if twist != "no_object":
        parts.append(f'"object":{thing}')
    if event.result is not None:
        parts.append(f'"result":{json.dumps(event.result, ensure_ascii=False, separators=(",", ":"))}')
    context = []
    if event.registration is not None:
        context.append(f'"registration":"{event.registration}"')
    activities = event.context or event.activity.context
    if activities != "{}":
        context.append(f'"contextActivities":{activities}')
    if event.extensions is not None:
        context.append(f'"extensions":{json.dumps(event.extensions, separators=(",", ":"))}')
    if context:
        parts.append(f'"context":{{{",".join(context)}}}')
    parts.append(f'"timestamp":"{time}","stored":"{timestamp(stored)}","authority":{_AUTHORITY},"version":"1.0.3"')
    return f"{{{','.join(parts)}}}"


def _voiding(statement_id: str, target: str, stored: int) -> str:
    return (
        f'{{"id":"{statement_id}","actor":{SERVICE_ACTOR},"verb":{_DISPLAY["voided"]},'
        f'"object":{{"objectType":"StatementRef","id":"{target}"}},"timestamp":"{timestamp(stored)}",'
        f'"stored":"{timestamp(stored)}","authority":{_AUTHORITY},"version":"1.0.3"}}'
    )
