"""Errors of real systems, which are added to a plan."""

from __future__ import annotations

from typing import Any

from demo.simulator.life import Event, Life

_FAULTY_RESULTS: dict[str, dict[str, Any]] = {
    "score_out_of_range": {"score": {"scaled": 1.5}},
    "malformed_duration": {"duration": "10 minutes"},
}
REJECTIONS = ("no_identifiable_actor", "no_verb", "no_object", "unreadable_time")
_ASIDE = ("sub_statement", "statement_ref")


def spoil(life: Life, every: bool) -> None:
    """Add errors to a plan: of each kind where `every` is set, or else by chance."""
    rng = life.rng
    kinds = [
        "voided",
        "mistaken",
        "conflict",
        "void_unknown",
        "void_of_voiding",
        *_FAULTY_RESULTS,
        *REJECTIONS,
        *_ASIDE,
    ]
    due = kinds * 2 if every else []
    events: list[Event] = []
    for number, event in enumerate(life.events):
        events.append(event)
        if event.state != "counted" or event.group or not _is_harmless(event):
            continue
        # By chance, about one of twenty harmless events gets an error.
        kind = due.pop() if due else rng.choice(kinds) if rng.random() < 0.045 else None
        if kind in ("voided", "void_of_voiding"):
            event.state, event.twist = "voided", kind
        elif kind in ("conflict", "void_unknown"):
            event.twist = kind
        elif kind in _FAULTY_RESULTS and event.verb == "experienced":
            event.result, event.twist = _FAULTY_RESULTS[kind], kind
        elif kind is not None and kind not in _FAULTY_RESULTS:
            following = life.events[number + 1].at if number + 1 < len(life.events) else event.at + 60_000
            if following - event.at > 10:
                events.append(_extra(life, event, event.at + (following - event.at) // 3, kind))
    life.events = events


def _is_harmless(event: Event) -> bool:
    """Whether the event may be voided, because nothing depends on it, as an attempt depends on its start."""
    return event.verb in ("experienced", "answered", "commented", "highlighted", "logged-in")


def _extra(life: Life, event: Event, at: int, kind: str) -> Event:
    state = "voided" if kind == "mistaken" else "rejected" if kind in REJECTIONS else "aside"
    return Event(
        life.id(), at, event.verb, event.activity, event.actor, registration=event.registration, state=state, twist=kind
    )
