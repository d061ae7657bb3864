"""What really happened beside what the marts of organization say."""

from __future__ import annotations

from oracles.outcomes import _OUTCOMES as OUTCOMES
from oracles.outcomes import _mean as mean
from oracles.shared import LEARNING_DAYS, OBSERVED

# How it goes for each learner in each of the six runs.
_PROGRESS = f"""(
    select *, outcome in ('passed', 'completed') as is_complete
    from {OUTCOMES}
    left join (
        select person_key, course_id, max(day) filter (is_active) > {OBSERVED} - 28 as is_recent
        from {LEARNING_DAYS} group by all
    ) using (person_key, course_id)
)"""

COMPARED = {
    "team_progress": (
        f"""
            with recursive chains as (
                select person_key, manager_key, true as is_direct from employees
                where manager_key is not null and (left_on is null or left_on >= {OBSERVED})
                union
                select chains.person_key, employees.manager_key, false
                from chains join employees on employees.person_key = chains.manager_key
                where employees.manager_key is not null
            )
            select manager_key, course_id, course_id || '-2026s', count(*), count(*) filter (is_direct),
                count(*) filter (is_complete), count(*) filter (outcome = 'in_progress'),
                count(*) filter (is_over and not is_complete), count(*) filter (is_recent),
                round(avg(cast(is_complete as integer)), 6), sum(active_days), round(sum(active_seconds), 3),
                round({mean("grade_share")}, 6)
            from (select person_key, manager_key, bool_or(is_direct) as is_direct from chains group by all)
            join {_PROGRESS} using (person_key)
            where enrollment_status <> 'withdrawn'
            group by all
        """,
        """
            select person_key, course_id, course_run_id, assigned_learners, assigned_direct_reports,
                complete_learners, in_progress_learners, overdue_learners, recently_active_learners,
                round(completion_rate, 6), active_days, round(active_seconds, 3), round(mean_grade_share, 6)
            from organization.team_progress
            left join people on learner_id = manager_id
            -- The university's data set and the provider of first aid have courses of their own.
            where course_run_id like '%-2026s'
        """,
    ),
    "account_course_progress": (
        # Who also belonged to the account above theirs did so for four weeks: it holds them through their own.
        f"""
            with placed as (
                select person_key, account, true as is_direct from customers where is_direct
                union all
                select person_key, parent, false from customers join org_units on name = account
                where system = 'salesforce' and parent is not null and is_direct
            )
            select account, course_id, course_id || '-2026s', count(*), count(*) filter (is_direct),
                count(enrollment_status), count(*) filter (active_days > 0), count(*) filter (is_complete),
                count(*) filter (outcome = 'withdrawn'),
                round(avg(cast(is_complete as integer)) filter (enrollment_status is not null), 6),
                round(sum(active_seconds), 3), round({mean("grade_share")}, 6)
            from placed
            join {_PROGRESS} using (person_key)
            group by all
        """,
        """
            select account_name, course_id, course_run_id, learners, direct_learners, enrolled_learners,
                active_learners, complete_learners, withdrawn_learners, round(completion_rate, 6),
                round(active_seconds, 3), round(mean_grade_share, 6)
            from organization.account_course_progress
            join core.dim_org_unit on org_unit_id = account_id and org_unit_name = account_name
            where course_run_id like '%-2026s'
        """,
    ),
}
