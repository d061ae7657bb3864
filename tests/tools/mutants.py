"""`make mutants`: deliberate faults in the models' SQL, one at a time; the suite has to fail on every one.

A small campus is loaded and built once. For each fault the model and all that follows from it are built anew; data
tests, a comparison of every mart with the truth, the model's unit tests and properties follow, up to the first that
fails. A fault that none of them sees has survived.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

from compiled import Compiled, make, passes  # noqa: E402
from oracles import differences, people_beside  # noqa: E402

from demo.simulator.run import run_demo, truth_beside  # noqa: E402

DBT = str(Path(sys.executable).with_name("dbt"))
LEARNERS, SEED = 90, 11


class Mutant(NamedTuple):
    """In the model's SQL the `nth` occurrence of `found` becomes `put`."""

    model: str
    found: str
    put: str
    nth: int = 1


MUTANTS = [
    Mutant(
        "int_learning_events__sessionized",
        "milliseconds_since_previous <= {{ gap }}",
        "milliseconds_since_previous < {{ gap }}",
    ),
    Mutant(
        "int_learning_events__sessionized",
        "milliseconds_to_next <= {{ gap }} then milliseconds_to_next",
        "milliseconds_to_next <= {{ gap }} then milliseconds_since_previous",
    ),
    Mutant("int_learning_events__sessionized", "    where not {{ is_true('is_voided') }}\n        and", "    where"),
    Mutant("fct_learning_sessions", "count(distinct course_id)", "count(course_id)"),
    Mutant("fct_activity_visits", "\n                or event_date <> previous_date then 1", " then 1"),
    Mutant(
        "fct_activity_visits", "(activity_kind = 'file' and verb_class in ('view', 'access'))", "activity_kind = 'file'"
    ),
    Mutant(
        "fct_activity_visits", "(verb_name = 'completed' and source_system = 'caliper')", "(verb_name = 'completed')"
    ),
    Mutant("int_video_segments", "\n        and reports.learner_id is null", ""),
    Mutant("fct_video_segments", "lists.preference = 1", "lists.preference >= 1"),
    Mutant(
        "fct_video_segments",
        "when plays_open > 0 then plays_open when segments_open > 0 then 1",
        "when segments_open > 0 then 1",
    ),
    Mutant("fct_video_views", "cast(1 as {{ double_type() }})", "unique_seconds / length_seconds"),
    Mutant("fct_video_views", "left join watched", "inner join watched"),
    Mutant(
        "video_engagement",
        "when seen_until < end_seconds then end_seconds - seen_until",
        "when seen_until < end_seconds then end_seconds - start_seconds",
    ),
    Mutant("video_seconds", "seen_until < end_second", "seen_until <= first_second"),
    Mutant("video_seconds", "max(end_second) - 1", "max(end_second)"),
    Mutant(
        "video_seconds",
        "partition by seconds.activity_id order by seconds.second_number desc",
        "partition by seconds.activity_id order by seconds.second_number",
    ),
    Mutant("fct_participations", "where staff.learner_id is null", "where 1 = 1"),
    Mutant(
        "fct_participations",
        "    union distinct\n    select\n        learner_id,\n        course_run_id\n    from active_learners\n",
        "",
    ),
    Mutant("fct_participations", "when max(state) = 4 then 'completed'", "when min(state) = 4 then 'completed'"),
    Mutant("fct_participations", "min(starts_at) as starts_at", "max(starts_at) as starts_at"),
    Mutant(
        "fct_learning_days",
        "from active_days\n    {% for part in parts -%}\n    left join",
        "from active_days\n    {% for part in parts -%}\n    inner join",
    ),
    Mutant("fct_learning_days", "        and case when {{ is_true('is_host') }} then 1 else 0 end = 0\n", ""),
    Mutant("learner_course_days", "left join learning_days", "inner join learning_days"),
    Mutant(
        "learner_course_days",
        "participations.enrolled_from_date and participations.enrolled_until_date",
        "participations.enrolled_from_date + 1 and participations.enrolled_until_date",
    ),
    Mutant(
        "learner_course_weeks",
        "{{ week_start('visits.visit_date') }} as week_start_date",
        "visits.visit_date as week_start_date",
    ),
    Mutant("course_days", "{% set windows = {'weekly': 7", "{% set windows = {'weekly': 6"),
    Mutant(
        "course_days",
        "when next_active_day < {{ dbt.dateadd('day', days, 'date_day') }} then next_active_day\n            else",
        "when 1 = 0 then next_active_day\n            else",
    ),
    Mutant(
        "course_days",
        "{{ dbt.dateadd('day', 1, 'enrolled_until_date') }}",
        "{{ dbt.dateadd('day', 0, 'enrolled_until_date') }}",
    ),
    Mutant("course_weeks", "left join first_weeks", "inner join first_weeks"),
    Mutant(
        "retention_cohorts",
        "min(week_start_date) as cohort_week_start_date",
        "max(week_start_date) as cohort_week_start_date",
    ),
    Mutant("enrollment_days", "and dates.date_day < coalesce", "and dates.date_day <= coalesce"),
    Mutant("enrollment_days", "and starts_date < changed_date", "and starts_date > changed_date"),
    Mutant("int_content_tree", "coalesce(above.content_item_id, case", "coalesce(null, case"),
    Mutant(
        "int_content_tree",
        "case when parents.activity_kind <> 'course' then parents.activity_id end",
        "parents.activity_id",
    ),
    Mutant("fct_content_progress", "where submitted_at is not null", "where 1 = 1"),
    Mutant("learner_sections", "left join learner_section_totals", "inner join learner_section_totals"),
    Mutant(
        "learner_sections",
        "when learner_section_totals.reached_items < section_sizes.content_items then 'some'",
        "when learner_section_totals.reached_items <= section_sizes.content_items then 'some'",
    ),
    Mutant(
        "activity_engagement", "count(distinct visits.learner_id) as learners", "count(visits.learner_id) as learners"
    ),
    Mutant("activity_days", "count(distinct visits.learner_id)", "count(visits.learner_id)"),
    Mutant("discussion_engagement", "min(posted_at) as first_replied_at", "max(posted_at) as first_replied_at"),
    Mutant("learner_course_attendance", "left join attended_days", "inner join attended_days"),
    Mutant(
        "learner_course_attendance",
        "max(case when attended = 1 then streak_days else 0 end)",
        "sum(case when attended = 1 then streak_days else 0 end)",
    ),
    Mutant("learner_attendance", "'missed_days >= '", "'missed_days > '"),
    Mutant("meeting_attendance", "case when {{ is_true('is_host') }} then 1 else 0 end = 0", "1 = 1"),
    Mutant("activity_effectiveness", "left join content_item_totals", "inner join content_item_totals"),
    Mutant("activity_transitions", "where activity_id <> next_activity_id", "where 1 = 1"),
    Mutant(
        "activity_transitions",
        "partition by session_id, course_run_id order by visit_number) as next_activity_id",
        "partition by session_id order by visit_number) as next_activity_id",
    ),
    Mutant("fct_course_results", "case when {{ is_true('is_final') }} then 1 else 2 end,\n", ""),
    Mutant("learner_course_outcomes", "<= horizon.last_day then 'unknown'", "<= horizon.last_day then 'failed'"),
    Mutant("learner_course_outcomes", "max(score_scaled) as best_score", "min(score_scaled) as best_score"),
    Mutant("learner_course_outcomes", "left join assessment_totals", "inner join assessment_totals"),
    Mutant(
        "course_outcomes", "'enrolled_with_completion', 'enrolled_learners'", "'enrolled_with_completion', 'learners'"
    ),
    Mutant("course_outcomes", "order by grade_share", "order by learner_id"),
    Mutant(
        "course_grade_distribution",
        "graded_outcomes.grade_share >= grade_bands.from_share",
        "graded_outcomes.grade_share > grade_bands.from_share",
    ),
    Mutant("int_attempts", "order by stated_number, coalesce(started_at, ended_at), attempt_id", "order by attempt_id"),
    Mutant(
        "assessment_outcomes",
        "count(case when attempt_number = 1 and is_passed is not null then 1 end)",
        "count(case when attempt_number = 1 then 1 end)",
    ),
    Mutant(
        "assessment_outcomes", "learners * right_answers - right_answers * right_answers", "learners * right_answers"
    ),
    Mutant("fct_first_item_scores", "where attempt_number = 1", "where attempt_number >= 1"),
    Mutant("fct_first_item_scores", "    and answered_items.answered_items = items.items\n", ""),
    Mutant(
        "item_analysis",
        "sum(score) over (partition by attempt_id) - score as rest",
        "sum(score) over (partition by attempt_id) as rest",
    ),
    Mutant("item_options", "where response_option is not null\n        and", "where"),
    Mutant("assessment_score_bands", "when score_scaled >= 1 then 9", "when score_scaled > 1 then 9"),
    Mutant(
        "learner_assignments",
        "when first_submitted_at <= due_at then 'on_time'",
        "when first_submitted_at < due_at then 'on_time'",
    ),
    Mutant("learner_assignments", "left join learner_submissions", "inner join learner_submissions", 2),
    Mutant(
        "assignment_timeliness",
        "'assignment_totals.early_learners + assignment_totals.on_time_learners',",
        "'assignment_totals.early_learners',",
    ),
    Mutant(
        "learner_programs",
        "max(case when outcome in ('passed', 'completed') then 1 else 0 end) as is_done",
        "max(case when outcome = 'passed' then 1 else 0 end) as is_done",
    ),
    Mutant("program_funnel", "completed_courses * 2 >= program_courses", "completed_courses * 2 > program_courses"),
    Mutant(
        "learner_certifications", "expires_date <= last_day then 'expired'", "expires_date < last_day then 'expired'"
    ),
    Mutant("learner_certifications", "left join certification_outcomes", "inner join certification_outcomes"),
    Mutant("learner_learning_gains", "and pre_attempts.taken_at < post_attempts.taken_at", ""),
    Mutant(
        "learner_learning_gains",
        "order by attempts.taken_at desc, attempts.attempt_id desc",
        "order by attempts.taken_at, attempts.attempt_id",
    ),
    Mutant(
        "int_manager_chains",
        "levels=11",
        "levels=1",
    ),
    Mutant("team_progress", "count(*) as assigned_learners", "count(distinct course_run_id) as assigned_learners"),
    Mutant("team_progress", "and enrollment_status <> 'withdrawn'", ""),
    Mutant(
        "account_course_progress",
        "]), dbt.concat(['org_units.path', \"' > '\"])) }} = 1",
        "]), dbt.concat(['org_units.path', \"' > '\"])) }} >= 0",
    ),
    Mutant("int_attendance", "when reached_at < left_at then", "when reached_at <= left_at and 1 = 0 then"),
]


class Suite:
    """A copy of the project with a campus that is built and sound, to break and to mend.

    dbt compiles the broken model; DuckDB alone builds it and what follows from it.
    """

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.campus = self.project / "demo"
        for part in ("models", "macros", "seeds", "tests", "demo/seeds"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, self.project / part, ignore=ignored)
        for part in (
            "dbt_project.yml",
            "profiles.yml",
            "demo/dbt_project.yml",
            "demo/profiles.yml",
            "demo/packages.yml",
        ):
            shutil.copy(ROOT / part, self.project / part)
        (self.campus / "dbt_packages").mkdir()
        (self.campus / "dbt_packages" / "learning_marts").symlink_to(self.project)
        self.paths = {path.stem: path for path in (self.project / "models").rglob("*.sql")}
        self.database, self.sound = folder / "work.duckdb", folder / "sound.duckdb"
        with contextlib.redirect_stdout(io.StringIO()):
            run_demo(self.database, LEARNERS, SEED)
        if fault := self.dbt("compile", "--full-refresh"):
            sys.exit(f"The project does not compile without any mutant: {fault}")
        nodes = json.loads((self.campus / "target" / "manifest.json").read_text())["nodes"]
        for node in nodes.values():
            node["root_path"] = str(self.campus if node["package_name"] == "campus" else self.project)
        self.compiled = Compiled({n: v for n, v in nodes.items() if v["resource_type"] in ("model", "seed", "test")})
        self.compiled.build(self.database)
        if fault := self.differs():
            sys.exit(f"The suite fails without any mutant: {fault}")
        shutil.copy(self.database, self.sound)

    def dbt(self, *command: str) -> str | None:
        """Run dbt on the copy; what went wrong, if anything did."""
        env = {**os.environ, "LEARNING_MARTS_DB": str(self.database), "DBT_PROFILES_DIR": str(self.campus)}
        done = subprocess.run([DBT, *command, "--quiet"], cwd=self.campus, env=env, capture_output=True, text=True)
        if not done.returncode:
            return None
        lines = [line.split("Failure in ")[-1] for line in done.stdout.splitlines() if "Failure in" in line]
        return f"dbt {command[0]}: {(lines or [done.stdout[-200:]])[0].strip()}"

    def differs(self) -> str | None:
        """The first mart that is not what happened."""
        with duckdb.connect(str(self.database)) as connection:
            people_beside(connection, truth_beside(self.database))
            for mart, missing, extra in differences(connection):
                return f"truth: {mart}: {len(missing)} rows are missing, {len(extra)} are new"
        return None

    def fails(self, broken: str) -> str | None:
        """Build the broken model and what follows from it; what fails then, SQL itself or a data test."""
        path = self.campus / "target" / "compiled" / "learning_marts"
        affected = {f"model.learning_marts.{broken}"}
        tests = []
        with duckdb.connect(str(self.database)) as connection:
            connection.execute("set timezone = 'UTC'")
            for name, node in self.compiled.nodes.items():
                if not (name in affected or affected & set(node["depends_on"].get("nodes", ()))):
                    continue
                if node["resource_type"] == "test":
                    tests.append(node)
                    continue
                affected.add(name)
                code = (path / node["original_file_path"]).read_text() if node["name"] == broken else None
                try:
                    make(connection, node, code)
                except duckdb.Error as error:
                    return f"{node['name']}: {str(error).splitlines()[0]}"
            for test in tests:
                if not passes(connection, test):
                    return f"data test: {test['name']}"
        return None

    def pytest(self) -> str | None:
        """The first property that does not hold."""
        options = ["-q", "-x", "--no-header", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, "tests/python/test_properties.py"]
        # What the broken project compiles to is nothing to share.
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        env.pop("LEARNING_MARTS_TEST_SESSION", None)
        done = subprocess.run(command, cwd=self.project, env=env, capture_output=True, text=True)
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return f"pytest: {(failed or [done.stdout[-200:]])[0]}" if done.returncode else None

    def try_out(self, mutant: Mutant) -> str | None:
        """Break the project, see what fails, and mend it. Exits where the model does not hold what is to change."""
        path = self.paths[mutant.model]
        sound = path.read_text()
        parts = sound.split(mutant.found)
        if len(parts) <= mutant.nth:
            sys.exit(f"{mutant.model}: holds {len(parts) - 1} times {mutant.found!r}, not {mutant.nth}")
        head, tail = mutant.found.join(parts[: mutant.nth]), mutant.found.join(parts[mutant.nth :])
        path.write_text(head + mutant.put + tail)
        try:
            return (
                self.dbt("compile", "--full-refresh", "--select", mutant.model)
                or self.fails(mutant.model)
                or self.differs()
                or self.dbt("test", "--select", f"{mutant.model},test_type:unit")
                or self.pytest()
            )
        finally:
            path.write_text(sound)
            shutil.copy(self.sound, self.database)


def run(chosen: list[Mutant]) -> Iterator[tuple[Mutant, str | None]]:
    """Each mutant with what killed it, None where it survived."""
    with tempfile.TemporaryDirectory() as folder:
        suite = Suite(Path(folder))
        for mutant in chosen:
            yield mutant, suite.try_out(mutant)


@click.command()
@click.option("--only", default="", help="Mutants of the models whose name holds this.")
def main(only: str) -> None:
    """Try every mutant."""
    killed, chosen = 0, [mutant for mutant in MUTANTS if only in mutant.model]
    for mutant, fault in run(chosen):
        killed += fault is not None
        change = f"{' '.join(mutant.found.split())!r} -> {' '.join(mutant.put.split())!r}"
        click.echo(f"{'killed  ' if fault else 'SURVIVED'} {mutant.model}: {change}  [{fault or 'nothing failed'}]")
    click.echo(f"killed {killed} of {len(chosen)}")
    sys.exit(killed != len(chosen))


if __name__ == "__main__":
    main()
