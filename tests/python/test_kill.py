"""`kill -9` at random moments of loads and builds: nothing half done counts, and the next run makes it whole.

LEARNING_MARTS_KILLS is how many; `make kill` takes thirty.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT, Warehouse, assert_same_marts, marts

from demo.simulator.campus import Campus
from demo.simulator.server import RecordStore

LEARNERS, SEED = 40, 11
LONGEST = 300.0
WHOLE = """
    with landed as (
        select load_id, source_id, count(*) as rows from raw_xapi.statements group by all
    ), rejected as (
        select load_id, source_id, count(*) as rows from raw_xapi.rejected group by all
    )
    select load_id, source_id, loads.landed, landed.rows, loads.rejected, rejected.rows
    from ops.loads
    full join landed using (load_id, source_id)
    full join rejected using (load_id, source_id)
    where loads.landed is distinct from coalesce(landed.rows, 0)
        or loads.rejected is distinct from coalesce(rejected.rows, 0)
        or loads.received <> loads.landed + loads.unchanged + loads.rejected
"""
CURSOR_WITHOUT_LOAD = "select * from ops.cursors anti join ops.loads using (source_id, load_id)"


class Store(RecordStore):
    """Reports its first request: before that a load has nothing to lose."""

    def __init__(self, campus: Campus) -> None:
        self.asked = threading.Event()
        super().__init__(campus)

    def page(self, query: dict[str, str]) -> bytes:
        self.asked.set()
        return super().page(query)

    def reveal(self, share: float) -> None:
        """Serve what had arrived after this share of the term's statements."""
        self.now = self.times[round(share * (len(self.times) - 1))]


class Victim:
    """A warehouse whose commands can be killed."""

    def __init__(self, folder: Path, store: Store) -> None:
        folder.mkdir()
        self.warehouse, self.store = Warehouse(folder), store
        self.warehouse.env["CAMPUS_PASSWORD"] = store.password
        self.warehouse.env["LEARNING_MARTS_SYSTEMS"] = "xapi"
        # Small pages, so that there are moments between them.
        sources = (
            f"  campus: {{system: xapi, url: '{store.url}', username: {store.username}, "
            "password: '${CAMPUS_PASSWORD}', page_size: 50}\n"
        )
        self.commands = {"load": self.warehouse.load_command(sources), "build": self.warehouse.build_command()}

    def run(self, step: str, kill_after: float = LONGEST) -> float | None:
        """Seconds from the first sign of work to the end; None where `kill -9` came first.

        The sign is a question to the record store, or a change in the warehouse's files.
        """
        self.store.asked.clear()
        before = self.files()
        at_work: Callable[[], bool] = (
            self.store.asked.is_set if step == "load" else lambda: self.files() not in (before, {})
        )
        log = self.warehouse.folder / f"{step}.log"
        with (
            log.open("wb") as output,
            subprocess.Popen(
                self.commands[step],
                cwd=ROOT,
                env=self.warehouse.env,
                stdout=output,
                stderr=output,
                start_new_session=True,
            ) as process,
        ):
            while process.poll() is None and not at_work():
                time.sleep(0.001)
            begun = time.monotonic()
            try:
                process.wait(kill_after)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                assert kill_after < LONGEST, f"{step} does not end"
                return None
        assert process.returncode == 0, log.read_text()
        return time.monotonic() - begun

    def files(self) -> dict[str, tuple[int, int]]:
        found = {}
        for file in self.warehouse.folder.glob("warehouse.duckdb*"):
            try:
                found[file.name] = (file.stat().st_size, file.stat().st_mtime_ns)
            except FileNotFoundError:
                continue
        return found

    def assert_whole(self) -> None:
        """Every load is there with all of its rows and its line in the log, or not at all."""
        assert self.warehouse.rows(WHOLE) == []
        assert self.warehouse.rows(CURSOR_WITHOUT_LOAD) == []


def test_killed_at_any_moment(tmp_path: Path) -> None:
    kills = int(os.environ.get("LEARNING_MARTS_KILLS", "4"))
    rng = random.Random(SEED)
    store = Store(Campus(SEED, LEARNERS))
    with store:
        undisturbed, victim = Victim(tmp_path / "undisturbed", store), Victim(tmp_path / "killed", store)
        usual = {step: undisturbed.run(step) or LONGEST for step in ("load", "build")}
        expected = marts(undisturbed.warehouse)

        killed, left = {"load": 0, "build": 0}, dict.fromkeys(("warehouse.duckdb.wal", "warehouse.duckdb.pages"), 0)
        for attempt in range(3 * kills):
            if sum(killed.values()) == kills:
                break
            store.reveal(min(1, (attempt + 1) / (1.5 * kills)))
            step = "load" if killed["load"] <= killed["build"] else "build"
            if step == "build" and rng.random() < 0.7:
                # Something new to build, most of the time; else the killed build is picked up by the next.
                victim.run("load")
            lasted = victim.run(step, rng.uniform(0, usual[step]))
            if lasted is None:
                killed[step] += 1
                left.update({name: number + (name in victim.files()) for name, number in left.items()})
            else:
                # It was through before its moment came: no kill, and better known how long it takes.
                usual[step] = lasted
            victim.assert_whole()
        print(f"{attempt + 1} runs, killed: {killed}, left behind: {left}")
        assert sum(killed.values()) == kills, "most runs were through before their moment came"

        store.reveal(1)
        victim.run("load")
        victim.run("build")
    victim.assert_whole()
    landed = "select distinct record_key, payload_hash from raw_xapi.statements order by all"
    assert victim.warehouse.rows(landed) == undisturbed.warehouse.rows(landed)
    assert_same_marts(marts(victim.warehouse), expected)
    # Of what the killed left lying about, nothing stays.
    assert [file.name for file in victim.warehouse.folder.glob("warehouse.duckdb*")] == ["warehouse.duckdb"]
