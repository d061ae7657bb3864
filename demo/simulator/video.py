"""Views of videos: what was played, and what the player sends about it."""

from __future__ import annotations

from typing import Any

from demo.simulator.catalog import Video
from demo.simulator.life import Event, Life, View

_EXTENSION = "https://w3id.org/xapi/video/extensions/"


def seconds(ms: int) -> float | int:
    """Milliseconds as seconds, as a whole number where possible."""
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def watch(life: Life, video: Video) -> None:
    """Plan one viewing session: play, pause, seek, play again. Some players lose statements."""
    rng = life.rng
    view = View(video, life.id(), [], [])
    keeps_all = video.sends_segments or rng.random() < 0.4
    position = 0

    def send(verb: str, result: dict[str, Any], listed: bool = False) -> Event:
        extensions = {_EXTENSION + key: value for key, value in result.items()}
        if listed and video.sends_segments:
            parts = [f"{seconds(start)}[.]{seconds(end)}" for start, end in view.played]
            extensions[_EXTENSION + "played-segments"] = "[,]".join(parts)
        body: dict[str, Any] = {"extensions": extensions}
        if verb == "completed":
            body |= {"completion": True, "duration": f"PT{seconds(video.length)}S"}
        context = {_EXTENSION + "session-id": view.session, _EXTENSION + "length": seconds(video.length)}
        event = life.say(verb, video.activity, "video", result=body, extensions=context)
        view.events.append(event)
        return event

    def play(until: int) -> None:
        """Play to `until` at some speed. The clock moves on with it."""
        nonlocal position
        start, position = position, min(until, video.length)
        # The clock is 1 ms ahead of the event that began this, which does not matter up to double speed.
        life.clock += max(1, int((position - start) / rng.choice((1, 1, 1, 1.25, 1.5))))
        view.played.append((start, position))

    send("initialized", {"time": 0})
    life.wait(0.4, 4)
    if life.views and rng.random() < 0.15:
        position = rng.randrange(0, video.length // 2)  # as if it resumed where an earlier session ended
    send("played", {"time": seconds(position)})
    is_playing = True
    for _ in range(rng.randint(1, 4)):
        if position >= video.length - 2000:
            break
        if is_playing:
            play(position + rng.randint(4000, max(8000, video.length // 2)))
        action = rng.random()
        if position >= video.length or action < 0.45:
            if is_playing:
                paused = send("paused", {"time": seconds(position)}, listed=True)
                is_playing = False
                if action < 0.12:
                    life.wait(0.3, 3)
                    send("interacted", {"time": seconds(position)})
                life.wait(2, 200)
                if rng.random() < 0.7 and position < video.length - 10_000:
                    played = send("played", {"time": seconds(position)})
                    is_playing = True
                    # The next statement is a pause or seek with the position that was left: all up to it was played.
                    if not keeps_all and paused.state == "counted" and rng.random() < 0.2:
                        played.state = "lost"
        elif action < 0.8:
            target = rng.randrange(0, video.length - 5000)
            if is_playing and not keeps_all and rng.random() < 0.3:
                # Pause, seek, play. The pause is lost, but the seek still contains the position that was left.
                send("paused", {"time": seconds(position)}).state = "lost"
                life.wait(0.5, 20)
            result = {"time-from": seconds(position), "time-to": seconds(target), "time": seconds(target)}
            send("seeked", result, listed=True)
            position = target
            life.wait(0.3, 2)
            if not is_playing or rng.random() < 0.5:
                played = send("played", {"time": seconds(position)})
                if not keeps_all and rng.random() < 0.2:
                    played.state = "lost"
            is_playing = True
    if is_playing:
        play(video.length if rng.random() < 0.55 else position + rng.randint(3000, 60_000))
        if position >= video.length:
            send("completed", {"time": seconds(position), "progress": 1}, listed=True)
        elif rng.random() < 0.7:
            send("paused", {"time": seconds(position)}, listed=True)
        else:
            send("terminated", {"time": seconds(position)}, listed=True)
            life.views.append(view)
            return
    if rng.random() < 0.6 or not keeps_all:
        life.wait(0.3, 30)
        send("terminated", {"time": seconds(position)}, listed=True)
    life.views.append(view)
