"""Sessions of cmi5 units: the LMS launches the unit, the unit reports, and the LMS decides whether it is satisfied."""

from __future__ import annotations

from typing import Any

from demo.simulator.catalog import CMI5, Unit, defined
from demo.simulator.life import Event, Life, Registration
from demo.simulator.quiz import duration

_EXTENSION = CMI5 + "extensions/"


def is_satisfied(kept: Registration) -> bool:
    """Whether the unit was waived or its moveOn criterion is met."""
    passed, completed = "passed" in kept.reached, "completed" in kept.reached
    return (
        "waived" in kept.reached
        or {
            "Passed": passed,
            "Completed": completed,
            "CompletedAndPassed": passed and completed,
            "CompletedOrPassed": passed or completed,
            "NotApplicable": True,
        }[kept.unit.move_on]
    )


def take(life: Life, unit: Unit, registration: str) -> None:
    """Plan one session of the unit under `registration`. Some sessions break a rule of cmi5."""
    rng = life.rng
    kept = life.registrations.setdefault((registration, unit.activity.iri), Registration(unit, registration))
    if "waived" in kept.reached:
        return
    session = life.id()
    kept.sessions.append(session)
    mastery = {} if unit.mastery is None else {_EXTENSION + "masteryscore": unit.mastery}

    def send(verb: str, result: dict[str, Any] | None = None, **extensions: Any) -> Event:
        more = {_EXTENSION + key: value for key, value in extensions.items()}
        if verb in ("launched", "passed", "failed"):
            more |= mastery
        context = defined(unit.activity.context, verb in ("completed", "passed", "failed", "waived"))
        extra = {_EXTENSION + "sessionid": session, **more}
        event = life.say(
            verb, unit.activity, "content", result=result, registration=registration, extensions=extra, context=context
        )
        kept.reached.add(verb)
        return event

    def breach(event: Event, rule: str) -> None:
        kept.breaches.append((session, event.id, rule))

    def report() -> None:
        """Let the LMS report once that the block is satisfied."""
        if is_satisfied(kept) and not kept.is_reported:
            kept.is_reported = True
            life.wait(0.05, 1)
            extra = {_EXTENSION + "sessionid": session}
            context = defined(unit.block.context, False)
            life.say("satisfied", unit.block, "content", registration=registration, extensions=extra, context=context)

    if not kept.reached and rng.random() < 0.04:
        reason = {"https://w3id.org/xapi/cmi5/result/extensions/reason": "Tested out"}
        send("waived", {"success": True, "completion": True, "extensions": reason})
        return report()
    send("launched", None, launchmode="Normal", launchurl=f"{unit.activity.iri}/index.html", moveon=unit.move_on)
    life.wait(0.5, 5)
    start = life.clock
    send("initialized")
    if rng.random() < 0.025:
        life.wait(0.1, 2)
        breach(send("initialized"), "duplicate_initialized")
    for _ in range(rng.randint(0, 3)):  # allowed statements: without the category, they do not count as evidence
        life.wait(20, 240)
        life.say(
            "experienced",
            unit.allowed,
            "content",
            registration=registration,
            extensions={_EXTENSION + "sessionid": session},
        )
    life.wait(10, 120)
    scaled = round(min(1.0, max(0.0, rng.gauss(life.person.skill, 0.15))), 2)
    score = {"score": {"scaled": scaled, "raw": round(scaled * 100), "min": 0, "max": 100}}
    spent = {"duration": duration(life.clock - start)}
    if unit.mastery is not None:
        verb = "passed" if scaled >= unit.mastery else "failed"
        had_passed = "passed" in kept.reached
        if verb == "failed" or not had_passed:
            event = send(verb, {**score, "success": verb == "passed", **spent})
            kept.scaled = scaled
            if verb == "failed" and had_passed:
                breach(event, "failed_after_passed")
            life.wait(0.1, 3)
    if "completed" not in kept.reached and rng.random() < 0.8:
        send("completed", {"completion": True, **spent})
        life.wait(0.1, 5)
    spent_ms = (life.clock - start) // 10 * 10
    kept.spent += spent_ms
    ended = {"duration": duration(spent_ms)}
    if rng.random() < 0.88:
        send("terminated", ended)
        if "completed" not in kept.reached and rng.random() < 0.12:
            life.wait(0.2, 5)
            late = send("completed", {"completion": True, "duration": duration(spent_ms)})
            breach(late, "statement_after_terminated")
    else:
        life.wait(60, 600)  # the window was closed; the LMS notices later
        send("abandoned", ended)
    report()
