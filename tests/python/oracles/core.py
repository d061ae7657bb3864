"""What really happened beside what core says, and the steps before it."""

from __future__ import annotations

from oracles.shared import FIRST_SCORES, LEARNING_DAYS, LMS_ATTEMPTS, OBSERVED, PARTICIPATIONS, PROGRESS

COMPARED = {
    "fct_learning_events": (
        """
            select coalesce(statement_id, ''), person_key, verb_iri, activity_iri, course_id, event_at
            from events
        """,
        """
            select coalesce(statement_id, ''), person_key, verb_id, activity_id, course_id, event_at
            from core.fct_learning_events
            left join people using (learner_id)
        """,
    ),
    "fct_learning_sessions": (
        """
            select sessions.person_key, started_at, ended_at, event_count, round(duration_seconds, 3),
                count(distinct course_id), count(distinct activity_iri)
            from sessions
            join events on events.person_key = sessions.person_key and event_at between started_at and ended_at
            group by all
        """,
        """
            select person_key, started_at, ended_at, events, round(duration_seconds, 3), courses, activities
            from core.fct_learning_sessions
            left join people using (learner_id)
        """,
    ),
    "dim_learner": (
        """
            select person_key, count(event_at), min(event_at), max(event_at)
            from users left join events using (person_key)
            where role = 'learner'
            group by all
        """,
        """
            select person_key, events, first_event_at, last_event_at
            from core.dim_learner
            left join people using (learner_id)
            where person_key not like '%/guest'
        """,
    ),
    "dim_verb": (
        """
            select verb_iri, count(*), verb_iri not in (select verb_iri from unmapped_verbs)
            from events
            group by all
        """,
        """
            select verb_id, events, is_mapped
            from core.dim_verb
        """,
    ),
    "int_unmapped_verbs": (
        """
            select verb_iri, events
            from unmapped_verbs
        """,
        """
            select verb_id, events
            from intermediate.int_unmapped_verbs
        """,
    ),
    "fct_video_views": (
        """
            select person_key, video_iri, course_id, video_session, started_at, ended_at, length_seconds,
                round(unique_seconds, 3), round(played_seconds, 3), round(played_seconds - unique_seconds, 3),
                round(least(unique_seconds / length_seconds, 1), 6), evidence
            from video_views
        """,
        """
            select person_key, activity_id, course_id, video_session_id, started_at, ended_at, length_seconds,
                round(unique_seconds, 3), round(played_seconds, 3), round(repeated_seconds, 3), round(share_watched,
                6), evidence
            from core.fct_video_views
            left join people using (learner_id)
        """,
    ),
    "fct_attempts": (
        """
            select person_key, assessment_iri, course_id, registration, attempt_number, started_at, ended_at,
                is_completed, is_passed, round(score_scaled, 6), round(score_raw, 6), responses, correct_responses
            from attempts
        """,
        """
            select person_key, assessment_id, course_id, registration, attempt_number, started_at, ended_at,
                is_completed, is_passed, round(score_scaled, 6), round(score_raw, 6), responses, correct_responses
            from core.fct_attempts
            left join people using (learner_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_attempts of an LMS": (
        f"""
            select person_key, course_id, host, quiz, attempt_number, started_at, ended_at, score,
                round(scaled, 4), correct
            from {LMS_ATTEMPTS}
        """,
        """
            select person_key, course_id, source_system,
                cast(regexp_extract(assessment_id, '[0-9]+$') as bigint),
                attempt_number, started_at, ended_at, case when source_system <> 'talentlms' then score_raw end,
                round(score_scaled, 4), case when source_system <> 'caliper' then correct_responses end
            from core.fct_attempts
            left join people using (learner_id)
            where source_system not in ('xapi', 'scorm')
        """,
    ),
    "fct_item_responses": (
        """
            select statement_id, person_key, item_iri, assessment_iri, course_id, attempt_number, interaction_type,
                is_correct, round(score_scaled, 6)
            from item_responses
        """,
        """
            select response_id, person_key, item_id, assessment_id, responses.course_id, attempt_number,
                interaction_type, is_correct, round(responses.score_scaled, 6)
            from core.fct_item_responses as responses
            left join people using (learner_id)
            join (select attempt_id, attempt_number from core.fct_attempts) using (attempt_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_content_registrations": (
        """
            select person_key, registration, au_iri, course_id, sessions, is_launched, is_initialized,
                is_terminated, is_completed, is_passed, is_failed, is_waived, is_abandoned, is_satisfied,
                round(score_scaled, 6), round(duration_seconds, 2), move_on, mastery_score, breaches
            from content_registrations
        """,
        """
            select person_key, registration, unit_id, course_id, sessions, is_launched, is_initialized,
                is_terminated, is_completed, is_passed, is_failed, is_waived, is_abandoned, is_satisfied,
                round(score_scaled, 6), round(duration_seconds, 2), move_on, mastery_score, breaches
            from core.fct_content_registrations
            left join people using (learner_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_content_registration_breaches": (
        """
            select person_key, registration, au_iri, cmi5_session, statement_id, rule
            from breaches
        """,
        """
            select person_key, registration, unit_id, cmi5_session_id, event_id, rule
            from core.fct_content_registration_breaches
            left join people using (learner_id)
        """,
    ),
    "fct_enrollments": (
        """
            select person_key, course_id, host
            from members
            where role = 'learner' and (host <> 'talentlms' or status <> 'withdrawn')
            union all
            select person_key, course_id, 'oneroster'
            from members
            where role = 'learner'
        """,
        """
            select person_key, course_id, source_system
            from core.fct_enrollments
            left join people using (learner_id)
            where source_system in ('canvas', 'moodle', 'talentlms', 'oneroster')
        """,
    ),
    "fct_submissions": (
        """
            select person_key, course_id, host, submission, submitted_at, score
            from submissions
            where host <> 'talentlms' and submitted_at is not null
        """,
        """
            select person_key, course_id, source_system, cast(regexp_extract(submission_id, '[0-9]+$') as bigint),
                submitted_at, score_raw
            from core.fct_submissions
            left join people using (learner_id)
            where submitted_at is not null and source_system in ('canvas', 'moodle')
        """,
    ),
    "fct_discussion_posts": (
        """
            select person_key, course_id, host, post, posted_at, words
            from posts
            where host <> 'talentlms'
            union all
            select person_key, course_id, 'caliper', post, posted_at, words
            from posts
            where course_id = 'his-200'
        """,
        """
            select person_key, course_id, source_system, cast(regexp_extract(post_id, '[0-9]+$') as bigint),
                posted_at, words
            from core.fct_discussion_posts
            left join people using (learner_id)
        """,
    ),
    "fct_attendance in Teams": (
        """
            select person_key, course_id, joined_at, left_at, stays, round(attended_seconds, 3)
            from attendance
            left join users using (person_key)
            where system = 'teams' and coalesce(role, 'guest') in ('learner', 'guest')
        """,
        """
            select person_key, course_id, joined_at, left_at, stays, round(attended_seconds, 3)
            from core.fct_attendance
            left join people using (learner_id)
            where source_system = 'teams'
        """,
    ),
    "fct_attendance in Zoom": (
        """
            select person_key, course_id, round(sum(attended_seconds), 3)
            from attendance
            left join users using (person_key)
            where system = 'zoom' and coalesce(role, 'guest') in ('learner', 'guest')
            group by all
        """,
        """
            select person_key, course_id, round(sum(attended_seconds), 3)
            from core.fct_attendance
            left join people using (learner_id)
            where source_system = 'zoom'
            group by all
        """,
    ),
    "fct_grades of courses": (
        """
            select person_key, course_id, score
            from final_grades
        """,
        """
            select person_key, course_id, score_raw
            from core.fct_grades
            left join people using (learner_id)
            where source_system = 'oneroster'
        """,
    ),
    "int_org_memberships": (
        """
            select person_key, department, manager_key, hired_on, left_on
            from employees
        """,
        """
            select people.person_key, org_unit_name, managers.person_key, starts_on, ends_on
            from intermediate.int_org_memberships
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
            left join intermediate.int_org_units using (org_unit_key)
            where membership_kind = 'employee'
        """,
    ),
    "int_manager_chains": (
        """
            with recursive chains as (
                select person_key, manager_key, 1 as steps from employees where manager_key is not null
                union all
                select chains.person_key, employees.manager_key, steps + 1
                from chains join employees on employees.person_key = chains.manager_key
                where employees.manager_key is not null
            )
            select * from chains
        """,
        """
            select people.person_key, managers.person_key, steps
            from intermediate.int_manager_chains
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
        """,
    ),
    "int_org_memberships of customers": (
        """
            select distinct person_key, account
            from customers
        """,
        """
            select distinct person_key, org_unit_name
            from intermediate.int_org_memberships
            left join people using (learner_id)
            left join intermediate.int_org_units using (org_unit_key)
            where membership_kind = 'customer'
        """,
    ),
    "stg_xapi__rejected_statements": (
        """
            select statement_id, reason
            from rejected
        """,
        """
            select statement_id, rejection_reasons
            from pii.stg_xapi__rejected_statements
        """,
    ),
    "stg_xapi__statements, faults": (
        """
            select statement_id, fault
            from faults
        """,
        """
            select statement_id, faults
            from pii.stg_xapi__statements
            where faults is not null and not is_voided
        """,
    ),
    "stg_xapi__statements, voided": (
        """
            select statement_id
            from voided
        """,
        """
            select statement_id
            from pii.stg_xapi__statements
            where is_voided
        """,
    ),
    "stg_xapi__repeated_statements": (
        """
            select statement_id
            from conflicts
        """,
        """
            select statement_id
            from staging.stg_xapi__repeated_statements
            join raw_xapi.statements using (load_id, record_number)
            group by all
            -- The same statement with its id in capitals is another text, and no conflict of the campus's making.
            having count(distinct replace(cast(payload as varchar), payload ->> 'id', statement_id)) > 1
        """,
    ),
    # What the university's data set, SCORM Cloud and the first-aid file tell are other runs, without a truth.
    "fct_learning_days": (
        f"""
            select person_key, course_id, course_id || '-2026s', day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, 0,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active
            from {LEARNING_DAYS}
        """,
        """
            select person_key, course_id, course_run_id, date_day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, clicks,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active
            from core.fct_learning_days
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "fct_learning_days with clicks": (
        """
            select person_key, course_id, day, sum(clicks)
            from clicks
            group by all
        """,
        """
            select person_key, course_id, date_day, clicks
            from core.fct_learning_days
            left join people using (learner_id)
            where course_run_id like '%-2026b' and clicks > 0
        """,
    ),
    "fct_participations": (
        f"""
            select person_key, course_id, course_id || '-2026s', enrollment_status, enrollments, enrolled_at,
                withdrawn_at, completed_at, first_active_date, last_active_date, active_days, enrolled_from_date,
                enrolled_until_date
            from {PARTICIPATIONS}
        """,
        """
            select person_key, course_id, course_run_id, enrollment_status, enrollments, enrolled_at, withdrawn_at,
                completed_at, first_active_date, last_active_date, active_days, enrolled_from_date,
                enrolled_until_date
            from core.fct_participations
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "dim_date": (
        f"""
            select cast(day as date), cast(day as date) <= {OBSERVED}
            from generate_series(date '2010-01-01', date '2040-12-31', interval 1 day) as days (day)
        """,
        """
            select date_day, is_observed
            from core.dim_date
        """,
    ),
    "dim_meeting": (
        """
            select meeting_key, system, 'demo_' || system, course_id, course_id || '-2026s', name, starts_at, ends_at,
                cast(starts_at as date)
            from meetings
        """,
        """
            select meeting_id, source_system, source_id, course_id, course_run_id, meeting_name, starts_at, ends_at,
                meeting_date
            from core.dim_meeting
        """,
    ),
    "fct_content_progress": (
        f"""
            select person_key, course_id, course_id || '-2026s', item, days, round(active_seconds, 3), is_completed,
                first_day, last_day
            from {PROGRESS}
        """,
        """
            select person_key, course_id, course_run_id, content_item_id, days, round(active_seconds, 3), is_completed,
                first_date, last_date
            from core.fct_content_progress
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "fct_first_item_scores": (
        f"""
            select person_key, assessment, item, score
            from {FIRST_SCORES}
        """,
        """
            select person_key, scores.assessment_id, item_id, score
            from core.fct_first_item_scores as scores
            left join people using (learner_id)
            join (select attempt_id, course_run_id from core.fct_attempts) using (attempt_id)
            where course_run_id like '%-2026s'
        """,
    ),
}
