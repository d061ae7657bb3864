"""Attempts at quizzes, question by question."""

from __future__ import annotations

from typing import Any

from demo.simulator.catalog import Activity, Quiz
from demo.simulator.life import Attempt, Life


def attempt(life: Life, quiz: Quiz) -> None:
    """Plan one attempt. About one of eight is abandoned."""
    rng = life.rng
    done = Attempt(quiz, life.id() if quiz.has_registration else None, [])
    registered: dict[str, Any] = {"registration": done.registration}
    start = life.clock
    done.events.append(life.say("initialized" if quiz.style == 2 else "attempted", quiz.activity, **registered))
    stops = rng.random() < 0.13
    asked = quiz.questions[: rng.randrange(len(quiz.questions))] if stops else quiz.questions
    right = 0
    for question in asked:
        life.wait(8, 150)
        correct = rng.random() < life.person.skill
        right += correct
        done.events.append(life.say("answered", question, result=_answer(life, question, correct), **registered))
    life.wait(1, 20)
    life.attempts.append(done)
    if stops:
        if rng.random() < 0.5:
            result: dict[str, Any] = {"completion": False, "duration": duration(life.clock - start)}
            done.events.append(life.say("suspended", quiz.activity, result=result, **registered))
            done.is_completed = False
        return
    most = len(quiz.questions)
    done.scaled, done.raw, done.is_completed = round(right / most, 4), 10 * right, True
    passed = done.scaled >= 0.6
    score = {"score": {"scaled": done.scaled, "raw": done.raw, "min": 0, "max": 10 * most}}
    spent = {"duration": duration(life.clock - start)}

    def end(verb: str, result: dict[str, Any]) -> None:
        done.events.append(life.say(verb, quiz.activity, result=result, **registered))
        life.wait(0.05, 1)

    if quiz.style == 0:
        done.is_passed = passed
        end("passed" if passed else "failed", {**score, "success": passed, **spent})
        end("completed", {"completion": True, **spent})
    elif quiz.style == 1:
        done.is_passed = passed
        end("completed", {**score, "success": passed, "completion": True, **spent})
    else:
        end("scored", score)
        end("terminated", {"completion": True, **spent})


def duration(ms: int) -> str:
    """A duration in ISO 8601, cut to 0.01 s."""
    minutes, rest = divmod(ms // 10, 6000)
    hours, minutes = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}{rest // 100}.{rest % 100:02}S"


def _answer(life: Life, question: Activity, correct: bool) -> dict[str, Any]:
    rng, kind = life.rng, question.interaction
    if kind == "long-fill-in":  # not yet marked
        return {"response": f"In my opinion ({life.person.name}) the second source is the weaker one."}
    if kind == "likert":
        return {"response": f"likert_{rng.randint(1, 5)}"}
    response = {
        "true-false": rng.choice(("true", "false")),
        "choice": rng.choice(("a", "b", "c", "b[,]c")),
        "fill-in": f"My name is {life.person.name}",
        "numeric": str(rng.randint(1, 400) / 4),
        "matching": "1[.]c[,]2[.]a[,]3[.]b" if correct else "1[.]a[,]2[.]c[,]3[.]b",
        "sequencing": "one[,]two[,]three" if correct else "two[,]one[,]three",
    }[kind or "choice"]
    result: dict[str, Any] = {"success": correct, "response": response, "duration": f"PT{rng.randint(5, 90)}S"}
    if kind in ("numeric", "choice"):
        result["score"] = {"scaled": float(correct), "raw": int(correct), "min": 0, "max": 1}
    return result
